/* host.h - the one door from the runtime up to whatever hosts it.
 *
 * In a notebook the host is the executor; in a plain C program that links
 * libnabla it is the default host, which prints text/plain to stdout and ends
 * the program on a failure. Nothing else of the runtime knows about kernels. */
#ifndef NB_HOST_H
#define NB_HOST_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#if defined __GNUC__ && !defined __TINYC__
#    pragma GCC visibility push(default)
#endif

/* One face of a displayed thing: a MIME type and its data as text. The type
 * "alt" is no face, but says in words what the picture shows, for those who
 * cannot see it. */
typedef struct nb_mime {
    const char *type; /* "text/plain", "image/svg+xml", "text/latex", ... */
    const char *data; /* UTF-8, ends in NUL; image/png as base64 */
} nb_mime;

/* A number on its range, which a reader may move where the page allows it. */
typedef struct nb_knob {
    const char *label; /* may be NULL */
    double from, to;
    double step; /* 0: any */
    int is_log;
    double value;
} nb_knob;

typedef struct nb_host {
    /* Show something. id names the display for later updates, or is NULL;
     * update is 1 to replace what an earlier display with this id shows. */
    void (*display)(const nb_mime *faces, size_t count, const char *id,
                    int update);
    /* Clear the output of the running cell; wait 1: when the next one comes. */
    void (*clear)(int wait);
    /* Stop the cell: ename is a stable identifier ("ShapeError"), message one
     * finished sentence. Does not return. */
    void (*fail)(const char *ename, const char *message)
        __attribute__((noreturn));
    /* 1 when the reader pressed the stop button: long computations inside the
     * runtime look here from time to time and then call `stop`. */
    int (*is_interrupted)(void);
    /* What the reader has set the next knob of the cell to, or else its value.
     * Both are NULL where nothing can be moved. */
    double (*read_knob)(const nb_knob *knob);
    /* Show it where it can be moved; the faces are for all other pages. */
    void (*show_knob)(const nb_knob *knob, const nb_mime *faces, size_t count);
} nb_host;

/* Install a host; the struct is borrowed for ever. NULL: the default one. */
void nb_host_set(const nb_host *host);
const nb_host *nb_host_get(void);

#if defined __GNUC__ && !defined __TINYC__
#    pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif
#endif
