#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "link/link.h"
#include "support/test.h"

static void pair(int fds[2]) {
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds),
                     0);
}

/* The bytes of one record, as link_send puts them on the line. */
static size_t bytes_of(RecordKind kind, const Str *fields, size_t count,
                       char *ret, size_t size) {
    int fds[2];
    pair(fds);
    Link link;
    link_init(&link, fds[0], false);
    assert_int_equal(link_send(&link, kind, 77, fields, count), 0);
    ssize_t len = recv(fds[1], ret, size, 0);
    assert_true(len > 0);
    link_done(&link);
    close(fds[1]);
    return (size_t)len;
}

static const Str three[] = {
    {"int x = 1;", 10},
    {"",           0 },
    {"a\0b",       3 }
};

static void check_three(const Record *record) {
    assert_int_equal(record->kind, RECORD_RUN);
    assert_int_equal(record->cell, 77);
    assert_int_equal(record->count, 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_true(str_equals(record_field(record, i), three[i]));
    assert_int_equal(record_field(record, 3).len, 0);
}

TEST(a_record_cut_to_single_bytes_comes_out_whole) {
    char bytes[256];
    size_t len = bytes_of(RECORD_RUN, three, 3, bytes, sizeof bytes);
    int fds[2];
    pair(fds);
    Link link;
    link_init(&link, fds[0], false);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < len; i++) {
            Record record;
            Err err;
            assert_int_equal(link_receive(&link, &record, &err), 0);
            assert_int_equal(write(fds[1], bytes + i, 1), 1);
        }
        Record record;
        Err err;
        assert_int_equal(link_receive(&link, &record, &err), 1);
        check_three(&record);
    }
    link_done(&link);
    close(fds[1]);
}

TEST(many_records_in_one_read_come_out_in_order) {
    int fds[2];
    pair(fds);
    Link from, to;
    link_init(&from, fds[0], false);
    link_init(&to, fds[1], true);
    for (uint32_t i = 0; i < 100; i++)
        assert_int_equal(link_send(&from, RECORD_EVAL, i, three, i % 4), 0);
    for (uint32_t i = 0; i < 100; i++) {
        Record record;
        Err err;
        assert_int_equal(link_receive(&to, &record, &err), 1);
        assert_int_equal(record.cell, i);
        assert_int_equal(record.count, i % 4);
    }
    link_done(&from);
    link_done(&to);
}

/* Frames that are no record, each with what must not be believed. */
typedef struct Garbage {
    const char *why;
    uint32_t length;
    uint16_t kind, count;
    uint32_t first; /* length of the first field */
} Garbage;

/* Garbage could name four gigabytes, before it shows what it is. */
TEST(no_room_is_made_for_a_length_before_the_head_is_whole) {
    const unsigned char bytes[] = {0, 0, 0, 0xda, 0, 0, 5, 5};
    int fds[2];
    pair(fds);
    Link link;
    link_init(&link, fds[0], false);
    for (size_t i = 0; i < 2; i++) {
        Record record;
        Err err = {""};
        assert_int_equal(write(fds[1], bytes + 4 * i, 4), 4);
        assert_int_equal(link_receive(&link, &record, &err), 0);
        assert_in_range(link.received.size, 1, 1 << 20);
    }
    link_done(&link);
    close(fds[1]);
}

TEST(garbage_is_an_error_and_never_a_record) {
    static const Garbage rows[] = {
        {"shorter than its head",     7,                   RECORD_RUN,   0,      0  },
        {"longer than the limit",     LINK_MAX_FRAME + 1u, RECORD_RUN,   0,      0  },
        {"the largest length",        UINT32_MAX,          RECORD_RUN,   0,      0  },
        {"kind zero",                 8,                   RECORD_NONE,  0,      0  },
        {"kind behind the last",      8,                   RECORD_KINDS, 0,      0  },
        {"kind far behind",           8,                   0xffff,       0,      0  },
        {"more fields than allowed",  8,                   RECORD_RUN,   0xffff, 0  },
        {"a field beyond the frame",  16,                  RECORD_RUN,   1,      99 },
        {"a field of four gigabytes", 16,                  RECORD_RUN,   1,      ~0u},
        {"fields that do not fill",   16,                  RECORD_RUN,   1,      1  },
        {"a field without length",    8,                   RECORD_RUN,   1,      0  },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int fds[2];
        pair(fds);
        Link link;
        link_init(&link, fds[0], false);
        char bytes[64] = {0};
        memcpy(bytes, &rows[i].length, 4);
        memcpy(bytes + 4, &rows[i].kind, 2);
        memcpy(bytes + 6, &rows[i].count, 2);
        memcpy(bytes + 12, &rows[i].first, 4);
        assert_int_equal(write(fds[1], bytes, sizeof bytes), sizeof bytes);
        Record record;
        Err err = {""};
        if (link_receive(&link, &record, &err) != -1)
            fail_msg("%s", rows[i].why);
        assert_true(err.text[0] != '\0');
        link_done(&link);
        close(fds[1]);
    }
}

TEST(an_end_that_goes_away_is_an_error_that_says_so) {
    for (int is_waiting = 0; is_waiting < 2; is_waiting++) {
        int fds[2];
        pair(fds);
        Link link;
        link_init(&link, fds[0], is_waiting);
        assert_int_equal(write(fds[1], "\x40\0\0\0\x01", 5), 5);
        close(fds[1]);
        Record record;
        Err err;
        assert_int_equal(link_receive(&link, &record, &err), -1);
        assert_non_null(strstr(err.text, "in the middle of a record"));
        assert_int_equal(link_send(&link, RECORD_QUIT, 1, NULL, 0), -1);
        link_done(&link);
    }
}

TEST(a_record_that_is_too_large_is_refused_and_the_line_lives) {
    int fds[2];
    pair(fds);
    Link from, to;
    link_init(&from, fds[0], false);
    link_init(&to, fds[1], true);
    Str huge = {mem_alloc(LINK_MAX_FRAME), LINK_MAX_FRAME};
    assert_int_equal(link_send(&from, RECORD_RUN, 1, &huge, 1), -1);
    static const Str many[LINK_MAX_FIELDS + 1];
    assert_int_equal(link_send(&from, RECORD_RUN, 1, many, LINK_MAX_FIELDS + 1),
                     -1);
    assert_int_equal(link_send(&from, RECORD_RUN, 77, three, 3), 0);
    Record record;
    Err err;
    assert_int_equal(link_receive(&to, &record, &err), 1);
    check_three(&record);
    union {
        const char *borrowed;
        void *own;
    } text = {huge.text};
    free(text.own);
    link_done(&from);
    link_done(&to);
}

/* The end that does not wait keeps what the socket does not take. */
TEST(ten_megabytes_pass_through_an_end_that_never_waits) {
    int fds[2];
    pair(fds);
    Link from, to;
    link_init(&from, fds[0], false);
    link_init(&to, fds[1], false);
    Buf big = {0};
    while (big.len < 10 << 20) buf_printf(&big, "line %zu\n", big.len);
    Str view = buf_view(&big);
    assert_int_equal(link_send(&from, RECORD_RUN, 3, &view, 1), 0);
    assert_true(link_has_unsent(&from));
    Record record;
    Err err;
    int got;
    while ((got = link_receive(&to, &record, &err)) == 0)
        assert_int_equal(link_flush(&from), 0);
    assert_int_equal(got, 1);
    assert_false(link_has_unsent(&from));
    assert_true(str_equals(record_field(&record, 0), view));
    assert_int_equal(link_receive(&to, &record, &err), 0);
    assert_true(to.received.size < 2 << 20);
    buf_done(&big);
    link_done(&from);
    link_done(&to);
}

static volatile sig_atomic_t alarms;
static void on_alarm(int number) {
    (void)number;
    alarms++;
}

static void *slow_writer(void *arg) {
    char bytes[256];
    size_t len = bytes_of(RECORD_RUN, three, 3, bytes, sizeof bytes);
    int fd = *(int *)arg;
    while (alarms < 3) {
    }
    for (size_t i = 0; i < len; i++)
        if (write(fd, bytes + i, 1) != 1) return NULL;
    return arg;
}

TEST(an_end_that_waits_goes_on_after_signals) {
    int fds[2];
    pair(fds);
    Link link;
    link_init(&link, fds[0], true);
    struct sigaction action = {.sa_handler = on_alarm};
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    pthread_t writer;
    sigset_t alarm_only;
    sigemptyset(&alarm_only);
    sigaddset(&alarm_only, SIGALRM);
    assert_int_equal(pthread_sigmask(SIG_BLOCK, &alarm_only, NULL), 0);
    assert_int_equal(pthread_create(&writer, NULL, slow_writer, &fds[1]), 0);
    assert_int_equal(pthread_sigmask(SIG_UNBLOCK, &alarm_only, NULL), 0);
    ualarm(1000, 1000);
    Record record;
    Err err;
    assert_int_equal(link_receive(&link, &record, &err), 1);
    ualarm(0, 0);
    check_three(&record);
    assert_true(alarms >= 3);
    pthread_join(writer, NULL);
    link_done(&link);
    close(fds[1]);
}

TEST(numbers_in_fields_are_read_and_nonsense_is_zero) {
    const Str fields[] = {STR("42"), STR("-7"), STR("x"), STR(""),
                          STR("99999999999999999999999999999999999999")};
    Record record = {RECORD_MATCHES, 1, 5, fields};
    static const long expected[] = {42, -7, 0, 0, 0, 0};
    for (uint32_t i = 0; i < 6; i++)
        assert_int_equal(record_number(&record, i), expected[i]);
    assert_string_equal(record_name(RECORD_WHOLENESS), "WHOLENESS");
    assert_string_equal(record_name(RECORD_KINDS), "unknown");
}

TEST(a_new_process_at_the_other_end_hears_nothing_of_the_old_one) {
    int fds[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    Link ours, theirs;
    link_init(&ours, fds[0], false);
    link_init(&theirs, fds[1], true);
    const Str field = STR("text");
    Record record;
    /* Half a record, which the other one could not finish. */
    assert_int_equal(send(fds[1], "\x40\0\0\0half", 8, 0), 8);
    assert_int_equal(link_receive(&ours, &record, NULL), 0);
    link_hold(&ours);
    assert_int_equal(link_send(&ours, RECORD_RUN, 7, &field, 1), 0);
    assert_false(link_has_unsent(&ours));
    link_discard(&theirs);
    assert_int_equal(link_send(&theirs, RECORD_DONE, 8, &field, 1), 0);
    assert_int_equal(link_receive(&ours, &record, NULL), 1);
    assert_int_equal(record.cell, 8);
    /* What was sent while it was held is not lost. */
    link_release(&ours);
    assert_int_equal(link_receive(&theirs, &record, NULL), 1);
    assert_int_equal(record.cell, 7);
    assert_false(ours.is_closed);
    link_done(&theirs);
    assert_int_equal(link_receive(&ours, &record, NULL), -1);
    assert_true(ours.is_closed);
    link_done(&ours);
}

SUITE(CASE(a_new_process_at_the_other_end_hears_nothing_of_the_old_one),
      CASE(a_record_cut_to_single_bytes_comes_out_whole),
      CASE(many_records_in_one_read_come_out_in_order),
      CASE(no_room_is_made_for_a_length_before_the_head_is_whole),
      CASE(garbage_is_an_error_and_never_a_record),
      CASE(an_end_that_goes_away_is_an_error_that_says_so),
      CASE(a_record_that_is_too_large_is_refused_and_the_line_lives),
      CASE(ten_megabytes_pass_through_an_end_that_never_waits),
      CASE(an_end_that_waits_goes_on_after_signals),
      CASE(numbers_in_fields_are_read_and_nonsense_is_zero))
