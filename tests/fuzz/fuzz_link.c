/* Any bytes come over the line between the two programs, cut in any places:
 * the records are the same ones however they were cut, and what was received
 * and is sent again is the bytes that came.
 *
 * The first byte says how long the pieces are. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "fuzz.h"
#include "link/link.h"

enum { LONGEST = 32 << 10 }; /* bytes that a socket holds for sure */

typedef struct Line {
    int far; /* own; where the bytes come from */
    Link link;
} Line;

static Line line_new(void) {
    int fds[2];
    LAW(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0);
    Line line = {.far = fds[0]};
    link_init(&line.link, fds[1], false);
    return line;
}

static void line_done(Line *line) {
    (void)close(line->far);
    link_done(&line->link);
}

static void check_record(const Record *record) {
    LAW(record->kind > RECORD_NONE && record->kind < RECORD_KINDS);
    LAW(strcmp(record_name(record->kind), "unknown") != 0);
    LAW(record->count <= LINK_MAX_FIELDS);
    for (uint32_t i = 0; i <= record->count; i++) {
        Str field = record_field(record, i);
        LAW(i < record->count || field.len == 0);
        if (field.len) (void)memchr(field.text, 1, field.len);
        (void)record_number(record, i);
    }
}

/* All records that are there, as they would be sent; false: no more come. */
static bool receive(Line *line, Line *echo, Buf *ret) {
    for (;;) {
        Record record;
        Err err = {""};
        int came = link_receive(&line->link, &record, &err);
        LAW(came >= 0 || err.text[0]);
        if (came <= 0) return came == 0;
        check_record(&record);
        LAW(link_send(&echo->link, record.kind, record.cell, record.fields,
                      record.count) == 0);
        char bytes[LONGEST];
        ssize_t len;
        while ((len = recv(echo->far, bytes, sizeof bytes, MSG_DONTWAIT)) > 0)
            buf_add(ret, bytes, (size_t)len);
    }
}

/* What comes out of these bytes in pieces of so many. */
static bool pass(Str bytes, size_t piece, Buf *ret) {
    Line line = line_new(), echo = line_new();
    bool goes_on = true;
    for (size_t at = 0; at < bytes.len && goes_on; at += piece) {
        size_t len = bytes.len - at < piece ? bytes.len - at : piece;
        LAW(send(line.far, bytes.text + at, len, 0) == (ssize_t)len);
        goes_on = receive(&line, &echo, ret);
    }
    line_done(&line);
    line_done(&echo);
    return goes_on;
}

/* Room for a record is made when its length has come: those of a hundred
 * megabytes take their time and show nothing. */
static bool is_small(Str bytes) {
    uint32_t length;
    while (bytes.len >= sizeof length) {
        memcpy(&length, bytes.text, sizeof length);
        if (length > LINK_MAX_FRAME) return true;
        if (length > LONGEST) return false;
        size_t len = sizeof length + length;
        if (len > bytes.len) return true;
        bytes = (Str){bytes.text + len, bytes.len - len};
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Buf whole = {0}, pieces = {0};
    if (size < 2 || size > LONGEST) return 0;
    Str bytes = {(const char *)data + 1, size - 1};
    if (!is_small(bytes)) return 0;
    /* Garbage is told as soon as it shows, so that both see the same. */
    bool is_sound = pass(bytes, bytes.len, &whole);
    LAW(pass(bytes, 1 + data[0], &pieces) == is_sound);
    LAW(str_equals(buf_view(&whole), buf_view(&pieces)));
    LAW(whole.len <= bytes.len);
    LAW(memcmp(bytes.text, whole.len ? whole.text : "", whole.len) == 0);
    buf_done(&whole);
    buf_done(&pieces);
    return 0;
}
