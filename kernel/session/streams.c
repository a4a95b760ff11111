#include "session/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <unistd.h>
#include <wchar.h>

#include "session/guard.h"
#include "session/check/replay.h"
#include "session/report.h"
#include "session/run.h"

/* What the reader typed and the program has not read yet. */
static Buf streams_typed;
static FILE *streams_asking;   /* own: standard input */
static bool streams_is_closed; /* by the cell, until the next one */

enum { STREAMS_LAST = 1024 }; /* no descriptor of ours is this high */

/* Ask for a line: 1 got one, 0 end of file, -1 interrupted (the read fails
 * with EINTR, and the cell ends as soon as stdio returns to it). */
static int streams_ask(Session *session) {
    Str fields[] = {STR(""), STR("0")};
    Record record;
    Err err = {0};
    if (replay_is_on()) return replay_typed(&streams_typed);
    report_bundle(session, RECORD_NEED_INPUT, fields, 2, NULL, 0);
    if (!report_wait(session)) {
        errno = EINTR;
        return -1;
    }
    do {
        if (link_receive(&session->link, &record, &err) < 0) _exit(0);
    } while (record.kind == RECORD_SHOWN);
    if (record.kind != RECORD_INPUT || record_number(&record, 1)) return 0;
    buf_add_str(&streams_typed, record_field(&record, 0));
    buf_add_char(&streams_typed, '\n');
    return 1;
}

static ssize_t streams_take(char *to, size_t size) {
    Session *session = session_current;
    if (streams_is_closed) return 0;
    if (!streams_typed.len) {
        if (!session->may_ask)
            run_fail("InputError",
                     "the cell waits for input, but this front end cannot ask "
                     "for any (a notebook that is executed without a reader)");
        int code = streams_ask(session);
        if (code <= 0) return code;
    }
    size_t n = streams_typed.len < size ? streams_typed.len : size;
    memcpy(to, streams_typed.text, n);
    buf_drop_front(&streams_typed, n);
    return (ssize_t)n;
}

static ssize_t streams_cookie_read(void *cookie, char *to, size_t size) {
    (void)cookie;
    return streams_take(to, size);
}

ssize_t streams_read(int fd, void *to, size_t size) {
    return fd == 0 ? streams_take(to, size) : read(fd, to, size);
}

/* The pipes that descriptors 1 and 2 stand for, out of the way of a program
 * that closes what it finds; the supervisor holds their other ends. */
static int streams_kept[3] = {-1, -1, -1};

static bool streams_is_ours(int fd) {
    return fd >= 0 && (fd == session_current->link.fd ||
                       fd == session_current->side ||
                       fd == streams_kept[STDOUT_FILENO] ||
                       fd == streams_kept[STDERR_FILENO]);
}

int streams_close(int fd) {
    if (!streams_is_ours(fd)) return close(fd);
    errno = EBADF;
    return -1;
}

/* The pieces between our own descriptors. */
int streams_close_range(unsigned first, unsigned last, int flags) {
    int result = 0;
    while (first <= last && result == 0) {
        unsigned end = first;
        while (end < STREAMS_LAST && end <= last && !streams_is_ours((int)end))
            end++;
        if (end >= STREAMS_LAST) return close_range(first, last, flags);
        if (end > first) result = close_range(first, end - 1, flags);
        first = end + 1;
    }
    return result;
}

void streams_close_from(int first) {
    (void)streams_close_range(first > 0 ? (unsigned)first : 0, ~0U, 0);
}

int streams_dup2(int from, int to) {
    if (!streams_is_ours(to)) return dup2(from, to);
    errno = EBADF;
    return -1;
}

int streams_dup3(int from, int to, int flags) {
    if (!streams_is_ours(to)) return dup3(from, to, flags);
    errno = EBADF;
    return -1;
}

/* Out of the way, if the limits allow it. */
static int streams_put_away(int fd) {
    static const int places[] = {900, 200, 50};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int copy = fcntl(fd, F_DUPFD_CLOEXEC, places[i]);
        if (copy >= 0) return copy;
    }
    return fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

static FILE *streams_reopened(FILE *stream, int fd) {
    if (fcntl(fd, F_GETFD) < 0) (void)dup2(streams_kept[fd], fd);
    /* A stream that wide characters were written to takes no bytes. */
    if (fileno(stream) == fd && fwide(stream, 0) <= 0) return stream;
    FILE *again = fdopen(fd, "w");
    if (again) (void)setvbuf(again, NULL, _IONBF, 0);
    return again ? again : stream;
}

/* A stream that bytes were written to takes no wide characters; no function
 * of libc takes that back. What a cell may write is its own choice. */
static void streams_forget_width(FILE *stream) {
    if (fwide(stream, 0) < 0) stream->_mode = 0;
}

void streams_take_bytes(void) {
    stdout = streams_reopened(stdout, STDOUT_FILENO);
    stderr = streams_reopened(stderr, STDERR_FILENO);
}

/* The stream that asks for input is there for the cells to come, too: to close
 * it is to have read its end. */
int streams_fclose(FILE *stream) {
    if (stream != streams_asking) return fclose(stream);
    streams_is_closed = true;
    return 0;
}

/* End of file and errors are the last cell's; what it left unread too. */
void streams_begin_cell(void) {
    streams_is_closed = false;
    clearerr(stdin);
    __fpurge(stdin);
    buf_clear(&streams_typed);
    streams_forget_width(stdout);
    streams_forget_width(stderr);
}

/* Someone who prints to a stream that he has closed sees nothing and wonders:
 * tell him. */
void streams_end_cell(void) {
    bool is_closed = fcntl(STDOUT_FILENO, F_GETFD) < 0;
    streams_take_bytes();
    if (is_closed)
        (void)fprintf(stderr, "note: the cell closed its standard output "
                              "(descriptor 1); it is open again now\n");
}

void streams_init(Session *session) {
    (void)setvbuf(stdout, NULL, _IONBF, 0);
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        streams_kept[fd] = streams_put_away(fd);
    int line = streams_put_away(session->link.fd);
    if (line >= 0) {
        (void)close(session->link.fd);
        session->link.fd = line;
    }
    int side = streams_put_away(session->side);
    if (side >= 0) {
        (void)close(session->side);
        session->side = side;
    }
    cookie_io_functions_t functions = {.read = streams_cookie_read};
    FILE *typed = fopencookie(NULL, "r", functions);
    if (typed) stdin = streams_asking = typed;
}
