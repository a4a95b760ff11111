/* matches.h - what could stand at the cursor, the likeliest first.
 *
 * Ranked by how near the name's scope is, then by how well its type fits the
 * place, then by how often it is used, then by the alphabet. */
#ifndef ASSIST_MATCHES_H
#define ASSIST_MATCHES_H

#include "base/map.h"
#include "cell/parse.h"

enum { MATCHES_MOST = 400 };

/* ORDER: the nearest first. */
typedef enum MatchScope {
    MATCH_LOCAL,   /* `level` says how deep: the innermost is nearest */
    MATCH_CELL,    /* of the cell's own top level */
    MATCH_SESSION, /* of cells before it */
    MATCH_KEYWORD,
    MATCH_RUNTIME, /* libnabla */
    MATCH_LIBRARY  /* libc, GSL */
} MatchScope;

typedef struct Match {
    Str text;
    const char *type; /* "function", "variable", ... */
    Str signature;    /* may be empty: made of the symbol then */
    const Symbol *symbol;
    MatchScope scope;
    uint32_t level;
    uint32_t fit; /* see below */
    uint32_t use; /* how often it is mentioned; of members: their order */
} Match;

typedef struct Matches {
    Arena *arena; /* borrow: all texts live in it or longer */
    Match *rows;
    uint32_t count;
    Map seen;     /* own: matches_done */
    size_t begin; /* bytes that a match takes the place of */
    size_t end;
} Matches;

/* The first of a name counts: nearer scopes are added first. */
void matches_add(Matches *matches, const Match *match);
void matches_sort(Matches *matches);
/* Leave the first ones, and say of each what it is. */
void matches_finish(Matches *matches);
void matches_done(Matches *matches);

/* How well a value of that name suits. What must be called first suits a
 * little less. */
enum {
    FIT_NOT = 0,
    FIT_UNKNOWN = 2,
    FIT_BECOMES = 4, /* as an int becomes a double */
    FIT_SAME = 6
};
uint32_t match_fit(const Type *wanted, const Symbol *symbol, Arena *arena);
const char *match_type(SymbolKind kind);

#endif
