/* main.c - nabla-export: the cells of a notebook on standard input, a C
 * program on standard output. The argument is the notebook's name. */
#include <stdio.h>
#include <unistd.h>

#include "export/program.h"
#include "value.h"

enum { MAIN_STEP = 1 << 16 };

static void main_read(Buf *ret) {
    for (;;) {
        char *room = buf_reserve(ret, MAIN_STEP);
        ssize_t len = read(STDIN_FILENO, room, MAIN_STEP);
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
    main_read(&input);
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
