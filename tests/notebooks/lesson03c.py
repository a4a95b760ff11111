"""What the tests know of 03c-likelihood-and-optimisation-part-3.ipynb."""

from lessons import RIGHT, WRONG

NAME = "03c-likelihood-and-optimisation-part-3"

ANSWERS = [
    ("check-wall",
     "double wall = 0.08, best_rate = 0.077, how_many = 173;", RIGHT, ""),
    ("check-wall",
     "double wall = 0.08, best_rate = 2.0 / 26, how_many = 173;", RIGHT, ""),
    ("check-wall",
     "double wall = 2.0 / 25, best_rate = 1.0 / 13,\n"
     "       how_many = log(1e-6) / log(24.0 / 26);", RIGHT, ""),
    ("check-wall", "double wall = 2 / 25, best_rate = 2 / 26, how_many = 173;",
     WRONG, "2.0 / 25"),
    ("check-wall", "double wall = 2, best_rate = 0.04, how_many = 173;", WRONG,
     "steepest"),
    ("check-wall", "double wall = 0.08, best_rate = 0.04, how_many = 173;",
     WRONG, "1/L"),
    ("check-wall",
     "double wall = 0.08, best_rate = 2.0 / 26, how_many = 100;", WRONG,
     "3.3e-04"),

    ("check-ball", "double ball_rate = 0.111, ball_beta = 0.444;", RIGHT, ""),
    ("check-ball", "double ball_rate = 4.0 / 36, ball_beta = 4.0 / 9;", RIGHT,
     ""),
    ("check-ball",
     "double ball_rate = 4 / sq(sqrt(25) + 1),\n"
     "       ball_beta = sq((sqrt(25) - 1) / (sqrt(25) + 1));", RIGHT, ""),
    ("check-ball", "double ball_rate = 4.0 / 36, ball_beta = 4.0 / 6;", WRONG,
     "√β"),
    ("check-ball", "double ball_rate = 4.0 / 676, ball_beta = 4.0 / 9;", WRONG,
     "roots"),
    ("check-ball", "double ball_rate = 4.0 / 36, ball_beta = 0.9;", WRONG,
     "√κ"),
    ("check-ball", "double ball_rate = 0.08, ball_beta = 0.9;", WRONG,
     "4 / ("),

    ("check-unit", "double c_unit = 100, steps_then = 1;", RIGHT, ""),
    ("check-unit", "double c_unit = sqrt(10000), steps_then = 1;", RIGHT, ""),
    ("check-unit", "double c_unit = 10000, steps_then = 1;", WRONG, "squared"),
    ("check-unit", "double c_unit = 0.01, steps_then = 1;", WRONG, "Upside"),
    ("check-unit", "double c_unit = 10, steps_then = 1;", WRONG, "is 100"),
    ("check-unit", "double c_unit = 100, steps_then = 10;", WRONG, "factor"),

    ("check-race", "double cost_a = 60, cost_b = 40, cost_c = 155;", RIGHT,
     ""),
    ("check-race",
     "double cost_a = 20 * 3, cost_b = 40, cost_c = 5 * (1 + 30);", RIGHT, ""),
    ("check-race", "double cost_a = 20, cost_b = 40, cost_c = 5;", WRONG,
     "steps"),
    ("check-race", "double cost_a = 60, cost_b = 40, cost_c = 150;", WRONG,
     "gradient"),
    ("check-race", "double cost_a = 60, cost_b = 40, cost_c = 35;", WRONG,
     "five times"),

    ("check-minimum", "int minima_count = 2; double smallest = -1;", RIGHT,
     ""),
    ("check-minimum",
     "NB_FN(double_well, (double *x),\n"
     "      pow(x[0], 4) / 4 - sq(x[0]) / 2 + sq(x[1]) / 2)\n"
     "int minima_count = 2;\n"
     "double smallest = nb_at(nb_eigh(nb_hessian(double_well,\n"
     "                                           nb_vec(0, 0))).values, 1);",
     RIGHT, ""),
    ("check-minimum", "int minima_count = 3; double smallest = -1;", WRONG,
     "curvature"),
    ("check-minimum", "int minima_count = 2; double smallest = 1;", WRONG,
     "smaller"),
    ("check-minimum", "int minima_count = 1; double smallest = -1;", WRONG,
     "diag(2, 1)"),

    ("check-batch", "double error_50 = 0.12, rate_b = 0.01;", RIGHT, ""),
    ("check-batch", "double error_50 = 0.116, rate_b = 0.01;", RIGHT, ""),
    ("check-batch",
     "double error_50 = 5.8 / 50, rate_b = 0.04 * 0.0065 / 0.026;", RIGHT, ""),
    ("check-batch", "double error_50 = 5.8 / sqrt(50), rate_b = 0.01;", WRONG,
     "1/√B"),
    ("check-batch", "double error_50 = 0.116, rate_b = 0.02;", WRONG,
     "quarter"),
    ("check-batch", "double error_50 = 0.116, rate_b = 0.16;", WRONG,
     "0.1040"),

    ("check-adam", "double factor_gd = 0.01, factor_adam = 1;", RIGHT, ""),
    ("check-adam", "double factor_gd = 1 / 100.0, factor_adam = 100 / 100;",
     RIGHT, ""),
    ("check-adam", "double factor_gd = 100, factor_adam = 1;", WRONG,
     "longer"),
    ("check-adam", "double factor_gd = 0.01, factor_adam = 0.01;", WRONG,
     "√s"),
    ("check-adam", "double factor_gd = 0.1, factor_adam = 1;", WRONG,
     "hundredfold"),

    ("check-clinic", "int diagnosis[8] = {8, 5, 2, 6, 3, 7, 1, 4};", RIGHT,
     ""),
    ("check-clinic",
     "int diagnosis[8];\nfor (int k = 0; k < 8; k++)\n"
     "    diagnosis[k] = \"85263714\"[k] - '0';", RIGHT, ""),
    ("check-clinic", "int diagnosis[8] = {8, 5, 1, 6, 3, 7, 2, 4};", WRONG,
     "6 of 8"),
    ("check-clinic", "int diagnosis[8] = {8, 4, 2, 6, 3, 7, 1, 5};", WRONG,
     "saddle"),
    ("check-clinic", "int diagnosis[8] = {7, 3, 5, 8, 2, 4, 6, 1};", WRONG,
     "other way round"),
    ("check-clinic", "int diagnosis[8] = {1, 2, 3, 4, 5, 6, 7, 8};", WRONG,
     "0 of 8"),
]

EDITS = [
    ("wall-figure", "double cob_rate = 0.1;"),
    ("wall-figure", "double cob_rate = 0.21;"),
    ("momentum-edit", "double beta_try = 0.99;"),
    ("momentum-edit", "double beta_try = 0;"),
    ("scale-edit", 'walker mine = {"adam", 0.3};'),
    ("scale-edit", 'walker mine = {"gd", 100};'),
    ("bfgs-edit", 'report("gsl_steepest");'),
    ("bfgs-edit", 'report("adam");'),
    ("basin-run", "double basin_rate = 0.01;"),
    ("basin-run", "double basin_rate = 0.02;"),
    ("sgd-edit", "double your_rate = 0.001; int your_batch = 1;"),
    ("sgd-edit", "double your_rate = 0.05; int your_batch = 100;"),
    ("adam-edit", "int its_kind = GD; double its_rate = 5;"),
    ("adam-edit", "int its_kind = RMSPROP; double its_rate = 0.5;"),
    ("clinic-range-run", "double growth_rate = 1.02;"),
    ("clinic-range-run", "double growth_rate = 2;"),
]

BY_HAND = {
    "0.015",  # a step size to try
    "0.0065", "0.026", "0.116",  # of a self-check; 5.8 / 50
    "0.001",  # 1 - 0.999; a learning rate of 1.11
    "0.693",  # ln 2
    "1412.6980",  # of an arXiv number
}

BLUEPRINT = {
    "wall": ["0.00515", "0.605", "1", "1.64", "117"],
    "momentum": ["69", "132", "26", "44", "691", "1375", "83", "158", "6908",
                 "13809", "264", "519", "21", "218"],
    "scale": ["2.4e+12", "1.0e+05", "0.0663602", "10", "2298", "16153", "765",
              "5381", "229", "1609", "66", "400", "122", "282", "100", "378",
              "0.192", "0.381", "0.60", "13.3", "0.15"],
    "bfgs": ["9", "27", "45"],
    "newton": ["4.732", "1412", "0.05597", "0.3132", "5", "20"],
    "valley": ["10373", "7777", "617", "1982", "5942", "6730", "158", "204",
               "134", "177", "129", "169", "20", "53", "146"],
    "saddle": ["284", "283", "139", "138", "67", "65", "66"],
    "basin": ["0.250", "0.258", "0.243", "0.249"],
    "sgd": ["5.86", "5.71", "5.78", "5.75", "5.72", "1.43", "0.0330",
            "0.0417", "0.0132", "0.0139", "0.0066", "0.0068", "0.0033",
            "0.0035", "0.0010", "1.7e-03", "3.9e-04", "4.8e-04", "5.0e-04"],
    "adam": ["11276", "820", "3.16", "286", "64", "383", "316", "47", "1495",
             "750", "55", "107"],
    "clinic": ["1.5e+08", "-1.5e+06", "55", "0.96594", "0.995", "0.833",
               "0.395", "0.333", "0.049", "0.048", "115", "0.1071"],
}
