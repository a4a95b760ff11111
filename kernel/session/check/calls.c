/* calls.c - the functions of libc that checked code calls instead, which look
 * at their arguments first. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "session/check/bounds.h"
#include "session/check/formats.h"
#include "session/check/verdict.h"

/* --- memory --- */

static void *calls_memcpy(void *to, const void *from, size_t size) {
    bounds_use(from, size, false, "memcpy", BOUNDS_SPOT);
    bounds_use(to, size, true, "memcpy", BOUNDS_SPOT);
    return memmove(to, from, size); /* a struct may be copied to itself */
}

/* TinyCC's way to copy a struct too: then it is no call of the reader's. */
static void *calls_memmove(void *to, const void *from, size_t size) {
    bounds_use(from, size, false, NULL, BOUNDS_SPOT);
    bounds_use(to, size, true, NULL, BOUNDS_SPOT);
    return memmove(to, from, size);
}

static void *calls_memset(void *to, int byte, size_t size) {
    bounds_use(to, size, true, "memset", BOUNDS_SPOT);
    return memset(to, byte, size);
}

static int calls_memcmp(const void *a, const void *b, size_t size) {
    bounds_use(a, size, false, "memcmp", BOUNDS_SPOT);
    bounds_use(b, size, false, "memcmp", BOUNDS_SPOT);
    return memcmp(a, b, size);
}

/* --- text --- */

static size_t calls_strlen(const char *text) {
    return bounds_text(text, SIZE_MAX, "strlen", BOUNDS_SPOT);
}

static char *calls_strcpy(char *to, const char *from) {
    size_t len = bounds_text(from, SIZE_MAX, "strcpy", BOUNDS_SPOT);
    bounds_use(to, len + 1, true, "strcpy", BOUNDS_SPOT);
    return memmove(to, from, len + 1);
}

static char *calls_strncpy(char *to, const char *from, size_t size) {
    (void)bounds_text(from, size, "strncpy", BOUNDS_SPOT);
    bounds_use(to, size, true, "strncpy", BOUNDS_SPOT);
    return strncpy(to, from, size);
}

static char *calls_strcat(char *to, const char *from) {
    size_t len = bounds_text(from, SIZE_MAX, "strcat", BOUNDS_SPOT);
    size_t before = bounds_text(to, SIZE_MAX, "strcat", BOUNDS_SPOT);
    bounds_use(to, before + len + 1, true, "strcat", BOUNDS_SPOT);
    memmove(to + before, from, len + 1);
    return to;
}

static char *calls_strncat(char *to, const char *from, size_t size) {
    size_t len = bounds_text(from, size, "strncat", BOUNDS_SPOT);
    size_t before = bounds_text(to, SIZE_MAX, "strncat", BOUNDS_SPOT);
    bounds_use(to, before + len + 1, true, "strncat", BOUNDS_SPOT);
    memmove(to + before, from, len);
    to[before + len] = '\0';
    return to;
}

/* Both are read up to where they differ, no further. */
static void calls_compare(const char *a, const char *b, size_t most,
                          const char *call, Spot spot) {
    size_t room = most ? bounds_room(a, call, spot) : 0;
    size_t other = most ? bounds_room(b, call, spot) : 0;
    for (size_t i = 0; i < most; i++) {
        if (i >= room) (void)bounds_text(a, SIZE_MAX, call, spot);
        if (i >= other) (void)bounds_text(b, SIZE_MAX, call, spot);
        if (a[i] != b[i] || !a[i]) return;
    }
}

static int calls_strcmp(const char *a, const char *b) {
    (void)bounds_room(a, "strcmp", BOUNDS_SPOT);
    (void)bounds_room(b, "strcmp", BOUNDS_SPOT);
    calls_compare(a, b, SIZE_MAX, "strcmp", BOUNDS_SPOT);
    return strcmp(a, b);
}

static int calls_strncmp(const char *a, const char *b, size_t size) {
    calls_compare(a, b, size, "strncmp", BOUNDS_SPOT);
    return strncmp(a, b, size);
}

#define CALLS_TEXT(name, result, parameters, arguments, text)                  \
    static result calls_##name parameters {                                    \
        (void)bounds_text(text, SIZE_MAX, #name, BOUNDS_SPOT);                 \
        return name arguments;                                                 \
    }
CALLS_TEXT(strchr, char *, (const char *s, int c), (s, c), s)
CALLS_TEXT(strrchr, char *, (const char *s, int c), (s, c), s)
CALLS_TEXT(strdup, char *, (const char *s), (s), s)
/* It is the reader who calls them. NOLINTBEGIN(cert-err34-c) */
CALLS_TEXT(atoi, int, (const char *s), (s), s)
CALLS_TEXT(atol, long, (const char *s), (s), s)
CALLS_TEXT(atof, double, (const char *s), (s), s)
/* NOLINTEND(cert-err34-c) */
CALLS_TEXT(puts, int, (const char *s), (s), s)
CALLS_TEXT(fputs, int, (const char *s, FILE *f), (s, f), s)

static char *calls_strstr(const char *text, const char *part) {
    (void)bounds_text(text, SIZE_MAX, "strstr", BOUNDS_SPOT);
    (void)bounds_text(part, SIZE_MAX, "strstr", BOUNDS_SPOT);
    return strstr(text, part);
}

/* --- input and output --- */

static char *calls_fgets(char *to, int size, FILE *file) {
    if (size > 0) bounds_use(to, (size_t)size, true, "fgets", BOUNDS_SPOT);
    return fgets(to, size, file);
}

static size_t calls_fread(void *to, size_t size, size_t count, FILE *file) {
    bounds_use(to, size * count, true, "fread", BOUNDS_SPOT);
    return fread(to, size, count, file);
}

static size_t calls_fwrite(const void *from, size_t size, size_t count,
                           FILE *file) {
    bounds_use(from, size * count, false, "fwrite", BOUNDS_SPOT);
    return fwrite(from, size, count, file);
}

#define CALLS_WITH(list, last, statement)                                      \
    do {                                                                       \
        va_list list;                                                          \
        va_start(list, last);                                                  \
        statement;                                                             \
        va_end(list);                                                          \
    } while (0)

#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static int calls_printf(const char *format, ...) {
    int result = 0;
    Spot spot = BOUNDS_SPOT;
    CALLS_WITH(list, format, formats_check_printf(format, list, "printf", spot));
    CALLS_WITH(list, format, result = vprintf(format, list));
    return result;
}

static int calls_fprintf(FILE *file, const char *format, ...) {
    int result = 0;
    Spot spot = BOUNDS_SPOT;
    CALLS_WITH(list, format,
               formats_check_printf(format, list, "fprintf", spot));
    CALLS_WITH(list, format, result = vfprintf(file, format, list));
    return result;
}

static int calls_sprintf(char *to, const char *format, ...) {
    int len = 0;
    Spot spot = BOUNDS_SPOT;
    CALLS_WITH(list, format,
               formats_check_printf(format, list, "sprintf", spot));
    CALLS_WITH(list, format, len = vsnprintf(NULL, 0, format, list));
    if (len >= 0) bounds_use(to, (size_t)len + 1, true, "sprintf", spot);
    CALLS_WITH(list, format, len = vsprintf(to, format, list));
    return len;
}

static int calls_snprintf(char *to, size_t size, const char *format, ...) {
    int len = 0;
    Spot spot = BOUNDS_SPOT;
    CALLS_WITH(list, format,
               formats_check_printf(format, list, "snprintf", spot));
    CALLS_WITH(list, format, len = vsnprintf(NULL, 0, format, list));
    size_t need = len < 0 || (size_t)len >= size ? size : (size_t)len + 1;
    bounds_use(to, need, true, "snprintf", spot);
    CALLS_WITH(list, format, len = vsnprintf(to, size, format, list));
    return len;
}

static int calls_scanf(const char *format, ...) {
    int result = 0;
    Spot spot = BOUNDS_SPOT;
    CALLS_WITH(list, format,
               formats_check_scanf(format, list, -1, "scanf", spot));
    CALLS_WITH(list, format, result = vscanf(format, list));
    CALLS_WITH(list, format,
               formats_check_scanf(format, list, result, "scanf", spot));
    return result;
}

static int calls_fscanf(FILE *file, const char *format, ...) {
    int result = 0;
    Spot spot = BOUNDS_SPOT;
    CALLS_WITH(list, format,
               formats_check_scanf(format, list, -1, "fscanf", spot));
    CALLS_WITH(list, format, result = vfscanf(file, format, list));
    CALLS_WITH(list, format,
               formats_check_scanf(format, list, result, "fscanf", spot));
    return result;
}

static int calls_sscanf(const char *text, const char *format, ...) {
    int result = 0;
    Spot spot = BOUNDS_SPOT;
    (void)bounds_text(text, SIZE_MAX, "sscanf", spot);
    CALLS_WITH(list, format,
               formats_check_scanf(format, list, -1, "sscanf", spot));
    CALLS_WITH(list, format, result = vsscanf(text, format, list));
    CALLS_WITH(list, format,
               formats_check_scanf(format, list, result, "sscanf", spot));
    return result;
}

/* --- the heap --- */

static void calls_free(void *block) {
    bounds_free(block, "free", BOUNDS_SPOT);
    free(block);
}

static void *calls_realloc(void *block, size_t size) {
    bounds_free(block, "realloc", BOUNDS_SPOT);
    return realloc(block, size);
}

typedef void (*Function)(void);

void *calls_find(Str name) {
#define ROW(name) {#name, (Function)calls_##name}
    static const struct {
        const char *name;
        Function function;
    } rows[] = {
        ROW(memcpy),  ROW(memmove), ROW(memset),   ROW(memcmp),  ROW(strlen),
        ROW(strcpy),  ROW(strncpy), ROW(strcat),   ROW(strncat), ROW(strcmp),
        ROW(strncmp), ROW(strchr),  ROW(strrchr),  ROW(strdup),  ROW(strstr),
        ROW(atoi),    ROW(atol),    ROW(atof),     ROW(puts),    ROW(fputs),
        ROW(fgets),   ROW(fread),   ROW(fwrite),   ROW(printf),  ROW(fprintf),
        ROW(sprintf), ROW(snprintf), ROW(scanf),   ROW(fscanf),  ROW(sscanf),
        ROW(free),    ROW(realloc),
    };
#undef ROW
    static const Str prefixes[] = {{"__bound_", 8}, {"__isoc99_", 9}};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_starts_with(name, prefixes[i]))
            name = (Str){name.text + prefixes[i].len,
                         name.len - prefixes[i].len};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_is(name, rows[i].name))
            return (void *)(uintptr_t)rows[i].function;
    return NULL;
}
