#include "code/inlines.h"

#include <stdlib.h>
#include <string.h>

#include "code/cursor.h"
#include "code/object.h"

/* ORDER: the numbers of the DWARF standard, section 7.5. */
enum {
    TAG_COMPILE_UNIT = 0x11,
    TAG_INLINED = 0x1d
};
enum {
    AT_NAME = 0x03,
    AT_LOW_PC = 0x11,
    AT_HIGH_PC = 0x12,
    AT_ORIGIN = 0x31,
    AT_RANGES = 0x55,
    AT_CALL_LINE = 0x59
};
enum {
    FORM_ADDR = 0x01,
    FORM_BLOCK2 = 0x03,
    FORM_BLOCK4,
    FORM_DATA2,
    FORM_DATA4,
    FORM_DATA8,
    FORM_STRING,
    FORM_BLOCK,
    FORM_BLOCK1,
    FORM_DATA1,
    FORM_FLAG,
    FORM_SDATA,
    FORM_STRP,
    FORM_UDATA,
    FORM_REF_ADDR,
    FORM_REF1,
    FORM_REF2,
    FORM_REF4,
    FORM_REF8,
    FORM_REF_UDATA,
    FORM_SEC_OFFSET = 0x17,
    FORM_EXPRLOC,
    FORM_FLAG_PRESENT
};

enum {
    VERSION = 4,
    ADDRESS = 8 /* bytes */
};

typedef struct Reader {
    const Object *object;
    const Section *relocs; /* of .debug_info; NULL: none */
    const Section *ranges, *range_relocs;
    Str abbreviations, strings;
    Cursor cursor;
    size_t start, end; /* of the unit */
    uint64_t base;     /* what its ranges count from */
    size_t *kinds;     /* own; [number - 1]: where it stands */
    size_t kind_count, kind_size;
    Inlines *inlines;
} Reader;

typedef struct Value {
    uint64_t number;
    Str text;
    bool is_address;
} Value;

/* What is told of one piece of the program. */
typedef struct Entry {
    uint64_t tag;
    bool has_children, is_end;
    bool has_low, has_ranges;
    uint64_t low, high, ranges, origin, line;
    Str name;
} Entry;

static Str reader_bytes(const Object *object, const char *name) {
    const Section *section = object_section(object, name);
    return section ? section->bytes : (Str){0};
}

/* --- values --- */

/* A number of four bytes that leads into another section. */
static uint64_t read_offset(Reader *reader) {
    Reloc reloc;
    size_t place = reader->cursor.at;
    uint64_t number = cursor_take(&reader->cursor, 4);
    bool is_moved =
        object_reloc_at(reader->object, reader->relocs, place, &reloc);
    return is_moved ? (uint64_t)reloc.addend : number;
}

static Str text_at(Str strings, uint64_t offset) {
    Cursor cursor = {.bytes = strings};
    cursor_skip(&cursor, offset);
    return cursor_text(&cursor);
}

static Value read_address(Reader *reader) {
    Value value = {0};
    value.is_address = object_code_at(reader->object, reader->relocs,
                                      reader->cursor.at, &value.number);
    (void)cursor_take(&reader->cursor, ADDRESS);
    return value;
}

static Value read_value(Reader *reader, uint64_t form) {
    Cursor *cursor = &reader->cursor;
    switch (form) {
    case FORM_ADDR: return read_address(reader);
    case FORM_DATA1:
    case FORM_REF1:
    case FORM_FLAG: return (Value){.number = cursor_take(cursor, 1)};
    case FORM_DATA2:
    case FORM_REF2: return (Value){.number = cursor_take(cursor, 2)};
    case FORM_DATA4:
    case FORM_REF_ADDR:
    case FORM_REF4: return (Value){.number = cursor_take(cursor, 4)};
    case FORM_DATA8:
    case FORM_REF8: return (Value){.number = cursor_take(cursor, 8)};
    case FORM_SDATA: return (Value){.number = cursor_leb(cursor, true)};
    case FORM_UDATA:
    case FORM_REF_UDATA: return (Value){.number = cursor_leb(cursor, false)};
    case FORM_SEC_OFFSET: return (Value){.number = read_offset(reader)};
    case FORM_STRING: return (Value){.text = cursor_text(cursor)};
    case FORM_STRP:
        return (Value){.text = text_at(reader->strings, read_offset(reader))};
    case FORM_BLOCK1: cursor_skip(cursor, cursor_take(cursor, 1)); break;
    case FORM_BLOCK2: cursor_skip(cursor, cursor_take(cursor, 2)); break;
    case FORM_BLOCK4: cursor_skip(cursor, cursor_take(cursor, 4)); break;
    case FORM_BLOCK:
    case FORM_EXPRLOC: cursor_skip(cursor, cursor_leb(cursor, false)); break;
    case FORM_FLAG_PRESENT: break;
    default: cursor->is_damaged = true;
    }
    return (Value){0};
}

/* --- entries --- */

static void entry_set(Entry *entry, uint64_t attribute, Value value) {
    switch (attribute) {
    case AT_NAME: entry->name = value.text; break;
    case AT_LOW_PC:
        entry->has_low = value.is_address;
        entry->low = value.number;
        break;
    case AT_HIGH_PC: /* as a number it is a size; the low one came before */
        entry->high = value.number + (value.is_address ? 0 : entry->low);
        break;
    case AT_RANGES:
        entry->has_ranges = true;
        entry->ranges = value.number;
        break;
    case AT_ORIGIN: entry->origin = value.number; break;
    case AT_CALL_LINE: entry->line = value.number; break;
    default: break;
    }
}

static Entry read_entry(Reader *reader) {
    Entry entry = {0};
    uint64_t number = cursor_leb(&reader->cursor, false);
    entry.is_end = number == 0;
    if (entry.is_end) return entry;
    if (number > reader->kind_count) {
        reader->cursor.is_damaged = true;
        return entry;
    }
    Cursor kind = {.bytes = reader->abbreviations,
                   .at = reader->kinds[number - 1]};
    entry.tag = cursor_leb(&kind, false);
    entry.has_children = cursor_take(&kind, 1) != 0;
    for (;;) {
        uint64_t attribute = cursor_leb(&kind, false);
        uint64_t form = cursor_leb(&kind, false);
        if (!form || kind.is_damaged || reader->cursor.is_damaged) break;
        entry_set(&entry, attribute, read_value(reader, form));
    }
    return entry;
}

/* They are numbered one by one. */
static void read_kinds(Reader *reader, uint64_t offset) {
    Cursor cursor = {.bytes = reader->abbreviations};
    cursor_skip(&cursor, offset);
    reader->kind_count = 0;
    while (cursor_leb(&cursor, false) == reader->kind_count + 1) {
        if (reader->kind_count == reader->kind_size) {
            reader->kind_size = reader->kind_size ? 2 * reader->kind_size : 32;
            reader->kinds = mem_grow(reader->kinds, reader->kind_size *
                                                        sizeof *reader->kinds);
        }
        reader->kinds[reader->kind_count++] = cursor.at;
        (void)cursor_leb(&cursor, false);
        (void)cursor_take(&cursor, 1);
        while (!cursor.is_damaged) {
            bool is_last = !cursor_leb(&cursor, false);
            is_last &= !cursor_leb(&cursor, false);
            if (is_last) break;
        }
    }
}

/* --- what is kept --- */

static void add_row(const Reader *reader, const Entry *entry, Str name,
                    uint64_t begin, uint64_t end) {
    Inlines *inlines = reader->inlines;
    if (begin >= end || end > UINT32_MAX || entry->line > UINT32_MAX) return;
    if (inlines->count == inlines->size) {
        inlines->size = inlines->size ? 2 * inlines->size : 16;
        inlines->rows =
            mem_grow(inlines->rows, inlines->size * sizeof *inlines->rows);
    }
    inlines->rows[inlines->count++] = (Inline){
        (uint32_t)begin, (uint32_t)end, (uint32_t)entry->line, name};
}

/* false: it is no address of the code, but a number. */
static bool read_bound(const Reader *reader, Cursor *cursor, uint64_t *ret) {
    size_t place = cursor->at;
    uint64_t number = cursor_take(cursor, ADDRESS);
    bool is_moved = object_code_at(reader->object, reader->range_relocs, place,
                                   ret);
    if (!is_moved) *ret = number;
    return is_moved;
}

static void add_ranges(const Reader *reader, const Entry *entry, Str name) {
    Cursor cursor = {.bytes = reader->ranges ? reader->ranges->bytes
                                             : (Str){0}};
    uint64_t base = reader->base;
    cursor_skip(&cursor, entry->ranges);
    while (!cursor.is_damaged) {
        uint64_t begin, end;
        bool is_begin_moved = read_bound(reader, &cursor, &begin);
        bool is_end_moved = read_bound(reader, &cursor, &end);
        if (!is_begin_moved && begin == UINT64_MAX) {
            base = end;
            continue;
        }
        if (!is_begin_moved && !is_end_moved && !begin && !end) return;
        add_row(reader, entry, name, begin + (is_begin_moved ? 0 : base),
                end + (is_end_moved ? 0 : base));
    }
}

/* The name stands where the function itself is told of. */
static Str name_of(Reader *reader, const Entry *entry) {
    Cursor here = reader->cursor;
    if (entry->origin >= reader->end - reader->start) return (Str){0};
    reader->cursor = (Cursor){.bytes = here.bytes,
                              .at = reader->start + (size_t)entry->origin};
    Entry function = read_entry(reader);
    reader->cursor = here;
    return arena_dup(&reader->inlines->names, function.name);
}

static void add_entry(Reader *reader, const Entry *entry) {
    Str name = name_of(reader, entry);
    if (entry->has_ranges) add_ranges(reader, entry, name);
    else if (entry->has_low)
        add_row(reader, entry, name, entry->low, entry->high);
}

/* false: a unit of another kind. */
static bool read_head(Reader *reader) {
    Cursor *cursor = &reader->cursor;
    reader->start = cursor->at;
    uint64_t length = cursor_take(cursor, 4);
    if (cursor->is_damaged || length > cursor->bytes.len - cursor->at)
        return false;
    reader->end = cursor->at + length;
    uint64_t version = cursor_take(cursor, 2);
    read_kinds(reader, read_offset(reader));
    return version == VERSION && cursor_take(cursor, 1) == ADDRESS;
}

static void read_unit(Reader *reader) {
    uint64_t depth = 0;
    do {
        Entry entry = read_entry(reader);
        if (entry.is_end) {
            if (depth) depth--;
            continue;
        }
        if (entry.tag == TAG_COMPILE_UNIT) reader->base = entry.low;
        if (entry.tag == TAG_INLINED) add_entry(reader, &entry);
        depth += entry.has_children;
    } while (depth && !reader->cursor.is_damaged &&
             reader->cursor.at < reader->end);
}

void inlines_read(const Object *object, Inlines *ret) {
    *ret = (Inlines){0};
    Reader reader = {.object = object,
                     .relocs = object_section(object, ".rela.debug_info"),
                     .ranges = object_section(object, ".debug_ranges"),
                     .range_relocs =
                         object_section(object, ".rela.debug_ranges"),
                     .abbreviations = reader_bytes(object, ".debug_abbrev"),
                     .strings = reader_bytes(object, ".debug_str"),
                     .cursor = {.bytes = reader_bytes(object, ".debug_info")},
                     .inlines = ret};
    while (!reader.cursor.is_damaged &&
           reader.cursor.at < reader.cursor.bytes.len && read_head(&reader)) {
        read_unit(&reader);
        cursor_skip_to(&reader.cursor, reader.end);
    }
    free(reader.kinds);
}

const Inline *inlines_find(const Inlines *inlines, uint32_t offset,
                           uint32_t level) {
    for (uint32_t i = inlines->count; i-- > 0;) {
        const Inline *row = &inlines->rows[i];
        if (offset >= row->begin && offset < row->end && level-- == 0)
            return row;
    }
    return NULL;
}

void inlines_done(Inlines *inlines) {
    arena_clear(&inlines->names);
    free(inlines->rows);
    *inlines = (Inlines){0};
}
