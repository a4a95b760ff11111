/* Words that are printed next to each other are read as the same words again,
 * whatever stands beside what; and texts as each compiler spells them. */
#include "cell/lexer.h"
#include "cell/preprocess.h"
#include "cell/spell.h"
#include "support/test.h"

static const char *const words[] = {
    "a",  "L",   "u",    "U",   "u8",  "_1",  "e",   "if",  "1",   "1.",
    ".5", "1e",  "0x1p", "2E",  "'c'", "\"s\"", "+", "-",   "*",   "/",
    "%",  "&",   "|",    "^",   "<",   ">",   "=",   "!",   "~",   "?",
    ":",  ".",   ",",    ";",   "(",   ")",   "[",   "]",   "{",   "}",
    "#",  "##",  "->",   "++",  "--",  "<<",  ">>",  "<=",  ">=",  "==",
    "!=", "&&",  "||",   "...", "+=",  "<<=", "%=",
};

enum { WORDS = sizeof words / sizeof *words, MOST = 8 };

static uint32_t lex(Str text, Token *ret, Arena *arena) {
    Lexer lexer;
    uint32_t count = 0;
    lexer_init(&lexer, source_new(STR("In[1]"), text, true, arena), arena);
    do ret[count] = lexer_next(&lexer);
    while (ret[count].kind != TOK_END && ++count < MOST);
    return count;
}

static void expect_again(const Token *pair, Arena *arena) {
    Token again[MOST];
    Buf text = {0};
    preprocess_print(pair, 2, &text);
    uint32_t count = lex(buf_view(&text), again, arena);
    bool is_same = count == 2;
    for (int i = 0; i < 2 && is_same; i++)
        is_same = again[i].kind == pair[i].kind &&
                  str_equals(again[i].text, pair[i].text);
    if (!is_same) fail_msg("'%.*s'", STR_ARG(buf_view(&text)));
    buf_done(&text);
}

TEST(any_two_words_stay_two) {
    Arena arena = {0};
    Token all[WORDS][MOST];
    for (int i = 0; i < WORDS; i++) {
        assert_int_equal(lex(str_of(words[i]), all[i], &arena), 1);
        all[i][0].flags = 0;
    }
    for (int i = 0; i < WORDS; i++)
        for (int k = 0; k < WORDS; k++)
            expect_again((Token[]){all[i][0], all[k][0]}, &arena);
    arena_clear(&arena);
}

TEST(lines_of_their_own_stay_so) {
    Arena arena = {0};
    Token tokens[3] = {{.kind = TOK_IDENT, .text = STR("a")},
                       {.kind = TOK_MAGIC, .text = STR("%time")},
                       {.kind = TOK_PRAGMA, .text = STR("#pragma once")}};
    Buf text = {0};
    preprocess_print(tokens, 3, &text);
    assert_true(str_is(buf_view(&text), "a\n%time\n#pragma once"));
    buf_clear(&text);
    tokens[1] = (Token){.kind = TOK_OTHER}; /* nothing at all */
    preprocess_print(tokens, 2, &text);
    assert_true(str_is(buf_view(&text), "a"));
    buf_done(&text);
    arena_clear(&arena);
}

/* --- spelling --- */

static void expect_plain(const char *text, const char *plain) {
    Arena arena = {0};
    Str told = spell_plain(str_of(text), &arena);
    if (!str_is(told, plain)) fail_msg("%s: %.*s", text, STR_ARG(told));
    arena_clear(&arena);
}

TEST(a_text_is_spelled_in_bytes) {
    expect_plain("\"a\"", "\"a\"");
    expect_plain("", "");
    expect_plain("u8\"a\"", "\"a\"");
    expect_plain("u8x", "u8x");
    expect_plain("u8", "u8");
    expect_plain("\"\\u00e9\"", "\"\xc3\xa9\"");
    expect_plain("u8\"\\u20AC\"", "\"\xe2\x82\xac\"");
    expect_plain("\"\\U0001F600\"", "\"\xf0\x9f\x98\x80\"");
    expect_plain("\\u00e9tat", "\xc3\xa9tat");
    /* An escape of its own, one that ends too soon, and no digit. */
    expect_plain("\"\\\\u00e9\"", "\"\\\\u00e9\"");
    expect_plain("\"\\n\\u00e9\"", "\"\\n\xc3\xa9\"");
    expect_plain("\"\\u00e", "\"\\u00e");
    expect_plain("\"\\u00eg\"", "\"\\u00eg\"");
    expect_plain("\"\\", "\"\\");
    /* No letters: the half of a pair, beyond all, and plain ones of ASCII. */
    expect_plain("\"\\uD800\"", "\"\\uD800\"");
    expect_plain("\"\\U00110000\"", "\"\\U00110000\"");
    expect_plain("\"\\u0041\"", "\"\\u0041\"");
    expect_plain("\"\\uE000\"", "\"\xee\x80\x80\"");
}

static void expect_row(const char *before, const char *after) {
    Arena arena = {0};
    Token tokens[MOST];
    Buf text = {0};
    uint32_t count = lex(str_of(before), tokens, &arena);
    for (uint32_t i = 1; i <= count; i++) spell_row(tokens, i, &arena);
    for (uint32_t i = 0; i < count; i++)
        buf_printf(&text, "%s%.*s", i ? " " : "", STR_ARG(tokens[i].text));
    if (!str_is(buf_view(&text), after))
        fail_msg("%s: %.*s", before, STR_ARG(buf_view(&text)));
    buf_done(&text);
    arena_clear(&arena);
}

TEST(a_row_of_texts_has_one_prefix) {
    expect_row("\"a\" \"b\"", "\"a\" \"b\"");
    expect_row("L\"a\" \"b\" \"c\"", "L\"a\" L\"b\" L\"c\"");
    expect_row("\"a\" \"b\" L\"c\"", "L\"a\" L\"b\" L\"c\"");
    expect_row("x \"a\" U\"b\"", "x U\"a\" U\"b\"");
    expect_row("x L\"a\"", "x L\"a\"");
    expect_row("L\"a\" L\"b\"", "L\"a\" L\"b\"");
}

SUITE(CASE(any_two_words_stay_two), CASE(lines_of_their_own_stay_so),
      CASE(a_text_is_spelled_in_bytes), CASE(a_row_of_texts_has_one_prefix))
