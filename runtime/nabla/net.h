/* net.h - neural networks: layers, nets, training.
 *
 *     nb_net net = nb_sequential(nb_dense(64, 32), nb_act("relu"),
 *                                nb_dense(32, 10));
 *     nb_fit_t fit = nb_fit(net, X, y, .epochs = 30, .batch = 32);
 *     nb_accuracy(net, Xtest, ytest)
 *
 * Rows of X are observations. A dense layer computes X W + b, W being inputs x
 * outputs. The last layer gives logits or values; the loss brings its own
 * softmax or sigmoid, so that nothing overflows. */
#ifndef NB_NET_H
#define NB_NET_H

#include "optim.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* ---- Layers. ---- */

/* What a layer is to be; nb_sequential() makes it. Equal layers are the same
 * pointer, which lives for ever. */
typedef const struct nb_layer_object *nb_layer;

typedef struct nb_dense_opts {
    const char *init; /* NULL: by the activation that follows */
    bool nobias;
} nb_dense_opts;

nb_layer nb__dense(long in, long out, nb_dense_opts opts);

/* A dense layer, X W + b. The weights begin as independent normal numbers of
 * standard deviation sqrt(2 / in) ("he", in front of relu and leaky), sqrt(2 /
 * (in + out)) ("xavier", otherwise), sqrt(1 / in) ("lecun"), 1 ("normal"), or
 * as "zeros"; biases as zeros.
 * Options: .init, .nobias.
 *
 * Owns     nothing: it is a description, for nb_sequential().
 * Errors   ShapeError if a size is not positive; DomainError for another
 *          .init (it lists those that there are).
 * Source   Glorot & Bengio, AISTATS 2010; He et al., ICCV 2015.
 *
 * Example
 *     nb_show(nb_param_count(nb_sequential(nb_dense(64, 32))));    // 2080
 */
#define nb_dense(in, out, ...)                                                 \
    nb__dense(in, out, (nb_dense_opts){__VA_ARGS__})

/* A layer that applies a function to each element: "relu", "leaky" (slope
 * 0.01), "tanh", "sigmoid", "softplus" or "identity".
 *
 * Owns     nothing: it is a description, for nb_sequential().
 * Errors   DomainError for another name (it lists those that there are).
 *
 * Example
 *     nb_net net = nb_sequential(nb_dense(2, 3), nb_act("tanh"));
 *     nb_show(nb_param_count(net));                  // 9
 */
nb_layer nb_act(const char *name);

/* A layer that sets each element to 0 with probability p while nb_fit()
 * trains, and does nothing otherwise.
 *
 * Owns     nothing: it is a description, for nb_sequential().
 * Errors   DomainError unless 0 <= p < 1.
 * Random   one gsl_rng_uniform(nb_rng()) an element.
 * Source   Srivastava et al., JMLR 15 (2014), 1929-1958.
 *
 * Example
 *     nb_net net = nb_sequential(nb_dense(2, 3), nb_drop(0.5));
 *     nb_show(nb_param_count(net));                  // 9
 */
nb_layer nb_drop(double p);

/* ---- Nets. ---- */

nb_net nb__sequential(size_t count, const nb_layer *layers);
void nb__free_net(nb_net net);

/* A net of up to 32 layers, one after the other.
 *
 * Shapes   the outputs of a dense layer are the inputs of the next.
 * Owns     the caller owns the result: nb_free().
 * Errors   ShapeError, naming both layers' sizes, if they do not fit, or if
 *          there is no dense layer.
 * Random   one gsl_ran_gaussian(nb_rng(), ...) a weight: layer by layer, unit
 *          by unit.
 *
 * Example
 *     nb_net net = nb_sequential(nb_dense(2, 4), nb_act("tanh"),
 *                                nb_dense(4, 1));
 *     nb_show(net);
 *     // net: 2 - 4 - 1, 17 parameters dense 2 x 4 (xavier), 12 parameters
 *     // tanh dense 4 x 1 (xavier), 5 parameters
 */
#define nb_sequential(...)                                                     \
    nb__sequential(NB__NARG(__VA_ARGS__), (nb_layer[]){__VA_ARGS__})

nb_net nb__params(size_t count, const nb_var *vars);

/* Up to 32 parameters of one's own as a group, for nb_trainer().
 *
 * Owns     the caller owns the result; the parameters live as long as it.
 * Errors   DomainError if one was not made by nb_param().
 *
 * Example
 *     nb_var W = nb_param(nb_ones(2, 2)), b = nb_param(0);
 *     nb_show(nb_param_count(nb_params(W, b)));      // 5
 */
#define nb_params(...) nb__params(NB__NARG(__VA_ARGS__), (nb_var[]){__VA_ARGS__})

/* How many numbers a net learns.
 *
 * Owns     a plain number.
 * Errors   NullError if net is NULL.
 *
 * Example
 *     nb_net net = nb_sequential(nb_dense(64, 32), nb_act("relu"),
 *                                nb_dense(32, 10));
 *     nb_show(nb_param_count(net));                  // 2410
 */
long nb_param_count(nb_net net);

/* Parameter i of a net: weights, biases, weights, biases ... nb_value() and
 * nb_gradof() show it.
 *
 * Shapes   weights: inputs x outputs; biases: 1 x outputs.
 * Owns     the net owns the result: do not free it.
 * Errors   IndexError, naming how many there are.
 *
 * Example
 *     nb_net net = nb_sequential(nb_dense(2, 3, .init = "zeros"));
 *     nb_show(nb_value(nb_net_param(net, 1)));       // matrix(1 x 3) 0 0 0
 */
nb_var nb_net_param(nb_net net, long i);

nb_var nb__forward(nb_net net, nb_factor X);

/* What the net makes of X, on the tape.
 *
 * Shapes   X: n x inputs, a gsl_matrix * or an nb_var; a gsl_vector * is one
 *          row, or a column if the net has one input; result: n x outputs.
 * Owns     the caller owns the result; a matrix X must live until
 *          nb_backward().
 * Errors   ShapeError, naming both sizes, if X has other columns than the net
 *          has inputs; DomainError for nb_params().
 *
 * Example
 *     nb_net net = nb_sequential(nb_dense(2, 1, .init = "zeros"));
 *     nb_show(nb_item(nb_forward(net, nb_mat((1, 2)))));   // 0
 */
#define nb_forward(net, X) nb__forward(net, NB__FACTOR_OF(X))

gsl_matrix *nb__outputs(nb_net net, nb_factor X);

/* What the net makes of X, as plain numbers.
 *
 * Shapes   as in nb_forward(); result: n x outputs.
 * Owns     the caller owns the result.
 * Errors   as in nb_forward().
 *
 * Example
 *     nb_net net = nb_sequential(nb_dense(2, 1, .init = "zeros"));
 *     nb_show(nb_outputs(net, nb_mat((1, 2), (3, 4))));  // matrix(2 x 1) 0 0
 */
#define nb_outputs(net, X) nb__outputs(net, NB__FACTOR_OF(X))

/* ---- Training. ---- */

/* What a training looked at after an epoch. */
typedef struct nb_epoch {
    long epoch;      /* 1 for the first */
    double loss;     /* mean over the epoch's batches */
    double val_loss; /* NaN without validation data */
    nb_net net;
} nb_epoch;

typedef struct nb_fit_opts {
    long epochs;        /* 0: 30 */
    long batch;         /* observations a step; 0: 32; -1: all */
    nb_opt opt;         /* an nb_trainer() of the net; NULL: by .method */
    const char *method; /* NULL: "adam"; "lbfgs" uses all observations */
    double lr;          /* 0: the method's own */
    double decay;       /* of the weights */
    double clip;        /* longest gradient; 0: any */
    const char *loss;   /* "xent", "bce", "mse", "mae", "huber"; NULL: by y */
    const gsl_matrix *Xval; /* validation data */
    const gsl_vector *yval;
    long patience;   /* stop after so many epochs without a better val_loss,
                        and go back to the best; 0: never */
    bool noshuffle;  /* keep the order of the rows */
    bool (*callback)(const nb_epoch *epoch); /* false stops */
} nb_fit_opts;

/* How a training went. */
typedef struct nb_fit_t {
    gsl_vector *loss;     /* of each epoch, mean over its batches */
    gsl_vector *val_loss; /* after each epoch, or NULL */
    long epochs;          /* that were done */
    long best_epoch;      /* with the least val_loss; 0: no validation */
    double seconds;
    const char *message;  /* why it stopped */
} nb_fit_t;

void nb__free_fit(nb_fit_t fit);
nb_fit_t nb__fit(nb_net net, const gsl_matrix *X, nb_factor y,
                 const nb_fit_opts *opts);

/* Train a net: in each epoch all observations once, in a new order, in
 * mini-batches. Without .loss it is "xent" for class numbers and several
 * outputs, "bce" for zeros and ones and one output, else "mse". The stop
 * button ends it after the current batch, with what was learnt.
 * Options: .epochs, .batch, .opt, .method, .lr, .decay, .clip, .loss, .Xval,
 * .yval, .patience, .noshuffle, .callback.
 *
 * Shapes   X: n x inputs; y: a gsl_vector *, n class numbers or values, or a
 *          gsl_matrix *, n x outputs.
 * Owns     the caller owns .loss and .val_loss, or all by nb_free().
 * Errors   ShapeError, naming the sizes, if X, y or the net do not fit;
 *          DomainError for labels that are no classes, an unknown loss or
 *          method, a negative option, or if a derivative is not finite.
 * Random   one gsl_ran_shuffle(nb_rng(), ...) an epoch, and the dropouts.
 * Source   Goodfellow, Bengio & Courville, Deep Learning, chapters 7, 8.
 *
 * Example
 *     nb_seed(1);
 *     gsl_matrix *X = nb_mat((0, 0), (0, 1), (1, 0), (1, 1));
 *     nb_net net = nb_sequential(nb_dense(2, 8), nb_act("tanh"),
 *                                nb_dense(8, 1));
 *     nb_fit(net, X, nb_vec(0, 1, 1, 0), .epochs = 500, .lr = 0.05);
 *     nb_show(nb_predict(net, X));                   // vector(4) [0, 1, 1, 0]
 */
#define nb_fit(net, X, y, ...)                                                 \
    nb__fit(net, X, NB__FACTOR_OF(y), &(nb_fit_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
