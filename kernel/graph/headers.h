/* headers.h - where `#include` looks for its files. */
#ifndef GRAPH_HEADERS_H
#define GRAPH_HEADERS_H

#include "base/err.h"
#include "base/mem.h"
#include "cell/source.h"

enum { HEADERS_MAX_DIRECTORIES = 64, HEADERS_MAX_SIZE = 16 << 20 };

typedef struct Headers {
    const char *directories[HEADERS_MAX_DIRECTORIES]; /* borrow; in order */
    uint32_t count;
    uint32_t added; /* the first ones are the reader's */
} Headers;

/* The directories that every session searches: TinyCC's own, then the
 * system's. Fixed when nabla is built. */
void headers_init(Headers *headers);
/* Searched before the fixed ones, behind those added before; a directory that
 * is there already keeps its place. */
int headers_add(Headers *headers, const char *directory, Err *err) MUST_USE;

/* The path of a header, in the arena. is_quoted looks beside `from` first (a
 * cell: in the working directory); is_next goes on behind the directory that
 * `from` was found in. Empty text when there is no such file. */
Str headers_find(const Headers *headers, Str name, bool is_quoted, bool is_next,
                 const Source *from, Arena *arena);

/* Does the file lie in one of the fixed directories? */
bool headers_are_fixed(const Headers *headers, Str path);

/* The path as `#include <...>` would say it: "gsl/gsl_vector.h". */
Str headers_short_name(const Headers *headers, Str path);

/* Read a header as a Source whose name is its path. */
const Source *headers_read(Str path, Arena *arena, Err *err);

#endif
