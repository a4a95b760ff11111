/* Any bytes are a file of comma-separated values. It is refused in words, or
 * read; and what was read, written as such a file again, is read the same. */
#include <math.h>
#include <nabla.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "support/runtime_host.h"
#include "utf8.h"

enum { LONGEST_PATH = 64 };

/* A file of these bytes; its name goes to path. */
static int file_of(const void *bytes, size_t size, char path[LONGEST_PATH]) {
    int fd = memfd_create("csv", MFD_CLOEXEC);
    LAW(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    (void)snprintf(path, LONGEST_PATH, "/proc/self/fd/%d", fd);
    return fd;
}

static void print_name(FILE *out, const char *name) {
    (void)fputc('"', out);
    for (; *name; name++) {
        if (*name == '"') (void)fputc('"', out);
        (void)fputc(*name, out);
    }
    (void)fputc('"', out);
}

static void print_data(FILE *out, const nb_data *d) {
    for (size_t j = 0; j < d->p; j++) {
        if (j) (void)fputc(',', out);
        print_name(out, d->columns[j]);
    }
    (void)fputc('\n', out);
    for (size_t i = 0; i < d->n; i++)
        for (size_t j = 0; j < d->p; j++) {
            double x = gsl_matrix_get(d->X, i, j);
            if (isnan(x)) (void)fprintf(out, "NA");
            else (void)fprintf(out, "%.17g", x);
            (void)fputc(j + 1 < d->p ? ',' : '\n', out);
        }
}

static void check_same(const nb_data *d, const nb_data *again) {
    LAW(again->n == d->n && again->p == d->p);
    for (size_t j = 0; j < d->p; j++)
        LAW(strcmp(again->columns[j], d->columns[j]) == 0);
    for (size_t i = 0; i < d->n; i++)
        for (size_t j = 0; j < d->p; j++) {
            double a = gsl_matrix_get(d->X, i, j);
            double b = gsl_matrix_get(again->X, i, j);
            LAW(a == b || (isnan(a) && isnan(b)));
        }
}

/* Names must be told from numbers, and a row from a blank line. */
static void check_again(const nb_data *d) {
    char *text = NULL, path[LONGEST_PATH];
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    LAW(out != NULL);
    print_data(out, d);
    (void)fclose(out);
    int fd = file_of(text, size, path);
    if (setjmp(seen.jump) == 0) {
        nb_data again = nb_csv(path, .sep = ",");
        check_same(d, &again);
        nb_free(again);
    } else {
        LAW(!"what was written cannot be read");
    }
    (void)close(fd);
    free(text);
}

/* A column whose name is a word is one whatever stands below it. */
static bool has_names(const nb_data *d) {
    for (size_t j = 0; j < d->p; j++) {
        char *end;
        const char *name = d->columns[j];
        (void)strtod(name, &end);
        bool is_missing = !*name || strcmp(name, "?") == 0 ||
                          strcasecmp(name, "NA") == 0 ||
                          strcasecmp(name, "N/A") == 0 ||
                          strcasecmp(name, "null") == 0;
        if (*end && !is_missing) return true;
    }
    return false;
}

static void check_classes(const nb_data *d) {
    LAW(d->n > 0 && d->columns[d->p] == NULL);
    for (size_t i = 0; d->y && d->class_count && i < d->n; i++) {
        double y = gsl_vector_get(d->y, i);
        LAW(isnan(y) || (y >= 0 && y < (double)d->class_count));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[LONGEST_PATH];
    nb_host_set(&test_host);
    int fd = file_of(data, size, path);
    if (setjmp(seen.jump) == 0) {
        nb_data d = nb_csv(path);
        check_classes(&d);
        if (has_names(&d)) check_again(&d);
        nb_free(d);
    } else {
        LAW(seen.ename[0] && seen.message[0]);
        LAW(strcmp(seen.ename, "MemoryError") != 0);
        LAW(nb__utf8_is_valid(seen.message));
    }
    if (setjmp(seen.jump) == 0) {
        nb_data d = nb_csv(path, .target = "y", .noheader = size & 1);
        check_classes(&d);
        nb_free(d);
    }
    nb_scopes_close();
    (void)close(fd);
    return 0;
}
