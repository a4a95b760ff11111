/* Inspection by example: tests/unit/explain/NN_name.cases hold
 *
 *     == what this shows
 *     :: a cell that has run before; lines in a row are one cell
 *     >> code‸ that is being typed, and where the cursor is
 *     ?? the same, with the level of detail that `name??` asks for
 *     + words of the page, each behind the one before
 *     - words that are not on the page
 *     0 nothing is known
 *
 * Every page is made in all three faces; the words are those of plain text.
 * Cells before hold up to the next `==`. */
#include <stdlib.h>

#include "assist/describe.h"
#include "assist/explain.h"
#include "base/io.h"
#include "support/cases.h"
#include "support/notebook.h"
#include "support/test.h"

typedef struct Table {
    const char *path;
    Str title;
    Notebook notebook;
    bool is_open;
    char kind; /* of the lines gathered so far: ':', '>' or '?' */
    Buf cell;
    Buf page; /* plain text */
    bool is_asked, is_found;
    size_t at; /* behind the words found last */
    int cases, failures;
} Table;

static void report(Table *table, const char *what, Str words) {
    table->failures++;
    print_error("# %s: %.*s\n# code   %s\n# %s: %.*s\n# page\n%s\n",
                table->path, STR_ARG(table->title), table->cell.text, what,
                STR_ARG(words), table->page.text ? table->page.text : "-");
}

/* HTML closes what it opens, and shows no sign of the text as a tag. */
static void check_faces(Table *table, const Page *page) {
    Buf html = {0}, markdown = {0};
    page_html(page, &html);
    page_markdown(page, &markdown);
    long depth = 0;
    for (size_t i = 0; i < html.len; i++) {
        if (html.text[i] != '<') continue;
        depth += html.text[i + 1] == '/' ? -1 : 1;
    }
    if (depth != 0) report(table, "tags are left open", buf_view(&html));
    if ((html.len > 0) != (markdown.len > 0))
        report(table, "a face is missing", buf_view(&markdown));
    buf_done(&html);
    buf_done(&markdown);
}

static void ask(Table *table) {
    size_t at = cases_cut_cursor(table->path, &table->cell);
    Page page = {0};
    buf_clear(&table->page);
    table->is_found = explain_at(&table->notebook.assist,
                                 buf_view(&table->cell), at,
                                 table->kind == '?', &page);
    page_plain(&page, &table->page);
    check_faces(table, &page);
    page_done(&page);
    table->is_asked = true;
    table->at = 0;
    table->cases++;
}

/* What was gathered is whole. */
static void settle(Table *table) {
    Str problem;
    if (!table->kind || table->is_asked) return;
    table->cell.text[--table->cell.len] = '\0';
    if (table->kind != ':') {
        ask(table);
        return;
    }
    if (!notebook_run(&table->notebook, buf_view(&table->cell), &problem))
        report(table, "a cell does not compile", problem);
    table->kind = '\0';
}

static void gather(Table *table, Str line) {
    if (table->is_asked || table->kind != line.text[0]) {
        settle(table);
        buf_clear(&table->cell);
    }
    table->is_asked = false;
    table->kind = line.text[0];
    if (line.len > 3) buf_add(&table->cell, line.text + 3, line.len - 3);
    buf_add_char(&table->cell, '\n');
}

static void expect(Table *table, Str words, bool is_there) {
    Str rest = {table->page.text + table->at, table->page.len - table->at};
    if (!is_there) rest = buf_view(&table->page);
    const char *found = rest.len ? memmem(rest.text, rest.len, words.text,
                                          words.len)
                                 : NULL;
    if ((found != NULL) != is_there)
        report(table, is_there ? "missing" : "not wanted", words);
    else if (found)
        table->at = (size_t)(found - table->page.text) + words.len;
}

static void start(Table *table, Str title) {
    if (table->is_open) notebook_done(&table->notebook);
    notebook_init(&table->notebook);
    table->is_open = true;
    table->title = title;
    table->kind = '\0';
    table->is_asked = false;
    buf_clear(&table->cell);
}

static void step(Table *table, Str line) {
    Str words = {line.text + 2, line.len > 2 ? line.len - 2 : 0};
    if (str_starts_with(line, STR("=="))) start(table, words);
    else if (str_starts_with(line, STR("::")) ||
             str_starts_with(line, STR(">>")) ||
             str_starts_with(line, STR("??")))
        gather(table, line);
    else settle(table);
    if (str_starts_with(line, STR("+ "))) expect(table, words, true);
    if (str_starts_with(line, STR("- "))) expect(table, words, false);
    if (str_is(line, "0") && table->is_found)
        report(table, "something is known", (Str){0});
    if (str_starts_with(line, STR("+ ")) && !table->is_found)
        report(table, "nothing is known", words);
}

static void on_line(void *context, const char *path, Str line) {
    Table *table = context;
    table->path = path;
    if (line.text) {
        step(table, line);
        return;
    }
    start(table, (Str){0});
    notebook_done(&table->notebook);
    table->is_open = false;
}

TEST(every_case_is_explained_as_written) {
    Table table = {0};
    cases_each_line("explain", on_line, &table);
    buf_done(&table.cell);
    buf_done(&table.page);
    print_message("# %d cases\n", table.cases);
    assert_true(table.cases >= 80);
    assert_int_equal(table.failures, 0);
}

/* Each line of the file: a name that is preloaded, two blanks, a sentence. */
TEST(every_description_is_of_a_name_that_there_is) {
    Buf file = {0};
    Err err;
    Map seen = {0};
    int count = 0;
    if (io_read_file(getenv("DESCRIPTIONS"), 1 << 20, &file, &err))
        fail_msg("%s", err.text);
    for (Str text = buf_view(&file); text.len;) {
        const char *end = memchr(text.text, '\n', text.len);
        assert_non_null(end);
        Str line = {text.text, (size_t)(end - text.text)};
        text = (Str){end + 1, text.len - line.len - 1};
        if (!line.len || line.text[0] == '#') continue;
        const char *blanks = memmem(line.text, line.len, "  ", 2);
        if (!blanks) fail_msg("no text: %.*s", STR_ARG(line));
        Str name = {line.text, (size_t)(blanks - line.text)};
        bool is_known = preload_find(SPACE_ORDINARY, name) != PRELOAD_NONE ||
                        preload_find(SPACE_MACRO, name) != PRELOAD_NONE;
        if (!is_known) fail_msg("nobody knows %.*s", STR_ARG(name));
        if (map_get(&seen, name)) fail_msg("twice: %.*s", STR_ARG(name));
        map_set(&seen, name, &seen);
        Str said = describe_name(name);
        bool is_sentence = said.len > 3 && (said.text[said.len - 1] == '.' ||
                                            said.text[said.len - 1] == '?');
        if (!is_sentence) fail_msg("no sentence: %.*s", STR_ARG(line));
        count++;
    }
    assert_true(count >= 400);
    map_done(&seen);
    buf_done(&file);
}

SUITE(CASE(every_case_is_explained_as_written),
      CASE(every_description_is_of_a_name_that_there_is))
