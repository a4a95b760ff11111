#include "code/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "code/dwarf.h"
#include "code/object.h"

/* An entry of .stab: name (4 bytes), kind, other, desc (2), value (4). */
enum {
    STAB_SIZE = 12,
    STAB_VALUE = 8,
    STAB_FUNCTION = 0x24, /* N_FUN: value is where it begins, relocated */
    STAB_LINE = 0x44      /* N_SLINE: desc is the line, value from there */
};

typedef struct Stab {
    uint32_t name, value;
    uint16_t desc;
    uint8_t kind;
} Stab;

void lines_add(Lines *lines, uint64_t offset, uint32_t line) {
    if (offset > UINT32_MAX) return;
    if (lines->count && lines->rows[lines->count - 1].offset == offset) {
        lines->rows[lines->count - 1].line = line;
        return;
    }
    if (lines->count == lines->size) {
        lines->size = lines->size ? lines->size * 2 : 32;
        lines->rows = mem_grow(lines->rows, lines->size * sizeof *lines->rows);
    }
    lines->rows[lines->count++] = (Line){(uint32_t)offset, line};
}

static Stab stab_at(Str bytes, size_t offset) {
    Stab stab;
    memcpy(&stab.name, bytes.text + offset, 4);
    stab.kind = (uint8_t)bytes.text[offset + 4];
    memcpy(&stab.desc, bytes.text + offset + 6, 2);
    memcpy(&stab.value, bytes.text + offset + STAB_VALUE, 4);
    return stab;
}

/* The line near `last` that has these low 16 bits. */
static uint32_t widen(uint16_t low, uint32_t last) {
    uint32_t line = (last & ~UINT32_C(0xffff)) | low;
    if (line > last && line - last > 0x8000 && line > 0x10000)
        return line - 0x10000;
    if (line < last && last - line > 0x8000) return line + 0x10000;
    return line;
}

static void read_stabs(const Object *object, Lines *lines) {
    const Section *stabs = object_section(object, ".stab");
    const Section *relocs = object_section(object, ".rela.stab");
    if (!stabs || !relocs) return;
    uint64_t start = 0;
    bool is_known = false;
    uint32_t last = 1;
    for (size_t i = 0; i + STAB_SIZE <= stabs->bytes.len; i += STAB_SIZE) {
        Stab stab = stab_at(stabs->bytes, i);
        if (stab.kind == STAB_FUNCTION)
            is_known = object_code_at(object, relocs, i + STAB_VALUE, &start);
        if (stab.kind != STAB_LINE || !is_known) continue;
        last = widen(stab.desc, last);
        lines_add(lines, start + stab.value, last);
    }
}

/* By offset; where one stretch of code ends (line 0) another may begin. */
static int compare_lines(const void *left, const void *right) {
    const Line *a = left, *b = right;
    if (a->offset != b->offset) return a->offset < b->offset ? -1 : 1;
    return (a->line != 0) - (b->line != 0);
}

static bool is_sorted(const Lines *lines) {
    for (uint32_t i = 1; i < lines->count; i++)
        if (lines->rows[i].offset < lines->rows[i - 1].offset) return false;
    return true;
}

void lines_read_object(const Object *object, Lines *ret) {
    *ret = (Lines){0};
    if (object_section(object, ".debug_line"))
        dwarf_read_lines(object, ret);
    else
        read_stabs(object, ret);
    if (!is_sorted(ret))
        qsort(ret->rows, ret->count, sizeof *ret->rows, compare_lines);
}

void lines_read(Str object, Lines *ret) {
    Object read;
    *ret = (Lines){0};
    if (object_read(object, &read, NULL) < 0) return;
    lines_read_object(&read, ret);
    object_done(&read);
}

uint32_t lines_find(const Lines *lines, uint32_t offset) {
    uint32_t low = 0, high = lines->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (lines->rows[middle].offset <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? lines->rows[low - 1].line : 0;
}

void lines_done(Lines *lines) {
    free(lines->rows);
    *lines = (Lines){0};
}
