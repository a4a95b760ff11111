/* Which comment belongs to a declaration, and what it says. */
#include "cell/comment.h"
#include "support/test.h"

/* Of the last line, or of the one with a @ in it. */
static void expect_above(const char *text, bool in_group, const char *found) {
    Arena arena = {0};
    Str all = str_of(text);
    const Source *source = source_new(STR("In[1]"), all, true, &arena);
    const char *mark = strchr(text, '@');
    uint32_t offset = (uint32_t)(mark ? (size_t)(mark - text) : all.len);
    Str comment = comment_above(source, offset, in_group);
    if (!str_is(comment, found))
        fail_msg("%s: '%.*s'", text, STR_ARG(comment));
    arena_clear(&arena);
}

TEST(a_comment_stands_directly_above) {
    expect_above("// one\nint x;", false, "// one");
    expect_above("/* one */\nint x;", false, "/* one */");
    expect_above("  \t// one \r\nint x;", false, "  \t// one ");
    expect_above("// one\n\nint x;", true, "");
    expect_above("int x;", true, "");
    expect_above("int w;\nint x;", false, "");
}

TEST(lines_of_slashes_belong_together) {
    expect_above("// one\n// two\nint x;", false, "// one\n// two");
    expect_above("int w;\n// one\n  // two\nint x;", false,
                 "// one\n  // two");
    expect_above("/* no */\n// two\nint x;", false, "// two");
}

TEST(a_comment_of_several_lines_is_taken_whole) {
    expect_above("int w;\n/* one\n * two */\nint x;", false,
                 "/* one\n * two */");
    expect_above("/* one * / two\n*/\nint x;", false, "/* one * / two\n*/");
    expect_above("int w;\n  /* one */\nint x;", false, "/* one */");
}

/* It belongs to what stands before it, or is none. */
TEST(a_comment_behind_something_is_not_meant) {
    expect_above("int w; /* of w */\nint x;", false, "");
    expect_above("int w; /* of\n w */\nint x;", false, "");
    expect_above("w */\nint x;", false, "");
    expect_above("*/\nint x;", false, "");
}

TEST(a_comment_may_be_for_a_group) {
    expect_above("// both\nint w;\nint x;", true, "// both");
    expect_above("// both\nint w;\nint x;", false, "");
    expect_above("// both\nint w; /* of w */\nint x;", true, "// both");
    expect_above("// too far\n;\n;\n;\n;\n;\n;\n;\n;\n;\n;\n;\n;\nint x;", true,
                 "");
    expect_above("// just\n;\n;\n;\n;\n;\n;\n;\n;\n;\n;\n;\nint x;", true,
                 "// just");
    expect_above("// one\nint @;\n// two\nint x;", false, "// one");
}

static void expect_plain(const char *comment, const char *text) {
    Buf plain = {0};
    comment_plain(str_of(comment), &plain);
    buf_add_str(&plain, STR(""));
    assert_string_equal(plain.text, text);
    buf_done(&plain);
}

TEST(its_text_is_without_signs) {
    expect_plain("// one\n//two\n//   three", "one\ntwo\n  three");
    expect_plain("/* one */", "one");
    expect_plain("/** one\n ** two\n *three\n four\n **/",
                 "one\ntwo\nthree\nfour");
    expect_plain("/*\n * one\n *\n * two\n */", "one\n\ntwo");
    expect_plain("/**/", "");
    expect_plain("//", "");
    expect_plain("", "");
    expect_plain("/* one\t\r\n*/", "one");
}

SUITE(CASE(a_comment_stands_directly_above),
      CASE(lines_of_slashes_belong_together),
      CASE(a_comment_of_several_lines_is_taken_whole),
      CASE(a_comment_behind_something_is_not_meant),
      CASE(a_comment_may_be_for_a_group), CASE(its_text_is_without_signs))
