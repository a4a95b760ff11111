"""What the tests know of 02d-dimensionality-reduction-part-4.ipynb."""

from lessons import RIGHT, WRONG

NAME = "02d-dimensionality-reduction-part-4"

ANSWERS = [
    ("check-kept", "int kept_of_noise = 17;", RIGHT, ""),
    ("check-kept",
     "int kept_of_noise = nb_sum(i, 0, 40, nb_at(of_first.values, i) > 1);",
     RIGHT, ""),
    ("check-kept",
     "nb_eigh_t again = nb_eigh(nb_cov(first_table));\n"
     "int kept_of_noise = 0;\n"
     "while (nb_at(again.values, kept_of_noise) > 1) kept_of_noise++;", RIGHT,
     ""),
    ("check-kept", "int kept_of_noise = 40;", WRONG, "truly"),
    ("check-kept", "int kept_of_noise = 23;", WRONG, "below"),
    ("check-kept", "int kept_of_noise = 10;", WRONG, "Count"),

    ("check-edge", "double its_edge = 4 * sq(1 + sqrt(50 / 1000.0));", RIGHT,
     ""),
    ("check-edge", "double its_edge = sq(2 + 2 * sqrt(50 / 1001.0));", RIGHT,
     ""),
    ("check-edge", "double its_edge = 5.99;", RIGHT, ""),
    ("check-edge", "double its_edge = sq(1 + sqrt(0.05));", WRONG, "doubled"),
    ("check-edge", "double its_edge = 2 * sq(1 + sqrt(0.05));", WRONG, "s²"),
    ("check-edge", "double its_edge = 4 * sq(1 - sqrt(0.05));", WRONG,
     "lower"),
    ("check-edge", "double its_edge = 4 * (1 + sqrt(0.05));", WRONG,
     "squared"),
    ("check-edge", "double its_edge = 4 * sq(1.05);", WRONG, "root"),
    ("check-edge", "double its_edge = 4;", WRONG, "γ"),

    ("check-half", "double flowers_needed = 600;", RIGHT, ""),
    ("check-half", "double flowers_needed = 150 / sq(0.015 / 0.03);", RIGHT,
     ""),
    ("check-half", "double flowers_needed = 300;", WRONG, "1/√n"),
    ("check-half", "double flowers_needed = 4000;", WRONG, "resamples"),
    ("check-half", "double flowers_needed = 75;", WRONG, "fewer"),
    ("check-half", "double flowers_needed = 1350;", WRONG, "0.0100"),

    ("check-flip", "double height = sqrt(400 * (9 - 0.25));", RIGHT, ""),
    ("check-flip", "double height = sqrt(399 * 401 / 400.0 * 8.75);", RIGHT,
     ""),
    ("check-flip", "double height = 59.2;", RIGHT, ""),
    ("check-flip", "double height = 400 * 8.75;", WRONG, "root"),
    ("check-flip", "double height = sqrt(875);", WRONG, "100 points"),
    ("check-flip", "double height = 60;", WRONG, "difference"),
    ("check-flip", "double height = 20;", WRONG, "8.75"),

    ("check-cures", "int for_outlier = 3, for_cigars = 1, for_ring = 2;",
     RIGHT, ""),
    ("check-cures",
     "enum { LABELS = 1, BENT, ROBUST };\n"
     "int for_outlier = ROBUST, for_cigars = LABELS, for_ring = BENT;", RIGHT,
     ""),
    ("check-cures", "int for_outlier = 1, for_cigars = 3, for_ring = 2;",
     WRONG, "outlier"),
    ("check-cures", "int for_outlier = 3, for_cigars = 2, for_ring = 1;",
     WRONG, "cigars"),
    ("check-cures", "int for_outlier = 3, for_cigars = 1, for_ring = 4;",
     WRONG, "two components"),
    ("check-cures", "int for_outlier = 3, for_cigars = 1, for_ring = 3;",
     WRONG, "ring"),
    ("check-cures", "int for_outlier = 5, for_cigars = 1, for_ring = 2;",
     WRONG, "1 to 4"),

    ("check-white",
     "gsl_matrix *W_mine = nb_scale(sqrt(0.5), nb_mat((1 / 3.0, 1 / 3.0), "
     "(1, -1)));", RIGHT, ""),
    ("check-white",
     "gsl_matrix *W_mine = nb_mat((2 / 3.0, -1 / 3.0), (-1 / 3.0, 2 / 3.0));",
     RIGHT, ""),
    ("check-white",
     "gsl_matrix *L = nb_mat((sqrt(5), 0), (4 / sqrt(5), sqrt(1.8)));\n"
     "gsl_matrix *W_mine = nb_inv(L);", RIGHT, ""),
    ("check-white",
     "gsl_matrix *W_mine = nb_scale(sqrt(0.5), nb_mat((1 / 3.0, 1), "
     "(1 / 3.0, -1)));", WRONG, "transpose"),
    ("check-white",
     "gsl_matrix *W_mine = nb_inv(nb_mat((5, 4), (4, 5)));", WRONG, "root"),
    ("check-white",
     "gsl_matrix *W_mine = nb_scale(sqrt(0.5), nb_mat((1, 1), (1, -1)));",
     WRONG, "9 and 1"),
    ("check-white", "gsl_matrix *W_mine = nb_scale(0.5, nb_eye(2));", WRONG,
     "1.25"),
    ("check-white", "gsl_matrix *W_mine = nb_eye(3);", WRONG, "2 x 2"),

    ("check-epsilon", "double factor = 1 / sqrt(0.0001 + 0.01);", RIGHT, ""),
    ("check-epsilon", "double factor = pow(0.0101, -0.5);", RIGHT, ""),
    ("check-epsilon", "double factor = 9.95;", RIGHT, ""),
    ("check-epsilon", "double factor = 1 / sqrt(0.0001);", WRONG, "without"),
    ("check-epsilon", "double factor = 1 / 0.0101;", WRONG, "root"),
    ("check-epsilon", "double factor = sqrt(0.0101);", WRONG, "divided"),
    ("check-epsilon", "double factor = 1 / (sqrt(0.0001) + 0.01);", WRONG,
     "under the root"),
    ("check-epsilon", "double factor = 1;", WRONG, "λ + ε"),

    ("check-floor",
     "double floor_20 = sqrt(nb_sum(i, 20, 64, sq(nb_at(parts.S, i)))) "
     "/ norm_A;", RIGHT, ""),
    ("check-floor", "double floor_20 = rest(20);", RIGHT, ""),
    ("check-floor",
     "double kept = nb_sum(i, 0, 20, sq(nb_at(parts.S, i)));\n"
     "double floor_20 = sqrt(1 - kept / sq(norm_A));", RIGHT, ""),
    ("check-floor", "double floor_20 = sq(rest(20));", WRONG, "root"),
    ("check-floor", "double floor_20 = rest(10);", WRONG, "ten"),
    ("check-floor", "double floor_20 = rest(21);", WRONG, "One off"),
    ("check-floor", "double floor_20 = rest(20) * norm_A;", WRONG, "norm_A"),
    ("check-floor", "double floor_20 = nb_at(parts.S, 20) / norm_A;", WRONG,
     "spectral"),
    ("check-floor", "double floor_20 = 1;", WRONG, "21st"),

    ("check-mix", "gsl_matrix *M_mine = nb_mat((1, 0.1), (0, 1));", RIGHT, ""),
    ("check-mix", "gsl_matrix *M_mine = nb_mat((1, 0), (0.2, 1));", RIGHT, ""),
    ("check-mix", "gsl_matrix *M_mine = nb_mat((0, 2), (1, 0.1));", RIGHT, ""),
    ("check-mix", "gsl_matrix *M_mine = nb_mat((2, 0), (0, 1));", WRONG,
     "scales or swaps"),
    ("check-mix", "gsl_matrix *M_mine = nb_mat((0, 1), (1, 0));", WRONG,
     "scales or swaps"),
    ("check-mix", "gsl_matrix *M_mine = nb_mat((1, 1), (1, 1));", WRONG,
     "inverse"),
    ("check-mix", "gsl_matrix *M_mine = nb_mat((1, -2), (0, 1));", WRONG,
     "WM"),
    ("check-mix", "gsl_matrix *M_mine = nb_mat((1, 0.9), (0, 1));", WRONG,
     "M⁻¹H"),
    ("check-mix", "gsl_matrix *M_mine = nb_eye(3);", WRONG, "2 x 2"),

    ("check-ridge", "double h_j = 19.0 / 7;", RIGHT, ""),
    ("check-ridge",
     "gsl_vector *w3 = nb_vec(1, 1, 2);\n"
     "double h_j = nb_dot(w3, nb_vec(2, 3, 7)) / (nb_dot(w3, w3) + 1);", RIGHT,
     ""),
    ("check-ridge", "double h_j = 19.0 / 6;", WRONG, "penalty"),
    ("check-ridge", "double h_j = 19 / 7;", WRONG, "whole"),
    ("check-ridge", "double h_j = 4;", WRONG, "mean"),
    ("check-ridge", "double h_j = 12.0 / 7;", WRONG, "right side"),
    ("check-ridge", "double h_j = 1;", WRONG, "Σ a w"),
]

EDITS = [
    ("noise-edit", "double theta = 0.5;"),
    ("noise-edit", "double theta = 10;"),
    ("parallel-edit",
     'nb_data other = nb_load("iris"); double level = 0.99;'),
    ("parallel-edit",
     'nb_data other = nb_load("breast_cancer"); double level = 0.95;'),
    ("boot-edit", "int which = 0;"),
    ("boot-edit", "int which = 3;"),
    ("fail-edit", "double outlier_x = 40, outlier_y = 0;"),
    ("fail-edit", "double outlier_x = 0, outlier_y = 1000;"),
    ("white-edit", "double epsilon = 4;"),
    ("white-edit", "double epsilon = 1e-6;"),
    ("nmf-edit", "int k_mine = 2; unsigned long seed_mine = 9;"),
    ("nmf-edit", "int k_mine = 20; unsigned long seed_mine = 1;"),
    ("missing-edit",
     "double share = 0.2, penalty = 1e-6; int rank_mine = 3;"),
    ("missing-edit", "double share = 0.9, penalty = 1; int rank_mine = 5;"),
]

BY_HAND = {
    "0.0001",                          # given in the question of a self-check
    "4.228", "0.243", "0.078", "0.024",  # of the irises, from 2.9
}

# The noise edge of 60 x 40 is 3.3247: the blueprint's 3.33 was rounded twice.
BLUEPRINT = {
    "noise": ["3.13", "3.32", "54.6", "17"],
    "parallel": ["4.706", "1.60", "2.497", "1.43", "1.446", "1.32", "0.919",
                 "1.25", "3"],
    "boot": ["0.909", "0.939"],
    "fail": ["0.5", "0.7", "1.4", "87.6", "89.5", "95.7", "0.63", "1.00",
             "0.53", "0.47"],
    "factor": ["0.28922", "2628.12", "0.4012", "0.3047", "0.2910", "0.28927",
               "0.289225"],
    "nmf": ["0.839", "0.486", "0.350", "0.338", "0.330", "66"],
    "missing": ["1.467", "1.007", "0.363", "1.553", "2.025", "1.435", "0.991",
                "0.395", "0.416", "0.433"],
}
