/* carray.c - C arrays of numbers as text, and text in quotes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "grid.h"
#include "number.h"
#include "utf8.h"
#include "value.h"

typedef struct Element {
    const char *name;
    size_t size;
    char kind; /* f floating, i signed, u unsigned, b bool */
} Element;

static const Element elements[] = {
    {"double",             sizeof(double),      'f'},
    {"float",              sizeof(float),       'f'},
    {"long double",        sizeof(long double), 'f'},
    {"int",                sizeof(int),         'i'},
    {"signed int",         sizeof(int),         'i'},
    {"unsigned",           sizeof(int),         'u'},
    {"unsigned int",       sizeof(int),         'u'},
    {"short",              sizeof(short),       'i'},
    {"unsigned short",     sizeof(short),       'u'},
    {"long",               sizeof(long),        'i'},
    {"unsigned long",      sizeof(long),        'u'},
    {"long long",          sizeof(long long),   'i'},
    {"unsigned long long", 8,                   'u'},
    {"char",               1,                   'i'},
    {"signed char",        1,                   'i'},
    {"unsigned char",      1,                   'u'},
    {"_Bool",              1,                   'b'},
    {"bool",               1,                   'b'},
    {"size_t",             sizeof(size_t),      'u'},
    {"ptrdiff_t",          sizeof(ptrdiff_t),   'i'},
    {"int8_t",             1,                   'i'},
    {"int16_t",            2,                   'i'},
    {"int32_t",            4,                   'i'},
    {"int64_t",            8,                   'i'},
    {"uint8_t",            1,                   'u'},
    {"uint16_t",           2,                   'u'},
    {"uint32_t",           4,                   'u'},
    {"uint64_t",           8,                   'u'}
};

static const Element *find_element(const char *name) {
    if (strncmp(name, "const ", 6) == 0) name += 6;
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (strcmp(elements[i].name, name) == 0) return &elements[i];
    return NULL;
}

static const char *at(const nb__source *s, size_t i, size_t j) {
    const Element *e = s->kind;
    return (const char *)s->data + (i * s->step + j) * e->size;
}

static double get_floating(const nb__source *s, size_t i, size_t j) {
    const Element *e = s->kind;
    const char *bytes = at(s, i, j);
    if (e->size == sizeof(float)) {
        float x;
        memcpy(&x, bytes, sizeof x);
        return (double)x;
    }
    if (e->size == sizeof(double)) {
        double x;
        memcpy(&x, bytes, sizeof x);
        return x;
    }
    long double x;
    memcpy(&x, bytes, sizeof x);
    return (double)x;
}

/* x86-64 and aarch64 are little-endian: the low bytes come first. */
static void text_integer(const nb__source *s, size_t i, size_t j, char *cell) {
    const Element *e = s->kind;
    uint64_t bits = 0;
    memcpy(&bits, at(s, i, j), e->size);
    if (e->kind == 'i' && e->size < 8 && bits >> (8 * e->size - 1))
        bits |= ~(uint64_t)0 << 8 * e->size;
    if (e->kind == 'i')
        (void)nb__format(cell, NB__CELL_SIZE, "%lld", (long long)(int64_t)bits);
    else
        (void)nb__format(cell, NB__CELL_SIZE, "%llu", (unsigned long long)bits);
}

static nb__source source_of(const Element *e, const void *data, size_t rows,
                            size_t cols) {
    int is_floating = e->kind == 'f';
    return (nb__source){data,
                        rows,
                        cols,
                        cols,
                        is_floating ? get_floating : NULL,
                        is_floating ? NULL : text_integer,
                        e};
}

enum {
    MAX_DIMS = 8,
    MAX_SLICES = 8
};

/* Three and more dimensions are shown as planes, each under its indices. */
static void write_planes(const Element *e, const char *data, const size_t *dims,
                         size_t ndims, nb__buf *buf) {
    size_t rows = dims[ndims - 2], cols = dims[ndims - 1], planes = 1;
    for (size_t d = 0; d + 2 < ndims; d++) planes *= dims[d];
    for (size_t p = 0; p < planes && p < MAX_SLICES; p++) {
        size_t left = planes, index = p;
        nb__buf_puts(buf, " ");
        for (size_t d = 0; d + 2 < ndims; d++) {
            left /= dims[d];
            nb__buf_printf(buf, "[%zu]", index / left);
            index %= left;
        }
        nb__buf_puts(buf, "\n");
        nb__source s =
            source_of(e, data + p * rows * cols * e->size, rows, cols);
        nb__grid_text(&s, buf);
    }
    if (planes > MAX_SLICES) nb__buf_puts(buf, " ...\n");
}

static int has_none(const size_t *dims, size_t ndims) {
    for (size_t d = 0; d < ndims; d++)
        if (dims[d] == 0) return 1;
    return 0;
}

char *nb_describe_array(const char *element, const void *data,
                        const size_t *dims, size_t ndims) {
    const Element *e = find_element(element);
    if (!e || ndims == 0 || ndims > MAX_DIMS) return NULL;
    nb__buf buf = {0};
    nb__buf_puts(&buf, element);
    for (size_t d = 0; d < ndims; d++) nb__buf_printf(&buf, "[%zu]", dims[d]);
    nb__source s = source_of(e, data, dims[0], ndims > 1 ? dims[1] : 1);
    if (has_none(dims, ndims)) {
        nb__buf_puts(&buf, " {}");
    } else if (ndims == 1) {
        nb__grid_list(&s, " {", "}", &buf);
    } else if (ndims == 2) {
        nb__buf_puts(&buf, "\n");
        nb__grid_text(&s, &buf);
    } else {
        nb__buf_puts(&buf, "\n");
        write_planes(e, data, dims, ndims, &buf);
    }
    while (buf.data[buf.len - 1] == '\n') buf.data[--buf.len] = '\0';
    return nb__buf_take(&buf);
}

static void add_escaped(nb__buf *buf, const char **text) {
    const char *start = *text;
    uint32_t c = nb__utf8_next(text);
    static const char escapes[] = "\"\"\\\\\nn\tt\rr\aa\bb\ff\vv";
    for (const char *e = escapes; *e; e += 2)
        if (c == (unsigned char)*e) {
            nb__buf_printf(buf, "\\%c", e[1]);
            return;
        }
    if (c < 0x20 || c == 0x7f || (c == 0xfffd && *text - start == 1))
        nb__buf_printf(buf, "\\x%02x", (unsigned char)*start);
    else
        nb__buf_add(buf, start, (size_t)(*text - start));
}

char *nb_quote(const char *text, size_t length, size_t limit) {
    /* A copy that ends in NUL, so that a cut character is seen as cut. */
    char *copy = nb__alloc(length + 1, 1);
    memcpy(copy, text, length);
    nb__buf buf = {0};
    nb__buf_puts(&buf, "\"");
    const char *now = copy, *end = copy + length;
    while (now < end && (size_t)(now - copy) < limit) {
        if (*now) {
            add_escaped(&buf, &now);
        } else {
            nb__buf_puts(&buf, "\\0");
            now++;
        }
    }
    nb__buf_puts(&buf, now < end ? "\"..." : "\"");
    free(copy);
    return nb__buf_take(&buf);
}
