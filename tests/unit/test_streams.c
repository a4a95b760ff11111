#include <stdlib.h>
#include <string.h>

#include "supervisor/streams.h"
#include "support/test.h"

/* What was shown: "o:text|e:text|". */
static Buf shown;

static void show(void *to, Stream stream, Str text) {
    assert_ptr_equal(to, &shown);
    buf_printf(&shown, "%c:%.*s|", stream == STREAM_OUT ? 'o' : 'e',
               STR_ARG(text));
}

static void expect(const char *expected) {
    assert_string_equal(shown.text ? shown.text : "", expected);
    buf_clear(&shown);
}

static Streams start(size_t limit) {
    Streams streams;
    buf_clear(&shown);
    streams_init(&streams, limit, show, &shown);
    return streams;
}

TEST(the_first_words_come_at_once_and_the_next_within_a_moment) {
    Streams s = start(1000);
    streams_add(&s, STREAM_OUT, STR("a"), 1000);
    expect("o:a|");
    streams_add(&s, STREAM_OUT, STR("b"), 1010);
    streams_add(&s, STREAM_OUT, STR("c"), 1049);
    expect("");
    assert_int_equal(streams_deadline(&s), 1050);
    streams_tick(&s, 1049);
    expect("");
    streams_tick(&s, 1050);
    expect("o:bc|");
    assert_int_equal(streams_deadline(&s), 0);
    streams_add(&s, STREAM_OUT, STR("d"), 1200);
    expect("o:d|");
    streams_done(&s);
}

TEST(a_program_that_prints_all_the_time_makes_twenty_messages_a_second) {
    Streams s = start(1 << 20);
    for (int64_t now = 1000; now < 2000; now++)
        streams_add(&s, STREAM_OUT, STR("x"), now);
    streams_flush(&s, true, 2000);
    size_t messages = 0, bytes = 0;
    for (const char *at = shown.text; *at; at++) {
        messages += *at == '|';
        bytes += *at == 'x';
    }
    assert_int_equal(bytes, 1000);
    assert_true(messages >= 20 && messages <= 22);
    buf_clear(&shown);
    streams_done(&s);
}

TEST(what_was_printed_earlier_is_shown_earlier) {
    Streams s = start(1000);
    streams_flush(&s, false, 1000);
    streams_add(&s, STREAM_ERR, STR("e"), 1001);
    streams_add(&s, STREAM_OUT, STR("o"), 1002);
    streams_flush(&s, false, 1003);
    expect("e:e|o:o|");
    streams_add(&s, STREAM_OUT, STR("o"), 1004);
    streams_add(&s, STREAM_ERR, STR("e"), 1005);
    streams_flush(&s, false, 1006);
    expect("o:o|e:e|");
    streams_done(&s);
}

TEST(a_character_cut_in_two_waits_for_its_rest) {
    Streams s = start(1000);
    streams_add(&s, STREAM_OUT, STR("x\xe2\x88"), 1000);
    expect("o:x|");
    assert_int_equal(streams_deadline(&s), 0);
    streams_add(&s, STREAM_OUT, STR("\x87y"), 2000);
    expect("o:\xe2\x88\x87y|");
    streams_add(&s, STREAM_OUT, STR("\xe2"), 3000);
    streams_flush(&s, /* is_end= */ false, 3000);
    expect("");
    streams_flush(&s, /* is_end= */ true, 3000);
    expect("o:\xe2|");
    streams_done(&s);
}

TEST(a_flood_is_cut_with_one_notice_and_a_new_cell_prints_again) {
    Streams s = start(10);
    streams_add(&s, STREAM_OUT, STR("12345"), 1000);
    streams_add(&s, STREAM_OUT, STR("6789\xce\xb8 more"), 1001);
    assert_non_null(strstr(shown.text, "o:12345|o:6789|e:\nThis cell has "
                                       "printed more than 10 bytes."));
    buf_clear(&shown);
    streams_add(&s, STREAM_OUT, STR("and more"), 2000);
    streams_add(&s, STREAM_ERR, STR("and more"), 2000);
    streams_flush(&s, true, 2000);
    expect("");
    streams_begin(&s);
    streams_add(&s, STREAM_OUT, STR("0123456789"), 3000);
    expect("o:0123456789|");
    streams_done(&s);
}

TEST(displays_and_text_share_a_page_that_can_be_cleared) {
    Streams s = start(10);
    assert_true(streams_admit(&s, 6, 1000));
    streams_add(&s, STREAM_OUT, STR("abcd"), 1000);
    expect("o:abcd|");
    assert_false(streams_admit(&s, 1, 1000));
    assert_non_null(strstr(shown.text, "has shown more than 10 bytes"));
    buf_clear(&shown);
    assert_false(streams_admit(&s, 1, 1000));
    streams_add(&s, STREAM_OUT, STR("e"), 2000);
    expect("");
    assert_true(streams_clear(&s) > 10);
    assert_true(streams_admit(&s, 10, 3000));
    assert_int_equal(streams_clear(&s), 10);
    streams_done(&s);
}

TEST(large_pieces_are_not_held_back) {
    Streams s = start(64 << 20);
    Buf big = {0};
    for (int i = 0; i < 300 << 10; i++) buf_add_char(&big, 'x');
    streams_flush(&s, false, 1000);
    streams_add(&s, STREAM_OUT, buf_view(&big), 1001);
    assert_true(shown.len > big.len);
    buf_done(&big);
    buf_clear(&shown);
    streams_done(&s);
    buf_done(&shown);
}

SUITE(CASE(the_first_words_come_at_once_and_the_next_within_a_moment),
      CASE(a_program_that_prints_all_the_time_makes_twenty_messages_a_second),
      CASE(what_was_printed_earlier_is_shown_earlier),
      CASE(a_character_cut_in_two_waits_for_its_rest),
      CASE(a_flood_is_cut_with_one_notice_and_a_new_cell_prints_again),
      CASE(displays_and_text_share_a_page_that_can_be_cleared),
      CASE(large_pieces_are_not_held_back))
