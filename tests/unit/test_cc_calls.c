/* Which compiler is called, with which words, and what comes of one that
 * fails: compilers that are a few lines of shell. One is looked for once in a
 * process, so each case has a process of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "code/cc.h"
#include "support/test.h"

static char folder[] = "/tmp/nabla-cc-XXXXXX";
static char path[256];

/* A name in the folder. */
static const char *in_folder(const char *name) {
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_program(const char *name, const char *text) {
    assert_int_equal(io_write_file(in_folder(name), str_of(text), NULL), 0);
    assert_int_equal(chmod(in_folder(name), 0700), 0);
}

static void in_a_process(void (*check)(void)) {
    int status = 0;
    (void)fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        (void)setenv("CMOCKA_TEST_ABORT", "1", 1); /* or it would go on */
        check();
        (void)fflush(NULL);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static int make_folder(void **state) {
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    char command[300];
    (void)state;
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command); /* NOLINT(cert-env33-c): a folder of ours */
}

/* --- which one --- */

static void check_path(const char *search, const char *found) {
    (void)unsetenv("CC");
    if (search) (void)setenv("PATH", search, 1);
    else (void)unsetenv("PATH");
    if (!found) assert_null(cc_path());
    else assert_string_equal(cc_path(), found);
}

static void check_order(void) {
    char search[9000];
    /* Empty parts, folders that are not, a part that is longer than any path. */
    (void)snprintf(search, sizeof search, "::/nonexistent:/%05000d:%s", 1,
                   folder);
    check_path(search, in_folder("gcc"));
}

static void check_clang(void) { check_path(folder, in_folder("clang")); }
static void check_cc(void) { check_path(folder, in_folder("cc")); }
static void check_none(void) { check_path(folder, NULL); }
static void check_no_path(void) { check_path(NULL, NULL); }

TEST(without_cc_it_is_gcc_then_clang_then_cc) {
    static void (*const checks[])(void) = {check_order, check_clang, check_cc,
                                           check_none};
    static const char *const names[] = {"gcc", "clang", "cc"};
    for (size_t i = 0; i < 3; i++) write_program(names[i], "#!/bin/sh\n");
    for (size_t i = 0; i < 4; i++) {
        in_a_process(checks[i]);
        if (i < 3) assert_int_equal(unlink(in_folder(names[i])), 0);
    }
    in_a_process(check_no_path);
}

static char wanted[9000];

static void check_is_none(void) {
    (void)setenv("CC", wanted, 1);
    assert_null(cc_path());
    assert_false(cc_can_optimise());
    assert_null(cc_work_new(STR("int x;"), &(CcWish){0}));
}

TEST(what_cc_names_and_is_not_there_is_none) {
    (void)snprintf(wanted, sizeof wanted, "/%08000d", 1);
    in_a_process(check_is_none);
    (void)snprintf(wanted, sizeof wanted, "   ");
    in_a_process(check_is_none);
    (void)snprintf(wanted, sizeof wanted, "%s", in_folder("absent"));
    in_a_process(check_is_none);
    (void)snprintf(wanted, sizeof wanted, "%s", folder);
    in_a_process(check_is_none);
    (void)snprintf(wanted, sizeof wanted, "absent-from-each-folder");
    in_a_process(check_is_none);
}

/* --- with which words --- */

/* Writes its words and environment down, and no object. */
static const char TELLS[] =
    "#!/bin/sh\n"
    "cd $(dirname $0)\n"
    "printf '%s\\n' \"$@\" >words\n"
    "env >environment\n"
    "echo nothing done >&2\n"
    "exit 1\n";

/* What a file in the folder says, with a line break before each line. */
static char *told(const char *name) {
    Buf text = {0};
    buf_add_char(&text, '\n');
    assert_int_equal(io_read_file(in_folder(name), 1 << 20, &text, NULL), 0);
    buf_add_str(&text, STR(""));
    return text.text;
}

static void call_fast(const CcWish *wish) {
    Buf object;
    assert_true(cc_can_optimise());
    CcWork *work = cc_work_new(STR("int x;"), wish);
    assert_non_null(work);
    cc_work_run(work);
    assert_int_equal(cc_work_take(work, &object), -1);
    assert_null(object.text);
    cc_work_free(work);
}

static void check_words(void) {
    (void)snprintf(wanted, sizeof wanted, "%s -DA -DB  -DC",
                   in_folder("tells"));
    (void)setenv("CC", wanted, 1);
    (void)setenv("LC_ALL", "de_DE.UTF-8", 1);
    (void)setenv("LANGUAGE", "de", 1);
    call_fast(&(CcWish){0});
    char *words = told("words"), *environment = told("environment");
    assert_true(str_starts_with(str_of(words),
                                STR("\n-DA\n-DB\n-DC\n-x\nc\n")));
    assert_non_null(strstr(words, "\n-frounding-math\n"));
    assert_null(strstr(words, "\n-fwrapv\n"));
    assert_null(strstr(words, "\n-ftrivial-auto-var-init=zero\n"));
    assert_null(strstr(words, "\n-fno-strict-aliasing\n"));
    /* Its messages are read here, so they are in English. */
    assert_non_null(strstr(environment, "\nLC_ALL=C\n"));
    assert_null(strstr(environment, "de_DE"));
    assert_null(strstr(environment, "\nLANGUAGE="));
    free(words), free(environment);
}

static void check_wishes(void) {
    static const Str own[] = {{"mine", 4}};
    (void)setenv("CC", in_folder("clang-tells"), 1);
    call_fast(&(CcWish){true, true, true, true, own, 1});
    char *words = told("words");
    assert_null(strstr(words, "\n-frounding-math\n"));
    assert_non_null(strstr(words, "\n-fwrapv\n"));
    assert_non_null(strstr(words, "\n-ftrivial-auto-var-init=zero\n"));
    assert_non_null(strstr(words, "\n-fno-strict-aliasing\n"));
    assert_non_null(strstr(words, "\n-fno-builtin-mine\n"));
    free(words);
}

/* "ccache clang": a word behind the first one; at most fifteen are passed. */
static void check_behind(void) {
    (void)snprintf(wanted, sizeof wanted,
                   "%s 1 clang 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
                   in_folder("tells"));
    (void)setenv("CC", wanted, 1);
    call_fast(&(CcWish){0});
    char *words = told("words");
    assert_null(strstr(words, "\n-frounding-math\n"));
    assert_non_null(strstr(words, "\n16\n-x\nc\n"));
    free(words);
}

TEST(it_gets_the_words_that_were_wished_for) {
    write_program("tells", TELLS);
    write_program("clang-tells", TELLS);
    in_a_process(check_words);
    in_a_process(check_wishes);
    in_a_process(check_behind);
}

/* --- what fails --- */

static const char *expected;

static void check_failure(void) {
    CompileResult result;
    Arena arena = {0};
    Err err = {""};
    (void)setenv("CC", in_folder("fails"), 1);
    assert_int_equal(cc_compile(STR("int x;"), &arena, &result, &err), -1);
    if (!strstr(err.text, expected)) fail_msg("%s: %s", expected, err.text);
    assert_false(result.ok);
    assert_null(result.object.text);
    arena_clear(&arena);
    if (!strstr(expected, "started")) call_fast(&(CcWish){0});
}

TEST(a_compiler_that_gives_up_is_quoted) {
    static const struct {
        const char *program, *expected;
    } rows[] = {
        {"#!/bin/sh\nexit 1\n", "/fails gave up."},
        {"#!/bin/sh\necho boom >&2; echo more >&2; exit 1\n",
         "/fails gave up: boom"},
        {"#!/bin/sh\nprintf boom >&2; kill -9 $$\n", "/fails gave up: boom"},
        /* It is content, and there is no object, or one beyond all measure. */
        {"#!/bin/sh\nexit 0\n", "/fails gave up."},
        {"#!/bin/sh\ntruncate -s 1100M /proc/self/fd/1\n", "/fails gave up."},
        {"#!/nonexistent/shell\n", "the C compiler could not be started"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        write_program("fails", rows[i].program);
        expected = rows[i].expected;
        in_a_process(check_failure);
    }
}

/* One that cannot be started makes nothing fast, and says nothing. */
static void check_no_start(void) {
    (void)setenv("CC", in_folder("fails"), 1);
    call_fast(&(CcWish){0});
    cc_work_free(NULL);
}

TEST(without_a_start_nothing_becomes_fast) {
    write_program("fails", "#!/nonexistent/shell\n");
    in_a_process(check_no_start);
}

/* ASan's vfork looks for the stack of its thread, and a compiler's helper has
 * one of its own. */
#ifdef __has_feature
#    if __has_feature(address_sanitizer)
#        define HAS_ASAN
#    endif
#endif

#ifndef HAS_ASAN
static void check_fine(void) {
    Buf object;
    (void)setenv("CC", in_folder("fine"), 1);
    assert_true(cc_can_optimise() && cc_can_optimise());
    CcWork *work = cc_work_new(STR("int x;"), &(CcWish){0});
    cc_work_run(work);
    assert_int_equal(cc_work_take(work, &object), 0);
    assert_true(str_is(buf_view(&object), "object"));
    buf_done(&object);
    cc_work_free(work);
}

TEST(what_it_writes_is_the_object) {
    /* -o/proc/self/fd/1 */
    write_program("fine", "#!/bin/sh\nprintf object\n");
    in_a_process(check_fine);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(without_cc_it_is_gcc_then_clang_then_cc),
        CASE(what_cc_names_and_is_not_there_is_none),
        CASE(it_gets_the_words_that_were_wished_for),
        CASE(a_compiler_that_gives_up_is_quoted),
#ifndef HAS_ASAN
        CASE(what_it_writes_is_the_object),
#endif
        CASE(without_a_start_nothing_becomes_fast)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
