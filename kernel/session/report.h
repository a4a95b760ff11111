/* report.h - what the executor tells the supervisor. */
#ifndef SESSION_REPORT_H
#define SESSION_REPORT_H

#include "host.h"
#include "session/failure.h"
#include "session/session.h"

/* A record of the request that is being served, with these fields. If the
 * supervisor is gone, the executor has nothing left to do and ends. */
void report_record(Session *session, RecordKind kind, const Str *fields,
                   size_t count);
/* A record whose last fields are a bundle. What the cell has printed so far
 * is flushed first, so that the page keeps the program's order. */
void report_bundle(Session *session, RecordKind kind, const Str *head,
                   size_t head_count, const nb_mime *faces, size_t count);
/* Wait for the line to speak; false if the stop button was pressed first. */
bool report_wait(const Session *session);
/* Wait for SHOWN, or for the stop button. */
void report_wait_shown(Session *session);
/* DONE: ok without, error with a failure. */
void report_done(Session *session, const Failure *failure);

#endif
