#include "code/tcc_host.h"

#include <errno.h>
#include <libtcc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/refusing.h"
#include "support/test.h"

/* What libtcc calls; see tcc_host.c. */
void *tcc_host_malloc(size_t size);
void *tcc_host_calloc(size_t count, size_t size);
void *tcc_host_realloc(void *piece, size_t size);
char *tcc_host_getcwd(char *path, size_t size);
FILE *tcc_host_fdopen(int fd, const char *mode);
void tcc_host_free(void *piece);
int tcc_host_open(const char *path, int flags, ...);
_Noreturn void tcc_host_exit(int status);

typedef struct Job {
    const char *text;
    int status;
} Job;

static void ignore(void *context, const char *text) {
    (void)context;
    (void)text;
}

static void compile_job(void *context) {
    Job *job = context;
    TCCState *state = tcc_new();
    assert_non_null(state);
    tcc_set_error_func(state, NULL, ignore);
    tcc_set_options(state, "-nostdinc -nostdlib");
    (void)tcc_set_output_type(state, TCC_OUTPUT_OBJ);
    job->status = tcc_compile_string(state, job->text);
    if (job->status == 0) job->status = tcc_output_file(state, TCC_HOST_OBJECT);
}

static int compile(const char *text, bool has_predefined, Buf *ret) {
    Job job = {text, -1};
    Err err;
    assert_int_equal(tcc_host_run(compile_job, &job, has_predefined, ret, &err),
                     0);
    return job.status;
}

TEST(an_object_is_written_to_memory) {
    Buf object = {0};
    assert_int_equal(compile("int x;", true, &object), 0);
    assert_true(object.len > 64 && memcmp(object.text, "\177ELF", 4) == 0);
    buf_done(&object);
}

/* If this fails all still works, at half the speed: libtcc has changed. */
TEST(predefined_declarations_can_be_left_out) {
    Buf object = {0};
    assert_int_equal(compile("__builtin_va_list x;", true, &object), 0);
    buf_done(&object);
    assert_int_equal(compile("__builtin_va_list x;", false, &object), -1);
    assert_int_equal(compile("int x;", false, &object), 0);
    buf_done(&object);
}

static void exit_job(void *context) {
    compile_job(context);
    tcc_host_exit(1);
}

TEST(exit_ends_the_run_and_nothing_else) {
    Job job = {"int x;", -1};
    Buf object = {0};
    Err err;
    for (int i = 0; i < 100; i++) {
        assert_int_equal(tcc_host_run(exit_job, &job, true, &object, &err), 0);
        buf_done(&object);
    }
    assert_int_equal(compile("int x;", true, &object), 0);
    buf_done(&object);
}

static void memory_job(void *context) {
    (void)context;
    char *first = tcc_host_malloc(100), *second = tcc_host_malloc(10);
    assert_true(second >= first + 100);
    memcpy(first, "kept", 5);
    first = tcc_host_realloc(first, 1000);
    assert_string_equal(first, "kept");
    assert_ptr_equal(tcc_host_realloc(first, 5000), first);
    tcc_host_free(first);
    assert_ptr_equal(tcc_host_malloc(1), first);
    tcc_host_free(NULL);
    assert_null(tcc_host_malloc((size_t)1 << 40));
    assert_null(tcc_host_malloc(SIZE_MAX));
    assert_null(tcc_host_realloc(second, SIZE_MAX - 8));
}

TEST(memory_grows_in_place_and_ends_with_an_error) {
    Buf object = {0};
    Err err;
    assert_int_equal(tcc_host_run(memory_job, NULL, true, &object, &err), 0);
    assert_int_equal(object.len, 0);
}

static void allocation_job(void *context) {
    (void)context;
    assert_null(tcc_host_calloc(SIZE_MAX, 2));
    assert_null(tcc_host_calloc((size_t)1 << 40, 1));
    unsigned char *zeros = tcc_host_calloc(3, 5);
    for (int i = 0; i < 15; i++) assert_int_equal(zeros[i], 0);
    /* An older piece that gets smaller stays where it is. */
    char *older = tcc_host_malloc(100);
    assert_non_null(tcc_host_malloc(1));
    assert_ptr_equal(tcc_host_realloc(older, 50), older);
    assert_non_null(tcc_host_realloc(NULL, 8));
    /* All that there is, and then a little less. */
    size_t size = (size_t)1 << 30;
    while (size > 16)
        if (!tcc_host_malloc(size)) size /= 2;
    assert_null(tcc_host_malloc((size_t)1 << 20));
}

TEST(memory_has_an_end) {
    Buf object = {0};
    Err err;
    assert_int_equal(
        tcc_host_run(allocation_job, NULL, true, &object, &err), 0);
    assert_int_equal(compile("int x;", true, &object), 0);
    buf_done(&object);
}

static void open_job(void *context) {
    (void)context;
    FILE *file = tcc_host_fdopen(3, "wb");
    assert_non_null(file);
    (void)fputs("half of an object", file);
    tcc_host_exit(1);
}

TEST(an_object_that_is_not_closed_is_none) {
    Buf object = {0};
    Err err;
    assert_int_equal(tcc_host_run(open_job, NULL, true, &object, &err), 0);
    buf_done(&object);
    assert_int_equal(compile("int x;", true, &object), 0);
    assert_memory_equal(object.text, "\177ELF", 4);
    buf_done(&object);
}

TEST(the_folder_has_one_name_for_all) {
    char room[8];
    assert_string_equal(tcc_host_getcwd(room, sizeof room), "/");
    assert_null(tcc_host_getcwd(room, 1));
}

/* The first run takes the memory: a process that has not had one. */
static int reserve_with(int refused) {
    Buf object = {0};
    Err err = {""};
    Job job = {"int x;", -1};
    refuse(0, refused);
    int status = tcc_host_run(compile_job, &job, true, &object, &err);
    (void)refuse_end();
    buf_done(&object);
    if (status < 0) return strstr(err.text, "no memory for the compiler") ? 2 : 9;
    return job.status == 0 ? 1 : 9;
}

TEST(without_memory_there_is_less_and_then_none) {
    static const int outcomes[] = {1, 1, 2};
    for (int i = 0; i < 3; i++) {
        int status = 0;
        pid_t child = fork();
        if (child == 0) _exit(reserve_with(i < 2 ? i : 50));
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), outcomes[i]);
    }
}

TEST(no_other_file_is_opened) {
    errno = 0;
    assert_int_equal(tcc_host_open("/etc/hostname", 0), -1);
    assert_int_equal(errno, ENOENT);
}

SUITE(CASE(without_memory_there_is_less_and_then_none),
      CASE(an_object_is_written_to_memory), CASE(memory_has_an_end),
      CASE(an_object_that_is_not_closed_is_none),
      CASE(the_folder_has_one_name_for_all),
      CASE(predefined_declarations_can_be_left_out),
      CASE(exit_ends_the_run_and_nothing_else),
      CASE(memory_grows_in_place_and_ends_with_an_error),
      CASE(no_other_file_is_opened))
