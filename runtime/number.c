#include "number.h"

#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "nabla.h"

/* The setting of nb_digits(): the session's, as the reader sees it. */
static int digits = 6;

void nb_digits(int n) {
    if (n < 1 || n > 17)
        nb__fail("DomainError",
                 "nb_digits: %d digits cannot be shown; take 1 to 17.", n);
    digits = n;
}

int nb_digits_now(void) { return digits; }

/* nan, inf and zero have one spelling each; 1 if x is one of them. */
static int write_special(double x, char *text) {
    const char *word = isnan(x)   ? "nan"
                       : isinf(x) ? (x > 0 ? "inf" : "-inf")
                       : x == 0   ? (digits == 17 && signbit(x) ? "-0" : "0")
                                  : NULL;
    if (!word) return 0;
    memcpy(text, word, strlen(word) + 1);
    return 1;
}

void nb_number(double x, char *text) {
    if (write_special(x, text)) return;
    if (fabs(x) < 1e15 && x == floor(x))
        (void)nb__format(text, NB_NUMBER_SIZE, "%.0f", x);
    else
        (void)nb__format(text, NB_NUMBER_SIZE, "%.*g", digits, x);
}

void nb_number_float(float x, char *text) {
    int saved = digits;
    if (digits > 9) digits = 9;
    nb_number((double)x, text);
    digits = saved;
}

void nb_number_long_double(long double x, char *text) {
    if (write_special((double)x, text) || digits < 17) {
        nb_number((double)x, text);
        return;
    }
    (void)nb__format(text, NB_NUMBER_SIZE, "%.21Lg", x);
}

char *nb_format(double x, char *text, size_t size) {
    char number[NB_NUMBER_SIZE];
    nb_number(x, number);
    if (size > 0) (void)nb__format(text, size, "%s", number);
    return text;
}

int nb__decimals(double x, int limit) {
    int decimals = 0;
    double power = 1;
    while (decimals < limit &&
           fabs(round(x * power) / power - x) > 1e-12 * fabs(x)) {
        decimals++;
        power *= 10;
    }
    return decimals;
}

/* The exponent of the first digit after rounding to `wanted` digits. */
static int exponent_of(double x, int wanted) {
    char text[64];
    (void)nb__format(text, sizeof text, "%.*e", wanted - 1, x);
    return (int)strtol(strchr(text, 'e') + 1, NULL, 10);
}

typedef struct Extent {
    double largest;  /* of the finite absolute values */
    double smallest; /* of those that are not 0 */
    int is_whole;    /* all finite ones are */
} Extent;

static Extent extent_of(const double *x, size_t count, size_t stride) {
    Extent e = {0, HUGE_VAL, 1};
    for (size_t i = 0; i < count; i++) {
        double size = fabs(x[i * stride]);
        if (!isfinite(size)) continue;
        if (size > e.largest) e.largest = size;
        if (size > 0 && size < e.smallest) e.smallest = size;
        if (size != floor(size)) e.is_whole = 0;
    }
    return e;
}

/* Does the number still say the same with so few decimals? */
static int fits(double x, int decimals, int wanted_decimals) {
    char few[400], all[400];
    (void)nb__format(few, sizeof few, "%.*f", decimals, x);
    (void)nb__format(all, sizeof all, "%.*f", wanted_decimals, x);
    size_t len = strlen(few);
    if (strncmp(few, all, len) != 0) return 0;
    const char *rest = all + len;
    if (decimals == 0 && *rest == '.') rest++;
    return strspn(rest, "0") == strlen(rest);
}

nb__column nb__column_of(const double *x, size_t count, size_t stride,
                         int wanted) {
    Extent e = extent_of(x, count, stride);
    if (e.largest == 0 || (e.is_whole && e.largest < 1e15))
        return (nb__column){0, 0};
    int exponent = exponent_of(e.largest, wanted);
    if (exponent >= 9 || exponent < -5) return (nb__column){wanted - 1, 1};
    int decimals = wanted - 1 - exponent;
    if (decimals <= 0) return (nb__column){0, 0};
    int needed = 0;
    for (size_t i = 0; i < count && needed < decimals; i++) {
        double value = x[i * stride];
        if (!isfinite(value)) continue;
        while (needed < decimals && !fits(value, needed, decimals)) needed++;
    }
    return (nb__column){needed, 0};
}

void nb__column_number(const nb__column *column, double x, char *text) {
    if ((x != 0 || column->is_scientific) && write_special(x, text)) return;
    if (x == 0) x = 0; /* and not -0 */
    if (column->is_scientific) {
        (void)nb__format(text, NB_NUMBER_SIZE, "%.*e", column->decimals, x);
        return;
    }
    int vanishes = x != 0 && fabs(x) < 0.5 * pow(10, -column->decimals);
    if (vanishes)
        (void)nb__format(text, NB_NUMBER_SIZE, "%.2g", x);
    else
        (void)nb__format(text, NB_NUMBER_SIZE, "%.*f", column->decimals, x);
}

double nb__parse_number(const char **text) {
    char *end = NULL;
    double x = strtod_l(*text, &end, nb__c_locale());
    *text += end - *text;
    return x;
}

void nb__buf_minus(nb__buf *buf, const char *number) {
    if (*number == '-') {
        nb__buf_puts(buf, "\u2212");
        number++;
    }
    nb__buf_puts(buf, number);
}

void nb__buf_latex_number(nb__buf *buf, const char *number) {
    const char *sign = *number == '-' ? "-" : "";
    const char *digit = number + (*number == '-');
    if (!isdigit((unsigned char)*digit)) {
        nb__buf_printf(buf, "%s%s", sign,
                       *digit == 'i' ? "\\infty" : "\\mathrm{nan}");
        return;
    }
    const char *e = strchr(number, 'e');
    if (!e) {
        nb__buf_puts(buf, number);
        return;
    }
    nb__buf_add(buf, number, (size_t)(e - number));
    nb__buf_printf(buf, "\\times 10^{%ld}", strtol(e + 1, NULL, 10));
}
