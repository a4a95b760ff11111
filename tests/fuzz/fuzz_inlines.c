/* Debug sections of any bytes, read without the ELF file around them: each
 * piece of code that is kept lies somewhere and has a name that ends, the
 * level-th at a place is the level-th that holds it, and the same sections
 * tell the same again.
 *
 * First come four sizes of two bytes: how many relocations, and the bytes of
 * .debug_abbrev, .debug_str and .debug_ranges; then the relocations, of six
 * bytes each (see add_reloc), those sections, and .debug_info. */
#include <elf.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "code/inlines.h"
#include "code/object.h"
#include "fuzz.h"

enum { SIZES = 4, RELOC = 6 };

static const Symbol symbols[] = {
    {.place = SYMBOL_UNDEFINED},
    {.place = SYMBOL_DEFINED, .part = PART_CODE, .offset = 64},
    {.place = SYMBOL_DEFINED, .part = PART_DATA},
};

enum { SYMBOLS = sizeof symbols / sizeof *symbols };

static unsigned number_at(const uint8_t *bytes) {
    return bytes[0] | (unsigned)bytes[1] << 8;
}

/* The place, the addend, the symbol, and whether it is one of the ranges. */
static void add_reloc(const uint8_t *bytes, Buf *infos, Buf *ranges) {
    Elf64_Rela entry = {.r_offset = number_at(bytes),
                        .r_addend = (int16_t)number_at(bytes + 2),
                        .r_info = ELF64_R_INFO(bytes[4] % (SYMBOLS + 1), 1)};
    buf_add(bytes[5] & 1 ? ranges : infos, &entry, sizeof entry);
}

static Str take(Str *rest, size_t size) {
    if (size > rest->len) size = rest->len;
    Str taken = {rest->text, size};
    *rest = (Str){rest->text + size, rest->len - size};
    return taken;
}

static const Inline *slow_find(const Inlines *inlines, uint32_t offset,
                               uint32_t level) {
    for (uint32_t i = inlines->count; i-- > 0;)
        if (inlines->rows[i].begin <= offset && offset < inlines->rows[i].end &&
            level-- == 0)
            return &inlines->rows[i];
    return NULL;
}

static void check(const Inlines *inlines) {
    enum { FEW = 32, LEVELS = 4 };
    for (uint32_t i = 0; i < inlines->count && i < FEW; i++) {
        const Inline *row = &inlines->rows[i];
        LAW(row->begin < row->end);
        LAW(!row->name.text || row->name.text[row->name.len] == '\0');
        LAW(inlines_find(inlines, row->begin, 0) != NULL);
        for (uint32_t level = 0; level < LEVELS; level++) {
            LAW(inlines_find(inlines, row->begin, level) ==
                slow_find(inlines, row->begin, level));
            LAW(inlines_find(inlines, row->end, level) ==
                slow_find(inlines, row->end, level));
        }
    }
}

static void check_same(const Inlines *a, const Inlines *b) {
    LAW(a->count == b->count);
    for (uint32_t i = 0; i < a->count; i++) {
        LAW(a->rows[i].begin == b->rows[i].begin);
        LAW(a->rows[i].end == b->rows[i].end);
        LAW(a->rows[i].line == b->rows[i].line);
        LAW(str_equals(a->rows[i].name, b->rows[i].name));
    }
}

static Section section(const char *name, Str bytes, uint32_t type) {
    return (Section){.name = str_of(name), .bytes = bytes, .size = bytes.len,
                     .part = PART_NONE, .type = type};
}

static void read_all(Str rest, Str relocs, const uint8_t *sizes) {
    Buf infos = {0}, ranges = {0};
    for (size_t i = 0; i + RELOC <= relocs.len; i += RELOC)
        add_reloc((const uint8_t *)relocs.text + i, &infos, &ranges);
    Section sections[] = {
        section(".debug_abbrev", take(&rest, number_at(sizes + 2)), 0),
        section(".debug_str", take(&rest, number_at(sizes + 4)), 0),
        section(".debug_ranges", take(&rest, number_at(sizes + 6)), 0),
        section(".debug_info", rest, 0),
        section(".rela.debug_info", buf_view(&infos), SHT_RELA),
        section(".rela.debug_ranges", buf_view(&ranges), SHT_RELA),
    };
    /* The reader wants what it could change; it does not. */
    Symbol *own = mem_alloc(sizeof symbols);
    memcpy(own, symbols, sizeof symbols);
    Object object = {.sections = sections,
                     .section_count = sizeof sections / sizeof *sections,
                     .symbols = own, .symbol_count = SYMBOLS};
    Inlines inlines, again;
    inlines_read(&object, &inlines);
    check(&inlines);
    inlines_read(&object, &again);
    check_same(&inlines, &again);
    inlines_done(&inlines);
    inlines_done(&again);
    free(own);
    buf_done(&infos);
    buf_done(&ranges);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2 * SIZES) return 0;
    Str rest = {(const char *)data + 2 * SIZES, size - 2 * SIZES};
    Str relocs = take(&rest, (size_t)number_at(data) * RELOC);
    read_all(rest, relocs, data);
    return 0;
}
