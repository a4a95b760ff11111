/* leaks.c - each part of the library once, inside scopes and with nb_free():
 * valgrind and LeakSanitizer must find nothing lost. */
#include <nabla.h>

static double square(double x) { return x * x; }

static void algebra(void) {
    nb_scope {
        gsl_matrix *A = nb_mat((4, 1, 0), (1, 3, 1), (0, 1, 2));
        gsl_vector *b = nb_vec(1, 2, 3);
        (void)nb_matmul(A, A, b);
        (void)nb_matmul(b, A, A);
        (void)nb_matmul(nb_col(A, 0), A);
        (void)nb_solve(A, b);
        (void)nb_solve(A, A);
        (void)nb_inv(A);
        (void)nb_lstsq(A, b);
        (void)nb_pinv(A);
        (void)nb_rank(A);
        (void)nb_cond(A);
        (void)nb_det(A);
        (void)nb_eigh(A);
        (void)nb_eig(A);
        (void)nb_svd(A);
        (void)nb_qr(A);
        (void)nb_lu(A);
        (void)nb_chol(A);
        (void)nb_cov(A);
        (void)nb_standardize(A);
        (void)nb_pca(A, .k = 2);
        (void)nb_rsvd(A, .k = 2, .seed = 1);
        (void)nb_nmf(A, .k = 2);
        (void)nb_als(A, .k = 1, .seed = 2);
        (void)nb_kmeans(A, .k = 2, .seed = 3);
        (void)nb_whiten(nb_blobs(30, .seed = 4).X);
        nb_power_t p = nb_power(A);
        nb_power_step(&p);
        (void)nb_map(square, A);
        (void)nb_copy(b);
    }
}

static void by_name(void) {
    gsl_matrix *A = nb_mat((4, 1), (1, 3)), *At = nb_t(A);
    gsl_vector *row = nb_row(A, 0);
    nb_free(nb_eigh(A));
    nb_free(nb_eig(A));
    nb_free(nb_svd(A));
    nb_free(nb_qr(A));
    nb_free(nb_lu(A));
    nb_free(nb_pca(A));
    nb_free(nb_load("iris"));
    nb_free(nb_moons(10, .seed = 1));
    nb_free(nb_cov(A));
    nb_free(nb_pinv(A));
    nb_free(row);
    gsl_matrix_free(At);
    nb_free(A);
    nb_scope { nb_free(nb_vec(1, 2)); }
}

static void shown_things(void) {
    nb_scope {
        nb_show(nb_table(nb_column("x", nb_vec(1, 2)),
                         nb_column("word", ((const char *[]){"a", "b"}))));
        (void)nb_column("in no table", nb_vec(1));
    }
    double x[] = {1, 2};
    nb_free(nb_table(nb_column("x", x)));
    nb_free(nb_column("x", x));
    for nb_progress(i, 20, "turns") {
        gsl_vector *v = nb_ones(100);
        nb_live("v", nb_plot(nb_line_y(v)));
        if (i == 10) break;
    }
    nb_check(x, x);
}

static void figures(void) {
    nb_scope {
        nb_data d = nb_load("iris");
        nb_plot_t dots = nb_plot(nb_dots(nb_col(d.X, 0), nb_col(d.X, 1),
                                         .c = NB_SEQ(d.y), .names = d.classes),
                                 .title = "dots", .xlabel = "x", .alt = "a");
        nb_plot_t heat = nb_plot(
            nb_heat(nb_cov(d.X), .rows = d.columns, .columns = d.columns));
        nb_plot_t rest =
            nb_plot(nb_line_y(nb_vec(1, 2, 3), .label = "l"),
                    nb_band(nb_vec(1, 2), square, exp), nb_hist(nb_col(d.X, 2)),
                    nb_rule(.y = 1), nb_text(1, 1, "t"), nb_arrow(0, 0, 1, 1));
        nb_plot_add(rest, nb_bars(nb_vec(1, 2), nb_vec(3, 4)));
        nb_show(dots, nb_figure(dots, heat, rest, .title = "three"));
    }
    double y[] = {1, 2};
    nb_plot_t p = nb_plot(nb_line_y(y));
    nb_free(nb_figure(p, p));
}

static void values(void) {
    nb_scope {
        double m[2][2] = {
            {1, 2},
            {3, 4}
        };
        nb_show(1, 2.5, "text", m, nb_vec(1, 2), nb_eye(3), nb_load("iris"));
        nb_html("<b>x</b>");
        nb_tex("%M", nb_eye(2));
        nb_display("id", 1);
        nb_update("id", nb_ones(2));
    }
}

NB_FN(bowl, (double *x), sq(x[0] - 1) + exp(x[1]) - x[1])

static nb_var taped(nb_var x) { return nb_sum(nb_sq(x)); }

static void derivatives(void) {
    nb_scope {
        gsl_vector *x = nb_vec(2, 0.5);
        (void)nb_grad(bowl, x);
        (void)nb_hessian(bowl, x);
        (void)nb_grad(taped, x);
        (void)nb_hessian(taped, x);
        (void)nb_jacrev(taped, x);
        (void)nb_hvp(taped, x, x);
        (void)nb_gradcheck(bowl, x);
        nb_var w = nb_param(nb_eye(3)), L = nb_mse(nb_matmul(w, w), nb_eye(3));
        nb_backward(L);
        nb_tape(L);
        nb_graph(L);
        nb_show(w, L, nb_d(1), nb_h(1), nb_minimize(bowl, x));
    }
    gsl_vector *one = nb_vec(1);
    nb_var x = nb_param(2), y = nb_bce(nb_exp(nb_sq(x)), one);
    nb_backward(y);
    nb_free(y);
    nb_free(x);
    nb_free(one);
    gsl_vector *at = nb_vec(1, 2);
    nb_free(nb_value_and_grad(bowl, at));
    nb_free(at);
}

static void learning(void) {
    nb_scope {
        nb_data d = nb_load("iris");
        nb_split_t s = nb_split(d, .stratify = true);
        nb_net net = nb_sequential(nb_dense(4, 5), nb_act("relu"), nb_drop(0.1),
                                   nb_dense(5, 3));
        nb_show(nb_fit(net, s.train.X, s.train.y, .epochs = 2,
                       .Xval = s.test.X, .yval = s.test.y, .patience = 1));
        (void)nb_fit(net, s.train.X, s.train.y, .method = "lbfgs", .epochs = 3);
        (void)nb_accuracy(net, s.test.X, s.test.y);
        nb_show(net, s, nb_logreg(d.X, d.y, .l2 = 1), nb_linreg(d.X, d.y));
        for nb_kfold(fold, d) if (fold.fold == 2) break;
        for nb_batches(b, d.X, d.y) (void)nb_proba(net, b.X);
        static const char *const methods[] = {"gd", "adam", "newton",
                                              "gsl_bfgs2", "gsl_nmsimplex2"};
        for (int i = 0; i < 5; i++)
            (void)nb_minimize(bowl, nb_vec(2, 1), .method = methods[i]);
    }
    nb_net net = nb_sequential(nb_dense(2, 1));
    nb_opt opt = nb_adam(net);
    nb_step(opt);
    nb_free(opt);
    nb_free(net);
    gsl_vector *x = nb_vec(1, 2);
    nb_free(nb_minimize(bowl, x));
    nb_free(x);
}

NB_FN(coin, (double *p), 7 * log(p[0]) + 3 * log(1 - p[0]) - sq(p[1] - p[0]))

static double middle(const gsl_vector *v) { return nb_norm(nb_copy(v)); }
static double whole(nb_data d) { return nb_mean(d.y); }
static double error(nb_data train, nb_data judged) {
    nb_linreg_t m = nb_linreg(train.X, train.y);
    return nb_rmse(judged.y, nb_predict(m, judged.X));
}
static double ridge(nb_data train, nb_data judged, double l2) {
    nb_linreg_t m = nb_linreg(train.X, train.y, .l2 = l2);
    return nb_rmse(judged.y, nb_predict(m, judged.X));
}

static void inference(void) {
    nb_data d = nb_load("challenger");
    gsl_vector *start = nb_vec(.5, .5), *y = nb_vec(1, 2, 4);
    nb_mle_t fit = nb_mle(coin, start);
    nb_free(nb_profile(fit, 0));
    nb_free(nb_confint(fit, .method = "profile"));
    nb_free(fit);
    nb_free(nb_bootstrap(y, middle, .B = 20, .method = "bca"));
    nb_free(nb_bootstrap(d, whole, .B = 20));
    nb_bayes_t bayes = nb_bayes(d.X, d.y);
    nb_free(nb_draws(bayes, 3));
    nb_free(nb_bounds(bayes, d.X));
    nb_free(bayes);
    nb_free(nb_cv(d, error, .k = 3));
    nb_free(nb_validation_curve(d, ridge, start, .k = 3));
    nb_free(nb_learning_curve(d, error, y, .k = 3));
    nb_free(nb_calibration(d.y, d.y));
    nb_linreg_t m = nb_linreg(d.X, d.y, .method = "normal");
    nb_free(nb_confint(m));
    nb_free(nb_bounds(m, d.X));
    nb_free(m);
    nb_free(nb_linreg(d.X, d.y, .method = "gradient"));
    nb_logreg_t l = nb_logreg(d.X, d.y);
    nb_free(nb_bounds(l, d.X));
    nb_free(l);
    nb_free(d);
    nb_free(start);
    nb_free(y);
}

int main(void) {
    for (int turn = 0; turn < 3; turn++) {
        algebra();
        by_name();
        shown_things();
        figures();
        values();
        derivatives();
        learning();
        inference();
    }
    return 0;
}
