/* Any text is the formula of an NB_FN(): it is refused in words that name it,
 * or it has a value, a gradient, a Hessian that is symmetric, and a formula in
 * LaTeX whose braces match; and twice the formula has twice the gradient.
 *
 * The first byte says which point. */
#include <ctype.h>
#include <math.h>
#include <nabla.h>
#include <string.h>

#include "formula.h"
#include "fuzz.h"
#include "support/runtime_host.h"
#include "utf8.h"

enum { NUMBERS = 3, LONGEST = 200 };

static nb_fn fn; /* the one that is asked about */

static double called(double *x) {
    nb__fn_here(&fn);
    return x[0];
}

static double weights[NUMBERS] = {0.5, -2, 3};
static int k = 2;
static double c = 1.5;
static const nb_capture captures[] = {
    {"w", weights, 1, sizeof weights},
    {"k", &k,      5, sizeof k      },
    {"c", &c,      3, sizeof c      },
    {NULL, NULL,   0, 0             },
};

static const double points[][NUMBERS] = {
    {1, 2, 3}, {0, 0, 0}, {-1.5, 0.25, 2.75}, {1e-3, -1e3, 7}};

typedef struct Derivatives {
    double value, grad[NUMBERS], hessian[NUMBERS][NUMBERS];
} Derivatives;

static void forget_program(void) {
    nb__program *program = fn.program;
    if (program) free(program->nodes);
    free(program);
    fn.program = NULL;
}

static int differentiate(const char *body, const double *point,
                         Derivatives *ret) {
    gsl_vector_const_view x = gsl_vector_const_view_array(point, NUMBERS);
    fn.body = body;
    if (setjmp(seen.jump)) {
        LAW(strcmp(seen.ename, "FormulaError") == 0 ||
            strcmp(seen.ename, "DomainError") == 0);
        LAW(strlen(seen.message) > 10);
        LAW(nb__utf8_is_valid(seen.message));
        nb_scopes_close();
        return 0;
    }
    nb_vg_t vg = nb_value_and_grad(called, &x.vector);
    gsl_matrix *H = nb_hessian(called, &x.vector);
    ret->value = vg.value;
    for (size_t i = 0; i < NUMBERS; i++) {
        ret->grad[i] = gsl_vector_get(vg.grad, i);
        for (size_t j = 0; j < NUMBERS; j++)
            ret->hessian[i][j] = gsl_matrix_get(H, i, j);
    }
    nb_free(vg);
    nb_free(H);
    return 1;
}

static int is_near(double a, double b, double scale) {
    if (!isfinite(a) || !isfinite(b)) return 1;
    return fabs(a - b) <= 1e-9 * (fabs(a) + fabs(b) + scale) + 1e-250;
}

static double largest(const Derivatives *d) {
    double most = fabs(d->value);
    for (size_t i = 0; i < NUMBERS; i++) {
        most = fmax(most, fabs(d->grad[i]));
        for (size_t j = 0; j < NUMBERS; j++)
            most = fmax(most, fabs(d->hessian[i][j]));
    }
    return most;
}

static void check_hessian(const Derivatives *d) {
    for (size_t i = 0; i < NUMBERS; i++)
        for (size_t j = 0; j < i; j++)
            LAW(is_near(d->hessian[i][j], d->hessian[j][i], largest(d)));
}

static void check_twice(const char *body, const double *point,
                        const Derivatives *once) {
    char text[LONGEST + 16];
    Derivatives twice = {0};
    (void)snprintf(text, sizeof text, "2.0 * (%s)", body);
    forget_program();
    LAW(differentiate(text, point, &twice));
    LAW(is_near(2 * once->value, twice.value, 0));
    for (size_t i = 0; i < NUMBERS; i++)
        LAW(is_near(2 * once->grad[i], twice.grad[i], largest(once)));
}

static void check_braces(const char *latex) {
    int depth = 0;
    for (const char *at = latex; *at; at++) {
        if (*at == '\\' && at[1]) at++;
        else if (*at == '{') depth++;
        else if (*at == '}') depth--;
        LAW(depth >= 0);
    }
    LAW(depth == 0 && strncmp(latex, "$$", 2) == 0);
}

static void check_latex(void) {
    if (setjmp(seen.jump)) LAW(!"a formula that is understood is typeset");
    nb_fn_tex(called);
    check_braces(shown("text/latex"));
}

/* A sum may be as long as its writer wants; those that take seconds are no
 * find. */
static int is_quick(const char *text) {
    int sums = 0, digits = 0;
    for (const char *at = text; *at; at++) {
        sums += strncmp(at, "nb_sum", 6) == 0;
        digits = isdigit((unsigned char)*at) ? digits + 1 : 0;
        if (sums && (digits > 2 || *at == '*' || strchr("eExX", *at)) &&
            isalnum((unsigned char)at[1]) && digits > 0)
            return 0;
    }
    return sums <= 2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char body[LONGEST];
    Derivatives d = {0};
    if (size < 2 || size > sizeof body) return 0;
    memcpy(body, data + 1, size - 1);
    body[size - 1] = '\0';
    if (!is_quick(body)) return 0;
    const double *point = points[data[0] % (sizeof points / sizeof *points)];
    nb_host_set(&test_host);
    fn = (nb_fn){"f", "(double *x)", body, captures, NULL, NULL};
    union {
        double (*of)(double *);
        void (*any)(void);
    } call = {called};
    fn.call = call.any;
    if (differentiate(body, point, &d)) {
        check_hessian(&d);
        check_latex();
        if (strlen(body) == size - 1) check_twice(body, point, &d);
    }
    forget_program();
    return 0;
}
