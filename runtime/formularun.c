/* formularun.c - a formula evaluated, with every step on record. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "formula.h"
#include "host.h"

/* A number and the step that made it; constants have no step. */
typedef struct Number {
    double v;
    size_t step;
} Number;

typedef struct Run {
    nb_fn *fn;
    const nb__program *program;
    const double *x;
    nb__record *record;
    double loops[NB__MAX_LOOPS];
} Run;

static Number run(Run *r, size_t node);

static Number constant(double v) { return (Number){v, NB__CONSTANT}; }

static Number note(Run *r, double v, nb__step step) {
    nb__record *record = r->record;
    if (record->count == record->cap) {
        record->cap = 2 * record->cap + 64;
        record->steps =
            nb__realloc(record->steps, record->cap, sizeof *record->steps);
    }
    record->steps[record->count] = step;
    return (Number){v, record->count++};
}

static Number unary(Run *r, nb__unary_kind kind, double number, Number a) {
    double f[3];
    nb__unary(kind, number, a.v, f);
    if (a.step == NB__CONSTANT) return constant(f[0]);
    return note(r, f[0],
                (nb__step){a.step, NB__CONSTANT, f[1], 0, f[2], 0, 0});
}

/* ---- Two operands. ---- */

static Number times(Run *r, Number a, Number b) {
    if (a.step == NB__CONSTANT && b.step == NB__CONSTANT)
        return constant(a.v * b.v);
    return note(r, a.v * b.v,
                (nb__step){a.step, b.step, b.v, a.v, 0, 1, 0});
}

static Number plus(Run *r, Number a, Number b, double sign) {
    double v = a.v + sign * b.v;
    if (a.step == NB__CONSTANT && b.step == NB__CONSTANT) return constant(v);
    return note(r, v, (nb__step){a.step, b.step, 1, sign, 0, 0, 0});
}

static Number over(Run *r, Number a, Number b) {
    double q = a.v / b.v, i = 1 / b.v;
    if (a.step == NB__CONSTANT && b.step == NB__CONSTANT) return constant(q);
    return note(r, q, (nb__step){a.step, b.step, i, -q * i, 0, -i * i,
                                 2 * q * i * i});
}

static Number power(Run *r, Number a, Number b) {
    if (b.step == NB__CONSTANT) return unary(r, NB__UNARY_pow, b.v, a);
    if (a.step == NB__CONSTANT) return unary(r, NB__UNARY_base, a.v, b);
    double v = pow(a.v, b.v), l = log(a.v), va = b.v * pow(a.v, b.v - 1);
    return note(r, v, (nb__step){a.step, b.step, va, v * l,
                                 b.v * (b.v - 1) * pow(a.v, b.v - 2),
                                 pow(a.v, b.v - 1) + va * l, v * l * l});
}

static Number hypotenuse(Run *r, Number a, Number b) {
    double h = hypot(a.v, b.v), h3 = h * h * h;
    if (a.step == NB__CONSTANT && b.step == NB__CONSTANT) return constant(h);
    return note(r, h, (nb__step){a.step, b.step, a.v / h, b.v / h,
                                 b.v * b.v / h3, -a.v * b.v / h3,
                                 a.v * a.v / h3});
}

static Number angle(Run *r, Number y, Number x) {
    double s = x.v * x.v + y.v * y.v, s2 = s * s, v = atan2(y.v, x.v);
    if (y.step == NB__CONSTANT && x.step == NB__CONSTANT) return constant(v);
    return note(r, v, (nb__step){y.step, x.step, x.v / s, -y.v / s,
                                 -2 * x.v * y.v / s2,
                                 (y.v * y.v - x.v * x.v) / s2,
                                 2 * x.v * y.v / s2});
}

static Number pair(Run *r, const nb__expr *e) {
    Number a = run(r, e->a), b = run(r, e->b);
    switch (e->op) {
    case 'p': return power(r, a, b);
    case 'm': return a.v <= b.v || isnan(b.v) ? a : b;
    case 'M': return a.v >= b.v || isnan(b.v) ? a : b;
    case 'h': return hypotenuse(r, a, b);
    default: return angle(r, a, b);
    }
}

static double whole_division(Run *r, const nb__expr *e, double a, double b) {
    if (b == 0)
        nb__formula_fail(r->fn, e->text, "a whole number is divided by 0");
    return e->op == '/' ? trunc(a / b) : fmod(a, b);
}

static Number binary(Run *r, const nb__expr *e) {
    Number a = run(r, e->a);
    if (e->op == '&' && a.v == 0) return constant(0);
    if (e->op == '|' && a.v != 0) return constant(1);
    Number b = run(r, e->b);
    switch (e->op) {
    case '+': return plus(r, a, b, 1);
    case '-': return plus(r, a, b, -1);
    case '*': return times(r, a, b);
    case '/':
        if (e->is_int) return constant(whole_division(r, e, a.v, b.v));
        return over(r, a, b);
    case '%': return constant(whole_division(r, e, a.v, b.v));
    case '<': return constant(a.v < b.v);
    case '>': return constant(a.v > b.v);
    case 'l': return constant(a.v <= b.v);
    case 'g': return constant(a.v >= b.v);
    case '=': return constant(a.v == b.v);
    case 'n': return constant(a.v != b.v);
    default: return constant(b.v != 0);
    }
}

/* ---- Names. ---- */

static double read_number(const nb_capture *c) {
    switch (c->kind) {
    case 3: return *(const double *)c->place;
    case 4: return (double)*(const float *)c->place;
    case 5: return *(const int *)c->place;
    case 6: return (double)*(const long *)c->place;
    case 7: return *(const unsigned *)c->place;
    default: return (double)*(const unsigned long *)c->place;
    }
}

static long index_at(Run *r, size_t node) {
    Number i = run(r, node);
    if (i.step != NB__CONSTANT)
        nb__formula_fail(r->fn, r->program->nodes[node].text,
                         "an index must not depend on the parameter");
    /* Whole numbers beyond are none that a double can tell apart. */
    if (!(fabs(i.v) < 0x1p53))
        nb__formula_fail(r->fn, r->program->nodes[node].text,
                         "%g is no index", i.v);
    return (long)i.v;
}

_Noreturn static void bad_index(Run *r, const nb__expr *e, long i, size_t n) {
    nb__formula_fail(r->fn, e->text,
                     "element %ld is asked for, but there are %zu, 0 to %ld", i,
                     n, (long)n - 1);
}

static double read_element(Run *r, const nb__expr *e) {
    const nb_capture *c = e->capture;
    long i = index_at(r, e->a), j;
    const gsl_vector *v;
    const gsl_matrix *A;
    size_t n;
    switch (c->kind) {
    case 1:
    case 2:
        n = c->size / (c->kind == 1 ? sizeof(double) : sizeof(int));
        if (i < 0 || (size_t)i >= n) bad_index(r, e, i, n);
        if (c->kind == 2) return ((const int *)c->place)[i];
        return ((const double *)c->place)[i];
    case 9:
        v = *(const gsl_vector *const *)c->place;
        n = v ? v->size : 0;
        if (i < 0 || (size_t)i >= n) bad_index(r, e, i, n);
        return v->data[(size_t)i * v->stride];
    case 10:
        A = *(const gsl_matrix *const *)c->place;
        j = index_at(r, e->b);
        n = A ? A->size1 : 0;
        if (i < 0 || (size_t)i >= n) bad_index(r, e, i, n);
        if (j < 0 || (size_t)j >= A->size2) bad_index(r, e, j, A->size2);
        return A->data[(size_t)i * A->tda + (size_t)j];
    case 11: return (*(const double *const *)c->place)[i];
    default: return (*(const int *const *)c->place)[i];
    }
}

static Number element(Run *r, const nb__expr *e) {
    long i = index_at(r, e->a);
    if (i < 0 || (size_t)i >= r->record->inputs)
        bad_index(r, e, i, r->record->inputs);
    return (Number){r->x[i], (size_t)i};
}

static Number sum(Run *r, const nb__expr *e) {
    long from = index_at(r, e->a), to = index_at(r, e->b);
    int (*is_interrupted)(void) = nb_host_get()->is_interrupted;
    Number total = constant(0);
    for (long i = from; i < to && !is_interrupted(); i++) {
        r->loops[e->slot] = (double)i;
        total = plus(r, total, run(r, e->c), 1);
    }
    return total;
}

static Number cast(Run *r, const nb__expr *e) {
    Number a = run(r, e->a);
    return e->is_int ? constant(trunc(a.v)) : a;
}

static Number run(Run *r, size_t node) {
    const nb__expr *e = &r->program->nodes[node];
    switch (e->kind) {
    case NB__EXPR_NUMBER: return constant(e->number);
    case NB__EXPR_PARAM: return (Number){r->x[0], 0};
    case NB__EXPR_ELEMENT: return element(r, e);
    case NB__EXPR_VARIABLE: return constant(read_number(e->capture));
    case NB__EXPR_ARRAY: return constant(read_element(r, e));
    case NB__EXPR_LOOP: return constant(r->loops[e->slot]);
    case NB__EXPR_BINARY: return binary(r, e);
    case NB__EXPR_NOT: return constant(run(r, e->a).v == 0);
    case NB__EXPR_CHOICE: return run(r, run(r, e->a).v != 0 ? e->b : e->c);
    case NB__EXPR_UNARY: return unary(r, e->function, 0, run(r, e->a));
    case NB__EXPR_PAIR: return pair(r, e);
    case NB__EXPR_CAST: return cast(r, e);
    case NB__EXPR_SUM: return sum(r, e);
    }
    return constant((double)NAN);
}

nb__record nb__record_of(nb_fn *fn, const double *x, size_t n) {
    nb__record record = {.inputs = n, .count = n, .cap = n};
    const nb__program *program = nb__program_of(fn);
    record.steps = nb__alloc(n, sizeof *record.steps);
    for (size_t i = 0; i < n; i++)
        record.steps[i] = (nb__step){NB__CONSTANT, NB__CONSTANT, 0, 0, 0, 0, 0};
    Run r = {.fn = fn, .program = program, .x = x, .record = &record};
    Number result = run(&r, program->root);
    record.value = result.v;
    record.last = result.step;
    return record;
}

void nb__record_done(nb__record *record) {
    free(record->steps);
    *record = (nb__record){0};
}

/* ---- Sweeps. ---- */

/* What each step contributes to the value, from the last to the first. */
static double *adjoints(const nb__record *record) {
    double *adjoint = nb__alloc(record->count, sizeof *adjoint);
    if (record->last != NB__CONSTANT) adjoint[record->last] = 1;
    for (size_t i = record->count; i > 0; i--) {
        const nb__step *s = &record->steps[i - 1];
        double here = adjoint[i - 1];
        if (s->a != NB__CONSTANT) adjoint[s->a] += s->da * here;
        if (s->b != NB__CONSTANT) adjoint[s->b] += s->db * here;
    }
    return adjoint;
}

void nb__record_grad(const nb__record *record, double *g) {
    double *adjoint = adjoints(record);
    memcpy(g, adjoint, record->inputs * sizeof *g);
    free(adjoint);
}

static double *tangents(const nb__record *record, const double *v) {
    double *tangent = nb__alloc(record->count, sizeof *tangent);
    memcpy(tangent, v, record->inputs * sizeof *v);
    for (size_t i = record->inputs; i < record->count; i++) {
        const nb__step *s = &record->steps[i];
        if (s->a != NB__CONSTANT) tangent[i] += s->da * tangent[s->a];
        if (s->b != NB__CONSTANT) tangent[i] += s->db * tangent[s->b];
    }
    return tangent;
}

/* The tangent of each adjoint: the reverse sweep, derived along v. */
void nb__record_hvp(const nb__record *record, const double *v, double *out) {
    double *adjoint = adjoints(record), *tangent = tangents(record, v);
    double *change = nb__alloc(record->count, sizeof *change);
    for (size_t i = record->count; i > record->inputs; i--) {
        const nb__step *s = &record->steps[i - 1];
        double here = adjoint[i - 1], moved = change[i - 1];
        double ta = s->a != NB__CONSTANT ? tangent[s->a] : 0;
        double tb = s->b != NB__CONSTANT ? tangent[s->b] : 0;
        if (s->a != NB__CONSTANT)
            change[s->a] +=
                s->da * moved + here * (s->daa * ta + s->dab * tb);
        if (s->b != NB__CONSTANT)
            change[s->b] +=
                s->db * moved + here * (s->dab * ta + s->dbb * tb);
    }
    memcpy(out, change, record->inputs * sizeof *out);
    free(adjoint);
    free(tangent);
    free(change);
}
