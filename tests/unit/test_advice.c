/* What is said about a cell besides its problems: when, where, and once. */
#include "cell/advice.h"
#include "cell/type.h"
#include "support/session.h"
#include "support/test.h"

/* A parser of its own copy of the words, which a test may mark. */
typedef struct Scene {
    Session session;
    Parser parser;
    Token *tokens;
} Scene;

static void scene_begin(Scene *scene, const char *text) {
    uint32_t count;
    session_init(&scene->session);
    Arena *arena = &scene->session.arena;
    const Token *tokens =
        session_lex(&scene->session, STR("In[1]"), str_of(text), &count);
    scene->tokens = arena_alloc(arena, (count + 1) * sizeof *tokens);
    memcpy(scene->tokens, tokens, (count + 1) * sizeof *tokens);
    parse_init(&scene->parser, scene->tokens, &scene->session.scope, arena);
    scene->parser.is_advised = true;
}

static void scene_end(Scene *scene) {
    parse_pop_block(&scene->parser);
    session_done(&scene->session);
}

static void expect_span(const Scene *scene, uint32_t begin, uint32_t end) {
    const Parser *parser = &scene->parser;
    assert_true(parser->advice_count > 0);
    const Problem *last = &parser->advice[parser->advice_count - 1].problem;
    assert_int_equal(last->span.begin, begin);
    assert_int_equal(last->span.end, end);
}

TEST(it_stands_from_the_first_word_to_the_last) {
    Scene scene;
    scene_begin(&scene, "a + bc ;");
    advice_warn(&scene.parser, 0, 3, "all");
    expect_span(&scene, 0, 6);
    advice_warn(&scene.parser, 2, 2, "none behind it");
    expect_span(&scene, 4, 6);
    assert_int_equal(scene.parser.advice[1].end, 3);
    /* Of two texts only the first can be underlined; likewise if they stand
     * the other way round, as a macro may have it. */
    Token kept = scene.tokens[2];
    scene.tokens[2].source = source_new(STR("In[2]"), STR("a + bc ;"), true,
                                        &scene.session.arena);
    advice_warn(&scene.parser, 0, 3, "two texts");
    expect_span(&scene, 0, 1);
    scene.tokens[2] = kept;
    scene.tokens[2].span = scene.tokens[0].span;
    scene.tokens[0].span = kept.span;
    advice_warn(&scene.parser, 0, 3, "turned");
    expect_span(&scene, 4, 6);
    scene_end(&scene);
}

TEST(it_is_said_once) {
    Scene scene;
    Parser *parser = &scene.parser;
    scene_begin(&scene, "a b c");
    advice_warn(parser, 0, 1, "one");
    advice_warn(parser, 0, 1, "one");
    assert_int_equal(parser->advice_count, 1);
    advice_warn(parser, 0, 1, "another");
    advice_warn(parser, 1, 2, "one");
    assert_int_equal(parser->advice_count, 3);
    /* The same place once more, by a macro that repeats its argument. */
    scene.tokens[2].span = scene.tokens[1].span;
    advice_warn(parser, 2, 3, "one");
    assert_int_equal(parser->advice_count, 3);
    /* In another text it is another place. */
    scene.tokens[2].source = source_new(STR("In[2]"), STR("a b c"), true,
                                        &scene.session.arena);
    advice_warn(parser, 2, 3, "one");
    assert_int_equal(parser->advice_count, 4);
    for (int i = 0; i < 300; i++) advice_suspect(parser, 0, 1, "no %d", i);
    assert_int_equal(parser->advice_count, 100);
    scene_end(&scene);
}

/* Of each kind: what is added where that word is no reader's. */
static void expect_kinds(Scene *scene, uint32_t at, int warned, int told,
                         int suspected) {
    Parser *parser = &scene->parser;
    parser->advice_count = 0;
    advice_warn(parser, at, at + 1, "warned");
    assert_int_equal(parser->advice_count, warned);
    advice_tell(parser, at, at + 1, "told");
    assert_int_equal(parser->advice_count, warned + told);
    advice_suspect(parser, at, at + 1, "suspected");
    assert_int_equal(parser->advice_count, warned + told + suspected);
}

TEST(it_is_about_what_the_reader_wrote) {
    Scene scene;
    scene_begin(&scene, "( a , b )");
    expect_kinds(&scene, 1, 1, 1, 1);
    expect_kinds(&scene, 0, 1, 0, 1); /* nothing stands before it */
    scene.tokens[1].flags |= TOKEN_FROM_MACRO;
    expect_kinds(&scene, 1, 0, 1, 1); /* between words of the reader's */
    scene.tokens[2].flags |= TOKEN_FROM_MACRO;
    expect_kinds(&scene, 1, 0, 0, 1);
    expect_kinds(&scene, 3, 1, 0, 1);
    scene.tokens[1].source = NULL;
    expect_kinds(&scene, 1, 0, 0, 0);
    scene.tokens[3].source = source_new(STR("a.h"), STR("( a , b )"), false,
                                        &scene.session.arena);
    expect_kinds(&scene, 3, 0, 0, 1); /* a header's */
    scene_end(&scene);
}

/* A warning about some words needs both ends to be the reader's. */
TEST(both_ends_count) {
    Scene scene;
    scene_begin(&scene, "( a , b )");
    scene.tokens[3].flags |= TOKEN_FROM_MACRO;
    advice_warn(&scene.parser, 1, 4, "the last is a macro's");
    advice_warn(&scene.parser, 3, 5, "the first is");
    assert_int_equal(scene.parser.advice_count, 0);
    advice_warn(&scene.parser, 1, 3, "neither is");
    assert_int_equal(scene.parser.advice_count, 1);
    scene_end(&scene);
}

TEST(nothing_is_said_where_nobody_asked) {
    Scene scene;
    Parser *parser = &scene.parser;
    scene_begin(&scene, "( a , b )");
    parser->unchecked = 1;
    expect_kinds(&scene, 1, 0, 0, 0);
    parser->unchecked = 0;
    parser->is_advised = false;
    expect_kinds(&scene, 1, 0, 0, 0);
    parser->is_advised = true;
    (void)parse_problem(parser, scene.tokens, "a problem");
    expect_kinds(&scene, 1, 0, 0, 0);
    scene_end(&scene);
}

/* --- words --- */

static void expect_type(const char *declaration, const char *text) {
    Scene scene;
    Session session;
    session_init(&session);
    scene_begin(&scene, "x");
    Cell cell = session_cell(&session, str_of(declaration));
    if (cell.problem.source) fail_msg("%.*s", STR_ARG(cell.problem.text));
    const Declaration *last = cell.items[cell.count - 1].declaration;
    Str told = advice_a_type(&scene.parser, last->declarators[0].type);
    if (!str_is(told, text)) fail_msg("%s: %.*s", declaration, STR_ARG(told));
    scene_end(&scene);
    session_done(&session);
}

TEST(a_type_has_its_article_and_its_name) {
    expect_type("int x;", "an int");
    expect_type("const double x;", "a double");
    expect_type("unsigned x;", "an unsigned int");
    expect_type("union u { int i; }; union u x;", "a union u");
    expect_type("typedef int nb_thing; nb_thing x;", "an nb_thing");
    expect_type("struct _IO_FILE; struct _IO_FILE *x;", "a FILE *");
    expect_type("struct _IO_FILEs; struct _IO_FILEs *x;",
                "a struct _IO_FILEs *");
    expect_type("struct my_struct_IO_FILE; struct my_struct_IO_FILE *x;",
                "a struct my_struct_IO_FILE *");
    expect_type("_Bool x;", "a bool");
    expect_type("struct a_function_of_the_plane_or_a_matrix; "
                "struct a_function_of_the_plane_or_a_matrix *x;",
                "a function of x and y, or a matrix, *");
}

TEST(a_name_is_the_one_that_the_reader_knows) {
    Scene scene;
    scene_begin(&scene, "MACRO nb__inner NB__inner _inner outer");
    assert_true(str_is(advice_name(&scene.tokens[0]), "MACRO"));
    for (int i = 1; i < 5; i++) {
        Token *token = &scene.tokens[i];
        assert_true(str_equals(advice_name(token), token->text));
        token->flags |= TOKEN_FROM_MACRO;
        token->span = scene.tokens[0].span;
        if (i < 4) assert_true(str_is(advice_name(token), "MACRO"));
        else assert_true(str_is(advice_name(token), "outer"));
        token->source = NULL;
        assert_true(str_equals(advice_name(token), token->text));
    }
    scene_end(&scene);
}

TEST(what_was_written_is_quoted_if_it_is_short) {
    Scene scene;
    const Parser *parser = &scene.parser;
    scene_begin(&scene, "a + b ; \"text\" 'c' ; a +\nb ; "
                        "a_name_of_more_than_forty_letters_in_all_of_it");
    assert_true(str_is(advice_text(parser, 0, 3), "'a + b'"));
    assert_true(str_is(advice_text(parser, 4, 5), "\"text\""));
    assert_true(str_is(advice_text(parser, 5, 6), "'c'"));
    assert_true(str_is(advice_text(parser, 7, 10), "this"));
    assert_true(str_is(advice_text(parser, 11, 12), "this"));
    scene.tokens[0].flags |= TOKEN_FROM_MACRO;
    assert_true(str_is(advice_text(parser, 0, 3), "this"));
    scene_end(&scene);
}

/* M; else: the ; is that of #define M x; */
TEST(a_semicolon_of_a_macro_is_told) {
    Scene scene;
    Parser *parser = &scene.parser;
    scene_begin(&scene, "M ; else");
    assert_false(advice_is_macro_end(parser, 2, false));
    assert_false(advice_is_macro_end(parser, 0, false));
    scene.tokens[1].flags |= TOKEN_FROM_MACRO;
    scene.tokens[1].span = scene.tokens[0].span;
    for (int is_suspect = 0; is_suspect < 2; is_suspect++) {
        parser->advice_count = 0;
        assert_true(advice_is_macro_end(parser, 2, is_suspect));
        assert_int_equal(parser->advice_count, 1);
        assert_int_equal(parser->advice[0].is_suspect, is_suspect);
    }
    assert_non_null(strstr(parser->advice[0].problem.text.text,
                           "the #define of 'M' ends in a ;"));
    /* Behind the end of a line nobody wrote a second one. */
    scene.tokens[2].flags |= TOKEN_LINE_START;
    assert_false(advice_is_macro_end(parser, 2, false));
    scene_end(&scene);
}

SUITE(CASE(it_stands_from_the_first_word_to_the_last), CASE(it_is_said_once),
      CASE(it_is_about_what_the_reader_wrote), CASE(both_ends_count),
      CASE(nothing_is_said_where_nobody_asked),
      CASE(a_type_has_its_article_and_its_name),
      CASE(a_name_is_the_one_that_the_reader_knows),
      CASE(what_was_written_is_quoted_if_it_is_short),
      CASE(a_semicolon_of_a_macro_is_told))
