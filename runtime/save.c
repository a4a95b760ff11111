/* save.c - plots and figures as files.
 *
 * SVG and text are ours. PNG and PDF are made from the SVG by rsvg-convert:
 * a program of its own, since librsvg brings some thirty libraries that would
 * stay in every session, and in every copy of it. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fail.h"
#include "figure.h"
#include "mark.h"

static int ends_in(const char *path, const char *end) {
    size_t len = strlen(path), end_len = strlen(end);
    return len > end_len && strcmp(path + len - end_len, end) == 0;
}

/* ---- Our own. ---- */

/* 0, or the system's reason. */
static int write_file(const char *path, const nb__buf *buf) {
    FILE *file = fopen(path, "we");
    if (!file) return errno;
    int reason = 0;
    if (fwrite(buf->data, 1, buf->len, file) != buf->len) reason = errno;
    if (fclose(file) != 0 && !reason) reason = errno;
    return reason;
}

/* ---- By rsvg-convert. ---- */

/* What is in fd 0 of the program; 0, or the system's reason. */
static int start_program(int input, char *const *arguments, pid_t *ret) {
    posix_spawn_file_actions_t actions;
    int reason = posix_spawn_file_actions_init(&actions);
    if (reason) return reason;
    reason = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (!reason)
        reason = posix_spawnp(ret, arguments[0], &actions, NULL, arguments,
                              environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    return reason;
}

/* The SVG in a file without a name, at its beginning; -1 if that fails. */
static int svg_as_file(const nb__buf *svg) {
    FILE *file = tmpfile();
    if (!file) return -1;
    int fd = -1;
    if (fwrite(svg->data, 1, svg->len, file) == svg->len &&
        fflush(file) == 0 && lseek(fileno(file), 0, SEEK_SET) == 0)
        fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
    int reason = errno;
    (void)fclose(file);
    errno = reason;
    return fd;
}

/* 0, the system's reason, or -1 if the program says that it failed. */
static int convert(const char *path, const nb__buf *svg) {
    union { /* arguments of a program are not const, and not changed */
        const char *in;
        char *out;
    } target = {path};
    char program[] = "rsvg-convert", output[] = "--output", zoom[] = "--zoom=2",
         png[] = "--format=png", pdf[] = "--format=pdf";
    int is_png = ends_in(path, ".png");
    char *const arguments[] = {program, is_png ? png : pdf, output, target.out,
                               is_png ? zoom : NULL, NULL};
    int input = svg_as_file(svg);
    if (input < 0) return errno;
    pid_t child = 0;
    int reason = start_program(input, arguments, &child), status = 0;
    (void)close(input);
    if (reason) return reason;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return errno;
    return status == 0 ? 0 : -1;
}

static void fail_to_convert(const char *path, int reason) {
    if (reason == ENOENT)
        nb__fail("FileError",
                 "nb_save: %s needs the program rsvg-convert (Debian: "
                 "librsvg2-bin), which is not installed. Files that end in "
                 ".svg need nothing.",
                 path);
    nb__fail("FileError", "nb_save: cannot write %s: %s.", path,
             reason > 0 ? strerror(reason) : "rsvg-convert has failed");
}

/* ---- Which one? ---- */

static void save(const struct nb_plot_object *plot,
                 const struct nb_fig_object *figure, const char *path) {
    if (!plot && !figure) nb__fail("NullError", "nb_save: there is no plot.");
    if (!path) path = "";
    int is_text = ends_in(path, ".txt");
    int is_foreign = ends_in(path, ".png") || ends_in(path, ".pdf");
    if (!is_text && !is_foreign && !ends_in(path, ".svg"))
        nb__fail("DomainError", "nb_save: the file's name must end in .svg, "
                                ".txt, .png or .pdf.");
    nb__buf buf = {0};
    if (is_text)
        nb__figure_text(plot, figure, &buf);
    else
        nb__figure_svg(plot, figure, &buf);
    int reason = is_foreign ? convert(path, &buf) : write_file(path, &buf);
    nb__buf_done(&buf);
    if (reason && is_foreign) fail_to_convert(path, reason);
    if (reason)
        nb__fail("FileError", "nb_save: cannot write %s: %s.", path,
                 strerror(reason));
}

void nb__save_plot(nb_plot_t plot, const char *path) { save(plot, NULL, path); }

void nb__save_figure(nb_fig_t figure, const char *path) {
    save(NULL, figure, path);
}
