/* net.h - a net as it is stored. */
#ifndef NB_NET_OBJECT_H
#define NB_NET_OBJECT_H

#include "nabla.h"

typedef enum nb__loss {
    NB__LOSS_NONE,
    NB__LOSS_XENT,
    NB__LOSS_BCE,
    NB__LOSS_MSE,
    NB__LOSS_MAE,
    NB__LOSS_HUBER
} nb__loss;

struct nb_layer_object {
    size_t kind; /* 1 dense, 2 activation, 3 dropout */
    size_t in, out;   /* of an activation, in is which one */
    const char *name; /* of the activation, or of how weights begin */
    double number;    /* the probability of a dropout */
    int nobias;
    struct nb_layer_object *next; /* of all that there are */
};

struct nb_net_object {
    struct nb_layer_object *layers; /* names are constants */
    size_t layer_count;
    nb_var *params; /* one owner each is the net */
    size_t param_count;
    double *x, *g; /* all numbers of a net, and all derivatives; or NULL */
    size_t n;
    int is_training; /* dropout works */
    nb__loss loss;   /* what it was trained for */
};

void nb__need_net(const char *who, nb_net net);
size_t nb__net_inputs(nb_net net);
size_t nb__net_outputs(nb_net net);
/* It learnt numbers, not classes. */
int nb__net_has_values(nb_net net);
/* What nb_r2 or nb__accuracy says of predictions, which are freed. */
double nb__judged(const gsl_vector *y, gsl_vector *predicted,
                  double (*judge)(const gsl_vector *, const gsl_vector *));
/* The loss of outputs and truth, on the tape. */
nb_var nb__net_loss(nb__loss loss, nb_var outputs, nb_factor y);
/* A leaf that borrows the rows of X. */
nb_var nb__net_leaf(nb_net net, nb_factor X);
nb_var nb__net_run(nb_net net, nb_var x);

#endif
