/* Where #include looks, in which order, and what it refuses to read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "graph/headers.h"
#include "support/test.h"

static char folder[] = "/tmp/nabla-headers-XXXXXX";
static Arena arena;

/* A path in the folder; it stays. */
static const char *at(const char *name) {
    return arena_printf(&arena, "%s/%s", folder, name).text;
}

static void put(const char *name, const char *text) {
    assert_int_equal(io_write_file(at(name), str_of(text), NULL), 0);
}

static int make_folders(void **state) {
    static const char *const names[] = {"one", "two", "two/sub", "onemore"};
    (void)state;
    if (!mkdtemp(folder)) return -1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mkdir(at(names[i]), 0700) < 0) return -1;
    put("one/a.h", "one"), put("two/a.h", "two"), put("two/sub/b.h", "b");
    put("two/sub/a.h", "sub"), put("onemore/c.h", "c"), put("d.h", "d");
    return chdir(folder);
}

static int remove_folders(void **state) {
    (void)state;
    Str command = arena_printf(&arena, "rm -r %s", folder);
    int status = system(command.text); /* NOLINT(cert-env33-c): ours */
    arena_clear(&arena);
    return status;
}

static Headers with_both(void) {
    Headers headers;
    Err err = {""};
    headers_init(&headers);
    assert_int_equal(headers_add(&headers, at("one"), &err), 0);
    assert_int_equal(headers_add(&headers, at("two"), &err), 0);
    return headers;
}

static const Source *source_at(const char *name, bool is_cell) {
    return source_new(str_of(name), STR(""), is_cell, &arena);
}

/* Asked for in that file; NULL: it is not found. */
static void expect(const char *from, const char *name, bool is_quoted,
                   bool is_next, const char *found) {
    Headers headers = with_both();
    const Source *source = source_at(from, str_is(str_of(from), "In[1]"));
    Str path = headers_find(&headers, str_of(name), is_quoted, is_next, source,
                            &arena);
    if (!found) assert_int_equal(path.len, 0);
    else if (!str_is(path, found))
        fail_msg("%s in %s: %.*s", name, from, STR_ARG(path));
}

TEST(an_angle_looks_in_the_folders_in_their_order) {
    expect("In[1]", "a.h", false, false, at("one/a.h"));
    expect("In[1]", "sub/b.h", false, false, at("two/sub/b.h"));
    expect("In[1]", "stdio.h", false, false, "/usr/include/stdio.h");
    expect("In[1]", "d.h", false, false, NULL);
}

TEST(a_quote_looks_beside_the_file_first) {
    expect("In[1]", "d.h", true, false, "d.h");
    expect("here.h", "d.h", true, false, "d.h");
    expect(at("two/sub/b.h"), "a.h", true, false, at("two/sub/a.h"));
    expect(at("two/sub/b.h"), "c.h", true, false, NULL);
    expect("In[1]", "a.h", true, false, at("one/a.h"));
}

TEST(next_goes_on_behind_the_folder_of_the_file) {
    expect(at("one/a.h"), "a.h", false, true, at("two/a.h"));
    expect(at("one/a.h"), "a.h", true, true, at("two/a.h"));
    expect(at("two/a.h"), "a.h", false, true, NULL);
    expect(at("two/a.h"), "stdio.h", false, true, "/usr/include/stdio.h");
    /* A file that is in none of them, and one whose folder begins alike. */
    expect("In[1]", "a.h", false, true, at("one/a.h"));
    expect(at("onemore/c.h"), "a.h", false, true, at("one/a.h"));
}

TEST(a_whole_path_is_that_file_or_none) {
    expect("In[1]", at("two/a.h"), false, false, at("two/a.h"));
    expect("In[1]", at("absent.h"), true, false, NULL);
}

TEST(a_folder_that_is_there_keeps_its_place) {
    Headers headers = with_both();
    Err err = {""};
    uint32_t count = headers.count;
    assert_int_equal(headers_add(&headers, at("two"), &err), 0);
    assert_int_equal(headers.count, count);
    assert_string_equal(headers.directories[0], at("one"));
    assert_string_equal(headers.directories[1], at("two"));
}

TEST(there_is_an_end_of_folders_and_it_is_told) {
    Headers headers;
    Err err = {""};
    headers_init(&headers);
    uint32_t added = 0;
    while (headers_add(&headers, arena_printf(&arena, "/f%u", added).text,
                       &err) == 0)
        added++;
    assert_int_equal(headers.added, added);
    assert_int_equal(headers.count, HEADERS_MAX_DIRECTORIES);
    assert_non_null(strstr(err.text, "too many include directories (64)"));
}

TEST(a_path_is_told_as_an_include_would_say_it) {
    Headers headers = with_both();
    Err err = {""};
    const char *inner = at("two/sub");
    assert_true(str_is(headers_short_name(&headers, str_of(at("two/sub/b.h"))),
                       "sub/b.h"));
    assert_true(str_is(headers_short_name(&headers, STR("/usr/include/math.h")),
                       "math.h"));
    assert_true(str_is(headers_short_name(&headers, STR("/elsewhere/x.h")),
                       "/elsewhere/x.h"));
    /* The innermost folder counts, wherever it stands. */
    assert_int_equal(headers_add(&headers, inner, &err), 0);
    assert_true(str_is(headers_short_name(&headers, str_of(at("two/sub/b.h"))),
                       "b.h"));
    assert_true(headers_are_fixed(&headers, STR("/usr/include/math.h")));
    assert_false(headers_are_fixed(&headers, str_of(at("one/a.h"))));
}

static void expect_refused(const char *path, const char *words) {
    Err err = {""};
    assert_null(headers_read(str_of(path), &arena, &err));
    if (!strstr(err.text, words)) fail_msg("%s: %s", words, err.text);
}

TEST(only_files_are_read) {
    Err err = {""};
    const Source *source = headers_read(str_of(at("d.h")), &arena, &err);
    assert_non_null(source);
    assert_true(str_is(source->text, "d") && !source->is_cell);
    assert_true(str_is(source->name, at("d.h")));
    assert_int_equal(mkfifo(at("pipe"), 0600), 0);
    expect_refused(at("one"), "is no file but a directory");
    expect_refused(at("pipe"), "is no file but a pipe or a device");
    expect_refused(at("absent.h"), "absent.h");
    put("large.h", "");
    assert_int_equal(truncate(at("large.h"), HEADERS_MAX_SIZE + 1), 0);
    expect_refused(at("large.h"), "large.h");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(an_angle_looks_in_the_folders_in_their_order),
        CASE(a_quote_looks_beside_the_file_first),
        CASE(next_goes_on_behind_the_folder_of_the_file),
        CASE(a_whole_path_is_that_file_or_none),
        CASE(a_folder_that_is_there_keeps_its_place),
        CASE(there_is_an_end_of_folders_and_it_is_told),
        CASE(a_path_is_told_as_an_include_would_say_it),
        CASE(only_files_are_read)};
    return cmocka_run_group_tests(tests, make_folders, remove_folders);
}
