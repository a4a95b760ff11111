/* source.h - the text of one cell (or header) and where its lines begin.
 *
 *     text    "int x;\nx++;"
 *     starts   0       7
 *
 * Every later stage names places in a text by byte Span; this module is the
 * only one that turns them into line and column. */
#ifndef CELL_SOURCE_H
#define CELL_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

typedef struct Span {
    uint32_t begin; /* bytes from the start of the text */
    uint32_t end;   /* behind the last byte */
} Span;

typedef struct Place {
    uint32_t line;   /* from 1 */
    uint32_t column; /* in code points, from 1 */
} Place;

typedef struct Source {
    Str name;          /* "In[5]", or the path of a header */
    Str text;          /* ends in NUL behind len */
    bool is_cell;      /* magics are looked for only in cells */
    uint32_t *starts;  /* borrow: one for each line */
    uint32_t lines;
} Source;

/* Copies nothing: name and text must live as long as the arena. */
Source *source_new(Str name, Str text, bool is_cell, Arena *arena);

Place source_place(const Source *source, uint32_t offset);
/* The text of a line without its newline; empty when out of range. */
Str source_line(const Source *source, uint32_t line);
Str source_text(const Source *source, Span span);

/* A complaint about a text: what is wrong and where. */
typedef struct Problem {
    const Source *source; /* NULL: no problem */
    Span span;
    Str text; /* one sentence, no "error:" before it */
} Problem;

#endif
