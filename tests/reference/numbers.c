/* numbers.c - results of libnabla by name, one a line, with all digits:
 *
 *     linreg.wine.coef 0.1 0.2 ...
 *
 * Data is made by a formula or comes from a file, so that Python has the
 * same. */
#include "put.h"

NB_FN(rosen4, (double *x),
      nb_sum(i, 0, 3, 100 * sq(x[i + 1] - sq(x[i])) + sq(1 - x[i])))
NB_FN(himmelblau, (double *x),
      sq(sq(x[0]) + x[1] - 11) + sq(x[0] + sq(x[1]) - 7))
NB_FN(booth, (double *x), sq(x[0] + 2 * x[1] - 7) + sq(2 * x[0] + x[1] - 5))
NB_FN(beale, (double *x),
      sq(1.5 - x[0] + x[0] * x[1]) + sq(2.25 - x[0] + x[0] * sq(x[1])) +
          sq(2.625 - x[0] + x[0] * pow(x[1], 3)))

static void formulas(void) {
    gsl_vector *x = nb_vec(-1.2, 1, 0.5, 2), *v = nb_vec(1, -2, 0.25, 3);
    put_number("rosen4.value", nb_value_and_grad(rosen4, x).value);
    put_vector("rosen4.grad", nb_grad(rosen4, x));
    put_matrix("rosen4.hessian", nb_hessian(rosen4, x));
    put_vector("rosen4.hvp", nb_hvp(rosen4, x, v));
}

/* Each minimiser's answer on each function. */
static void minima(void) {
    static const char *const methods[] = {"lbfgs", "newton", "gsl_bfgs2",
                                          "gsl_conjugate_pr", "adam"};
    char name[64];
    for (int i = 0; i < 5; i++) {
        double lr = i == 4 ? 0.05 : 0;
        long maxit = i == 4 ? 20000 : 0;
#define MINIMUM(f, ...)                                                        \
    (void)snprintf(name, sizeof name, "minimum." #f ".%s", methods[i]);        \
    put_vector(name, nb_minimize(f, nb_vec(__VA_ARGS__), .method = methods[i], \
                                 .lr = lr, .maxit = maxit)                     \
                         .x);
        MINIMUM(rosen4, 1.3, 0.7, 0.8, 1.9)
        MINIMUM(himmelblau, 2.5, 1.7)
        MINIMUM(booth, 0, 0)
        MINIMUM(beale, 2.5, 0.3)
    }
}

/* Paths of the first-order methods, for NumPy to walk too. */
static void paths(void) {
    static const char *const methods[] = {"gd",      "momentum", "nesterov",
                                          "adagrad", "rmsprop",  "adam",
                                          "adamw"};
    char name[64];
    for (int i = 0; i < 7; i++) {
        nb_min_t m = nb_minimize(himmelblau, nb_vec(-1, 0.5),
                                 .method = methods[i], .lr = 0.004,
                                 .maxit = 30, .decay = 0.01, .clip = 20);
        (void)snprintf(name, sizeof name, "path.%s", methods[i]);
        put_matrix(name, m.path);
    }
}

/* A net whose weights are made, and its gradient for each loss. */
static void nets(void) {
    static const char *const activations[] = {"relu", "tanh", "sigmoid",
                                              "softplus", "leaky"};
    char name[64];
    gsl_matrix *X = made(6, 4, 1);
    for (int i = 0; i < 5; i++) {
        nb_net net = nb_sequential(nb_dense(4, 5), nb_act(activations[i]),
                                   nb_dense(5, 3));
        for (int k = 0; k < 4; k++) {
            gsl_matrix *w = nb_value(nb_net_param(net, k));
            gsl_matrix_memcpy(w, made(w->size1, w->size2, 10 + k));
        }
        nb_var L = nb_xent(nb_forward(net, X), nb_vec(0, 1, 2, 2, 1, 0));
        nb_backward(L);
        (void)snprintf(name, sizeof name, "net.%s.loss", activations[i]);
        put_number(name, nb_item(L));
        for (int k = 0; k < 4; k++) {
            (void)snprintf(name, sizeof name, "net.%s.grad%d", activations[i],
                           k);
            put_matrix(name, nb_gradof(nb_net_param(net, k)));
        }
    }
    nb_var z = nb_param(made(5, 3, 20));
    put_matrix("softmax", nb_value(nb_softmax(z)));
    put_matrix("logsoftmax", nb_value(nb_logsoftmax(z)));
    put_matrix("logsumexp", nb_value(nb_logsumexp(z)));
}

static void functions(void) {
    char name[64];
#define FUNCTION(f, x)                                                         \
    (void)snprintf(name, sizeof name, "function." #f);                         \
    put(name, (double[]){nb_##f(nb_h(x)).v, nb_##f(nb_h(x)).d1,                \
                         nb_##f(nb_h(x)).d12}, 3);
    FUNCTION(sin, 0.7)
    FUNCTION(cos, 0.7)
    FUNCTION(tan, 0.7)
    FUNCTION(asin, 0.7)
    FUNCTION(acos, 0.7)
    FUNCTION(atan, 0.7)
    FUNCTION(sinh, 0.7)
    FUNCTION(cosh, 0.7)
    FUNCTION(tanh, 0.7)
    FUNCTION(exp, 0.7)
    FUNCTION(log, 0.7)
    FUNCTION(log1p, 0.7)
    FUNCTION(expm1, 0.7)
    FUNCTION(sqrt, 0.7)
    FUNCTION(sigmoid, 0.7)
    FUNCTION(softplus, 0.7)
    FUNCTION(erf, 0.7)
}

static void regressions(void) {
    char name[64];
    static const char *const sets[] = {"wine", "diabetes", "breast_cancer",
                                       "iris"};
    for (int i = 0; i < 4; i++) {
        nb_data d = nb_load(sets[i]);
        gsl_matrix *X = nb_standardize(d.X);
        nb_linreg_t ols = nb_linreg(X, d.y), ridge = nb_linreg(X, d.y, .l2 = 5);
        nb_linreg_t lasso = nb_linreg(X, d.y, .l1 = 0.05);
#define PUT(what, put_it, value)                                               \
    (void)snprintf(name, sizeof name, "%s." what, sets[i]);                    \
    put_it(name, value);
        PUT("ols.coef", put_vector, ols.coef)
        PUT("ols.intercept", put_number, ols.intercept)
        PUT("ols.se", put_vector, ols.se)
        PUT("ols.r2", put_number, ols.r2)
        PUT("ridge.coef", put_vector, ridge.coef)
        PUT("lasso.coef", put_vector, lasso.coef)
        PUT("rmse", put_number, nb_rmse(d.y, nb_predict(ridge, X)))
        if (d.class_count == 0) continue;
        nb_logreg_t m = nb_logreg(X, d.y, .l2 = 1);
        PUT("logreg.coef", put_matrix, m.coef)
        PUT("logreg.intercept", put_vector, m.intercept)
        PUT("logreg.loglik", put_number, m.loglik)
        PUT("logreg.proba", put_matrix, nb_proba(m, X))
        PUT("logreg.logloss", put_number, nb_logloss(d.y, nb_proba(m, X)))
        gsl_vector *says = nb_predict(m, nb_cols(X, 0, (long)d.p));
        PUT("accuracy", put_number, nb_accuracy(d.y, says))
        PUT("confusion", put_matrix, nb_confusion(d.y, says))
        nb_scores_t s = nb_scores(d.y, says, 1);
        PUT("precision", put_number, s.precision)
        PUT("recall", put_number, s.recall)
        PUT("f1", put_number, s.f1)
        if (d.class_count > 2) continue;
        PUT("auc", put_number, nb_roc(d.y, nb_col(nb_proba(m, X), 1)).auc)
        PUT("auc.raw", put_number, nb_roc(d.y, nb_col(d.X, 4)).auc)
    }
}

int main(void) {
    formulas();
    minima();
    paths();
    nets();
    functions();
    regressions();
    return 0;
}
