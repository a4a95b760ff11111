/* main.c - nabla-export NAME [FILE]: the cells of a notebook called NAME, from
 * the file or from standard input, as a C program on standard output. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"
#include "export/program.h"
#include "value.h"

enum { MAIN_STEP = 1 << 16 };

static void main_read(int fd, Buf *ret) {
    for (;;) {
        char *room = buf_reserve(ret, MAIN_STEP);
        ssize_t len = read(fd, room, MAIN_STEP);
        if (len <= 0) return;
        ret->len += (size_t)len;
    }
}

int main(int argc, char **argv) {
    Buf input = {0}, text = {0};
    Arena arena = {0};
    Notebook notebook;
    Err err = {0};
    /* The libraries that a program links are here too, so that a name that
     * one of them has can be told. */
    (void)nb_digits_now();
    DEFER(io_close) int fd =
        argc > 2 ? open(argv[2], O_RDONLY | O_CLOEXEC) : dup(STDIN_FILENO);
    main_read(fd, &input);
    int code = notebook_read(buf_view(&input), &arena, &notebook, &err);
    if (code == 0)
        code = program_write(&notebook, str_of(argc > 1 ? argv[1] : "notebook"),
                             &text, &err);
    if (code == 0)
        (void)fwrite(text.text, 1, text.len, stdout);
    else
        (void)fprintf(stderr, "%s\n", err.text);
    buf_done(&text);
    buf_done(&input);
    arena_clear(&arena);
    return code < 0;
}
