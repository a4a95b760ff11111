/* fit.c - training a net: epochs, mini-batches, early stopping. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gsl/gsl_randist.h>

#include "fail.h"
#include "host.h"
#include "net.h"
#include "opt.h"
#include "pool.h"
#include "var.h"

/* A training under way. */
typedef struct Training {
    nb_net net;
    const gsl_matrix *X;
    nb_factor y;
    nb_fit_opts opts;
    nb_opt opt;
    int owns_opt;
    size_t n, batch;
    size_t *order;
    gsl_matrix *Xb; /* one batch */
    gsl_matrix *Yb; /* its truth: a column of labels, or rows */
    double *loss, *val_loss;
    long epochs, best_epoch;
    double best_loss, *best_x;
    const char *message;
} Training;

/* ---- What fits. ---- */

static int holds_only(nb_factor y, double last) {
    if (!y.vector) return 0;
    for (size_t i = 0; i < y.vector->size; i++) {
        double k = y.vector->data[i * y.vector->stride];
        if (!(k >= 0 && k <= last && k == floor(k))) return 0;
    }
    return 1;
}

static nb__loss choose_loss(const Training *t) {
    static const char *const names[] = {"", "xent", "bce", "mse", "mae",
                                        "huber"};
    size_t outputs = nb__net_outputs(t->net);
    if (!t->opts.loss) {
        if (outputs > 1 && t->y.vector) return NB__LOSS_XENT;
        return outputs == 1 && holds_only(t->y, 1) ? NB__LOSS_BCE
                                                   : NB__LOSS_MSE;
    }
    for (size_t i = 1; i < sizeof names / sizeof *names; i++)
        if (strcmp(t->opts.loss, names[i]) == 0) return (nb__loss)i;
    nb__fail("DomainError",
             "nb_fit: there is no loss \"%s\"; there are xent, bce, mse, mae "
             "and huber.",
             t->opts.loss);
}

static size_t truth_rows(nb_factor y) {
    return y.vector ? y.vector->size : y.matrix->size1;
}

static void check_truth(const Training *t) {
    size_t outputs = nb__net_outputs(t->net);
    if (t->y.var)
        nb__fail("DomainError",
                 "nb_fit: y must be a gsl_vector * or a gsl_matrix *.");
    if (truth_rows(t->y) != t->n)
        nb__fail("ShapeError", "nb_fit: X has %zu rows, but y has %zu.", t->n,
                 truth_rows(t->y));
    if (t->net->loss == NB__LOSS_XENT) {
        if (!t->y.vector || !holds_only(t->y, (double)outputs - 1))
            nb__fail("DomainError",
                     "nb_fit: for %zu outputs the labels in y must be the "
                     "whole numbers 0 to %zu.",
                     outputs, outputs - 1);
        return;
    }
    size_t cols = t->y.vector ? 1 : t->y.matrix->size2;
    if (cols != outputs)
        nb__fail("ShapeError",
                 "nb_fit: y has %zu columns, but the net has %zu outputs.",
                 cols, outputs);
}

static void check_options(const nb_fit_opts *o) {
    if (o->epochs < 0 || o->batch < -1 || o->patience < 0)
        nb__fail("DomainError",
                 "nb_fit: .epochs = %ld, .batch = %ld and .patience = %ld "
                 "must not be negative.",
                 o->epochs, o->batch, o->patience);
    if (!o->Xval != !o->yval)
        nb__fail("DomainError",
                 "nb_fit: validation needs both .Xval and .yval.");
    if (o->patience > 0 && !o->Xval)
        nb__fail("DomainError",
                 "nb_fit: .patience looks at validation data; give .Xval and "
                 ".yval.");
}

/* ---- The loss of data, without derivatives. ---- */

static double loss_of(nb_net net, const gsl_matrix *X, nb_factor y) {
    long scope = nb__scope_open();
    int was_training = net->is_training;
    net->is_training = 0;
    nb_var out = nb__forward(net, (nb_factor){X, NULL, NULL});
    double loss = nb_item(nb__net_loss(net->loss, out, y));
    net->is_training = was_training;
    nb__scope_close(&scope);
    return loss;
}

/* ---- One batch. ---- */

static void gather(Training *t, size_t first, size_t count) {
    size_t p = t->X->size2, k = t->Yb->size2;
    for (size_t i = 0; i < count; i++) {
        size_t from = t->order[first + i];
        memcpy(t->Xb->data + i * p, t->X->data + from * t->X->tda,
               p * sizeof(double));
        if (t->y.vector)
            t->Yb->data[i] = t->y.vector->data[from * t->y.vector->stride];
        else
            memcpy(t->Yb->data + i * k,
                   t->y.matrix->data + from * t->y.matrix->tda,
                   k * sizeof(double));
    }
}

/* The mean loss of the rows that were gathered; their derivatives are left
 * in the parameters. */
static double learn_batch(Training *t, size_t count) {
    long scope = nb__scope_open();
    gsl_matrix X = *t->Xb, Y = *t->Yb;
    X.size1 = Y.size1 = count;
    gsl_vector labels = {count, 1, t->Yb->data, NULL, 0};
    nb_factor y = t->y.vector ? (nb_factor){NULL, &labels, NULL}
                              : (nb_factor){&Y, NULL, NULL};
    nb_var out = nb__forward(t->net, (nb_factor){&X, NULL, NULL});
    nb_var loss = nb__net_loss(t->net->loss, out, y);
    double value = nb_item(loss);
    nb_backward(loss);
    nb__scope_close(&scope);
    return value;
}

static int is_interrupted(void) { return nb_host_get()->is_interrupted(); }

/* The mean loss over an epoch. */
static double learn_epoch(Training *t) {
    double total = 0;
    if (!t->opts.noshuffle)
        gsl_ran_shuffle(nb_rng(), t->order, t->n, sizeof *t->order);
    for (size_t first = 0; first < t->n && !is_interrupted();
         first += t->batch) {
        size_t count = t->n - first < t->batch ? t->n - first : t->batch;
        gather(t, first, count);
        total += (double)count * learn_batch(t, count);
        nb_step(t->opt);
    }
    return total / (double)t->n;
}

/* ---- Epochs. ---- */

static void keep_best(Training *t) {
    double loss = t->val_loss[t->epochs - 1];
    if (t->best_epoch && !(loss < t->best_loss)) return;
    t->best_loss = loss;
    t->best_epoch = t->epochs;
    if (t->opts.patience > 0)
        memcpy(t->best_x, t->net->x, t->net->n * sizeof(double));
}

static int goes_on(Training *t) {
    nb_epoch now = {t->epochs, t->loss[t->epochs - 1],
                    t->val_loss ? t->val_loss[t->epochs - 1] : (double)NAN,
                    t->net};
    if (is_interrupted())
        t->message = "interrupted";
    else if (t->opts.callback && !t->opts.callback(&now))
        t->message = "stopped by the callback";
    else if (t->opts.patience > 0 &&
             t->epochs - t->best_epoch >= t->opts.patience)
        t->message = "the validation loss no longer falls";
    return !t->message;
}

static void after_epoch(Training *t, double loss) {
    t->loss[t->epochs++] = loss;
    if (!t->opts.Xval) return;
    t->val_loss[t->epochs - 1] = loss_of(
        t->net, t->opts.Xval, (nb_factor){NULL, t->opts.yval, NULL});
    keep_best(t);
}

static void run_epochs(Training *t) {
    t->net->is_training = 1;
    while (t->epochs < t->opts.epochs) {
        after_epoch(t, learn_epoch(t));
        if (!goes_on(t)) break;
    }
    t->net->is_training = 0;
    if (!t->message) t->message = "all epochs are done";
    if (t->opts.patience > 0 && t->best_epoch)
        memcpy(t->net->x, t->best_x, t->net->n * sizeof(double));
}

/* ---- All observations at once, by a method with a line search. ---- */

typedef struct Whole {
    nb__own_func base;
    Training *t;
} Whole;

static double whole_loss(void *self, const double *x, double *grad) {
    Training *t = ((Whole *)self)->t;
    nb_net net = t->net;
    if (x != net->x) memcpy(net->x, x, net->n * sizeof *x);
    double loss;
    memset(net->g, 0, net->n * sizeof *net->g);
    if (grad)
        loss = learn_batch(t, t->n);
    else
        loss = loss_of(net, t->X, t->y);
    for (size_t i = 0; i < net->param_count; i += 2) {
        nb_var W = net->params[i];
        double *w = W->slots[NB__VALUE], *g = W->slots[NB__GRAD];
        for (size_t k = 0; k < nb__var_size(W); k++) {
            loss += t->opts.decay / 2 * w[k] * w[k];
            g[k] += t->opts.decay * w[k];
        }
    }
    if (grad) memcpy(grad, net->g, net->n * sizeof *grad);
    memset(net->g, 0, net->n * sizeof *net->g);
    return loss;
}

static void run_whole(Training *t) {
    Whole whole = {{whole_loss}, t};
    nb_min_opts opts = {.method = t->opts.method, .lr = t->opts.lr,
                        .maxit = t->opts.epochs, .nopath = true};
    gather(t, 0, t->n);
    nb_opt opt = nb__opt_new(nb__func_of_own(&whole.base), t->net->x,
                             t->net->n, &opts, "nb_fit");
    while (!opt->is_done) {
        nb_step(opt);
        if (t->epochs == opt->t) break;
        memcpy(t->net->x, opt->x, t->net->n * sizeof(double));
        after_epoch(t, opt->fun);
        if (!goes_on(t)) break;
    }
    memcpy(t->net->x, t->opts.patience > 0 && t->best_epoch ? t->best_x
                                                            : opt->x,
           t->net->n * sizeof(double));
    if (!t->message) t->message = opt->message;
    nb__free_opt(opt);
}

/* ---- The whole. ---- */

static int needs_objective(const nb_fit_opts *o) {
    if (!o->method) return 0;
    for (const nb__method *m = nb__line_methods; m->name; m++)
        if (strcmp(m->name, o->method) == 0) return 1;
    return strncmp(o->method, "gsl_", 4) == 0;
}

static void begin(Training *t, int is_whole) {
    nb_min_opts opts = {.method = t->opts.method, .lr = t->opts.lr,
                        .decay = t->opts.decay, .clip = t->opts.clip};
    t->opt = t->opts.opt;
    if (!t->opt && !is_whole) {
        t->opt = nb__trainer_net(t->net, &opts);
        t->owns_opt = 1;
    }
    size_t k = t->y.vector ? 1 : t->y.matrix->size2;
    t->order = nb__alloc(t->n, sizeof *t->order);
    for (size_t i = 0; i < t->n; i++) t->order[i] = i;
    t->Xb = nb__new_matrix(t->batch, t->X->size2);
    t->Yb = nb__new_matrix(t->batch, k);
    t->loss = nb__alloc((size_t)t->opts.epochs, sizeof(double));
    if (t->opts.Xval)
        t->val_loss = nb__alloc((size_t)t->opts.epochs, sizeof(double));
    t->best_x = nb__alloc(t->net->n, sizeof(double));
}

static void end(Training *t) {
    if (t->owns_opt) nb__free_opt(t->opt);
    free(t->order);
    (gsl_matrix_free)(t->Xb);
    (gsl_matrix_free)(t->Yb);
    free(t->loss);
    free(t->val_loss);
    free(t->best_x);
}

static double seconds_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

nb_fit_t nb__fit(nb_net net, const gsl_matrix *X, nb_factor y,
                 const nb_fit_opts *opts) {
    nb__need_net("nb_fit", net);
    nb__need_matrix("nb_fit", X);
    check_options(opts);
    Training t = {.net = net, .X = X, .y = y, .opts = *opts, .n = X->size1};
    if (!net->layers || X->size2 != nb__net_inputs(net))
        nb__fail("ShapeError",
                 "nb_fit: X has %zu columns, but the net has %zu inputs.",
                 X->size2, nb__net_inputs(net));
    net->loss = choose_loss(&t);
    check_truth(&t);
    int is_whole = needs_objective(opts);
    if (t.opts.epochs == 0) t.opts.epochs = is_whole ? 1000 : 30;
    t.batch = opts->batch > 0 ? (size_t)opts->batch
              : opts->batch < 0 ? t.n : 32;
    if (t.batch > t.n || is_whole) t.batch = t.n;
    double start = seconds_now();
    begin(&t, is_whole);
    if (is_whole)
        run_whole(&t);
    else
        run_epochs(&t);
    size_t done = (size_t)t.epochs;
    nb_fit_t fit = {nb__vec(done, t.loss),
                    t.val_loss ? nb__vec(done, t.val_loss) : NULL, t.epochs,
                    t.best_epoch, seconds_now() - start, t.message};
    end(&t);
    return fit;
}

void nb__free_fit(nb_fit_t fit) {
    nb__free_vector(fit.loss);
    nb__free_vector(fit.val_loss);
}
