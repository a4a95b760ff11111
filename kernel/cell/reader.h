/* reader.h - the text side of preprocessing: which file is being read, which
 * of its lines count, and what its directives do.
 *
 *     cell                     header
 *     #include "a.h"   ----->  #ifdef A      conditions: [live, dead]
 *     #if N > 2                  ...         lines in a dead one are skipped
 *
 * The expander above it asks for tokens; a directive is carried out when it
 * is reached on the way to the next token. */
#ifndef CELL_READER_H
#define CELL_READER_H

#include "cell/expand.h"
#include "cell/lexer.h"

/* One #if ... #endif that is open. */
typedef struct Group {
    Token at; /* the #if */
    bool live;
    bool taken; /* one of its branches was live, or none can be */
    bool had_else;
} Group;

typedef struct File {
    Lexer lexer;
    struct File *outer;   /* borrow: who includes it; NULL for the cell */
    uint32_t first_group; /* groups below it belong to outer files */
    uint32_t depth;
} File;

typedef struct Reader {
    Expander expander;
    const Includes *includes;
    File *file;    /* borrow: the innermost */
    Group *groups; /* own */
    uint32_t group_count;
    uint32_t group_size;
    Event *events; /* own */
    uint32_t event_count;
    uint32_t event_size;
    Map once;        /* names of texts with #pragma once; own */
    bool at_top;     /* no bracket is open */
    bool may_start;  /* a statement can begin at the next token */
    bool after_line; /* a directive stood before the next token */
} Reader;

/* The reader must stay where it is. */
void reader_init(Reader *reader, const Source *source, const Macros *macros,
                 const Includes *includes, Arena *arena);
void reader_done(Reader *reader);

/* Read this text next, and then go on where the reader was. */
void reader_enter(Reader *reader, const Source *source);
/* Do the lines here count? */
bool reader_is_live(const Reader *reader);

#endif
