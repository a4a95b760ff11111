/* Completion by example: tests/unit/complete/NN_name.cases hold
 *
 *     == what this shows
 *     :: a cell that has run before; lines in a row are one cell
 *     >> code‸ of the cell that is being typed
 *     first second third     all the matches, in order; `-`: there is none
 *     first second ...       the first of them
 *     * name other           these are among them
 *     ! name                 these are not
 *     @ 3-5                  the code points that they replace
 *     = first: signature     what the first one is said to be
 *
 * Cells before hold up to the next `==`. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "assist/complete.h"
#include "assist/cursor.h"
#include "support/cases.h"
#include "support/notebook.h"
#include "support/test.h"

typedef struct Table {
    const char *path;
    Str title;
    Notebook notebook;
    bool is_open;
    Buf cell; /* lines of >> or :: so far */
    bool is_earlier;
    Completion completion;
    bool has_completion;
    Str code; /* without the mark, in `cell` */
    int cases;
    int failures;
} Table;

static void report(Table *one, Str expected, Str found) {
    one->failures++;
    print_error("# %s: %.*s\n# code     %.*s\n# expected %.*s\n# found    %.*s\n",
                one->path, STR_ARG(one->title), STR_ARG(one->code),
                STR_ARG(expected), STR_ARG(found));
}

/* --- running ------------------------------------------------------------- */

static void drop_completion(Table *one) {
    if (one->has_completion) complete_done(&one->completion);
    one->has_completion = false;
}

static void run_earlier(Table *one) {
    Str problem;
    if (!notebook_run(&one->notebook, buf_view(&one->cell), &problem))
        report(one, STR("a cell that compiles"), problem);
    buf_clear(&one->cell);
    one->is_earlier = false;
}

static void run_typed(Table *one) {
    size_t at = cases_cut_cursor(one->path, &one->cell);
    one->code = buf_view(&one->cell);
    drop_completion(one);
    complete_make(&one->notebook.assist, one->code, at, &one->completion);
    one->has_completion = true;
    one->cases++;
}

/* A line of another kind has come: what was gathered is whole. */
static void settle(Table *one) {
    if (!one->cell.len || one->has_completion) return;
    one->cell.len--; /* the newline belongs to the format */
    one->cell.text[one->cell.len] = '\0';
    if (one->is_earlier) run_earlier(one);
    else run_typed(one);
}

/* --- looking ------------------------------------------------------------- */

static void write_matches(const Matches *matches, uint32_t most, Buf *ret) {
    for (uint32_t i = 0; i < matches->count && i < most; i++)
        buf_printf(ret, "%s%.*s", i ? " " : "", STR_ARG(matches->rows[i].text));
    if (!matches->count) buf_printf(ret, "-");
}

static bool has_match(const Matches *matches, Str name) {
    for (uint32_t i = 0; i < matches->count; i++)
        if (str_equals(matches->rows[i].text, name)) return true;
    return false;
}

static void expect_list(Table *one, Str expected) {
    const Matches *matches = &one->completion.matches;
    Buf found = {0};
    bool is_open = expected.len > 4 &&
                   memcmp(expected.text + expected.len - 4, " ...", 4) == 0;
    uint32_t most = MATCHES_MOST;
    Str wanted = expected;
    if (is_open) {
        wanted.len -= 4;
        most = 1;
        for (size_t i = 0; i < wanted.len; i++) most += wanted.text[i] == ' ';
    }
    write_matches(matches, most, &found);
    if (!str_equals(buf_view(&found), wanted)) {
        Buf all = {0};
        write_matches(matches, 40, &all);
        report(one, expected, buf_view(&all));
        buf_done(&all);
    }
    buf_done(&found);
}

static void expect_members(Table *one, Str names, bool is_there) {
    while (names.len) {
        size_t len = 0;
        while (len < names.len && names.text[len] != ' ') len++;
        Str name = {names.text, len};
        if (has_match(&one->completion.matches, name) != is_there)
            report(one, is_there ? STR("among them") : STR("not among them"),
                   name);
        names.text += len + (len < names.len);
        names.len -= len + (len < names.len);
    }
}

static void expect_place(Table *one, Str expected) {
    char found[64];
    const Matches *matches = &one->completion.matches;
    (void)snprintf(found, sizeof found, "%ld-%ld",
                   cursor_point(one->code, matches->begin),
                   cursor_point(one->code, matches->end));
    if (!str_is(expected, found)) report(one, expected, str_of(found));
}

static void expect_signature(Table *one, Str expected) {
    const Matches *matches = &one->completion.matches;
    Buf found = {0};
    if (matches->count)
        buf_printf(&found, "%s: %.*s", matches->rows[0].type,
                   STR_ARG(matches->rows[0].signature));
    if (!str_equals(buf_view(&found), expected))
        report(one, expected, buf_view(&found));
    buf_done(&found);
}

/* --- files --------------------------------------------------------------- */

static void start(Table *one, Str title) {
    drop_completion(one);
    if (one->is_open) notebook_done(&one->notebook);
    notebook_init(&one->notebook);
    one->is_open = true;
    one->title = title;
    buf_clear(&one->cell);
}

static void gather(Table *one, Str line, bool is_earlier) {
    if (one->has_completion || one->is_earlier != is_earlier) {
        settle(one);
        drop_completion(one);
        buf_clear(&one->cell);
    }
    one->is_earlier = is_earlier;
    buf_add_str(&one->cell, line);
    buf_add_char(&one->cell, '\n');
}

static void step(Table *one, Str line) {
    Str rest = {line.text + 3, line.len > 3 ? line.len - 3 : 0};
    if (str_starts_with(line, STR("=="))) {
        start(one, rest);
    } else if (str_starts_with(line, STR("::"))) {
        gather(one, rest, true);
    } else if (str_starts_with(line, STR(">>"))) {
        gather(one, rest, false);
    } else if (line.len) {
        settle(one);
        Str last = {line.text + 2, line.len > 2 ? line.len - 2 : 0};
        if (str_starts_with(line, STR("* "))) expect_members(one, last, true);
        else if (str_starts_with(line, STR("! ")))
            expect_members(one, last, false);
        else if (str_starts_with(line, STR("@ "))) expect_place(one, last);
        else if (str_starts_with(line, STR("= "))) expect_signature(one, last);
        else expect_list(one, line);
    } else if (one->is_earlier) {
        settle(one);
    }
}

static void on_line(void *table, const char *path, Str line) {
    Table *one = table;
    one->path = path;
    if (line.text) {
        step(one, line);
        return;
    }
    start(one, (Str){0});
    notebook_done(&one->notebook);
    one->is_open = false;
}

TEST(every_case_is_completed_as_written) {
    char path[1024];
    Table table = {0};
    /* Paths are those of the folder with files to be found. */
    (void)snprintf(path, sizeof path, "%s/complete/files", getenv("TEST_DATA"));
    assert_int_equal(chdir(path), 0);
    cases_each_line("complete", on_line, &table);
    buf_done(&table.cell);
    print_message("# %d cases\n", table.cases);
    assert_true(table.cases >= 150);
    assert_int_equal(table.failures, 0);
}

SUITE(CASE(every_case_is_completed_as_written))
