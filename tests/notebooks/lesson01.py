"""What the tests are told of 01-calculus-and-neural-networks.ipynb."""

from lessons import RIGHT, WRONG

NAME = "01-calculus-and-neural-networks"

ANSWERS = [
    ("check-power", "double power = 2;", RIGHT, ""),
    ("check-power",
     "double power = log(fabs(central(1e-2) - f1(1))\n"
     "                   / fabs(central(1e-3) - f1(1))) / log(10);", RIGHT, ""),
    ("check-power",
     "double power = log10(fabs(central(0.1) - f1(1))\n"
     "                     / fabs(central(1e-2) - f1(1)));", RIGHT, ""),
    ("check-power",
     "double power = log10(fabs(forward(1e-2) - f1(1))\n"
     "                     / fabs(forward(1e-3) - f1(1)));", WRONG, "forward"),
    ("check-power", "double power = -2;", WRONG, "positive"),
    ("check-power",
     "double power = log10(fabs(central(1e-10) - f1(1))\n"
     "                     / fabs(central(1e-11) - f1(1)));", WRONG, "left"),
    ("check-power", "double power = 100;", WRONG, "logarithm"),
    ("check-power", "double power = 7;", WRONG, "1e-4"),

    ("check-top", "double where = M_E, height = 1 / M_E;", RIGHT, ""),
    ("check-top", "double where = exp(1), height = exp(-1);", RIGHT, ""),
    ("check-top", "double where = 2.718281828, height = 0.367879441;", RIGHT,
     ""),
    ("check-top", "double where = 1, height = 0;", WRONG, "numerator"),
    ("check-top", "double where = 2, height = log(2) / 2;", WRONG, "slope"),
    ("check-top", "double where = M_E, height = 1;", WRONG, "place is right"),
    ("check-top", "double where = -1, height = 1;", WRONG, "positive"),

    ("check-tower", "double tower = 4 * (1 + log(2));", RIGHT, ""),
    ("check-tower", "double tower = (pow(2.00001, 2.00001)"
     " - pow(1.99999, 1.99999)) / 0.00002;", RIGHT, ""),
    ("check-tower", "double tower = 4;", WRONG, "exponent held"),
    ("check-tower", "double tower = 4 * log(2);", WRONG, "base held"),
    ("check-tower", "double tower = 1 + log(2);", WRONG, "inner"),
    ("check-tower", "double tower = 6;", WRONG, "chain rule"),

    ("check-flat", "double flat_x = 0, flat_y = 0, diagonal = 0;", RIGHT, ""),
    ("check-flat",
     "gsl_vector *flat = nb_solve(nb_mat((2, -1), (-1, 4)), nb_vec(0, 0));\n"
     "double flat_x = nb_at(flat, 0), flat_y = nb_at(flat, 1);\n"
     "double diagonal = (3.5 - 3.5) / sqrt(2);", RIGHT, ""),
    ("check-flat", "double flat_x = 1, flat_y = 2, diagonal = 0;", WRONG,
     "(0, 7)"),
    ("check-flat", "double flat_x = 0, flat_y = 0, diagonal = 7 / sqrt(2);",
     WRONG, "steepest"),
    ("check-flat", "double flat_x = 0, flat_y = 0, diagonal = 3.5;", WRONG,
     "u'∇f"),

    ("check-sphere", "double volume = 4 * sin(M_PI / 4);", RIGHT, ""),
    ("check-sphere", "double volume = sqrt(8);", RIGHT, ""),
    ("check-sphere", "double volume = 4;", WRONG, "equator"),
    ("check-sphere", "double volume = 2;", WRONG, "Three sides"),
    ("check-sphere", "double volume = 1;", WRONG, "columns"),

    ("check-still", "gsl_vector *still = nb_vec(1, 1, 1);", RIGHT, ""),
    ("check-still", "gsl_vector *still = nb_scale(-3, nb_ones(3));", RIGHT, ""),
    ("check-still",
     "gsl_vector *still = nb_col(nb_eigh(Js).vectors, 2);", RIGHT, ""),
    ("check-still", "gsl_vector *still = nb_vec(1, -1, 0);", WRONG, "cancels"),
    ("check-still", "gsl_vector *still = nb_zeros(3);", WRONG, "no step"),
    ("check-still", "gsl_vector *still = nb_vec(1, 1);", WRONG, "Three"),

    ("check-monkey",
     "double m11 = 0, m12 = 0, m22 = 0; int ways_down = 3;", RIGHT, ""),
    ("check-monkey",
     "double x = 0, y = 0;\n"
     "double m11 = 6 * x, m12 = -6 * y, m22 = -6 * x; int ways_down = 3;",
     RIGHT, ""),
    ("check-monkey",
     "double m11 = 0, m12 = 0, m22 = 0; int ways_down = 2;", WRONG, "ordinary"),
    ("check-monkey",
     "double m11 = 6, m12 = 0, m22 = -6; int ways_down = 3;", WRONG, "origin"),
    ("check-monkey",
     "double m11 = 0, m12 = 0, m22 = 0; int ways_down = 6;", WRONG, "cos 3φ"),

    ("check-lse", "gsl_matrix *valley = nb_mat((.25, -.25), (-.25, .25));",
     RIGHT, ""),
    ("check-lse",
     "gsl_vector *half_half = nb_vec(0.5, 0.5);\n"
     "gsl_matrix *valley = nb_sub(nb_diag(half_half),"
     " nb_outer(half_half, half_half));", RIGHT, ""),
    ("check-lse", "gsl_matrix *valley = nb_mat((.5, 0), (0, .5));", WRONG,
     "taken away"),
    ("check-lse", "gsl_matrix *valley = nb_mat((1, 2), (3, 4));", WRONG,
     "symmetric"),
    ("check-lse", "gsl_matrix *valley = nb_eye(2);", WRONG, "softmax"),
    ("check-lse", "gsl_matrix *valley = nb_eye(3);", WRONG, "2 x 2"),

    ("check-normal", "gsl_vector *by_x = nb_vec(-15, -20);", RIGHT, ""),
    ("check-normal",
     "gsl_matrix *T = nb_mat((1, 2), (3, 4), (5, 6));\n"
     "gsl_vector *rest = nb_sub(nb_matmul(T, nb_vec(1, -1)),"
     " nb_vec(1, 0, 1));\n"
     "gsl_vector *by_x = nb_matmul(nb_t(T), rest);", RIGHT, ""),
    ("check-normal", "gsl_vector *by_x = nb_vec(-9, -12);", WRONG, "Subtract"),
    ("check-normal", "gsl_vector *by_x = nb_vec(-30, -40);", WRONG, "½"),
    ("check-normal", "gsl_vector *by_x = nb_vec(15, 20);", WRONG, "sign"),
    ("check-normal", "gsl_vector *by_x = nb_vec(1, 2, 3);", WRONG, "two"),
    ("check-normal", "gsl_vector *by_x = nb_vec(1, 2);", WRONG, "First"),
]

EDITS = [
    ("hook-figure", "int hidden = 2;"),
    ("hook-figure", "int hidden = 64;"),
    ("line-table", "typedef float real;"),
    ("line-table", "typedef long double real;"),
    ("rules-table", "double x0 = 0.3;"),
    ("rules-table", "double x0 = -2;"),
    ("rules-tangent-figure", "double at = 2.2889;"),
    ("rules-tangent-figure", "double at = 0;"),
    ("gradient-figure", "double px = 0, py = 0;"),
    ("gradient-figure", "double px = -1, py = 1;"),
    ("jacobian-figure", "double side = 0.1;"),
    ("jacobian-figure", "double side = 1;"),
    ("hessian-sweep", "double qx = 0, qy = 0;"),
    ("hessian-sweep", "double qx = 30, qy = -7;"),
    ("faithful-descent", "double eta = 1;"),
    ("faithful-descent", "double eta = 2.1;"),
]

BY_HAND = {
    "2.828427", "6.772589",  # solutions of self-checks
    "0.028",  # 0.7 to the tenth
}

BLUEPRINT = {
    "hook": ["65", "0.0166", "99.5", "0.2276", "94.5"],
    "line": ["2.319776824715853", "1.253380767493447", "-1.274820",
             "-4.051536", "2.8e-08", "5.8e-06", "6.4e-03", "6.4e-05",
             "9.5e-09", "6.75e-05", "6.75e-09", "7.5e-11", "1.4e-11",
             "3.6e-10", "0.54030230586814"],
    "rules": ["13.322358", "2.758689", "-0.345285", "-0.584103", "0.177894",
              "0.305020", "0.768525"],
    "gradient": ["3.5", "-3.5", "4.94975", "-45", "315.0"],
    "jacobian": ["0.8660", "1.7321", "-6.9282", "3.4641", "32.0000", "0.0205",
                 "0.0200"],
    "softmax": ["0.70538", "0.25950", "0.03512", "0.383585", "0.050276"],
    "hessian": ["4.41421", "1.58579", "0.74", "0.76420", "1001"],
    "himmelblau": ["9", "82.28", "25.72", "80.55", "64.84", "133.79", "70.71",
                   "105.42", "28.69", "-2.805118", "3.131313", "-3.779310",
                   "-3.283186", "3.584428", "-1.848127", "-0.270845",
                   "-0.923039", "181.6165", "104.015", "67.719", "178.337",
                   "13.312", "-3.0730", "-0.0814", "0.0867", "2.8843",
                   "-0.1280", "-1.9537", "3.3852", "0.0739"],
}
