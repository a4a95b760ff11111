"""What the tests know of 03-likelihood-and-optimisation.ipynb."""

from lessons import RIGHT, WRONG

NAME = "03-likelihood-and-optimisation"

ANSWERS = [
    ("check-rate", "double lambda_hat = 2, r_hat = 0.5;", RIGHT, ""),
    ("check-rate",
     "double calls[] = {2, 3, 0, 1, 4}, years[] = {2, 3, 1, 1.5, 2.5};\n"
     "double lambda_hat = nb_mean(calls), r_hat = 1 / nb_mean(years);", RIGHT,
     ""),
    ("check-rate", "double lambda_hat = 2, r_hat = 2;", WRONG, "per year"),
    ("check-rate", "double lambda_hat = 10, r_hat = 0.5;", WRONG, "sum"),
    ("check-rate", "double lambda_hat = 2.5, r_hat = 0.5;", WRONG, "is -1"),
    ("check-rate", "double lambda_hat = 2, r_hat = 1;", WRONG, "is -5"),

    ("check-two", "double share_of_variance = 0.5;", RIGHT, ""),
    ("check-two", "double share_of_variance = (2 - 1) / 2.0;", RIGHT, ""),
    ("check-two", "double share_of_variance = 2;", WRONG, "below 1"),
    ("check-two", "double share_of_variance = 1;", WRONG, "unbiased"),
    ("check-two", "double share_of_variance = 1 / 2;", WRONG, "1.0 / 2"),
    ("check-two", "double share_of_variance = 0.8;", WRONG, "(n - 1) / n"),

    ("check-wilson", "interval of_digits = {0.959, 0.985};", RIGHT, ""),
    ("check-wilson", "interval of_digits = wilson(582, 597);", RIGHT, ""),
    ("check-wilson", "interval of_digits = {0.9590, 0.9847};", RIGHT, ""),
    ("check-wilson",
     "nb_interval_t by_library = nb_proportion(582, 597);\n"
     "interval of_digits = {by_library.lower, by_library.upper};", RIGHT, ""),
    ("check-wilson", "interval of_digits = wald(582, 597);", WRONG, "Wald"),
    ("check-wilson", "interval of_digits = wilson(15, 597);", WRONG,
     "number of"),
    ("check-wilson", "interval of_digits = {0.9847, 0.9590};", WRONG,
     "lower one"),
    ("check-wilson", "interval of_digits = {95.9, 98.47};", WRONG, "0 and 1"),
    ("check-wilson", "interval of_digits = exact(582, 597);", WRONG, "wilson"),

    ("check-poisson", "double se_lambda = 0.63;", RIGHT, ""),
    ("check-poisson", "double se_lambda = sqrt(2.0 / 5);", RIGHT, ""),
    ("check-poisson", "double se_lambda = 0.632;", RIGHT, ""),
    ("check-poisson", "double se_lambda = sqrt(2);", WRONG, "one count"),
    ("check-poisson", "double se_lambda = 0.4;", WRONG, "root"),
    ("check-poisson", "double se_lambda = 2.5;", WRONG, "information"),
    ("check-poisson", "double se_lambda = 1;", WRONG, "n/λ"),

    ("check-constant", "double by_squares = 22, by_absolutes = 3;", RIGHT, ""),
    ("check-constant",
     "double five_of[] = {1, 2, 3, 4, 100};\n"
     "double by_squares = nb_mean(five_of), by_absolutes = five_of[2];", RIGHT,
     ""),
    ("check-constant", "double by_squares = 3, by_absolutes = 22;", WRONG,
     "other way"),
    ("check-constant", "double by_squares = 20, by_absolutes = 3;", WRONG,
     "is -20"),
    ("check-constant", "double by_squares = 22, by_absolutes = 4;", WRONG,
     "102"),

    ("check-price", "double if_one = 0.105, if_zero = 2.303;", RIGHT, ""),
    ("check-price", "double if_one = -log(0.9), if_zero = -log(0.1);", RIGHT,
     ""),
    ("check-price", "double if_one = 0.10536, if_zero = 2.30259;", RIGHT, ""),
    ("check-price",
     "double if_one = entropy(log(9), 1), if_zero = entropy(log(9), 0);",
     RIGHT, ""),
    ("check-price", "double if_one = -log(0.1), if_zero = -log(0.9);", WRONG,
     "other way"),
    ("check-price", "double if_one = log(0.9), if_zero = log(0.1);", WRONG,
     "never negative"),
    ("check-price", "double if_one = -log10(0.9), if_zero = -log10(0.1);",
     WRONG, "log10"),
    ("check-price", "double if_one = 0.1, if_zero = 0.9;", WRONG, "-ln"),

    ("check-even", "double even = -b0 / b1;", RIGHT, ""),
    ("check-even", "double even = 64.8;", RIGHT, ""),
    ("check-even",
     "double even = 80;\nwhile (b0 + b1 * even < 0) even -= 0.01;", RIGHT, ""),
    ("check-even", "double even = b0 / b1;", WRONG, "sign"),
    ("check-even", "double even = -b1 / b0;", WRONG, "Upside"),
    ("check-even", "double even = 70;", WRONG, "-1.21"),

    ("check-soft", "double first_soft = 2, second_soft = 0;", RIGHT, ""),
    ("check-soft",
     "double first_soft = soft(3, 1), second_soft = soft(-0.4, 1);", RIGHT,
     ""),
    ("check-soft", "double first_soft = 1.5, second_soft = -0.2;", WRONG,
     "ridge"),
    ("check-soft", "double first_soft = 2, second_soft = 0.6;", WRONG,
     "beyond 0"),
    ("check-soft", "double first_soft = 2, second_soft = -0.4;", WRONG,
     "-0.4"),
    ("check-soft", "double first_soft = 3, second_soft = 0;", WRONG, "first"),

    ("check-posterior",
     "gsl_vector *map_estimate = ridge(powers(xg, 20, 9, 5), yg, 0.01);",
     RIGHT, ""),
    ("check-posterior", "gsl_vector *map_estimate = nine.mean;", RIGHT, ""),
    ("check-posterior",
     "gsl_matrix *wide = nb_zeros(30, 10);\n"
     "gsl_vector *tall = nb_zeros(30);\n"
     "for (int i = 0; i < 20; i++) {\n"
     "    gsl_matrix_set_row(wide, i,\n"
     "                       nb_row(powers(xg, 20, 9, 5), i));\n"
     "    nb_at(tall, i) = nb_at(yg, i);\n"
     "}\n"
     "for (int j = 0; j < 10; j++) nb_at(wide, 20 + j, j) = 0.1;\n"
     "gsl_vector *map_estimate = nb_lstsq(wide, tall);", RIGHT, ""),
    ("check-posterior",
     "gsl_vector *map_estimate = ridge(powers(xg, 20, 9, 5), yg, 100);",
     WRONG, "stands below"),
    ("check-posterior",
     "gsl_vector *map_estimate = ridge(powers(xg, 20, 9, 5), yg, 0.1);",
     WRONG, "variances"),
    ("check-posterior",
     "gsl_vector *map_estimate = nb_lstsq(powers(xg, 20, 9, 5), yg);", WRONG,
     "without a prior"),
    ("check-posterior",
     "gsl_vector *map_estimate = ridge(powers(xg, 20, 8, 5), yg, 0.01);",
     WRONG, "10 coefficients"),
    ("check-posterior",
     "gsl_vector *map_estimate = ridge(powers(xg, 20, 9, 4), yg, 0.01);",
     WRONG, "unit"),
]

EDITS = [
    ("likelihood-figure", "int heads = 700, tosses = 1000;"),
    ("likelihood-figure", "int heads = 0, tosses = 3;"),
    ("gauss-figure", "double five[] = {7.1, 9.4, 10.2, 11.3, 40.0};"),
    ("gauss-figure", "double five[] = {-1, 0, 1, 2, 3};"),
    ("coverage-figure", "int number = 200;"),
    ("coverage-figure", "int number = 1;"),
    ("faithful-edit", "double asked = 8;"),
    ("faithful-edit", "double asked = 0;"),
    ("entropy-figure", "double from = -40;"),
    ("entropy-figure", "double from = 0;"),
    ("shuttle-edit", "double at_risk = 0.5;"),
    ("shuttle-edit", "double at_risk = 0.999;"),
    ("diamond-figure", "double budget = 40;"),
    ("diamond-figure", "double budget = 1;"),
    ("bayes-edit", "double where = 5;"),
    ("bayes-edit", "double where = -20;"),
]

BY_HAND = {
    "0.9996",  # of 3.6, said again in the answer
}

BLUEPRINT = {
    "likelihood": ["-6.10864", "-6.93147", "528", "-2866.9", "-1.4335",
                   "-1.4189"],
    "gauss": ["3.198", "3.998"],
    "fisher": ["47.62"],
    "interval": ["0.4160", "0.9840", "0.3968", "0.8922", "0.3935", "0.9154",
                 "0.3475", "0.9333"],
    "coverage": ["0.959", "0.876", "0.957", "0.867", "0.639", "0.925",
                 "0.984", "0.332", "0.940", "0.993"],
    "regression": ["0.499", "2.123", "2.116", "0.0467", "0.0483", "0.345",
                   "0.653", "0.950", "0.769", "0.774"],
    "curve": ["4.449", "0.413", "-0.649", "-0.377", "1.081", "0.335",
              "46.217", "-0.007647", "0.693"],
    "faithful": ["5.914", "0.8115", "10.110", "11.349", "75.6", "77.2",
                 "64.7", "88.1"],
    "anscombe": ["3.00", "0.500", "0.816"],
    "laplace": ["4.010", "0.345"],
    "entropy": ["-0.9997", "-0.000335", "800"],
    "shuttle": ["-15.942", "-10.593", "-10.179", "-10.1577", "-10.15760",
                "15.0429", "-0.23216", "7.379", "0.1082", "20.315", "28.267",
                "7.95", "0.0048", "-2.145", "0.032", "-0.444", "-0.020",
                "-0.515", "-0.061", "-0.556", "-0.080", "75", "0.9996",
                "0.48", "0.488", "0.214", "0.770", "0.086", "0.015", "0.371"],
    "iris": ["-45.272", "5.755", "10.447", "13.6", "2.31", "3.76",
             "-10.28175", "94", "1.35", "2.19", "3.03", "13.4", "2.900"],
    "map": ["0.3992", "0.3740", "19.96"],
    "ridge": ["0.5177", "54.824", "54.811", "54.863", "55.194", "6.6", "61.9",
              "100"],
    "lasso": ["45.16"],
    "bayes": ["0.358", "1.28", "6.97", "78.6", "0.399", "0.852", "6.81",
              "59.2", "0.43", "0.41", "0.767", "0.809", "0.924", "0.964"],
}
