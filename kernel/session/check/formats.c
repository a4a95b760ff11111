#include "session/check/formats.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/check/verdict.h"

/* One conversion: "%-8.3ld" */
typedef struct Conversion {
    bool is_suppressed; /* scanf's * */
    bool has_star[2];   /* printf: width, precision */
    bool has_width, has_precision;
    size_t width, precision;
    char size[3]; /* "", "h", "hh", "l", "ll", "L", "z" ... */
    char kind;
} Conversion;

static const char *formats_number(const char *at, bool *has, bool *has_star,
                                  size_t *ret) {
    *has = false;
    *has_star = *at == '*';
    if (*has_star) return at + 1;
    for (*ret = 0; *at >= '0' && *at <= '9'; at++) {
        *has = true;
        *ret = *ret * 10 + (size_t)(*at - '0');
    }
    return at;
}

static const char *formats_size(const char *at, Conversion *ret) {
    size_t n = 0;
    while (*at && strchr("hlLzjtqm", *at) && n < 2) ret->size[n++] = *at++;
    return at;
}

/* at: behind the %. Returns where the conversion ends. */
static const char *formats_read(const char *at, bool is_scanf,
                                Conversion *ret) {
    *ret = (Conversion){0};
    if (is_scanf && *at == '*') ret->is_suppressed = true, at++;
    while (!is_scanf && *at && strchr("-+ #0'", *at)) at++;
    at = formats_number(at, &ret->has_width, &ret->has_star[0], &ret->width);
    if (!is_scanf && *at == '.') {
        at = formats_number(at + 1, &ret->has_precision, &ret->has_star[1],
                            &ret->precision);
        ret->has_precision = true;
    }
    at = formats_size(at, ret);
    ret->kind = *at;
    if (*at) at++;
    if (is_scanf && ret->kind == '[') {
        if (*at == '^') at++;
        if (*at == ']') at++;
        while (*at && *at != ']') at++;
        if (*at) at++;
    }
    return at;
}

/* One argument of printf. */
static void formats_print_argument(const Conversion *conversion, va_list *list,
                                   const char *call, Spot spot) {
    size_t most = SIZE_MAX;
    if (conversion->has_star[0]) (void)va_arg(*list, int);
    if (conversion->has_precision) most = conversion->precision;
    if (conversion->has_star[1]) {
        int precision = va_arg(*list, int);
        most = precision < 0 ? SIZE_MAX : (size_t)precision;
    }
    if (strchr("aAeEfFgG", conversion->kind)) {
        /* The types differ. NOLINTNEXTLINE(bugprone-branch-clone) */
        if (conversion->size[0] == 'L') (void)va_arg(*list, long double);
        else (void)va_arg(*list, double);
    } else if (conversion->kind == 's' && !conversion->size[0]) {
        const char *text = va_arg(*list, const char *);
        /* libc prints "(null)". */
        if (text) (void)bounds_text(text, most, call, spot);
        /* Here as well. NOLINTNEXTLINE(bugprone-branch-clone) */
    } else if (strchr("spn", conversion->kind)) {
        (void)va_arg(*list, void *);
    } else if (conversion->size[0] && conversion->size[0] != 'h') {
        (void)va_arg(*list, long);
    } else if (conversion->kind != 'm' && conversion->kind != '%') {
        (void)va_arg(*list, int);
    }
}

void formats_check_printf(const char *format, va_list list, const char *call,
                          Spot spot) {
    (void)bounds_text(format, SIZE_MAX, call, spot);
    va_list copy;
    va_copy(copy, list);
    for (const char *at = strchr(format, '%'); at; at = strchr(at, '%')) {
        Conversion conversion;
        at = formats_read(at + 1, false, &conversion);
        if (!conversion.kind) break;
        formats_print_argument(&conversion, &copy, call, spot);
    }
    va_end(copy);
}

static size_t formats_scan_bytes(const Conversion *conversion) {
    bool is_long = conversion->size[0] && strchr("lzjtq", conversion->size[0]);
    if (conversion->size[0] == 'm') return sizeof(char *);
    if (strchr("diuoxXn", conversion->kind)) {
        if (conversion->size[0] == 'h') return conversion->size[1] ? 1 : 2;
        return is_long ? 8 : 4;
    }
    if (strchr("aAeEfFgG", conversion->kind))
        return conversion->size[0] == 'L' ? 16 : is_long ? 8 : 4;
    if (conversion->kind == 'p') return sizeof(void *);
    if (is_long) return 4; /* wide characters, at least one */
    if (conversion->kind == 'c')
        return conversion->has_width ? conversion->width : 1;
    return 1; /* a text: what it takes is known once it is read */
}

/* Nothing of a process lies below 4 GB here: this is a number. */
static void formats_refuse_number(uintptr_t pointer, const char *call,
                                  Spot spot) {
    char sentence[200];
    if (pointer >> 32) return;
    (void)snprintf(sentence, sizeof sentence,
                   "%s needs the address of a variable to write to, and got "
                   "%s; is an & missing, as in %s(\"%%d\", &n)?",
                   call, pointer ? "a plain number" : "0", call);
    verdict_say("BadPointer", sentence, spot);
}

static void formats_scan_argument(const Conversion *conversion, void *pointer,
                                  bool is_done, const char *call, Spot spot) {
    if (!is_done) {
        formats_refuse_number((uintptr_t)pointer, call, spot);
        bounds_use(pointer, formats_scan_bytes(conversion), true, call, spot);
        return;
    }
    bool is_text = strchr("s[", conversion->kind) && !conversion->size[0];
    size_t room = is_text ? bounds_room(pointer, call, spot) : SIZE_MAX;
    if (room == SIZE_MAX) return;
    size_t len = strlen(pointer);
    if (len >= room) bounds_use(pointer, len + 1, true, call, spot);
}

void formats_check_scanf(const char *format, va_list list, int done,
                         const char *call, Spot spot) {
    int left = done;
    (void)bounds_text(format, SIZE_MAX, call, spot);
    va_list copy;
    va_copy(copy, list);
    for (const char *at = strchr(format, '%'); at; at = strchr(at, '%')) {
        Conversion conversion;
        at = formats_read(at + 1, true, &conversion);
        if (!conversion.kind) break;
        if (conversion.is_suppressed || conversion.kind == '%') continue;
        void *pointer = va_arg(copy, void *);
        if (done >= 0 && left-- <= 0) break;
        formats_scan_argument(&conversion, pointer, done >= 0, call, spot);
    }
    va_end(copy);
}
