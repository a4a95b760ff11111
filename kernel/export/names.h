/* names.h - what each name of a notebook is called in the program.
 *
 * A notebook may define a name twice; in a C program it exists once. So:
 *  - a variable of the same type is the same variable, given a value again;
 *  - a function with the same head has a body for each definition, and calls
 *    the newest: callers follow, as in the notebook;
 *  - anything else is another thing, and is called name_2, name_3, ...
 * The cells' statements are all in `main`: a label that two of them have gets
 * the row of its cell behind its name.
 * A name that a header or a library has already gets an underscore. */
#ifndef EXPORT_NAMES_H
#define EXPORT_NAMES_H

#include "graph/draft.h"

/* One meaning of a name, from a cell on. */
typedef struct Meaning Meaning;
struct Meaning {
    NodeKind kind;
    const Type *type; /* of a variable or function; else NULL */
    uint32_t cell;    /* row of the cell that made it */
    Str called;       /* its name in the program */
    uint32_t bodies;  /* of a function: how many there are in all */
    uint32_t written; /* of those, so far */
    bool is_declared; /* the program has it already, ... */
    bool is_announced; /* ... or at least an `extern` of it */
    Meaning *before;  /* what the name meant until then, or NULL */
};

typedef struct Names {
    Map meanings[SPACE_KINDS]; /* name -> the last Meaning */
    Map labels; /* name -> its cell's row + 1; or NAMES_MANY */
    Arena arena;
    const Type **computed; /* own: arrays whose extents are computed */
    uint32_t computed_count;
} Names;

/* `double w[n]` of main is an array, but its extent is no number. */
void names_note_computed(Names *names, const Type *array);
bool names_is_computed(const Names *names, const Type *array);
/* Is an array in this type such a one? */
bool names_has_computed(const Names *names, const Type *type);

/* The cell of this row jumps to the label. */
void names_add_label(Names *names, Str name, uint32_t cell);
/* The cell of this row makes the node. true: its name has meant another thing
 * until then. */
bool names_add(Names *names, const Node *node, uint32_t cell);
/* What the name means in the cell of this row; NULL: nothing of ours. */
Meaning *names_find(const Names *names, NameSpace space, Str name,
                    uint32_t cell);
/* Is there more than one `#define` or `#undef` of this macro? */
bool names_is_changing(const Names *names, Str macro);
/* The typed text with the names that things have in the program. */
void names_print(const Names *names, const Source *source, Span span,
                 uint32_t cell, Buf *ret);
void names_print_text(const Names *names, Str text, uint32_t cell, Buf *ret);
void names_done(Names *names);

#endif
