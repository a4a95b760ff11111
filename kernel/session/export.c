#include "session/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "session/command.h"

enum { EXPORT_PATH = 4096 };

/* The cells so far, as nabla-export reads them. A cell that is undone is gone
 * from here too: it was the memory of another process. */
static Buf export_cells;

static bool export_is_export(Str code) {
    return str_starts_with(code, STR("%export"));
}

void export_note(const Session *session, Str code, bool is_broken) {
    if (session->is_silent || !code.len || export_is_export(code)) return;
    buf_printf(&export_cells, "%s %ld %zu\n", is_broken ? "broken" : "code",
               session->count, code.len);
    buf_add_str(&export_cells, code);
    buf_add_char(&export_cells, '\n');
}

bool export_next(size_t *at, long *ret_count, Str *ret_code,
                 bool *ret_is_broken) {
    char *end;
    if (*at >= export_cells.len) return false;
    const char *head = export_cells.text + *at;
    *ret_is_broken = strncmp(head, "broken", 6) == 0;
    *ret_count = strtol(strchr(head, ' '), &end, 10);
    size_t len = (size_t)strtoul(end, &end, 10);
    *ret_code = (Str){end + 1, len};
    *at = (size_t)(end + 1 - export_cells.text) + len + 1;
    return true;
}

/* The program lies beside this one where it is installed, and in the folder
 * of its layer where it was built. */
static bool export_find(char path[EXPORT_PATH + 32]) {
    char own[EXPORT_PATH];
    ssize_t len = readlink("/proc/self/exe", own, sizeof own - 1);
    if (len < 0) return false;
    own[len] = '\0';
    char *slash = strrchr(own, '/');
    if (slash) *slash = '\0';
    (void)snprintf(path, EXPORT_PATH + 32, "%s/nabla-export", own);
    if (access(path, X_OK) == 0) return true;
    (void)snprintf(path, EXPORT_PATH + 32, "%s/../export/nabla-export", own);
    return access(path, X_OK) == 0;
}

/* "dir/mine.c" -> "mine" */
static Str export_stem(Str file) {
    size_t begin = file.len;
    while (begin && file.text[begin - 1] != '/') begin--;
    return (Str){file.text + begin, file.len - begin - 2};
}

/* The cells go through a file that is gone before anyone could look. */
static int export_run(const char *program, Str stem, Buf *text, Buf *said) {
    char cells[] = "/tmp/nabla-export-XXXXXX";
    int fd = mkstemp(cells);
    if (fd < 0) {
        buf_printf(said, "no file could be made in /tmp");
        return -1;
    }
    char *name = mem_dup(stem.text, stem.len);
    int status = io_write_all(fd, export_cells.text, export_cells.len);
    const char *argv[] = {program, name, cells, NULL};
    if (status == 0) status = command_run(argv, text, said);
    io_close(&fd);
    (void)unlink(cells);
    free(name);
    return status;
}

static bool export_save(const char *file, Str stem, Str text,
                        Failure *failure) {
    Err err = {0};
    if (io_write_file(file, text, &err) < 0) {
        failure_set(failure, "ExportError", "%s", err.text);
        return false;
    }
    bool is_parallel = memmem(text.text, text.len, " cc -fopenmp ", 13);
    printf("%s is written; to compile it:\n    cc %s%s $(pkg-config --cflags "
           "--libs nabla) -o %.*s\n", file, is_parallel ? "-fopenmp " : "",
           file, STR_ARG(stem));
    return true;
}

bool export_write(Session *session, Str given, Failure *failure) {
    char program[EXPORT_PATH + 32];
    Buf text = {0}, said = {0};
    bool is_done = false;
    (void)session;
    if (given.len < 3 || memcmp(given.text + given.len - 2, ".c", 2) != 0) {
        failure_set(failure, "UsageError",
                    "%%export takes the name of a file that ends in .c, such "
                    "as %%export mine.c");
        return false;
    }
    Str stem = export_stem(given);
    char *file = mem_dup(given.text, given.len);
    if (!export_find(program))
        failure_set(failure, "ExportError",
                    "the program nabla-export is not there; build or install "
                    "nabla again");
    else if (export_run(program, stem, &text, &said) != 0)
        failure_set(failure, "ExportError", "%.*s", STR_ARG(buf_view(&said)));
    else is_done = export_save(file, stem, buf_view(&text), failure);
    free(file);
    buf_done(&text);
    buf_done(&said);
    return is_done;
}
