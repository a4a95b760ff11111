/* link.h - one end of the private line between supervisor and executor.
 *
 * The executor's end blocks; the supervisor's end never does: what the socket
 * does not take at once waits in `unsent` until link_flush finds room. */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "link/records.h"

enum {
    LINK_MAX_FIELDS = 4096,
    LINK_MAX_FRAME = 256 << 20 /* bytes; a longer frame is an error */
};

typedef struct Link {
    int fd;          /* own */
    bool is_waiting; /* blocking end */
    Buf received;    /* bytes that are not a whole record yet */
    size_t consumed; /* bytes of `received` that were handed out already */
    bool is_closed;  /* nobody is at the other end any more */
    bool is_held;    /* nothing is sent for now */
    Buf unsent;
    Str *fields;        /* own; those of the last record, into `received` */
    size_t fields_size; /* room, counted in fields */
} Link;

typedef struct Record {
    RecordKind kind;
    uint32_t cell;
    uint32_t count;
    const Str *fields; /* borrow: dies at the next link_receive */
} Record;

void link_init(Link *link, int fd, bool is_waiting); /* owns fd */
void link_done(Link *link);

/* Queue and send one record. -1 if the other end is gone, or the record is
 * larger than LINK_MAX_FRAME (then nothing was sent). */
int link_send(Link *link, RecordKind kind, uint32_t cell, const Str *fields,
              size_t count) MUST_USE;
int link_flush(Link *link) MUST_USE;
bool link_has_unsent(const Link *link); /* and it may be sent now */

/* The process at the other end changes: forget what it left half said, and
 * what it was told and may not have read. What is sent from here on waits
 * for link_release, when the new one listens. */
void link_hold(Link *link);
void link_release(Link *link);
/* Read all that is there and throw it away. */
void link_discard(Link *link);

/* 1: a record; 0: none yet (only the end that does not wait); -1: the other
 * end is gone or sent what is no record (err says which). A blocking end that
 * a signal interrupts goes on waiting. */
int link_receive(Link *link, Record *ret, Err *err) MUST_USE;

bool link_has_unread(const Link *link); /* something came with the last one */

/* Field i as text; empty when there is none. */
Str record_field(const Record *record, uint32_t i);
long record_number(const Record *record, uint32_t i);

const char *record_name(RecordKind kind);

#endif
