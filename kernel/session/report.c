#include "session/report.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "session/guard.h"
#include "session/check/replay.h"

bool report_wait(const Session *session) {
    struct pollfd line = {session->link.fd, POLLIN, 0};
    /* Where a limit forbids to poll, a receive waits as well. */
    while (poll(&line, 1, -1) < 0 && errno == EINTR)
        if (guard_is_interrupted()) return false;
    return true;
}

/* A display must be on the page before the program prints on; the answer may
 * stand behind one that an interrupted wait has left. */
void report_wait_shown(Session *session) {
    Record record = {0};
    Err err = {0};
    if (replay_is_on()) return;
    while (record.kind != RECORD_SHOWN && record.kind != RECORD_QUIT) {
        if (!report_wait(session)) return;
        if (link_receive(&session->link, &record, &err) < 0) _Exit(0);
    }
}

void report_record(Session *session, RecordKind kind, const Str *fields,
                   size_t count) {
    if (replay_is_on()) return;
    if (link_send(&session->link, kind, session->request, fields, count) < 0)
        _Exit(0);
}

void report_bundle(Session *session, RecordKind kind, const Str *head,
                   size_t head_count, const nb_mime *faces, size_t count) {
    enum { MOST = 64 };
    Str fields[MOST];
    size_t n = 0;
    for (size_t i = 0; i < head_count; i++) fields[n++] = head[i];
    for (size_t i = 0; i < count && n + 2 <= MOST; i++) {
        fields[n++] = str_of(faces[i].type);
        fields[n++] = str_of(faces[i].data);
    }
    (void)fflush(stdout);
    (void)fflush(stderr);
    report_record(session, kind, fields, n);
    if (kind == RECORD_DISPLAY || kind == RECORD_CLEAR ||
        kind == RECORD_SLIDER)
        report_wait_shown(session);
}

void report_done(Session *session, const Failure *failure) {
    (void)fflush(stdout);
    (void)fflush(stderr);
    if (!failure || !failure->ename) {
        report_record(session, RECORD_DONE, &STR("ok"), 1);
        return;
    }
    enum { MOST = 200 };
    Str fields[MOST] = {STR("error"), str_of(failure->ename),
                        buf_view(&failure->evalue)};
    size_t n = 3;
    const char *at = failure->traceback.text;
    while (at && *at && n < MOST) {
        const char *end = strchrnul(at, '\n');
        fields[n++] = (Str){at, (size_t)(end - at)};
        at = *end ? end + 1 : end;
    }
    report_record(session, RECORD_DONE, fields, n);
}
