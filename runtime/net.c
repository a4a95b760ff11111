/* net.c - nets: made of layers, run. */
#include "net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>

#include "buffer.h"
#include "fail.h"
#include "opt.h"
#include "pool.h"
#include "var.h"

enum {
    NONE,
    DENSE,
    ACTIVATION,
    DROPOUT
};

/* ---- Layers. ---- */

/* Descriptions are few and small, so they are kept and found again; nobody
 * has to own them. */
static nb_layer interned(struct nb_layer_object wanted) {
    static struct nb_layer_object *all;
    for (nb_layer l = all; l; l = l->next)
        if (l->kind == wanted.kind && l->in == wanted.in &&
            l->out == wanted.out && l->name == wanted.name &&
            l->number == wanted.number && l->nobias == wanted.nobias)
            return l;
    struct nb_layer_object *fresh = nb__alloc(1, sizeof *fresh);
    *fresh = wanted;
    fresh->next = all;
    all = fresh;
    return fresh;
}

static const char *const inits[] = {"he", "xavier", "lecun", "normal", "zeros"};

nb_layer nb__dense(long in, long out, nb_dense_opts opts) {
    nb__need_size("nb_dense", in, out);
    const char *init = NULL;
    for (size_t i = 0; opts.init && i < sizeof inits / sizeof *inits; i++)
        if (strcmp(opts.init, inits[i]) == 0) init = inits[i];
    if (opts.init && !init)
        nb__fail("DomainError",
                 "nb_dense: there is no .init \"%s\"; there are he, xavier, "
                 "lecun, normal and zeros.",
                 opts.init);
    return interned((struct nb_layer_object){DENSE, (size_t)in, (size_t)out,
                                             init, 0, opts.nobias, NULL});
}

static const struct {
    const char *name;
    nb__unary_kind kind;
    double number;
} activations[] = {{"relu", NB__UNARY_relu, 0},
                   {"leaky", NB__UNARY_leaky, 0.01},
                   {"tanh", NB__UNARY_tanh, 0},
                   {"sigmoid", NB__UNARY_sigmoid, 0},
                   {"softplus", NB__UNARY_softplus, 0},
                   {"identity", NB__UNARY_shift, 0}};

nb_layer nb_act(const char *name) {
    for (size_t i = 0; i < sizeof activations / sizeof *activations; i++)
        if (name && strcmp(name, activations[i].name) == 0)
            return interned((struct nb_layer_object){
                ACTIVATION, i, 0, activations[i].name, 0, 0, NULL});
    nb__fail("DomainError",
             "nb_act: there is no activation \"%s\"; there are relu, leaky, "
             "tanh, sigmoid, softplus and identity.",
             name ? name : "(NULL)");
}

nb_layer nb_drop(double p) {
    if (!(p >= 0 && p < 1))
        nb__fail("DomainError",
                 "nb_drop: the probability is %g; it must be at least 0 and "
                 "below 1.",
                 p);
    return interned(
        (struct nb_layer_object){DROPOUT, 0, 0, "dropout", p, 0, NULL});
}

/* ---- Life. ---- */

void nb__need_net(const char *who, nb_net net) {
    if (!net) nb__fail("NullError", "%s: the net is NULL.", who);
}

/* Whoever still holds a parameter must not read the net's memory. */
static void part_with(nb_var v) {
    size_t bytes = nb__var_size(v) * sizeof(double);
    for (int slot = NB__VALUE; slot <= NB__GRAD; slot += NB__GRAD) {
        double *own = nb__alloc(1, bytes);
        memcpy(own, v->slots[slot], bytes);
        v->slots[slot] = own;
        v->is_borrowed[slot] = 0;
    }
}

static void release(void *value) {
    nb_net net = value;
    if (!net) return;
    for (size_t i = 0; i < net->param_count; i++) {
        nb_var v = net->params[i];
        if (net->x && v->references > 1) part_with(v);
        nb__var_drop(v);
    }
    free(net->layers);
    free(net->params);
    free(net->x);
    free(net->g);
    free(net);
}

void nb__free_net(nb_net net) {
    (void)nb__disown(net);
    release(net);
}

/* ---- From layers to a net. ---- */

static void check_layers(size_t count, const nb_layer *layers) {
    size_t width = 0, denses = 0;
    for (size_t i = 0; i < count; i++) {
        if (!layers[i])
            nb__fail("NullError", "nb_sequential: layer %zu is NULL.", i);
        if (layers[i]->kind != DENSE) continue;
        if (width && layers[i]->in != width)
            nb__fail("ShapeError",
                     "nb_sequential: layer %zu has %zu inputs, but the one "
                     "before has %zu outputs.",
                     i, layers[i]->in, width);
        width = layers[i]->out;
        denses++;
    }
    if (denses == 0)
        nb__fail("ShapeError", "nb_sequential: there is no nb_dense() layer.");
}

/* How the weights of layer i begin, if the reader did not say. */
static const char *usual_init(nb_net net, size_t i) {
    for (size_t k = i + 1; k < net->layer_count; k++) {
        if (net->layers[k].kind == DENSE) break;
        if (net->layers[k].kind != ACTIVATION) continue;
        if (strcmp(net->layers[k].name, "relu") == 0 ||
            strcmp(net->layers[k].name, "leaky") == 0)
            return "he";
    }
    return "xavier";
}

static double deviation_of(nb_layer layer) {
    double in = (double)layer->in, out = (double)layer->out;
    switch (layer->name[0]) {
    case 'h': return sqrt(2 / in);
    case 'x': return sqrt(2 / (in + out));
    case 'l': return sqrt(1 / in);
    case 'n': return 1;
    default: return 0;
    }
}

static nb_var add_param(nb_net net, size_t rows, size_t cols, double **x,
                        double **g) {
    nb_var v = nb__var_leaf(rows, cols, *x, *g);
    v->wants = 1;
    (void)nb__format(v->name, sizeof v->name, "%c%zu",
                     net->param_count % 2 ? 'b' : 'W',
                     net->param_count / 2 + 1);
    net->params[net->param_count++] = v;
    *x += rows * cols;
    *g += rows * cols;
    return v;
}

/* Unit by unit, so that a unit's weights are neighbours in the stream. */
static void draw_weights(nb_var W, double deviation) {
    if (deviation == 0) return;
    for (size_t j = 0; j < W->cols; j++)
        for (size_t i = 0; i < W->rows; i++)
            W->slots[NB__VALUE][i * W->cols + j] =
                gsl_ran_gaussian(nb_rng(), deviation);
}

static void make_params(nb_net net) {
    for (size_t i = 0; i < net->layer_count; i++) {
        nb_layer l = &net->layers[i];
        if (l->kind == DENSE) net->n += l->in * l->out + l->out;
    }
    net->x = nb__alloc(net->n, sizeof *net->x);
    net->g = nb__alloc(net->n, sizeof *net->g);
    net->params = nb__alloc(2 * net->layer_count, sizeof *net->params);
    double *x = net->x, *g = net->g;
    for (size_t i = 0; i < net->layer_count; i++) {
        struct nb_layer_object *l = &net->layers[i];
        if (l->kind != DENSE) continue;
        if (!l->name) l->name = usual_init(net, i);
        draw_weights(add_param(net, l->in, l->out, &x, &g), deviation_of(l));
        nb_var b = add_param(net, 1, l->out, &x, &g);
        b->wants = !l->nobias;
    }
}

nb_net nb__sequential(size_t count, const nb_layer *layers) {
    check_layers(count, layers);
    nb_net net = nb__alloc(1, sizeof *net);
    net->layers = nb__alloc(count, sizeof *net->layers);
    for (size_t i = 0; i < count; i++) net->layers[i] = *layers[i];
    net->layer_count = count;
    make_params(net);
    return nb__own(net, release);
}

nb_net nb__params(size_t count, const nb_var *vars) {
    for (size_t i = 0; i < count; i++) {
        nb__need_var("nb_params", vars[i]);
        if (vars[i]->op || !vars[i]->wants)
            nb__fail("DomainError",
                     "nb_params: number %zu was not made by nb_param().", i);
    }
    nb_net net = nb__alloc(1, sizeof *net);
    net->params = nb__alloc(count, sizeof *net->params);
    net->param_count = count;
    for (size_t i = 0; i < count; i++) {
        net->params[i] = vars[i];
        vars[i]->references++;
        net->n += nb__var_size(vars[i]);
    }
    return nb__own(net, release);
}

/* ---- Asking. ---- */

size_t nb__net_inputs(nb_net net) {
    for (size_t i = 0; i < net->layer_count; i++)
        if (net->layers[i].kind == DENSE) return net->layers[i].in;
    return 0;
}

size_t nb__net_outputs(nb_net net) {
    for (size_t i = net->layer_count; i > 0; i--)
        if (net->layers[i - 1].kind == DENSE) return net->layers[i - 1].out;
    return 0;
}

long nb_param_count(nb_net net) {
    nb__need_net("nb_param_count", net);
    long total = 0;
    for (size_t i = 0; i < net->param_count; i++)
        if (net->params[i]->wants) total += (long)nb__var_size(net->params[i]);
    return total;
}

nb_var nb_net_param(nb_net net, long i) {
    nb__need_net("nb_net_param", net);
    if (i < 0 || (size_t)i >= net->param_count)
        nb__fail("IndexError",
                 "nb_net_param: there is no parameter %ld; there are %zu, 0 "
                 "to %ld.",
                 i, net->param_count, (long)net->param_count - 1);
    return net->params[i];
}

nb_opt nb__trainer_net(nb_net net, const nb_min_opts *opts) {
    nb__need_net("nb_trainer", net);
    nb__segment *segments = nb__alloc(net->param_count, sizeof *segments);
    size_t count = 0;
    for (size_t i = 0; i < net->param_count; i++) {
        nb_var v = net->params[i];
        /* Of a net, every other parameter is a bias. */
        if (v->wants)
            segments[count++] =
                (nb__segment){v->slots[NB__VALUE], nb__var_slot(v, NB__GRAD),
                              nb__var_size(v), !net->layers || i % 2 == 0, v};
    }
    nb_opt opt = nb__trainer_of(segments, count, opts);
    free(segments);
    return opt;
}

/* ---- Running. ---- */

static nb_var row_or_column(nb_net net, const gsl_vector *v) {
    size_t inputs = nb__net_inputs(net);
    nb_var x = inputs == 1 ? nb__var_new(NULL, v->size, 1)
                           : nb__var_new(NULL, 1, v->size);
    for (size_t i = 0; i < v->size; i++)
        x->slots[NB__VALUE][i] = v->data[i * v->stride];
    return x;
}

nb_var nb__net_leaf(nb_net net, nb_factor X) {
    if (X.vector) return row_or_column(net, X.vector);
    const gsl_matrix *A = X.matrix;
    if (A->tda == A->size2) return nb__var_leaf(A->size1, A->size2, A->data,
                                                NULL);
    nb_var x = nb__var_new(NULL, A->size1, A->size2);
    for (size_t i = 0; i < A->size1; i++)
        memcpy(x->slots[NB__VALUE] + i * A->size2, A->data + i * A->tda,
               A->size2 * sizeof(double));
    return x;
}

static nb_var run_layer(nb_net net, nb_layer layer, size_t *param, nb_var x) {
    switch (layer->kind) {
    case DENSE:
        x = nb__var_product(x, net->params[*param]);
        if (!layer->nobias) x = nb__add_vv(x, net->params[*param + 1]);
        *param += 2;
        return x;
    case ACTIVATION:
        return nb__var_unary(activations[layer->in].kind,
                             activations[layer->in].number, x);
    default: return net->is_training ? nb_dropout(x, layer->number) : x;
    }
}

nb_var nb__net_run(nb_net net, nb_var x) {
    if (!net->layers)
        nb__fail("DomainError",
                 "nb_forward: nb_params() is a group of parameters, no net.");
    if (x->cols != nb__net_inputs(net))
        nb__fail("ShapeError",
                 "nb_forward: X has %zu columns, but the net has %zu inputs.",
                 x->cols, nb__net_inputs(net));
    size_t param = 0;
    for (size_t i = 0; i < net->layer_count; i++)
        x = run_layer(net, &net->layers[i], &param, x);
    return x;
}

nb_var nb__forward(nb_net net, nb_factor X) {
    nb__need_net("nb_forward", net);
    if (X.var) return nb__net_run(net, X.var);
    nb_var x = nb__net_leaf(net, X), out = nb__net_run(net, x);
    nb__var_drop(x);
    return out;
}

gsl_matrix *nb__outputs(nb_net net, nb_factor X) {
    long scope = nb__scope_open();
    nb_var out = nb__forward(net, X);
    gsl_matrix *result = nb__new_matrix(out->rows, out->cols);
    memcpy(result->data, out->slots[NB__VALUE],
           nb__var_size(out) * sizeof(double));
    nb__scope_close(&scope);
    return nb__own_matrix(result);
}

nb_var nb__net_loss(nb__loss loss, nb_var outputs, nb_factor y) {
    switch (loss) {
    case NB__LOSS_XENT: return nb_xent(outputs, y.vector);
    case NB__LOSS_BCE: return nb__bce(outputs, y);
    case NB__LOSS_MAE: return nb__mae(outputs, y);
    case NB__LOSS_HUBER: return nb__huber(outputs, y, 1);
    default: return nb__mse(outputs, y);
    }
}

int nb__net_has_values(nb_net net) {
    return net->loss == NB__LOSS_MSE || net->loss == NB__LOSS_MAE ||
           net->loss == NB__LOSS_HUBER;
}

double nb__judged(const gsl_vector *y, gsl_vector *predicted,
                  double (*judge)(const gsl_vector *, const gsl_vector *)) {
    double score = judge(y, predicted);
    nb__free_vector(predicted);
    return score;
}
