/* Line tables of any bytes, read without the ELF file around them: the rows
 * ascend, and lines_find finds the last one before an offset.
 *
 * The first byte says which format, the second how many relocations there
 * are; then come those, of two bytes each: where, and to which offset. */
#include <elf.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "code/lines.h"
#include "code/object.h"
#include "fuzz.h"

static const Symbol symbols[] = {
    {.place = SYMBOL_UNDEFINED},
    {.place = SYMBOL_DEFINED, .part = PART_CODE, .offset = 64},
    {.place = SYMBOL_DEFINED, .part = PART_DATA},
};

enum { SYMBOLS = sizeof symbols / sizeof *symbols };

static void add_reloc(Buf *relocs, const uint8_t *bytes) {
    Elf64_Rela entry = {
        .r_offset = bytes[0],
        .r_addend = (int8_t)bytes[1],
        .r_info = ELF64_R_INFO(bytes[1] % 16 ? 1 : bytes[1] >> 4, 1)};
    buf_add(relocs, &entry, sizeof entry);
}

/* The last row at or before the offset, by looking at all of them. */
static uint32_t slow_find(const Lines *lines, uint32_t offset) {
    uint32_t line = 0;
    for (uint32_t i = 0; i < lines->count; i++)
        if (lines->rows[i].offset <= offset) line = lines->rows[i].line;
    return line;
}

static void check(const Lines *lines) {
    for (uint32_t i = 0; i < lines->count; i++) {
        uint32_t offset = lines->rows[i].offset;
        LAW(i == 0 || lines->rows[i - 1].offset <= offset);
        if (i % 16) continue;
        LAW(lines_find(lines, offset) == slow_find(lines, offset));
        LAW(lines_find(lines, offset + 1) == slow_find(lines, offset + 1));
    }
    LAW(lines->count > 0 || lines_find(lines, 5) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2 || size < 2 + 2 * (size_t)data[1]) return 0;
    bool is_dwarf = data[0] & 1;
    Buf relocs = {0};
    for (size_t i = 0; i < data[1]; i++) add_reloc(&relocs, data + 2 + 2 * i);
    size_t at = 2 + 2 * (size_t)data[1];
    Str bytes = {(const char *)data + at, size - at};
    Section sections[] = {
        {.name = is_dwarf ? STR(".debug_line") : STR(".stab"),
         .bytes = bytes, .size = bytes.len, .part = PART_NONE},
        {.name = is_dwarf ? STR(".rela.debug_line") : STR(".rela.stab"),
         .bytes = buf_view(&relocs), .size = relocs.len, .part = PART_NONE,
         .type = SHT_RELA},
    };
    /* The reader wants what it could change; it does not. */
    Symbol *own = mem_alloc(sizeof symbols);
    memcpy(own, symbols, sizeof symbols);
    Object object = {.sections = sections, .section_count = 2,
                     .symbols = own, .symbol_count = SYMBOLS};
    Lines lines;
    lines_read_object(&object, &lines);
    check(&lines);
    lines_done(&lines);
    free(own);
    buf_done(&relocs);
    return 0;
}
