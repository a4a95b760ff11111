#include "cell/source.h"

static uint32_t source_count_lines(Str text) {
    uint32_t lines = 1;
    const char *at = text.text, *end = text.text + text.len;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
        lines++;
        at++;
    }
    return lines;
}

static void source_find_starts(Source *source) {
    const char *text = source->text.text, *end = text + source->text.len;
    const char *at = text;
    source->starts[0] = 0;
    for (uint32_t line = 1; line < source->lines; line++) {
        at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
        source->starts[line] = (uint32_t)(at - text);
    }
}

Source *source_new(Str name, Str text, bool is_cell, Arena *arena) {
    Source *source = ARENA_NEW(arena, Source);
    if (!text.text) text = STR("");
    *source = (Source){.name = name, .text = text, .is_cell = is_cell};
    source->lines = source_count_lines(text);
    source->starts = arena_alloc(arena, source->lines * sizeof *source->starts);
    source_find_starts(source);
    return source;
}

/* The last line that begins at or before the offset, from 0. */
static uint32_t source_line_index(const Source *source, uint32_t offset) {
    uint32_t low = 0, high = source->lines;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

Place source_place(const Source *source, uint32_t offset) {
    if (offset > source->text.len) offset = (uint32_t)source->text.len;
    uint32_t line = source_line_index(source, offset);
    uint32_t column = 1;
    for (uint32_t at = source->starts[line]; at < offset; at++) {
        /* The second and later bytes of a code point count for nothing. */
        if (((unsigned char)source->text.text[at] & 0xC0) != 0x80) column++;
    }
    return (Place){line + 1, column};
}

Str source_line(const Source *source, uint32_t line) {
    if (line < 1 || line > source->lines) return STR("");
    uint32_t begin = source->starts[line - 1];
    uint32_t end = line < source->lines ? source->starts[line] - 1
                                        : (uint32_t)source->text.len;
    if (end > begin && source->text.text[end - 1] == '\r') end--;
    return (Str){source->text.text + begin, end - begin};
}

Str source_text(const Source *source, Span span) {
    uint32_t len = (uint32_t)source->text.len;
    if (span.end > len) span.end = len;
    if (span.begin > span.end) span.begin = span.end;
    return (Str){source->text.text + span.begin, span.end - span.begin};
}
