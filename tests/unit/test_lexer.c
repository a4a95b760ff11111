#include <stdio.h>

#include "base/buf.h"
#include "cell/lexer.h"
#include "support/test.h"

/* One letter a kind, in the order of TokenKind. */
static const char kinds[] = ".incspPMo";

/* The tokens of a text, one after the other: "i:int  n:3  p:;". A token that
 * begins a line is preceded by '|', one behind white space by '_'. */
static void print_tokens(const char *text, size_t len, Buf *ret) {
    Arena arena = {0};
    Lexer lexer;
    Source *source = source_new(STR("In[1]"), (Str){text, len}, true, &arena);
    lexer_init(&lexer, source, &arena);
    buf_clear(ret);
    buf_add_str(ret, STR(""));
    for (;;) {
        Token token = lexer_next(&lexer);
        if (token.kind == TOK_END) break;
        if (token.flags & TOKEN_LINE_START) buf_add_char(ret, '|');
        if (token.flags & TOKEN_SPACE_BEFORE) buf_add_char(ret, '_');
        buf_printf(ret, "%c:", kinds[token.kind]);
        buf_add_str(ret, token.text);
        buf_add_char(ret, ' ');
    }
    arena_clear(&arena);
}

typedef struct Row {
    const char *text;
    const char *tokens;
} Row;

/* clang-format off */
static const Row rows[] = {
    /* names */
    {"int x1", "|i:int _i:x1 "},
    {"_a$b", "|i:_a$b "},
    {"\xCE\xB8 = x\xE2\x82\x81", "|i:\xCE\xB8 _p:= _i:x\xE2\x82\x81 "},
    {"na\xC3\xAFve", "|i:na\xC3\xAFve "},
    {"\xF0\x9D\x91\xA5", "|i:\xF0\x9D\x91\xA5 "},
    {"a\xFF" "b", "|i:a o:\xFF i:b "},
    {"a\xC3", "|i:a o:\xC3 "},
    {"\xED\xA0\x80", "|o:\xED o:\xA0 o:\x80 "},
    {"\xC0\x80", "|o:\xC0 o:\x80 "},
    {"a\xC2\xA0" "b", "|i:a o:\xC2\xA0 i:b "},
    {"\xE2\x80\x9C" "a", "|o:\xE2\x80\x9C i:a "},
    {"3\xE2\x88\x92" "1", "|n:3 o:\xE2\x88\x92 n:1 "},
    {"x\xE2\x80\xB2", "|i:x\xE2\x80\xB2 "},
    /* numbers */
    {"0x1p-3 0b101 1e+5 3.0f .5 5. 0xFFull",
     "|n:0x1p-3 _n:0b101 _n:1e+5 " "_n:3.0f _n:.5 _n:5. _n:0xFFull "},
    {"1+2", "|n:1 p:+ n:2 "},
    {"0xe+1", "|n:0xe+1 "},
    {"1..2", "|n:1..2 "},
    {"a.1", "|i:a n:.1 "},
    {"a[1].x", "|i:a p:[ n:1 p:] p:. i:x "},
    {"1'000", "|n:1 o:'000 "},
    /* literals */
    {"\"a\\\"b\" 'c' '\\''", "|s:\"a\\\"b\" _c:'c' _c:'\\'' "},
    {"L\"a\" u8\"b\" u\"c\" U\"d\" L'e' u'f'",
     "|s:L\"a\" _s:u8\"b\" _s:u\"c\" _s:U\"d\" _c:L'e' _c:u'f' "},
    {"u8'c' R\"x\"", "|i:u8 c:'c' _i:R s:\"x\" "},
    {"LL\"a\"", "|i:LL s:\"a\" "},
    {"\"open\nint", "|o:\"open |_i:int "},
    {"\"open\r\nint", "|o:\"open |_i:int "},
    {"'a", "|o:'a "},
    {"\"a\\", "|o:\"a\\ "},
    {"\"\" ''", "|s:\"\" _c:'' "},
    {"\"//\" \"/*\"", "|s:\"//\" _s:\"/*\" "},
    {"\"\\\\\"a", "|s:\"\\\\\" i:a "},
    /* comments and white space */
    {"a/**/b", "|i:a _i:b "},
    {"a/* x\n y */b", "|i:a _i:b "},
    {"a// x\nb", "|i:a |_i:b "},
    {"a// x\\\ny\nb", "|i:a |_i:b "},
    {"a/* open * /", "|i:a o:/* open * / "},
    {"/*/ a", "|o:/*/ a "},
    {"/***/ a", "|_i:a "},
    {"a /", "|i:a _p:/ "},
    {"a\f\v\t\r\n b", "|i:a |_i:b "},
    {"\xEF\xBB\xBF" "a", "|i:a "},
    {"  a", "|_i:a "},
    {"", ""},
    {" \n\n ", ""},
    /* joined lines */
    {"in\\\nt x", "|i:int _i:x "},
    {"in\\ \t\r\nt", "|i:int "},
    {"1\\\n2", "|n:12 "},
    {"1e\\\n+5", "|n:1e+5 "},
    {"+\\\n\\\n=", "|p:+= "},
    {"\"a\\\nb\"", "|s:\"ab\" "},
    {"\"a\\\\\nn\"", "|s:\"a\\n\" "},
    {"/\\\n/ x", ""},
    {"/\\\n* x *\\\n/ a", "|_i:a "},
    {"a \\\n b", "|i:a _i:b "},
    {"L\\\n\"a\"", "|s:L\"a\" "},
    {".\\\n5", "|n:.5 "},
    {"a\\\n", "|i:a "},
    {"a \\ b", "|i:a _o:\\ _i:b "},
    {"\\", "|o:\\ "},
    /* punctuators */
    {"a>>=b<<=c...", "|i:a p:>>= i:b p:<<= i:c p:... "},
    {"a+++++b", "|i:a p:++ p:++ p:+ i:b "},
    {"a->b--", "|i:a p:-> i:b p:-- "},
    {"== != <= >= && || += -= *= /= %= &= |= ^= << >> ## .. ? : ~ !",
     "|p:== _p:!= _p:<= _p:>= _p:&& _p:|| _p:+= _p:-= _p:*= _p:/= _p:%= "
     "_p:&= _p:|= _p:^= _p:<< _p:>> _p:## _p:. p:. _p:? _p:: _p:~ _p:! "},
    {"<:1:> <%%> %: %:%: %:%", "|p:[ n:1 p:] _p:{ p:} _p:# _p:## _p:# p:% "},
    {"a@b`", "|i:a o:@ i:b o:` "},
    {"?\?=", "|p:? p:? p:= "},
};
/* clang-format on */

TEST(a_text_has_these_tokens) {
    Buf printed = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_tokens(rows[i].text, strlen(rows[i].text), &printed);
        assert_string_equal(printed.text, rows[i].tokens);
    }
    buf_done(&printed);
}

TEST(a_nul_byte_is_a_token_of_its_own) {
    Buf printed = {0};
    print_tokens("a\0b", 3, &printed);
    static const char expected[] = "|i:a o:\0 i:b ";
    assert_int_equal(printed.len, sizeof expected - 1);
    assert_memory_equal(printed.text, expected, sizeof expected - 1);
    buf_done(&printed);
}

typedef struct Keyword {
    const char *text;
    TokenId id;
} Keyword;

#define SELF(name, text) {text, KW_##name},
static const Keyword canonical[] = {KEYWORDS(SELF)};

/* clang-format off */
static const Keyword folded[] = {
    {"__inline", KW_INLINE},
    {"__inline__", KW_INLINE},
    {"__const", KW_CONST},
    {"__const__", KW_CONST},
    {"__volatile", KW_VOLATILE},
    {"__volatile__", KW_VOLATILE},
    {"__restrict", KW_RESTRICT},
    {"__restrict__", KW_RESTRICT},
    {"__signed", KW_SIGNED},
    {"__signed__", KW_SIGNED},
    {"typeof", KW_TYPEOF},
    {"__typeof", KW_TYPEOF},
    {"asm", KW_ASM},
    {"__asm", KW_ASM},
    {"__alignof", KW_ALIGNOF},
    {"__alignof__", KW_ALIGNOF},
    {"__attribute", KW_ATTRIBUTE},
    {"__thread", KW_THREAD_LOCAL},
    {"__complex__", KW_COMPLEX},
    {"main", ID_NONE},
    {"Int", ID_NONE},
    {"i", ID_NONE},
    {"", ID_NONE},
    {"whiles", ID_NONE},
    {"whil", ID_NONE},
    {"__builtin_va_list_", ID_NONE},
};
/* clang-format on */

TEST(every_spelling_of_a_keyword_is_found) {
    for (size_t i = 0; i < sizeof canonical / sizeof *canonical; i++) {
        Str text = str_of(canonical[i].text);
        assert_int_equal(lexer_keyword(text), canonical[i].id);
        assert_true(str_equals(lexer_spelling(canonical[i].id), text));
    }
    for (size_t i = 0; i < sizeof folded / sizeof *folded; i++)
        assert_int_equal(lexer_keyword(str_of(folded[i].text)), folded[i].id);
}

TEST(a_directive_ends_before_its_newline) {
    Arena arena = {0};
    Lexer lexer;
    Source *source = source_new(STR("In[1]"), STR("a \\\n b\nc"), true, &arena);
    lexer_init(&lexer, source, &arena);
    lexer.keep_newlines = true;
    assert_true(str_is(lexer_next(&lexer).text, "a"));
    assert_true(str_is(lexer_next(&lexer).text, "b"));
    assert_int_equal(lexer_next(&lexer).kind, TOK_END);
    assert_int_equal(lexer_next(&lexer).kind, TOK_END);
    lexer.keep_newlines = false;
    Token token = lexer_next(&lexer);
    assert_true(str_is(token.text, "c"));
    assert_true(token.flags & TOKEN_LINE_START);
    arena_clear(&arena);
}

SUITE(CASE(a_text_has_these_tokens), CASE(a_nul_byte_is_a_token_of_its_own),
      CASE(every_spelling_of_a_keyword_is_found),
      CASE(a_directive_ends_before_its_newline))
