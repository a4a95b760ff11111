/* logistic.c - logistic and softmax regression, and predictions of classes. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "blas.h"
#include "fail.h"
#include "infer.h"
#include "net.h"
#include "opt.h"
#include "pool.h"

/* ---- What fits. ---- */

/* A class without rows would be pushed away for ever. */
static void need_each_class(const gsl_vector *y, size_t classes) {
    for (size_t k = 0; k < classes; k++) {
        size_t i = 0;
        while (i < y->size && gsl_vector_get(y, i) != (double)k) i++;
        if (i < y->size) continue;
        nb__fail("DomainError",
                 "nb_logreg: y holds classes up to %zu, but no row of class "
                 "%zu; number them without gaps.",
                 classes - 1, k);
    }
}

static size_t classes_in(const gsl_vector *y) {
    double most = 0, least = HUGE_VAL;
    for (size_t i = 0; i < y->size; i++) {
        double k = y->data[i * y->stride];
        if (!(k >= 0 && k < 1000 && k == floor(k)))
            nb__fail("DomainError",
                     "nb_logreg: label %zu is %g; labels are whole numbers "
                     "from 0.",
                     i, k);
        most = fmax(most, k);
        least = fmin(least, k);
    }
    if (most == least)
        nb__fail("DomainError", "nb_logreg: y holds only one class.");
    need_each_class(y, (size_t)most + 1);
    return (size_t)most + 1;
}

static void check(const gsl_matrix *X, const gsl_vector *y,
                  const nb_logreg_opts *o) {
    nb__need_finite_matrix("nb_logreg", X);
    nb__need_vector("nb_logreg", y);
    if (X->size1 != y->size)
        nb__fail("ShapeError",
                 "nb_logreg: X has %zu rows, but y is vector(%zu).", X->size1,
                 y->size);
    if (!(o->l2 >= 0) || !(o->tol >= 0) || o->maxit < 0)
        nb__fail("DomainError",
                 "nb_logreg: .l2 = %g, .tol = %g and .maxit = %ld must not be "
                 "negative.",
                 o->l2, o->tol, o->maxit);
}

/* ---- The likelihood. ---- */

/* Rows of D are 1 and an observation. Parameters: q x k, row 0 the
 * intercepts; for two classes k is 1. */
typedef struct Likelihood {
    nb__own_func base;
    double *D, *Z; /* n x q; n x k logits, then residuals */
    const gsl_vector *y;
    size_t n, q, k;
    double l2;
    int has_intercept;
} Likelihood;

static void product(size_t m, size_t n, size_t k, int turned, const double *A,
                    const double *B, double *C) {
    nb__product p = {turned, 0, m, n, k, turned ? m : k, n, n, 1, 0};
    nb__gemm(&p, A, B, C);
}

/* -log p of label k in a row of logits, which becomes p minus the truth. */
static double row_loss(double *z, size_t k, size_t label) {
    if (k == 1) {
        double t = (double)label, x = z[0], e = exp(-fabs(x));
        z[0] = (x >= 0 ? 1 / (1 + e) : e / (1 + e)) - t;
        return fmax(x, 0) - t * x + log1p(e);
    }
    double most = z[0], total = 0, truth = z[label];
    for (size_t j = 1; j < k; j++) most = fmax(most, z[j]);
    for (size_t j = 0; j < k; j++) total += z[j] = exp(z[j] - most);
    for (size_t j = 0; j < k; j++) z[j] /= total;
    z[label] -= 1;
    return most + log(total) - truth;
}

/* Minus the log-likelihood at w; leaves residuals in Z. */
static double loss_at(Likelihood *f, const double *w) {
    double loss = 0;
    product(f->n, f->k, f->q, 0, f->D, w, f->Z);
    for (size_t i = 0; i < f->n; i++)
        loss += row_loss(f->Z + i * f->k, f->k,
                         (size_t)f->y->data[i * f->y->stride]);
    return loss;
}

static double penalty(const Likelihood *f, const double *w) {
    double total = 0;
    for (size_t i = f->k; i < f->q * f->k; i++) total += w[i] * w[i];
    return f->l2 / 2 * total;
}

static double both(void *self, const double *w, double *g) {
    Likelihood *f = self;
    double loss = loss_at(f, w) + penalty(f, w);
    if (!g) return loss;
    product(f->q, f->k, f->n, 1, f->D, f->Z, g);
    for (size_t i = f->k; i < f->q * f->k; i++) g[i] += f->l2 * w[i];
    for (size_t j = 0; j < f->k && !f->has_intercept; j++) g[j] = 0;
    return loss;
}

static Likelihood likelihood_of(const gsl_matrix *X, const gsl_vector *y,
                                size_t classes, const nb_logreg_opts *o) {
    Likelihood f = {{both}, NULL, NULL, y, X->size1, X->size2 + 1,
                    classes == 2 ? 1 : classes, o->l2, !o->nointercept};
    f.D = nb__alloc(f.n * f.q, sizeof *f.D);
    f.Z = nb__alloc(f.n * f.k, sizeof *f.Z);
    for (size_t i = 0; i < f.n; i++) {
        f.D[i * f.q] = f.has_intercept;
        memcpy(f.D + i * f.q + 1, X->data + i * X->tda,
               X->size2 * sizeof *f.D);
    }
    return f;
}

static void likelihood_done(Likelihood *f) {
    free(f->D);
    free(f->Z);
}

/* ---- Two classes: Newton. ---- */

/* The Hessian D' S D + l2 I after loss_at(), S = p (1 - p). */
static void hessian(Likelihood *f, double *H) {
    size_t q = f->q;
    double *weighted = nb__alloc(f->n * q, sizeof *weighted);
    for (size_t i = 0; i < f->n; i++) {
        double r = f->Z[i], t = f->y->data[i * f->y->stride], p = r + t;
        for (size_t j = 0; j < q; j++)
            weighted[i * q + j] = p * (1 - p) * f->D[i * q + j];
    }
    product(q, q, f->n, 1, f->D, weighted, H);
    free(weighted);
    for (size_t j = 1; j < q; j++) H[j * q + j] += f->l2;
    if (!f->has_intercept) H[0] = 1;
}

static double largest(const double *x, size_t n) {
    double most = 0;
    for (size_t i = 0; i < n; i++) most = fmax(most, fabs(x[i]));
    return most;
}

/* Half the step until the loss falls; Newton on a convex loss soon does. */
static double move(Likelihood *f, double *w, const double *d, double loss) {
    double *trial = nb__alloc(f->q, sizeof *trial), now = loss;
    enum { HALVINGS = 34 }; /* to some 1e-10 */
    double a = 1;
    for (int k = 0; k < HALVINGS; k++) {
        for (size_t i = 0; i < f->q; i++) trial[i] = w[i] - a * d[i];
        now = both(f, trial, NULL);
        if (now <= loss + 1e-12 * fabs(loss)) break;
        a /= 2;
    }
    memcpy(w, trial, f->q * sizeof *w);
    free(trial);
    return now;
}

static const char SEPARABLE[] =
    "the classes can be separated, so the likelihood has no maximum; .l2 = 1 "
    "gives one";

/* w is left at the maximum, and H holds the inverse of the Hessian there. */
static void newton(Likelihood *f, const nb_logreg_opts *o, double *w,
                   double *H, nb_logreg_t *m) {
    double *g = nb__alloc(2 * f->q, sizeof *g), *d = g + f->q;
    double tol = o->tol > 0 ? o->tol : 1e-8, loss = both(f, w, g);
    long most = o->maxit ? o->maxit : 100;
    for (;;) {
        hessian(f, H);
        if (!nb__invert(H, f->q)) {
            m->message = loss < 1e-3 * (double)f->n
                             ? SEPARABLE
                             : "some columns of X depend on the others; .l2 = "
                               "1e-6 chooses among the solutions";
            break;
        }
        if (largest(g, f->q) <= tol * fmax(1, (double)f->n)) {
            m->ok = f->l2 > 0 || loss > 1e-6 * (double)f->n;
            m->message = m->ok ? "converged" : SEPARABLE;
            break;
        }
        if (m->nit == most) {
            m->message = "out of steps: .maxit is reached";
            break;
        }
        product(f->q, 1, f->q, 0, H, g, d);
        (void)move(f, w, d, loss);
        loss = both(f, w, g);
        m->nit++;
    }
    free(g);
}

static void standard_errors(const Likelihood *f, const double *H,
                            nb_logreg_t *m) {
    m->se = nb__new_vector(f->q);
    for (size_t j = 0; j < f->q; j++)
        m->se->data[j] = sqrt(H[j * f->q + j]);
    m->cov = nb__new_matrix(f->q, f->q);
    memcpy(m->cov->data, H, f->q * f->q * sizeof *H);
    /* Without an intercept its place was kept by a 1 in the Hessian. */
    if (!f->has_intercept) m->se->data[0] = m->cov->data[0] = 0;
    (void)nb__own_vector(m->se);
    (void)nb__own_matrix(m->cov);
}

/* ---- More classes: L-BFGS. ---- */

static void quasi_newton(Likelihood *f, const nb_logreg_opts *o, double *w,
                         nb_logreg_t *m) {
    /* The loss is a sum over observations: so is the gradient to stop at. */
    nb_min_opts opts = {.method = o->method ? o->method : "lbfgs",
                        .nopath = true, .memory = 20, .lr = o->lr,
                        .maxit = o->maxit ? o->maxit
                                 : o->method ? 0 : 1000,
                        .tol = o->tol > 0 ? o->tol : 1e-8};
    size_t n = f->q * f->k;
    nb_opt opt = nb__opt_new(nb__func_of_own(&f->base), w, n, &opts,
                             "nb_logreg");
    while (!opt->is_done) nb_step(opt);
    memcpy(w, opt->x, n * sizeof *w);
    m->ok = opt->is_ok;
    m->nit = opt->t;
    m->message = opt->is_ok ? "converged" : opt->message;
    if (f->l2 == 0 && opt->fun < 1e-6 * (double)f->n) {
        m->ok = 0;
        m->message = SEPARABLE;
    }
    nb__free_opt(opt);
}

/* ---- The whole. ---- */

static int is_irls(const Likelihood *f, const nb_logreg_opts *o) {
    if (!o->method) return f->k == 1;
    if (strcmp(o->method, "irls") != 0) return 0;
    if (f->k > 1)
        nb__fail("DomainError",
                 "nb_logreg: \"irls\" is for two classes, not %zu; \"lbfgs\" "
                 "is for any.",
                 f->k);
    return 1;
}

nb_logreg_t nb__logreg(const gsl_matrix *X, const gsl_vector *y,
                       nb_logreg_opts opts) {
    check(X, y, &opts);
    size_t classes = classes_in(y);
    Likelihood f = likelihood_of(X, y, classes, &opts);
    nb_logreg_t m = {.classes = classes, .n = f.n, .p = X->size2};
    double *w = nb__alloc(f.q * f.k, sizeof *w);
    double *H = f.k == 1 ? nb__alloc(f.q * f.q, sizeof *H) : NULL;
    if (is_irls(&f, &opts) && H)
        newton(&f, &opts, w, H, &m);
    else
        quasi_newton(&f, &opts, w, &m);
    if (opts.method && H && m.ok) {
        (void)loss_at(&f, w);
        hessian(&f, H);
        m.ok = nb__invert(H, f.q);
    }
    m.loglik = -loss_at(&f, w);
    m.intercept = nb__vec(f.k, w);
    m.coef = nb__new_matrix(m.p, f.k);
    memcpy(m.coef->data, w + f.k, m.p * f.k * sizeof *w);
    (void)nb__own_matrix(m.coef);
    if (H && m.ok) standard_errors(&f, H, &m);
    free(w);
    free(H);
    likelihood_done(&f);
    return m;
}

void nb__free_logreg(nb_logreg_t m) {
    nb__free_matrix(m.coef);
    nb__free_vector(m.intercept);
    nb__free_vector(m.se);
    nb__free_matrix(m.cov);
}

/* ---- Predictions. ---- */

static void softmax_row(double *z, size_t k) {
    double most = z[0], total = 0;
    for (size_t j = 1; j < k; j++) most = fmax(most, z[j]);
    for (size_t j = 0; j < k; j++) total += z[j] = exp(z[j] - most);
    for (size_t j = 0; j < k; j++) z[j] /= total;
}

/* Logits to probabilities; one column becomes two. */
static gsl_matrix *proba_of(const gsl_matrix *Z) {
    size_t k = Z->size2 == 1 ? 2 : Z->size2;
    gsl_matrix *P = nb__new_matrix(Z->size1, k);
    for (size_t i = 0; i < Z->size1; i++) {
        double *row = P->data + i * k;
        memcpy(row + (Z->size2 == 1), Z->data + i * Z->tda,
               Z->size2 * sizeof *row);
        softmax_row(row, k); /* the first of two logits is 0 */
    }
    return nb__own_matrix(P);
}

static gsl_matrix *logits_of(const nb_logreg_t *m, const gsl_matrix *X) {
    nb__need_matrix("nb_predict", X);
    if (X->size2 != m->p)
        nb__fail("ShapeError",
                 "nb_predict: X has %zu columns, but the model learnt from "
                 "%zu.",
                 X->size2, m->p);
    gsl_matrix *Z = nb__new_matrix(X->size1, m->coef->size2);
    for (size_t i = 0; i < Z->size1; i++)
        for (size_t c = 0; c < Z->size2; c++) {
            double z = m->intercept->data[c];
            for (size_t j = 0; j < m->p; j++)
                z += X->data[i * X->tda + j] *
                     m->coef->data[j * m->coef->tda + c];
            Z->data[i * Z->tda + c] = z;
        }
    return Z;
}

static gsl_vector *largest_of(const gsl_matrix *Z) {
    gsl_vector *y = nb__new_vector(Z->size1);
    for (size_t i = 0; i < Z->size1; i++) {
        const double *z = Z->data + i * Z->tda;
        size_t best = 0;
        for (size_t j = 1; j < Z->size2; j++)
            if (z[j] > z[best]) best = j;
        y->data[i] = Z->size2 == 1 ? z[0] > 0 : (double)best;
    }
    return nb__own_vector(y);
}

gsl_vector *nb__predict_logreg(nb_logreg_t m, const gsl_matrix *X) {
    gsl_matrix *Z = logits_of(&m, X);
    gsl_vector *y = largest_of(Z);
    (gsl_matrix_free)(Z);
    return y;
}

gsl_matrix *nb__proba_logreg(nb_logreg_t m, const gsl_matrix *X) {
    gsl_matrix *Z = logits_of(&m, X), *P = proba_of(Z);
    (gsl_matrix_free)(Z);
    return P;
}

/* ---- Of nets. ---- */

static gsl_matrix *net_logits(nb_net net, const gsl_matrix *X) {
    nb__need_net("nb_predict", net);
    nb__need_matrix("nb_predict", X);
    return nb__outputs(net, (nb_factor){X, NULL, NULL});
}

gsl_vector *nb__predict_net(nb_net net, const gsl_matrix *X) {
    gsl_matrix *Z = net_logits(net, X);
    int has_values = nb__net_has_values(net);
    if (has_values && Z->size2 > 1) {
        nb__free_matrix(Z);
        nb__fail("ShapeError",
                 "nb_predict: the net learnt %zu values at once; nb_outputs() "
                 "gives them.",
                 nb__net_outputs(net));
    }
    gsl_vector *y = has_values ? nb__vec(Z->size1, Z->data) : largest_of(Z);
    nb__free_matrix(Z);
    return y;
}

gsl_matrix *nb__proba_net(nb_net net, const gsl_matrix *X) {
    gsl_matrix *Z = net_logits(net, X), *P = proba_of(Z);
    nb__free_matrix(Z);
    return P;
}

double nb__accuracy_net(nb_net net, const gsl_matrix *X, const gsl_vector *y) {
    return nb__judged(y, nb__predict_net(net, X), nb__accuracy);
}

double nb__accuracy_logreg(nb_logreg_t m, const gsl_matrix *X,
                           const gsl_vector *y) {
    return nb__judged(y, nb__predict_logreg(m, X), nb__accuracy);
}
