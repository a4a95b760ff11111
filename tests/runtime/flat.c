/* flat.c - ten thousand turns of training must not grow the program. */
#include <nabla.h>

#include <malloc.h>

static size_t bytes_in_use(void) { return mallinfo2().uordblks; }

int main(void) {
    gsl_matrix *X = nb_randn(32, 8);
    gsl_vector *y = nb_zeros(32);
    for (int i = 0; i < 32; i++) nb_at(y, i) = i % 3;
    nb_net net = nb_sequential(nb_dense(8, 16), nb_act("relu"),
                               nb_dense(16, 3));
    nb_opt opt = nb_adam(net);
    size_t early = 0;
    for (int turn = 0; turn < 10000; turn++) nb_scope {
        nb_var L = nb_xent(nb_forward(net, X), y);
        nb_backward(L);
        nb_step(opt);
        if (turn == 100) early = bytes_in_use();
    }
    size_t late = bytes_in_use();
    printf("%zu bytes after 100 turns, %zu after 10000\n", early, late);
    return late > early + 4096;
}
