/* streams.h - what a program prints, on its way to the page.
 *
 *     pipe -> streams_add -> pending -> show
 *
 * The first piece after a pause is shown at once; while a program prints
 * without pause there are about twenty messages a second, since servers drop
 * more. A character that is cut in two waits for its rest. Beyond a limit of
 * bytes for one cell the rest is dropped, with one notice; what the cell
 * displays counts as well.
 *
 * Times are milliseconds of a clock that never goes back. */
#ifndef SUPERVISOR_STREAMS_H
#define SUPERVISOR_STREAMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

typedef enum Stream {
    STREAM_OUT,
    STREAM_ERR,
    STREAMS
} Stream;

typedef void StreamShow(void *to, Stream stream, Str text);

typedef struct Streams {
    StreamShow *show;
    void *to;             /* borrow; first argument of show */
    Buf pending[STREAMS]; /* own */
    Stream earlier;       /* of two that are pending, the one to show first */
    int64_t flushed_at;
    size_t limit; /* bytes that one cell may put on the page */
    size_t count; /* bytes that this one put there */
} Streams;

void streams_init(Streams *streams, size_t limit, StreamShow *show, void *to);
void streams_done(Streams *streams);

void streams_begin(Streams *streams); /* a new cell has the whole limit */
void streams_add(Streams *streams, Stream stream, Str text, int64_t now);
void streams_tick(Streams *streams, int64_t now); /* shows what is due */
int64_t streams_deadline(const Streams *streams); /* of the tick; 0: none */

/* Is there room on the page for a display? It counts then. The first for which
 * there is none gets the notice. */
bool streams_admit(Streams *streams, size_t size, int64_t now);
/* The page is empty again. Returns the bytes that were on it. */
size_t streams_clear(Streams *streams);

/* Show all that is pending; at the end of a cell also the beginnings of
 * characters whose rest never came. */
void streams_flush(Streams *streams, bool is_end, int64_t now);

#endif
