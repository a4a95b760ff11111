/* history.h - the cells that ran in this session, kept in memory.
 *
 * The front end asks for the last ones, for a range of execution counts, or
 * for those that match a pattern: * is any text, ? any one character, [abc]
 * and [!a-z] one of a set, as in SQLite's GLOB. */
#ifndef SUPERVISOR_HISTORY_H
#define SUPERVISOR_HISTORY_H

#include "base/buf.h"

typedef struct HistoryEntry {
    char *input;  /* own */
    char *output; /* own; NULL if the cell had no value */
    size_t input_len;
    size_t output_len;
    long line; /* execution count */
} HistoryEntry;

typedef struct History {
    HistoryEntry *entries; /* own; oldest first */
    size_t count;
    size_t size;
    size_t bytes; /* of all texts; the oldest entries go when it is too much */
} History;

typedef enum HistoryAccess {
    HISTORY_TAIL,
    HISTORY_RANGE,
    HISTORY_SEARCH
} HistoryAccess;

typedef struct HistoryQuery {
    HistoryAccess access;
    long n;       /* at most so many, the newest; negative: all */
    long session; /* range: 0 and 1 are this session */
    long start;   /* range: first line */
    long stop;    /* range: the line behind the last; negative: to the end */
    Str pattern;  /* borrow; search */
    bool is_unique;
    bool wants_output;
} HistoryQuery;

void history_add(History *history, long line, Str input);
void history_set_output(History *history, Str output); /* of the newest */
void history_done(History *history);

/* Append the answer: a JSON array of [session, line, input] or
 * [session, line, [input, output]]. */
void history_write(const History *history, const HistoryQuery *query, Buf *out);

bool history_matches(Str pattern, Str text);

#endif
