#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gsl/gsl_errno.h>

#include "display.h"
#include "fail.h"

/* The default host: a plain program. Only text/plain is of use to it. */
static void print_plain(const nb_mime *faces, size_t count, const char *id,
                        int update) {
    (void)id;
    (void)update;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(faces[i].type, "text/plain") != 0) continue;
        (void)puts(faces[i].data);
        return;
    }
}

static void clear_nothing(int wait) { (void)wait; }

static void print_and_exit(const char *ename, const char *message)
    __attribute__((noreturn));
static void print_and_exit(const char *ename, const char *message) {
    (void)fflush(stdout);
    (void)fprintf(stderr, "%s: %s\n", ename, message);
    exit(EXIT_FAILURE);
}

static int never_interrupted(void) { return 0; }

static const nb_host plain_host = {print_plain, clear_nothing, print_and_exit,
                                   never_interrupted};
static const nb_host *host = &plain_host;

void nb_host_set(const nb_host *new_host) {
    host = new_host ? new_host : &plain_host;
}

const nb_host *nb_host_get(void) { return host; }

int nb__host_is_plain(void) { return host == &plain_host; }

double nb__seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* GSL's own handler aborts; a failure inside GSL should read like ours. A
 * host that wants more (the line of the cell) installs its handler later. */
static void on_gsl_error(const char *reason, const char *file, int line,
                         int number) {
    (void)file;
    (void)line;
    nb__fail("GslError", "GSL: %s (%s).", reason, gsl_strerror(number));
}

__attribute__((constructor)) static void install_gsl_handler(void) {
    (void)gsl_set_error_handler(on_gsl_error);
}
