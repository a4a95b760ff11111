#include "link/link.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/trace.h"

/* What stands before the fields of a record, as it travels. */
typedef struct FrameHead {
    uint32_t length; /* bytes after this number */
    uint16_t kind;
    uint16_t count;
    uint32_t cell;
} FrameHead;
_Static_assert(sizeof(FrameHead) == 12, "the head has no holes");

enum {
    LENGTH_BYTES = 4,
    REST_OF_HEAD = sizeof(FrameHead) - LENGTH_BYTES,
    CHUNK = 64 << 10,
    KEPT = 1 << 20, /* bytes; larger buffers are given back when empty */
    PAUSE_MS = 10
};

/* clang-format off */
static const char *const names[RECORD_KINDS] = {
    "NONE",
#define X(kind, fields) #kind,
    RECORDS_TO_EXECUTOR(X) RECORDS_TO_SUPERVISOR(X)
#undef X
};
/* clang-format on */

const char *record_name(RecordKind kind) {
    return (unsigned)kind < RECORD_KINDS ? names[kind] : "unknown";
}

void link_init(Link *link, int fd, bool is_waiting) {
    *link = (Link){.fd = fd, .is_waiting = is_waiting};
}

void link_done(Link *link) {
    io_close(&link->fd);
    buf_done(&link->received);
    buf_done(&link->unsent);
    free(link->fields);
    *link = (Link){.fd = -1};
}

bool link_has_unsent(const Link *link) {
    return link->unsent.len > 0 && !link->is_held;
}

/* Make room that a single large record took available again. */
static void give_back(Buf *buf) {
    if (buf->size > KEPT)
        buf_done(buf);
    else
        buf_clear(buf);
}

/* After a call that failed: is the line whole, and may it be tried again? Who
 * waits on it tries at once, or after a while if the system has no memory. */
static bool is_passing(const Link *link, int reason) {
    if (reason == EINTR) return true;
    bool is_whole = reason == ENOMEM || reason == ENOBUFS ||
                    reason == EAGAIN || reason == EWOULDBLOCK;
    if (is_whole && link->is_waiting) (void)poll(NULL, 0, PAUSE_MS);
    return is_whole;
}

/* May the call be made again now? */
static bool is_to_repeat(const Link *link, int reason) {
    return is_passing(link, reason) && (link->is_waiting || reason == EINTR);
}

int link_flush(Link *link) {
    int flags = MSG_NOSIGNAL | (link->is_waiting ? 0 : MSG_DONTWAIT);
    size_t sent = 0;
    int result = 0;
    if (link->is_held) return 0;
    if (link->is_waiting && fault_is_at(FAULT_half_record)) {
        ssize_t half = send(link->fd, link->unsent.text, link->unsent.len / 2,
                            flags);
        if (half >= 0) fault_strike();
    }
    while (sent < link->unsent.len) {
        ssize_t n = send(link->fd, link->unsent.text + sent,
                         link->unsent.len - sent, flags);
        int reason = errno;
        if (n < 0 && is_to_repeat(link, reason)) continue;
        if (n < 0) {
            if (!is_passing(link, reason)) result = -1;
            break;
        }
        sent += (size_t)n;
    }
    if (sent == link->unsent.len)
        give_back(&link->unsent);
    else
        buf_drop_front(&link->unsent, sent);
    return result;
}

int link_send(Link *link, RecordKind kind, uint32_t cell, const Str *fields,
              size_t count) {
    size_t length = REST_OF_HEAD;
    for (size_t i = 0; i < count; i++) length += LENGTH_BYTES + fields[i].len;
    if (count > LINK_MAX_FIELDS || length > LINK_MAX_FRAME) return -1;
    trace("record out", "%s %u, %zu bytes", record_name(kind), cell, length);

    FrameHead head = {(uint32_t)length, (uint16_t)kind, (uint16_t)count, cell};
    (void)buf_reserve(&link->unsent, LENGTH_BYTES + length);
    buf_add(&link->unsent, &head, sizeof head);
    for (size_t i = 0; i < count; i++) {
        uint32_t len = (uint32_t)fields[i].len;
        buf_add(&link->unsent, &len, sizeof len);
        buf_add_str(&link->unsent, fields[i]);
    }
    return link_flush(link);
}

static uint32_t number_at(const char *bytes) {
    uint32_t number;
    memcpy(&number, bytes, sizeof number);
    return number;
}

/* Point link->fields at the count strings between at and end. */
static int split_fields(Link *link, size_t count, const char *at,
                        const char *end) {
    if (count > link->fields_size) {
        link->fields = mem_grow(link->fields, count * sizeof(Str));
        link->fields_size = count;
    }
    for (size_t i = 0; i < count; i++) {
        if (end - at < LENGTH_BYTES) return -1;
        uint32_t len = number_at(at);
        at += LENGTH_BYTES;
        if ((size_t)(end - at) < len) return -1;
        link->fields[i] = (Str){at, len};
        at += len;
    }
    return at == end ? 0 : -1;
}

static bool head_is_sound(const FrameHead *head) {
    return head->length >= REST_OF_HEAD && head->length <= LINK_MAX_FRAME &&
           head->kind > RECORD_NONE && head->kind < RECORD_KINDS &&
           head->count <= LINK_MAX_FIELDS;
}

/* 1: ret holds the next record; 0: it has not come whole; -1: no record. */
static int next_record(Link *link, Record *ret, Err *err) {
    size_t len = link->received.len - link->consumed;
    FrameHead head;
    if (len < sizeof head) return 0;
    const char *start = link->received.text + link->consumed;
    memcpy(&head, start, sizeof head);
    if (!head_is_sound(&head))
        return err_set(err, "the line between kernel and session carried "
                            "bytes that are no record");
    if (len - LENGTH_BYTES < head.length) return 0;
    const char *end = start + LENGTH_BYTES + head.length;
    if (split_fields(link, head.count, start + sizeof head, end) < 0)
        return err_set(err,
                       "a %s record between kernel and session has "
                       "fields that do not fill it",
                       record_name(head.kind));
    *ret = (Record){head.kind, head.cell, head.count, link->fields};
    link->consumed += LENGTH_BYTES + head.length;
    trace("record in", "%s %u, %u bytes", record_name(head.kind), head.cell,
          head.length);
    return 1;
}

/* Bytes that are still missing from the record that has begun, at most. A
 * length is believed when the head has come, which next_record has seen. */
static size_t wanted(const Link *link) {
    if (link->received.len < sizeof(FrameHead)) return CHUNK;
    size_t need = LENGTH_BYTES + (size_t)number_at(link->received.text);
    size_t more = need > link->received.len ? need - link->received.len : 0;
    return more > CHUNK ? more : CHUNK;
}

/* 1: some bytes came; 0: none now; -1: none ever again. */
static int read_more(Link *link, Err *err) {
    if (link->consumed == link->received.len)
        give_back(&link->received);
    else
        buf_drop_front(&link->received, link->consumed);
    link->consumed = 0;
    size_t room = wanted(link);
    char *to = buf_reserve(&link->received, room);
    ssize_t n;
    do n = recv(link->fd, to, room, link->is_waiting ? 0 : MSG_DONTWAIT);
    while (n < 0 && is_to_repeat(link, errno));
    if (n < 0 && is_passing(link, errno)) return 0;
    if (n <= 0) link->is_closed = true;
    if (n < 0) return err_errno(err, "cannot read", "line of the session");
    if (n == 0)
        return err_set(err, "the other end of the line is gone%s",
                       link->received.len ? " in the middle of a record" : "");
    link->received.len += (size_t)n;
    return 1;
}

int link_receive(Link *link, Record *ret, Err *err) {
    for (;;) {
        int found = next_record(link, ret, err);
        if (found) return found;
        int came = read_more(link, err);
        if (came <= 0) return came;
    }
}

bool link_has_unread(const Link *link) {
    return link->consumed < link->received.len;
}

void link_hold(Link *link) {
    link_discard(link);
    buf_clear(&link->unsent);
    link->is_held = true;
}

void link_release(Link *link) {
    link->is_held = false;
    if (link_flush(link) < 0) link->is_closed = true;
}

void link_discard(Link *link) {
    char bytes[4096];
    ssize_t n;
    buf_clear(&link->received);
    link->consumed = 0;
    do n = recv(link->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    while (n > 0 || (n < 0 && errno == EINTR));
    if (n == 0) link->is_closed = true;
}

Str record_field(const Record *record, uint32_t i) {
    return i < record->count ? record->fields[i] : (Str){0};
}

long record_number(const Record *record, uint32_t i) {
    Str field = record_field(record, i);
    char digits[32] = "";
    if (field.len >= sizeof digits) return 0;
    if (field.len) memcpy(digits, field.text, field.len);
    return strtol(digits, NULL, 10);
}
