/* The real headers are parsed by the parser of cells: all of GSL's and the
 * usual ones of C, as TinyCC preprocesses them. */
#include <inttypes.h>
#include <stdio.h>

#include "base/err.h"
#include "support/oracle.h"
#include "support/session.h"
#include "support/test.h"

static const char *const headers[] = {
    "stdio.h",  "stdlib.h",  "string.h",    "math.h",     "ctype.h",
    "stdint.h", "stdbool.h", "stddef.h",    "limits.h",   "float.h",
    "time.h",   "assert.h",  "errno.h",     "stdarg.h",   "inttypes.h",
    "setjmp.h", "signal.h",  "locale.h",    "wchar.h",    "pthread.h",
    "unistd.h", "fcntl.h",   "sys/types.h", "sys/stat.h",
};

static bool preprocess_headers(Buf *ret) {
    Buf command = {0};
    buf_add_str(&command, STR("{ "));
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        buf_printf(&command, "echo '#include <%s>';", headers[i]);
    buf_add_str(&command,
                STR(" for f in /usr/include/gsl/*.h; do [ -e $f ] &&"
                    " echo \"#include <gsl/${f##*/}>\"; done; } | tcc -E -"));
    bool is_fine = oracle_command(command.text, ret);
    buf_done(&command);
    return is_fine;
}

/* Line markers are for the compiler: blank them out. */
static void blank_markers(Buf *text) {
    bool is_start = true, is_marker = false;
    for (size_t i = 0; i < text->len; i++) {
        char c = text->text[i];
        if (is_start) is_marker = c == '#';
        is_start = c == '\n';
        if (is_marker && !is_start) text->text[i] = ' ';
    }
}

/* Every struct of the headers, with the size that we have for it. */
static uint32_t ask_sizes(const Session *session, Buf *ret) {
    uint32_t count = 0;
    size_t at = 0;
    const MapEntry *entry;
    while ((entry = map_next(&session->tags, &at))) {
        const Tag *tag = entry->value;
        if (!tag->is_complete || tag->is_anonymous) continue;
        const char *word = tag->kind == TYPE_STRUCT  ? "struct"
                           : tag->kind == TYPE_UNION ? "union"
                                                     : "enum";
        buf_printf(ret, "if (sizeof(%s %.*s) != %" PRIu64 ") ", word,
                   STR_ARG(tag->name), tag->size);
        buf_printf(ret, "printf(\"%s %.*s %%d\\n\", (int)sizeof(%s %.*s));\n",
                   word, STR_ARG(tag->name), word, STR_ARG(tag->name));
        count++;
    }
    return count;
}

static uint32_t ask_typedefs(const Session *session, Buf *ret) {
    uint32_t count = 0;
    size_t at = 0;
    const MapEntry *entry;
    while ((entry = map_next(&session->symbols, &at))) {
        const Symbol *symbol = entry->value;
        uint64_t size;
        uint32_t align;
        if (symbol->kind != SYMBOL_TYPEDEF) continue;
        if (!type_layout(symbol->type, &size, &align)) continue;
        buf_printf(ret,
                   "if (sizeof(%.*s) != %" PRIu64 " || __alignof__(%.*s) != %u)"
                   " printf(\"%.*s %%d\\n\", (int)sizeof(%.*s));\n",
                   STR_ARG(symbol->name), size, STR_ARG(symbol->name), align,
                   STR_ARG(symbol->name), STR_ARG(symbol->name));
        count++;
    }
    return count;
}

TEST(all_headers_split_without_a_problem) {
    Session session;
    Buf text = {0}, program = {0}, answer = {0}, problem = {0};
    if (!oracle_exists("tcc")) {
        skip();
        return;
    }
    assert_true(preprocess_headers(&text));
    blank_markers(&text);
    session_init(&session);
    Cell cell = session_cell(&session, buf_view(&text));
    if (cell.problem.source) {
        Cell rest = {.problem = cell.problem};
        split_print(session.tokens, &rest, &problem);
        fail_msg("%s", problem.text);
    }
    print_message("# %u items\n", cell.count);
    assert_true(cell.count > 1500);
    buf_add_str(&program, buf_view(&text));
    buf_add_str(&program, STR("\nint main(void) {\n"));
    uint32_t structs = ask_sizes(&session, &program);
    uint32_t typedefs = ask_typedefs(&session, &program);
    buf_add_str(&program, STR("return 0; }\n"));
    assert_true(structs > 30 && typedefs > 100);
    assert_true(oracle_run("tcc", buf_view(&program), &answer));
    assert_string_equal(answer.text, "");
    session_done(&session);
    buf_done(&text), buf_done(&program), buf_done(&answer);
}

TEST(no_declaration_of_the_headers_is_unknown) {
    Session session;
    Buf text = {0};
    if (!oracle_exists("tcc")) {
        skip();
        return;
    }
    assert_true(preprocess_headers(&text));
    blank_markers(&text);
    session_init(&session);
    Cell cell = session_cell(&session, buf_view(&text));
    for (uint32_t i = 0; i < cell.count; i++) {
        const Declaration *declaration = cell.items[i].declaration;
        for (uint32_t j = 0; declaration && j < declaration->count; j++) {
            Buf printed = {0};
            type_print(declaration->declarators[j].type,
                       declaration->declarators[j].name, &printed);
            if (strstr(printed.text, "unknown>") || strstr(printed.text, "[*]"))
                fail_msg("%s", printed.text);
            buf_done(&printed);
        }
    }
    session_done(&session);
    buf_done(&text);
}

/* --- the parser's own tools ---------------------------------------------- */

static void parser_of(Session *session, Parser *parser, const char *text) {
    uint32_t count;
    const Token *tokens =
        session_lex(session, STR("In[1]"), str_of(text), &count);
    parse_init(parser, tokens, &session->scope, &session->arena);
}

static void declare(Parser *parser, const char *name, SymbolKind kind) {
    Symbol symbol = {.kind = kind, .name = str_of(name)};
    parse_declare(parser, &symbol);
}

TEST(names_are_found_from_the_innermost_block_outwards) {
    Session session;
    Parser parser;
    session_init(&session);
    parser_of(&session, &parser, "");
    declare(&parser, "x", SYMBOL_TYPEDEF);
    parse_push_block(&parser);
    assert_int_equal(parse_find(&parser, STR("x"))->kind, SYMBOL_TYPEDEF);
    declare(&parser, "x", SYMBOL_VARIABLE);
    assert_int_equal(parse_find(&parser, STR("x"))->kind, SYMBOL_VARIABLE);
    parse_pop_block(&parser);
    assert_int_equal(parse_find(&parser, STR("x"))->kind, SYMBOL_TYPEDEF);
    assert_null(parse_find(&parser, STR("y")));
    session_done(&session);
}

TEST(ten_thousand_names_are_all_found_again) {
    Session session;
    Parser parser;
    static char names[10000][8];
    session_init(&session);
    parser_of(&session, &parser, "");
    for (int i = 0; i < 10000; i++) {
        (void)snprintf(names[i], sizeof names[i], "n%d", i);
        declare(&parser, names[i], SYMBOL_VARIABLE);
    }
    for (int i = 0; i < 10000; i++)
        assert_non_null(parse_find(&parser, str_of(names[i])));
    session_done(&session);
}

TEST(tags_of_parameters_belong_to_the_block_around_them) {
    Session session;
    Parser parser;
    Tag tag = {.name = STR("s"), .kind = TYPE_STRUCT};
    session_init(&session);
    parser_of(&session, &parser, "");
    parse_push_params(&parser);
    parse_declare_tag(&parser, &tag);
    assert_false(parse_block_is_inner(&parser));
    parse_pop_block(&parser);
    assert_ptr_equal(parse_find_tag(&parser, STR("s"), true), &tag);
    parse_push_block(&parser);
    assert_true(parse_block_is_inner(&parser));
    assert_null(parse_find_tag(&parser, STR("s"), true));
    assert_ptr_equal(parse_find_tag(&parser, STR("s"), false), &tag);
    session_done(&session);
}

TEST(only_the_first_problem_is_kept) {
    Session session;
    Parser parser;
    session_init(&session);
    parser_of(&session, &parser, "a b");
    assert_false(parse_problem(&parser, &parser.tokens[1], "first %d", 1));
    assert_false(parse_problem(&parser, &parser.tokens[0], "second"));
    assert_true(str_is(parser.problem.text, "first 1"));
    assert_int_equal(parser.problem.span.begin, 2);
    session_done(&session);
}

/* A name of letters of two bytes behind so many others, own. */
static Buf long_name(int before) {
    Buf name = {0};
    for (int i = 0; i < before; i++) buf_add_char(&name, 'a');
    for (int i = 0; i < 400; i++) buf_add_str(&name, STR("\xc3\xa9"));
    return name;
}

static void expect_whole_letters(Str told, size_t least, size_t most) {
    assert_in_range(told.len, least, most);
    for (size_t i = 0; i < told.len; i++)
        if (told.text[i] == '\xc3')
            assert_true(++i < told.len && told.text[i] == '\xa9');
        else assert_in_range(told.text[i], ' ', '~');
}

TEST(what_is_cut_ends_with_a_letter) {
    for (int before = 0; before < 2; before++) {
        Session session;
        Parser parser;
        Err err;
        Buf name = long_name(before);
        session_init(&session);
        parser_of(&session, &parser, name.text);
        assert_false(parse_unexpected(&parser, "a value"));
        expect_whole_letters(parser.problem.text, 60, 80);
        parser_of(&session, &parser, name.text);
        (void)parse_problem(&parser, parser.tokens, "it is %s", name.text);
        expect_whole_letters(parser.problem.text, 390, 400);
        (void)err_set(&err, "it is %s", name.text);
        expect_whole_letters(str_of(err.text), 500, 512);
        session_done(&session);
        buf_done(&name);
    }
    Str cut = str_cut(STR("\xc3\xa9"), 1);
    assert_int_equal(cut.len, 0);
}

TEST(a_list_in_the_arena_grows) {
    Arena arena = {0};
    uint32_t *list = NULL;
    for (uint32_t i = 0; i < 5000; i++) {
        list = parse_grow(&arena, list, i, sizeof *list);
        list[i] = i * 7;
    }
    for (uint32_t i = 0; i < 5000; i++) assert_int_equal(list[i], i * 7);
    arena_clear(&arena);
}

SUITE(CASE(all_headers_split_without_a_problem),
      CASE(no_declaration_of_the_headers_is_unknown),
      CASE(names_are_found_from_the_innermost_block_outwards),
      CASE(ten_thousand_names_are_all_found_again),
      CASE(tags_of_parameters_belong_to_the_block_around_them),
      CASE(only_the_first_problem_is_kept),
      CASE(what_is_cut_ends_with_a_letter), CASE(a_list_in_the_arena_grows))
