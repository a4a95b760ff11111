"""What the tests know of 02-dimensionality-reduction.ipynb."""

from lessons import RIGHT, WRONG

NAME = "02-dimensionality-reduction"

ANSWERS = [
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

    ("check-third", "double third = 6, determinant = 18;", RIGHT, ""),
    ("check-third",
     "double third = 10 - 1 - 3, determinant = third * 3;", RIGHT, ""),
    ("check-third", "double third = 6, determinant = 10;", WRONG, "product"),
    ("check-third", "double third = 3, determinant = 9;", WRONG, "add up to 7"),
    ("check-third", "double third = 6, determinant = 17;", WRONG, "product"),

    ("check-three", "gsl_vector *u = nb_vec(0, 1);", RIGHT, ""),
    ("check-three", "gsl_vector *u = nb_vec(2 / sqrt(5), 1 / sqrt(5));", RIGHT,
     ""),
    ("check-three", "gsl_vector *u = nb_vec(0, -1);", RIGHT, ""),
    ("check-three", "gsl_vector *u = nb_vec(2, 1);", WRONG, "length"),
    ("check-three", "gsl_vector *u = nb_vec(1, 0);", WRONG, "form is 2"),
    ("check-three", "gsl_vector *u = nb_vec(1, 0, 0);", WRONG, "Two numbers"),

    ("check-sigma", "double sigma_1 = 3, sigma_2 = 2;", RIGHT, ""),
    ("check-sigma", "double sigma_1 = 2, sigma_2 = 3;", RIGHT, "larger"),
    ("check-sigma",
     "nb_svd_t s = nb_svd(nb_mat((0, 2), (-3, 0)));\n"
     "double sigma_1 = nb_at(s.S, 0), sigma_2 = nb_at(s.S, 1);", RIGHT, ""),
    ("check-sigma", "double sigma_1 = 9, sigma_2 = 4;", WRONG, "roots"),
    ("check-sigma", "double sigma_1 = 2, sigma_2 = -3;", WRONG, "never"),
    ("check-sigma", "double sigma_1 = sqrt(6), sigma_2 = sqrt(6);", WRONG,
     "eigenvalues"),

    ("check-square", "double kappa_S = 177.4;", RIGHT, ""),
    ("check-square", "double kappa_S = nb_cond(S);", RIGHT, ""),
    ("check-square", "double kappa_S = 13.3190;", WRONG, "σ²"),
    ("check-square", "double kappa_S = 2 * 13.3190;", WRONG, "squares"),
    ("check-square", "double kappa_S = 5;", WRONG, "quotient"),

    ("check-enough", "int enough = 3;", RIGHT, ""),
    ("check-enough",
     "int enough = 0;\nfor (double kept = 0; kept < 0.99; enough++)\n"
     "    kept += nb_at(pca.explained, enough);", RIGHT, ""),
    ("check-enough", "int enough = 2;", WRONG, "97.8"),
    ("check-enough", "int enough = 4;", WRONG, "smaller"),
    ("check-enough", "int enough = 7;", WRONG, "four directions"),

    ("check-score",
     "double score = nb_sum(j, 0, 4, nb_at(W, j, 0)"
     " * (flower[j] - nb_at(centre, j)));", RIGHT, ""),
    ("check-score",
     "double score = 0;\nfor (int j = 0; j < 4; j++)\n"
     "    score -= nb_at(W, j, 0) * (flower[j] - nb_at(centre, j));", RIGHT,
     "other sign"),
    ("check-score", "double score = -2.6261;", RIGHT, ""),
    ("check-score",
     "double score = nb_sum(j, 0, 4, nb_at(W, j, 0) * flower[j]);", WRONG,
     "centred"),
    ("check-score", "double score = 2.38;", WRONG, "four measurements"),
]

EDITS = [
    ("eigen-edit", 'turning_plot(nb_mat((0, 1), (1, 0)), "mirror")'),
    ("eigen-edit", 'turning_plot(nb_mat((0, -1), (1, 0)), "rotation")'),
    ("power-edit-run", "double off = 0.001;"),
    ("power-edit-run", "double off = 3;"),
    ("symmetric-edit-run", "double a11 = 1, a12 = 2, a22 = 4;"),
    ("symmetric-edit-run", "double a11 = 0, a12 = 0, a22 = 0;"),
    ("svd-edit", "int size = 1;"),
    ("svd-edit", "int size = 14;"),
    ("iris-edit-run", "int across = 2, up = 3;"),
    ("iris-edit-run", "int across = 0, up = 0;"),
]

BY_HAND = {
    "0.7071",  # the root of 1/2
    "0.146",  # the square of 0.382
    "0.2427", "0.0574", "0.0033",  # of 2.9; over 4.2282; its square
    "13.3190", "13.319",  # given in the question of a self-check
}

BLUEPRINT = {
    "eigen": ["5.000000", "2.000000", "0.866025", "2094", "2062"],
    "fibonacci": ["1.618034", "832040", "12586269025"],
    "power": ["3.618034", "1.381966", "0.52573", "0.85065", "3.61538",
              "3.61765", "2.56e-08", "0.37973", "0.19889", "0.38388",
              "0.03750", "54"],
    "svd": ["6.708204", "2.236068", "0.707107", "0.316228", "0.948683"],
    "iris": ["4.2282", "0.2427", "0.0782", "0.0238", "0.9246", "0.0531",
             "0.0171", "0.0052", "0.3614", "-0.0845", "0.8567", "0.3583"],
}
