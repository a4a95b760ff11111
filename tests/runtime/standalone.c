/* A stand-alone program on an installed libnabla: 20 lines with a plot. */
#include <nabla.h>
#include <nabla/host.h>
#include <nabla/value.h>

static double bell(double x) { return exp(-x * x / 2); }

int main(void) {
    gsl_matrix *A = nb_mat((4, 1), (2, 3));
    nb_eig_t e = nb_eig(A);
    nb_show(e.re, nb_solve(A, nb_vec(1, 2)), nb_matmul(A, A));
    nb_data iris = nb_load("iris");
    nb_pca_t p = nb_pca(iris.X, .k = 2);
    nb_show(p.explained);
    double total = 0;
    for (int i = 0; i < 100; i++) nb_scope {
            total += nb_sum(nb_ones(3));
            if (i == 50) continue;
        }
    nb_show(total, nb_sum(i, 0, 4, i * i));
    nb_save(nb_plot(nb_line(nb_linspace(-3, 3, 99), bell, .label = "bell"),
                    nb_rule(.y = 0), .title = "A bell"),
            "bell.svg");
    nb_at(A, 2, 0) = 1;
    return 0;
}
