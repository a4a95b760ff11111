"""What the tests know of 02c-dimensionality-reduction-part-3.ipynb."""

from lessons import RIGHT, WRONG

NAME = "02c-dimensionality-reduction-part-3"

ANSWERS = [
    ("check-six",
     "double largest = 1.4 + sqrt(1.8), smallest = 1.4 - sqrt(1.8);", RIGHT,
     ""),
    ("check-six",
     "gsl_matrix *six = nb_mat((2, 1), (0, 0), (-2, -1), (1, 1), (-1, -1),\n"
     "                         (0, 0));\n"
     "nb_pca_t its = nb_pca(six);\n"
     "double largest = nb_at(its.values, 0), smallest = nb_at(its.values, 1);",
     RIGHT, ""),
    ("check-six", "double largest = 0.05836, smallest = 2.74164;", RIGHT, ""),
    ("check-six",
     "double largest = (1.4 + sqrt(1.8)) * 5 / 6,\n"
     "       smallest = (1.4 - sqrt(1.8)) * 5 / 6;", WRONG, "n - 1"),
    ("check-six", "double largest = 13.7082, smallest = 0.2918;", WRONG,
     "divide"),
    ("check-six", "double largest = 2, smallest = 0.8;", WRONG, "columns"),
    ("check-six", "double largest = sqrt(2.74164), smallest = sqrt(0.05836);",
     WRONG, "squares"),
    ("check-six", "double largest = 2.7, smallest = 0.3;", WRONG, "0.81"),

    ("check-back",
     "gsl_vector *back = nb_add(mid, nb_scale(nb_dot(v1, nb_sub(one, mid)),"
     " v1));", RIGHT, ""),
    ("check-back",
     "nb_pca_t line_only = nb_pca(geyser.X, .k = 1);\n"
     "gsl_matrix *P = nb_matmul(line_only.components,\n"
     "                          nb_t(line_only.components));\n"
     "gsl_vector *back = nb_add(mid, nb_matmul(P, nb_sub(one, mid)));", RIGHT,
     ""),
    ("check-back", "gsl_vector *back = nb_vec(4.176, 79.986);", RIGHT, ""),
    ("check-back",
     "gsl_vector *back = nb_scale(nb_dot(v1, nb_sub(one, mid)), v1);", WRONG,
     "Put the mean back"),
    ("check-back",
     "gsl_vector *back = nb_add(mid, nb_scale(nb_dot(v1, one), v1));", WRONG,
     "subtracting"),
    ("check-back", "gsl_vector *back = one;", WRONG, "itself"),
    ("check-back", "gsl_vector *back = nb_vec(1);", WRONG, "Two numbers"),
    ("check-back", "gsl_vector *back = mid;", WRONG, "from the shadow"),

    ("check-enough", "int enough = 3;", RIGHT, ""),
    ("check-enough",
     "int enough = 0;\nfor (double kept = 0; kept < 0.99; enough++)\n"
     "    kept += nb_at(pca.explained, enough);", RIGHT, ""),
    ("check-enough", "int enough = 2;", WRONG, "97.8"),
    ("check-enough", "int enough = 4;", WRONG, "smaller"),
    ("check-enough", "int enough = 7;", WRONG, "four directions"),

    ("check-score", "double score = -2.63;", RIGHT, "setosa"),
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

    ("check-unit", "double share_before = 0.8, share_after = 0.96;", RIGHT,
     ""),
    ("check-unit",
     "double share_before = 0.8, share_after = 100.0 / 104;", RIGHT, ""),
    ("check-unit",
     "double share_before = 4.0 / 5,\n"
     "       share_after = nb_at(nb_eigh(nb_diag(nb_vec(4, 100))).values, 0)"
     " / 104;", RIGHT, ""),
    ("check-unit", "double share_before = 4 / 5, share_after = 100 / 104;",
     WRONG, "4.0 / 5"),
    ("check-unit", "double share_before = 80, share_after = 96;", WRONG,
     "per cent"),
    ("check-unit", "double share_before = 0.8, share_after = 10.0 / 14;",
     WRONG, "hundred"),
    ("check-unit", "double share_before = 0.8, share_after = 4.0 / 104;",
     WRONG, "largest"),
    ("check-unit", "double share_before = 2.0 / 3, share_after = 0.9;", WRONG,
     "Before"),
    ("check-unit", "double share_before = 0.8, share_after = 0.8;", WRONG,
     "4 and 100"),

    ("check-when", "int standardise[] = {1, 0, 0, 1};", RIGHT, ""),
    ("check-when",
     "int standardise[4];\n"
     "for (int k = 0; k < 4; k++) standardise[k] = k == 0 || k == 3;", RIGHT,
     ""),
    ("check-when", "int standardise[] = {1, 1, 0, 1};", WRONG, "(b)"),
    ("check-when", "int standardise[] = {0, 0, 0, 1};", WRONG, "(a)"),
    ("check-when", "int standardise[] = {1, 0, 1, 1};", WRONG, "(c)"),
    ("check-when", "int standardise[] = {1, 0, 0, 0};", WRONG, "(d)"),

    ("check-fifty",
     "int k_fifty = 1;\n"
     "while (expected(ink.values, k_fifty) >= 50) k_fifty++;", RIGHT, ""),
    ("check-fifty", "int k_fifty = 30;", RIGHT, ""),
    ("check-fifty", "int k_fifty = 29;", WRONG, "One short"),
    ("check-fifty", "int k_fifty = 40;", WRONG, "smaller"),
    ("check-fifty", "int k_fifty = 23;", WRONG, "above 50"),
    ("check-fifty", "int k_fifty = 100;", WRONG, "64 components"),

    ("check-keep",
     "int keep = nb_sum(i, 0, 64, nb_at(ink.values, i) > 1);", RIGHT, ""),
    ("check-keep",
     "int keep = 0;\nwhile (nb_at(ink.values, keep) > 1) keep++;", RIGHT, ""),
    ("check-keep", "int keep = 16;", WRONG, "s = 4"),
    ("check-keep", "int keep = 61;", WRONG, "Not all"),
    ("check-keep", "int keep = 5;", WRONG, "69.5"),

    ("check-faces", "int matrix_rows = 20, directions = 19;", RIGHT, ""),
    ("check-faces",
     "gsl_matrix *some = nb_center(nb_randn(20, 100));\n"
     "int matrix_rows = some->size1, directions = nb_rank(some);", RIGHT, ""),
    ("check-faces", "int matrix_rows = 20, directions = 20;", WRONG,
     "add up"),
    ("check-faces", "int matrix_rows = 10000, directions = 19;", WRONG,
     "covariance"),
    ("check-faces", "int matrix_rows = 100, directions = 19;", WRONG,
     "one row for each"),
    ("check-faces", "int matrix_rows = 20, directions = 10000;", WRONG,
     "less one"),
]

EDITS = [
    ("pca-turn", "double turn = 45;"),
    ("pca-turn", "double turn = -30;"),
    ("faithful-svd", "double e = 1e-4;"),
    ("faithful-svd", "double e = 0;"),
    ("iris-edit-run", "int across = 2, up = 3;"),
    ("iris-edit-run", "int across = 0, up = 0;"),
    ("scale-edit", "double proline_unit = 1000, magnesium_unit = 1;"),
    ("scale-edit", "double proline_unit = 1000, magnesium_unit = 1000;"),
    ("digits-eigen", "int which = 1796;"),
    ("digits-eigen", "int which = 0;"),
    ("digits-strip", "int start_at = 1787;"),
    ("digits-strip", "int start_at = 0;"),
    ("denoise-edit", "double other_s = 8;"),
    ("denoise-edit", "double other_s = 0.5;"),
    ("gram-cost", "double pixels = 4096, images = 200;"),
    ("gram-cost", "double pixels = 10, images = 1;"),
]

BY_HAND = set()

BLUEPRINT = {
    "faithful": ["3.4878", "70.8971", "1.3027", "13.9778", "184.8233",
                 "0.9008", "185.8818", "0.2442", "99.87", "0.0755", "0.9971",
                 "95.0", "33.4744", "10.7296"],
    "iris": ["4.2282", "0.2427", "0.0782", "0.0238", "0.9246", "0.0531",
             "0.0171", "0.0052", "0.3614", "-0.0845", "0.8567", "0.3583",
             "0.9777"],
    "scale": ["0.9981", "0.9998", "0.362", "0.192", "0.111", "0.665", "0.920",
              "0.7296", "0.2285", "0.9999", "0.6884", "0.1931"],
    "digits": ["1202.15", "179.0", "163.7", "141.8", "101.1", "5", "13", "21",
               "29", "41", "61", "1022.6", "858.9", "546.7", "314.5", "127.0",
               "49.2", "14.2", "97.5", "106.7", "24", "9.66"],
    # k = 5: 534 of 597 is 0.8945, which is 0.894 when rounded once.
    "knn": ["0.285", "0.610", "0.894", "0.982", "0.988", "0.992"],
    # 2.679 at k = 15, as said; but 14, which was not tried there, is better.
    "denoise": ["4.006", "2.679", "3.147", "3.329", "28", "22.6"],
    "gram": ["39", "40", "64"],
}
