"""What the tests know of 02-dimensionality-reduction.ipynb."""

from lessons import RIGHT, WRONG

NAME = "02-dimensionality-reduction"

ANSWERS = [
    ("check-flops", "double slow = 1e9 + 1e6, fast = 2e6;", RIGHT, ""),
    ("check-flops",
     "long n = 1000;\ndouble slow = n * n * n + n * n, fast = 2 * n * n;",
     RIGHT, ""),
    ("check-flops", "double slow = 1e9, fast = 2e6;", WRONG, "AB alone"),
    ("check-flops", "double slow = 1e9 + 1e6, fast = 1e6;", WRONG,
     "there are two"),
    ("check-flops", "double slow = 2e6, fast = 1e9 + 1e6;", WRONG,
     "other way round"),
    ("check-flops", "double slow = 2e9, fast = 4e6;", WRONG,
     "without the additions"),
    ("check-flops", "double slow = 1e6, fast = 2e6;", WRONG, "a million"),
    ("check-flops", "double slow = 1e9 + 1e6, fast = 3e6;", WRONG,
     "the same for A"),

    ("check-zero",
     "gsl_matrix *F = nb_mat((0, 1), (0, 0)), *G = nb_mat((1, 0), (0, 0));",
     RIGHT, ""),
    ("check-zero",
     "gsl_matrix *F = nb_outer(nb_vec(1, 2), nb_vec(1, -1)),\n"
     "           *G = nb_outer(nb_vec(3, 3), nb_vec(5, 4));", RIGHT, ""),
    ("check-zero",
     "gsl_matrix *F = nb_mat((1, 0), (0, 0)), *G = nb_mat((0, 0), (1, 0));",
     RIGHT, ""),
    ("check-zero",
     "gsl_matrix *F = nb_mat((1, 0), (0, 0)), *G = nb_mat((0, 0), (0, 1));",
     WRONG, "too"),
    ("check-zero", "gsl_matrix *F = nb_eye(2), *G = nb_mat((1, 2), (3, 4));",
     WRONG, "FG is [1 2; 3 4]"),
    ("check-zero", "gsl_matrix *F = nb_zeros(2, 2), *G = nb_eye(2);", WRONG,
     "both products"),
    ("check-zero", "gsl_matrix *F = nb_zeros(2, 3), *G = nb_eye(2);", WRONG,
     "2 x 2"),

    ("check-area", "double area_factor = 16;", RIGHT, ""),
    ("check-area",
     "double area_factor = nb_det(nb_mat((2 * sqrt(3), -2),"
     " (2, 2 * sqrt(3))));", RIGHT, ""),
    ("check-area", "double area_factor = 32;", WRONG, "together"),
    ("check-area", "double area_factor = 64;", WRONG, "already"),
    ("check-area", "double area_factor = 30;", WRONG, "multiplied"),
    ("check-area", "double area_factor = 4;", WRONG, "det A det B"),

    ("check-line", "gsl_matrix *onto = nb_mat((.36, .48), (.48, .64));",
     RIGHT, ""),
    ("check-line", "gsl_matrix *onto = projection(nb_mat((3), (4)));", RIGHT,
     ""),
    ("check-line",
     "gsl_matrix *onto = nb_outer(nb_vec(.6, .8), nb_vec(.6, .8));", RIGHT,
     ""),
    ("check-line",
     "gsl_matrix *onto = nb_outer(nb_vec(3, 4), nb_vec(3, 4));", WRONG,
     "25 times"),
    ("check-line",
     "gsl_matrix *onto = nb_scale(1 / 5.0,"
     " nb_outer(nb_vec(3, 4), nb_vec(3, 4)));", WRONG, "not by the length"),
    ("check-line", "gsl_matrix *onto = nb_mat((.64, -.48), (-.48, .36));",
     WRONG, "perpendicular"),
    ("check-line", "gsl_matrix *onto = nb_eye(2);", WRONG, "should go to 0"),
    ("check-line", "gsl_matrix *onto = nb_mat((3, 0), (0, 4));", WRONG,
     "should stay"),
    ("check-line", "gsl_matrix *onto = nb_eye(3);", WRONG, "2 x 2"),

    ("check-trace", "double trace_of_P = 3;", RIGHT, ""),
    ("check-trace",
     "nb_seed(3);\n"
     "double trace_of_P = nb_trace(projection(nb_randn(7, 3)));", RIGHT, ""),
    ("check-trace", "double trace_of_P = 4;", WRONG, "mixture"),
    ("check-trace", "double trace_of_P = 7;", WRONG, "everything"),
    ("check-trace", "double trace_of_P = 2;", WRONG, "dimension"),

    ("check-shares", "gsl_vector *shares = nb_vec(5.0 / 6, 1.0 / 6);", RIGHT,
     ""),
    ("check-shares",
     "gsl_matrix *T = nb_mat((.9, .5), (.1, .5));\n"
     "gsl_vector *shares = nb_vec(1, 0);\n"
     "for (int k = 0; k < 60; k++) shares = nb_matmul(T, shares);", RIGHT, ""),
    ("check-shares",
     "nb_eig_t e = nb_eig(nb_mat((.9, .5), (.1, .5)));\n"
     "gsl_vector *shares = nb_col(e.vectors_re, 0);\n"
     "shares = nb_scale(1 / nb_sum(shares), shares);", RIGHT, ""),
    ("check-shares", "gsl_vector *shares = nb_vec(5 / 6, 1 / 6);", WRONG,
     "5.0 / 6"),
    ("check-shares", "gsl_vector *shares = nb_vec(5, 1);", WRONG, "add up"),
    ("check-shares", "gsl_vector *shares = nb_vec(1, -1);", WRONG, "0.4"),
    ("check-shares", "gsl_vector *shares = nb_vec(0.5, 0.5);", WRONG,
     "(0.7, 0.3)"),
    ("check-shares", "gsl_vector *shares = nb_vec(1);", WRONG, "Two numbers"),

    ("check-deflation",
     "gsl_matrix *D = nb_sub(B, nb_scale(big, nb_outer(x, x)));", RIGHT, ""),
    ("check-deflation",
     "double l1 = rayleigh(B, x);\ngsl_matrix *D = nb_copy(B);\n"
     "for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++)\n"
     "    nb_at(D, i, j) -= l1 * nb_at(x, i) * nb_at(x, j);", RIGHT, ""),
    ("check-deflation",
     "gsl_matrix *D = nb_matmul(B, nb_sub(nb_eye(2), nb_outer(x, x)));", RIGHT,
     ""),
    ("check-deflation", "gsl_matrix *D = nb_sub(B, nb_outer(x, x));", WRONG,
     "How much"),
    ("check-deflation",
     "gsl_matrix *D = nb_sub(B, nb_scale(big, nb_eye(2)));", WRONG,
     "should stay"),
    ("check-deflation",
     "gsl_matrix *D = nb_sub(B, nb_outer(nb_vec(1, 0), nb_vec(1, 0)));", WRONG,
     "other eigenvectors"),
    ("check-deflation", "gsl_matrix *D = nb_eye(3);", WRONG, "2 x 2"),

    ("check-steps", "double wait = 132;", RIGHT, ""),
    ("check-steps", "double wait = ceil(6 * log(10) / log(10.0 / 9));", RIGHT,
     ""),
    ("check-steps", "double wait = -6 / log10(0.9);", RIGHT, ""),
    ("check-steps", "double wait = 6;", WRONG, "second largest"),
    ("check-steps", "double wait = 66;", WRONG, "Rayleigh"),
    ("check-steps", "double wait = log(1e6);", WRONG, "divided"),
    ("check-steps", "double wait = 100;", WRONG, "2.7e-05"),
]

EDITS = [
    ("product-edit", "long shape[] = {10, 1000, 10, 1000};"),
    ("product-edit", "long shape[] = {1, 500, 500, 500};"),
    ("geometry-edit-run", "gsl_matrix *mine = nb_zeros(2, 2);"),
    ("geometry-edit-run", "gsl_matrix *mine = nb_mat((1, 0), (0, -0.5));"),
    ("eigen-edit", 'turning_plot(nb_mat((0, 1), (1, 0)), "mirror")'),
    ("eigen-edit", 'turning_plot(nb_mat((0, -1), (1, 0)), "rotation")'),
    ("power-edit-run", "double off = 0.001;"),
    ("power-edit-run", "double off = 3;"),
]

BY_HAND = {
    "0.7071",  # the root of 1/2
    "0.146",  # the square of 0.382
    "0.2427", "0.0574", "0.0033",  # of 2.9; over 4.2282; its square
}

BLUEPRINT = {
    "hook": ["740", "5307", "13.9", "1.48"],
    "product": ["266240", "8192", "740"],
    "geometry": ["2.000000", "33.4744", "10.7296", "0.9008", "0.8115"],
    "eigen": ["5.000000", "2.000000", "0.866025", "2094", "2062"],
    "fibonacci": ["1.618034", "832040", "12586269025"],
    "power": ["3.618034", "1.381966", "0.52573", "0.85065", "3.61538",
              "3.61765", "2.56e-08", "0.37973", "0.19889", "0.38388",
              "0.03750", "54"],
    "peel": ["9644.29", "488.61", "341.18", "298.77", "141.83", "9.47",
             "6.69", "4.78", "1.48"],
}
