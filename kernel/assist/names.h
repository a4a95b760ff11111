/* names.h - the names that begin like this: of the text, the session and the
 * preloaded headers. */
#ifndef ASSIST_NAMES_H
#define ASSIST_NAMES_H

#include "assist/matches.h"
#include "assist/object.h"

typedef enum NamesOf {
    NAMES_ANY,
    NAMES_TYPES,  /* and what leads to one */
    NAMES_MACROS,
    NAMES_TAGS    /* behind struct, union, enum: names_add_tags */
} NamesOf;

typedef struct Naming {
    Graph *graph;
    Outline *outline;
    Outline *whole; /* of all of the cell; NULL: nothing stands behind */
    Str prefix;
    NamesOf of;
    const Type *wanted; /* NULL: not known */
    TokenId tag;        /* NAMES_TAGS: KW_STRUCT, KW_UNION or KW_ENUM */
    Str text;           /* of the whole cell: its words count as uses */
    Matches *matches;
} Naming;

void names_add(const Naming *naming);

#endif
