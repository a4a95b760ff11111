"""What the tests are told of 01c-calculus-and-neural-networks-part-3.ipynb."""

from lessons import RIGHT, WRONG

NAME = "01c-calculus-and-neural-networks-part-3"

ANSWERS = [
    ("check-ship", "int ship = 3;", RIGHT, ""),
    ("check-ship",
     "int least = 0;\n"
     "for (int r = 0; r < 7; r++)\n"
     "    if (moon_fresh[r] < moon_fresh[least]) least = r;\n"
     "int ship = moon_m[least];", RIGHT, ""),
    ("check-ship", "int ship = 64;", WRONG, "not seen"),
    ("check-ship", "int ship = 1;", WRONG, "stiff"),
    ("check-ship", "int ship = 4;", WRONG, "least loss"),

    ("check-illness", "int net_A = 1, net_B = 2, net_C = 3;", RIGHT, ""),
    ("check-illness", "enum { UNDER = 1, OVER, FINE };\n"
     "int net_A = UNDER, net_B = OVER, net_C = FINE;", RIGHT, ""),
    ("check-illness", "int net_A = 2, net_B = 1, net_C = 3;", WRONG, "A:"),
    ("check-illness", "int net_A = 1, net_B = 3, net_C = 3;", WRONG, "B:"),
    ("check-illness", "int net_A = 1, net_B = 2, net_C = 1;", WRONG, "C:"),

    ("check-pull", "double pulled = 0.03;", RIGHT, ""),
    ("check-pull", "double w = 2, pulled = 0.01 + 0.01 * w;", RIGHT, ""),
    ("check-pull", "double pulled = 0.02;", WRONG, "alone"),
    ("check-pull", "double pulled = 0.01 + 0.01 * 4;", WRONG, "2w"),
    ("check-pull", "double pulled = 0.01 - 0.02;", WRONG, "sign"),
    ("check-pull", "double pulled = 2;", WRONG, "decay"),

    ("check-lower", "double lower_end = wilson(90, 100).low;", RIGHT, ""),
    ("check-lower", "double lower_end = 0.83;", RIGHT, ""),
    ("check-lower", "double lower_end = wilson(90, 100).high;", WRONG,
     "upper"),
    ("check-lower", "double lower_end = 0.9 - 1.96 * sqrt(0.9 * 0.1 / 100);",
     WRONG, "simple"),
    ("check-lower", "double lower_end = 82.6;", WRONG, "share"),
    ("check-lower", "double lower_end = wilson(0.9, 1).low;", WRONG,
     "wilson(right, n)"),

    ("check-images", "double images_needed = 4 * 597;", RIGHT, ""),
    ("check-images", "double images_needed = 2400;", RIGHT, ""),
    ("check-images", "double images_needed = 2 * 597;", WRONG, "√2"),
    ("check-images", "double images_needed = 300;", WRONG, "wider"),
    ("check-images", "double images_needed = 10000;", WRONG, "1/√n"),

    ("check-delta", "double delta_sum = 0;", RIGHT, ""),
    ("check-delta",
     "double scores[10] = {1, 5, -2}, p10[10];\n"
     "softmax(scores, 10, p10);\n"
     "double delta_sum = -1;\n"
     "for (int i = 0; i < 10; i++) delta_sum += p10[i];", RIGHT, ""),
    ("check-delta", "double delta_sum = 1;", WRONG, "And y"),
    ("check-delta", "double delta_sum = 10;", WRONG, "single 1"),

    ("check-mine", "double my_right = digits_right(usual);", RIGHT, "0.9749"),
    ("check-mine",
     "double my_right = digits_right((recipe){48, 30, 32, 7, 0.1, 0.9, 1});",
     RIGHT, ""),
    ("check-mine", "double my_right = 590;", RIGHT, "better"),
    ("check-mine", "double my_right = 0.97;", WRONG, "share"),
    ("check-mine",
     "double my_right = digits_right((recipe){4, 3, 32, 1, 0.1, 0.9, 1});",
     WRONG, "below"),
    ("check-mine", "double my_right = 1200;", WRONG, "whole number"),

    ("check-slope", "double per_layer = log(2);", RIGHT, ""),
    ("check-slope",
     "double per_layer = log(deep_rms[5][20] / deep_rms[5][0]) / 20;", RIGHT,
     ""),
    ("check-slope", "double per_layer = 2;", WRONG, "logarithm"),
    ("check-slope", "double per_layer = 20 * log(2);", WRONG, "together"),
    ("check-slope", "double per_layer = log10(2);", WRONG, "decimal"),
    ("check-slope", "double per_layer = 1;", WRONG, "multiplies"),
]

EDITS = [
    ("moons-cures", "double decays[4] = {1e-5, 3e-4, 3e-3, 3e-2};"),
    ("moons-cures", "double decays[4] = {0, 0, 0, 10};"),
    ("digits-failures", "                    {16, 30, 100, 9, 0.5, 0, 1}};"),
    ("digits-failures", "                    {2, 5, 1, 3, 0.01, 0.5, 2}};"),
    ("deep-edit", "double my_gain = 0.9;"),
    ("deep-edit", "double my_gain = 0;"),
]

BY_HAND = {
    "2.3026",  # ln 10
    "0.001",  # a step size
    "0.693",  # ln 2
}

BLUEPRINT = {
    "moons": ["0.870", "0.867", "0.3253", "0.3027", "0.868", "0.2952",
              "0.865", "0.3010", "0.863", "0.0672", "0.980", "0.1273",
              "0.955", "0.0361", "0.2010", "0.0154", "0.2961", "0.0166",
              "0.995", "0.2276", "0.945", "0.0029", "1.000", "0.3415",
              "0.944", "0.1071", "115", "0.1595", "0.1017", "0.2076",
              "0.4144"],
    "digits": ["0.873", "0.941", "0.950", "1.000", "0.771", "0.881", "0.911",
               "0.970", "0.973", "554", "0.928", "0.904", "0.946", "572",
               "548", "590", "576", "2.3035", "2.42", "0.094", "0.28",
               "0.972"],
    "interval": ["582", "0.9749", "0.9590", "0.9847", "0.9715", "0.9648",
                 "0.9732"],
    "deep": ["0.42", "0.027", "6.6e-4", "6.4e-7", "0.63", "0.37", "0.21",
             "0.15", "0.81", "0.78", "0.72", "0.73", "4e-7", "0.11", "8.5",
             "1.0e-6", "1.06", "1.1e6", "8.7e-7", "0.91", "9.6e5"],
}
