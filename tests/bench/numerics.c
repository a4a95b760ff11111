/* numerics.c - one side of numerics.py: reads names of tasks, a line each,
 * does each once and prints how many seconds it took, and what came of it. */
#include <nabla.h>

#include <gsl/gsl_randist.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static gsl_matrix *A, *B, *S, *S300, *digits;
static gsl_vector *b;
static nb_data train, test, cancer;
static nb_net large;
static gsl_matrix *batch;
static gsl_vector *labels;

/* The split of lesson 1; its order is the first line, for Python to have. */
static void split_digits(void) {
    nb_data d = nb_load("digits");
    digits = d.X;
    size_t order[1797];
    for (size_t i = 0; i < 1797; i++) order[i] = i;
    nb_seed(2024);
    gsl_ran_shuffle(nb_rng(), order, 1797, sizeof *order);
    gsl_matrix *X = nb_zeros(1797, 64);
    gsl_vector *y = nb_zeros(1797);
    for (size_t i = 0; i < 1797; i++) {
        size_t from = order[i];
        printf("%zu ", from);
        for (size_t j = 0; j < 64; j++)
            nb_at(X, i, j) = nb_at(d.X, from, j) / 16;
        nb_at(y, i) = nb_at(d.y, from);
    }
    puts("");
    fflush(stdout);
    nb_split_t s = nb_split(nb_dataset(X, y), .test = 597, .noshuffle = true);
    train = s.train;
    test = s.test;
}

static void prepare(void) {
    A = nb_randn(1000, 1000);
    B = nb_randn(1000, 1000);
    b = nb_randn(1000);
    S = nb_matmul(A, nb_t(A));
    S300 = nb_rows(nb_cols(S, 0, 300), 0, 300);
    split_digits();
    cancer = nb_load("breast_cancer");
    cancer.X = nb_standardize(cancer.X);
    large = nb_sequential(nb_dense(300, 250), nb_act("relu"),
                          nb_dense(250, 100));
    batch = nb_randn(64, 300);
    labels = nb_zeros(64);
    for (size_t i = 0; i < 64; i++) nb_at(labels, i) = (double)(i % 100);
}

static double matmul(void) { return nb_at(nb_matmul(A, B), 0, 0); }
static double solve(void) { return nb_at(nb_solve(A, b), 0); }
static double svd_digits(void) { return nb_at(nb_svd(digits).S, 0); }
static double svd_1000(void) { return nb_at(nb_svd(A).S, 0); }
static double eigh_300(void) { return nb_at(nb_eigh(S300).values, 0); }
static double eigh_1000(void) { return nb_at(nb_eigh(S).values, 0); }
static double pca_digits(void) { return nb_at(nb_pca(digits).explained, 0); }

static double gradient(void) {
    nb_var loss = nb_xent(nb_forward(large, batch), labels);
    nb_backward(loss);
    return nb_item(loss);
}

static double mlp(void) {
    nb_net net = nb_sequential(nb_dense(64, 32), nb_act("relu"),
                               nb_dense(32, 10));
    nb_fit(net, train.X, train.y, .method = "momentum", .lr = 0.1,
           .epochs = 30, .batch = 32);
    return nb_accuracy(net, test.X, test.y);
}

static double logistic(void) {
    return nb_accuracy(nb_logreg(cancer.X, cancer.y, .l2 = 1), cancer.X,
                       cancer.y);
}

static const struct {
    const char *name;
    double (*run)(void);
} tasks[] = {{"matmul", matmul},         {"solve", solve},
             {"svd_digits", svd_digits}, {"svd_1000", svd_1000},
             {"eigh_300", eigh_300},     {"eigh_1000", eigh_1000},
             {"pca_digits", pca_digits}, {"gradient", gradient},
             {"mlp", mlp},               {"logistic", logistic}};

int main(void) {
    prepare();
    nb_seed(1);
    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
            if (strcmp(tasks[i].name, line) != 0) continue;
            double seconds = 0, result = 0;
            nb_scope {
                double before = now();
                result = tasks[i].run();
                seconds = now() - before;
            }
            printf("%.9f %.9g\n", seconds, result);
            fflush(stdout);
        }
    }
    return 0;
}
