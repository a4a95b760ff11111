#include <stdlib.h>
#include <string.h>

#include "supervisor/history.h"
#include "support/test.h"

typedef struct Match {
    const char *pattern;
    const char *text;
    bool fits;
} Match;

TEST(patterns_match_as_globs) {
    static const Match rows[] = {
        {"",                    "",                  true },
        {"*",                   "",                  true },
        {"?",                   "",                  false},
        {"1?2*",                "1+2+3",             true },
        {"1?2*",                "11+2",              false},
        {"*print*",             "int x;\nprintf();", true },
        {"a*b*c",               "aXbXbXc",           true },
        {"a*b*c",               "aXbXbX",            false},
        {"***a",                "bca",               true },
        {"?",                   "\xce\xb8",          true },
        {"x?y",                 "x\xe2\x88\x87y",    true },
        {"??",                  "\xce\xb8",          false},
        {"[abc]x",              "bx",                true },
        {"[abc]x",              "dx",                false},
        {"[a-f]",               "e",                 true },
        {"[!a-f]",              "e",                 false},
        {"[^a-f]",              "z",                 true },
        {"[]]",                 "]",                 true },
        {"[a-]",                "-",                 true },
        {"[\xce\xb1-\xcf\x89]", "\xce\xb8",          true },
        {"[ab",                 "a",                 false},
        {"a[1]*",               "a1;",               true },
        {"\\*",                 "\\anything",        true },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (history_matches(str_of(rows[i].pattern), str_of(rows[i].text)) !=
            rows[i].fits)
            fail_msg("%s ~ %s", rows[i].pattern, rows[i].text);
}

TEST(many_stars_do_not_take_for_ever) {
    Buf text = {0};
    for (int i = 0; i < 100000; i++) buf_add_char(&text, 'a');
    assert_false(
        history_matches(STR("*a*a*a*a*a*a*a*a*a*a*b"), buf_view(&text)));
    buf_done(&text);
}

static History filled(void) {
    static const char *const cells[] = {"int x = 1;", "x", "x", "y\"\n", "x"};
    History history = {0};
    for (long i = 0; i < 5; i++) {
        history_add(&history, i + 1, str_of(cells[i]));
        if (i == 1) history_set_output(&history, STR("1"));
    }
    return history;
}

typedef struct Row {
    HistoryQuery query;
    const char *expected;
} Row;

TEST(the_last_ones_a_range_and_those_that_match_are_found) {
    static const Row rows[] = {
        {{.access = HISTORY_TAIL, .n = 2},                                "[[1,4,\"y\\\"\\n\"],[1,5,\"x\"]]"},
        {{.access = HISTORY_TAIL, .n = -1, .is_unique = true},
         "[[1,1,\"int x = 1;\"],[1,4,\"y\\\"\\n\"],[1,5,\"x\"]]"                                            },
        {{.access = HISTORY_TAIL, .n = 0},                                "[]"                              },
        {{.access = HISTORY_RANGE, .session = 0, .start = 2, .stop = 4},
         "[[0,2,\"x\"],[0,3,\"x\"]]"                                                                        },
        {{.access = HISTORY_RANGE, .session = 1, .start = 4, .stop = -1},
         "[[1,4,\"y\\\"\\n\"],[1,5,\"x\"]]"                                                                 },
        {{.access = HISTORY_RANGE,
          .session = 1,
          .start = 2,
          .stop = 3,
          .wants_output = true},
         "[[1,2,[\"x\",\"1\"]]]"                                                                            },
        {{.access = HISTORY_RANGE, .session = 7, .start = 0, .stop = -1}, "[]"                              },
        {{.access = HISTORY_SEARCH, .n = 2, .pattern = {"x", 1}},
         "[[1,3,\"x\"],[1,5,\"x\"]]"                                                                        },
        {{.access = HISTORY_SEARCH,
          .n = -1,
          .pattern = {"*x*", 3},
          .is_unique = true,
          .wants_output = true},
         "[[1,1,[\"int x = 1;\",null]],[1,5,[\"x\",null]]]"                                                 },
    };
    History history = filled();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Buf out = {0};
        history_write(&history, &rows[i].query, &out);
        assert_string_equal(out.text, rows[i].expected);
        buf_done(&out);
    }
    history_done(&history);
}

TEST(the_oldest_are_forgotten_when_there_is_too_much) {
    History history = {0};
    Buf cell = {0};
    for (int i = 0; i < 1 << 20; i++) buf_add_char(&cell, 'x');
    for (long i = 1; i <= 200; i++) {
        history_add(&history, i, buf_view(&cell));
        history_set_output(&history, STR("1"));
        assert_true(history.bytes <= 64 << 20);
        assert_int_equal(history.entries[history.count - 1].line, i);
    }
    history_done(&history);
    buf_done(&cell);
}

SUITE(CASE(patterns_match_as_globs), CASE(many_stars_do_not_take_for_ever),
      CASE(the_last_ones_a_range_and_those_that_match_are_found),
      CASE(the_oldest_are_forgotten_when_there_is_too_much))
