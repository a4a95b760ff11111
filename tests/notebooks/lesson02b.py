"""What the tests know of 02b-dimensionality-reduction-part-2.ipynb."""

from lessons import RIGHT, WRONG

NAME = "02b-dimensionality-reduction-part-2"

ANSWERS = [
    ("check-third", "double third = 6, determinant = 18;", RIGHT, ""),
    ("check-third",
     "double third = 10 - 1 - 3, determinant = third * 3;", RIGHT, ""),
    ("check-third", "double third = 6, determinant = 10;", WRONG, "product"),
    ("check-third", "double third = 3, determinant = 9;", WRONG, "add up to 7"),
    ("check-third", "double third = 6, determinant = 17;", WRONG, "product"),

    ("check-touch", "double edge = 6;", RIGHT, ""),
    ("check-touch", "double edge = sqrt(4.0 * 9.0);", RIGHT, ""),
    ("check-touch", "double edge = 36;", WRONG, "root"),
    ("check-touch", "double edge = 6.5;", WRONG, "product"),
    ("check-touch", "double edge = 5;", WRONG, "is 11"),

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

    ("check-tail",
     "double frobenius = sqrt(10), spectral = 3, energy = 25.0 / 35;", RIGHT,
     ""),
    ("check-tail",
     "double frobenius = hypot(3, 1), spectral = fmax(3, 1),"
     " energy = 1 - 10 / 35.0;", RIGHT, ""),
    ("check-tail",
     "double frobenius = 10, spectral = 3, energy = 25.0 / 35;", WRONG,
     "root"),
    ("check-tail",
     "double frobenius = 4, spectral = 3, energy = 25.0 / 35;", WRONG,
     "squares"),
    ("check-tail",
     "double frobenius = 5, spectral = 3, energy = 25.0 / 35;", WRONG,
     "3 and 1"),
    ("check-tail",
     "double frobenius = sqrt(10), spectral = 5, energy = 25.0 / 35;", WRONG,
     "largest singular value that is left"),
    ("check-tail",
     "double frobenius = sqrt(10), spectral = 3, energy = 5.0 / 9;", WRONG,
     "squares"),
    ("check-tail",
     "double frobenius = sqrt(10), spectral = 3, energy = 10.0 / 35;", WRONG,
     "lost"),
    ("check-tail",
     "double frobenius = sqrt(10), spectral = 3, energy = 25 / 35;", WRONG,
     "drops the rest"),
    ("check-tail",
     "double frobenius = sqrt(10), spectral = 3, energy = 0.5;", WRONG,
     "first square"),

    ("check-entry",
     "double sum = nb_sum(t, 0, k, nb_at(s.S, t) * nb_at(s.U, i, t)"
     " * nb_at(s.V, j, t));", RIGHT, ""),
    ("check-entry",
     "double sum = 0;\nfor (int t = k - 1; t >= 0; t--)\n"
     "    sum += nb_at(s.U, i, t) * nb_at(s.S, t) * nb_at(s.V, j, t);", RIGHT,
     ""),
    ("check-entry",
     "double sum = nb_at(nb_matmul(nb_cols(s.U, 0, k),"
     " nb_t(nb_cols(s.U, 0, k)), nb_mat((2, 1, 0), (1, 3, 1), (0, 5, 4),"
     " (1, 1, 7))), i, j);", RIGHT, ""),
    ("check-entry",
     "double sum = nb_sum(t, 0, k, nb_at(s.U, i, t) * nb_at(s.V, j, t));",
     WRONG, "All three sheets"),
    ("check-entry",
     "double sum = nb_sum(t, 0, k, nb_at(s.S, t) * nb_at(s.U, i, t)"
     " * nb_at(s.V, t, j % 3));", WRONG, "All three sheets"),
    ("check-entry",
     "double sum = nb_sum(t, 0, 3, nb_at(s.S, t) * nb_at(s.U, i, t)"
     " * nb_at(s.V, j, t));", WRONG, "stop before k"),

    ("check-metre", "int needed = 7;", RIGHT, ""),
    ("check-metre",
     "int needed = 0;\n"
     "while (tail(hill.S, needed) / sqrt(87 * 61) >= 1) needed++;", RIGHT, ""),
    ("check-metre", "int needed = 6;", WRONG, "1.10 m"),
    ("check-metre", "int needed = 10;", WRONG, "one less"),
    ("check-metre", "int needed = 62;", WRONG, "61 sheets"),
    ("check-metre", "int needed = -1;", WRONG, "61 sheets"),
]

EDITS = [
    ("symmetric-edit-run", "double a11 = 1, a12 = 2, a22 = 4;"),
    ("symmetric-edit-run", "double a11 = 0, a12 = 0, a22 = 0;"),
    ("svd-edit", "int size = 1;"),
    ("svd-edit", "int size = 14;"),
    ("compress-edit-run", "int kept_sheets = 0;"),
    ("compress-edit-run", "int kept_sheets = 40;"),
    ("compress-edit-run", "int kept_sheets = 107;"),
]

BY_HAND = {
    "13.3190", "13.319",  # given in the question of a self-check
}

BLUEPRINT = {
    "svd": ["6.708204", "2.236068", "0.707107", "0.316228", "0.948683",
            "42.17", "1.95", "21.68", "470"],
    "hook": ["7.8", "31.3"],
    "compress": ["9644.29", "488.61", "341.18", "298.77", "141.83", "72.12",
                 "0.0714", "0.0504", "0.0360", "0.0112", "0.0049", "0.0026",
                 "9.47", "6.69", "4.78", "1.48", "0.65", "0.34",
                 "0.662", "0.933", "0.973", "0.991", "93.1", "47.6",
                 "21.5", "23.9", "27.5", "32.8", "7.8", "15.7", "31.3",
                 "62.6"],
}
