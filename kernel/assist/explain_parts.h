/* explain_parts.h - the parts that pages about different things share. */
#ifndef ASSIST_EXPLAIN_PARTS_H
#define ASSIST_EXPLAIN_PARTS_H

#include "assist/assist.h"
#include "assist/page.h"

typedef struct Explaining {
    const Assist *assist;
    int level;
    Page *page;
} Explaining;

/* A name of the session or of the headers; false: nobody knows it. */
bool explain_known(const Explaining *explaining, Str name);
/* In a sentence what it does; of our own library, the whole of its comment. */
void explain_about(const Explaining *explaining, Str name);
bool explain_magic(const Explaining *explaining, Str name);

/* "int f(int n)" */
void explain_symbol(const Explaining *explaining, const Symbol *symbol);
void explain_size(const Explaining *explaining, uint64_t size);
/* Offsets, sizes, names of the members, if it is a struct or union; values, if
 * it is an enum. Not of what is pointed to. */
void explain_layout(const Explaining *explaining, const Type *type);
/* The keyword arguments of a macro, if it has any. */
void explain_options(const Explaining *explaining, Str name);

/* "nb_line(x, y, ...)"; the marked parameter stands between ⟨ and ⟩. */
void macro_print_head(const Macro *macro, uint32_t marked, Buf *ret);

#endif
