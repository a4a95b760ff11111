/* runtime_host.h - a host that remembers, for tests of the runtime.
 *
 *     FAILS("ShapeError", "3 x 4", nb_matmul(A, B));
 *     nb_show(x);  assert_string_equal(shown("text/plain"), "...");
 *
 * Include it after <nabla.h>. */
#ifndef SUPPORT_RUNTIME_HOST_H
#define SUPPORT_RUNTIME_HOST_H

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "support/test.h"
#include "value.h"

static struct {
    size_t count, displays, clears;
    char types[NB_MAX_FACES][32];
    char *data[NB_MAX_FACES];
    char id[32];
    int update;
    char ename[32], message[512];
    jmp_buf jump;
} seen;

static void remember(const nb_mime *faces, size_t count, const char *id,
                     int update) {
    for (size_t i = 0; i < seen.count; i++) free(seen.data[i]);
    seen.count = count;
    seen.displays++;
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(seen.types[i], sizeof seen.types[i], "%s",
                       faces[i].type);
        seen.data[i] = strdup(faces[i].data);
    }
    (void)snprintf(seen.id, sizeof seen.id, "%s", id ? id : "");
    seen.update = update;
}

static void count_clear(int wait) { seen.clears += wait ? 100 : 1; }

__attribute__((noreturn)) static void jump_out(const char *ename,
                                               const char *message) {
    (void)snprintf(seen.ename, sizeof seen.ename, "%s", ename);
    (void)snprintf(seen.message, sizeof seen.message, "%s", message);
    longjmp(seen.jump, 1);
}

static int is_not_interrupted(void) { return 0; }

static const nb_host test_host = {remember, count_clear, jump_out,
                                  is_not_interrupted};

__attribute__((unused)) static const char *shown(const char *type) {
    for (size_t i = 0; i < seen.count; i++)
        if (strcmp(seen.types[i], type) == 0) return seen.data[i];
    return "(no such face)";
}

__attribute__((unused)) static void forget_all(void) {
    for (size_t i = 0; i < seen.count; i++) free(seen.data[i]);
    seen.count = 0;
}

/* The expression must stop the cell with this name, and say these words. */
#define FAILS(name, words, expression)                                         \
    do {                                                                       \
        nb_host_set(&test_host);                                               \
        seen.ename[0] = seen.message[0] = '\0';                                \
        if (setjmp(seen.jump) == 0) {                                          \
            (void)(expression);                                                \
            fail_msg("%s did not fail", #expression);                          \
        }                                                                      \
        nb_scopes_close();                                                     \
        assert_string_equal(seen.ename, name);                                 \
        if (!strstr(seen.message, words))                                      \
            fail_msg("\"%s\" does not say \"%s\"", seen.message, words);       \
    } while (0)

#define NEAR(a, b, tolerance)                                                  \
    do {                                                                       \
        double near_a = (a), near_b = (b);                                     \
        if (!(fabs(near_a - near_b) <= (tolerance)))                           \
            fail_msg("%s is %.17g, not %.17g", #a, near_a, near_b);            \
    } while (0)

#endif
