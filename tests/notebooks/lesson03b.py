"""What the tests know of 03b-likelihood-and-optimisation-part-2.ipynb."""

from lessons import RIGHT, WRONG

NAME = "03b-likelihood-and-optimisation-part-2"

ANSWERS = [
    ("check-condition",
     "double condition = nb_cond(powers(x20, 20, 14, 4));", RIGHT, ""),
    ("check-condition", "double condition = 2.1e5;", RIGHT, ""),
    ("check-condition",
     "nb_svd_t all = nb_svd(powers(x20, 20, 14, 4));\n"
     "double condition = nb_at(all.S, 0) / nb_at(all.S, 14);", RIGHT, ""),
    ("check-condition", "double condition = 1.7e9;", WRONG, "raw"),
    ("check-condition",
     "double condition = nb_cond(powers(x20, 20, 15, 4));", WRONG, "degree"),
    ("check-condition",
     "double condition = sq(nb_cond(powers(x20, 20, 14, 4)));", WRONG,
     "square"),
    ("check-condition", "double condition = 1;", WRONG, "nb_cond"),

    ("check-variance", "double needed = 120;", RIGHT, ""),
    ("check-variance",
     "double needed = 1;\nwhile (0.09 * 8 / needed > 0.006 + 1e-12) needed++;",
     RIGHT, ""),
    ("check-variance", "double needed = 0.09 * 7 / 0.006;", WRONG, "8"),
    ("check-variance", "double needed = 0.3 * 8 / 0.006;", WRONG, "0.09"),
    ("check-variance", "double needed = 60;", WRONG, "0.012"),

    ("check-diagnosis", "int cure_a = 1, cure_b = 3;", RIGHT, ""),
    ("check-diagnosis", "int cure_a = 3, cure_b = 1;", RIGHT, ""),
    ("check-diagnosis", "int cure_a = 1, cure_b = 2;", WRONG, "bias"),
    ("check-diagnosis", "int cure_a = 1, cure_b = 4;", WRONG, "low"),
    ("check-diagnosis", "int cure_a = 1, cure_b = 1;", WRONG, "other"),
    ("check-diagnosis", "int cure_a = 5, cure_b = 1;", WRONG, "1 to 4"),

    ("check-loo", "double missed_by = 0.25;", RIGHT, ""),
    ("check-loo", "double missed_by = 0.1 / (1 - 0.6);", RIGHT, ""),
    ("check-loo", "double missed_by = 0.1 / 0.6;", WRONG, "not by h"),
    ("check-loo", "double missed_by = 0.1 * 0.4;", WRONG, "divide"),
    ("check-loo", "double missed_by = 0.1;", WRONG, "(1 - h)"),

    ("check-simple", "int simple_degree = 2;", RIGHT, ""),
    ("check-simple",
     "int simple_degree = 1;\n"
     "while (cv_mse[simple_degree - 1] > cv_mse[6] + cv_bar[6])\n"
     "    simple_degree++;", RIGHT, ""),
    ("check-simple", "int simple_degree = 7;", WRONG, "lowest"),
    ("check-simple", "int simple_degree = 1;", WRONG, "far above"),
    ("check-simple", "int simple_degree = 5;", WRONG, "19.31"),
    ("check-simple", "int simple_degree = 12;", WRONG, "1 to 8"),

    ("check-nested", "int fit_count = 405;", RIGHT, ""),
    ("check-nested", "int fit_count = 5 * (10 * 8 + 1);", RIGHT, ""),
    ("check-nested", "int fit_count = 400;", WRONG, "Almost"),
    ("check-nested", "int fit_count = 401;", WRONG, "each"),
    ("check-nested", "int fit_count = 81;", WRONG, "five"),
    ("check-nested", "int fit_count = 50;", WRONG, "Inside"),

    ("check-found", "interval of_malignant = {91.1, 99.7};", WRONG,
     "between 0 and 1"),
    ("check-found", "interval of_malignant = wilson(59, 60);", RIGHT, ""),
    ("check-found", "interval of_malignant = {0.911, 0.997};", RIGHT, ""),
    ("check-found",
     "nb_interval_t of_60 = nb_proportion(59, 60);\n"
     "interval of_malignant = {of_60.lower, of_60.upper};", RIGHT, ""),
    ("check-found", "interval of_malignant = wilson(167, 169);", WRONG,
     "accuracy"),
    ("check-found", "interval of_malignant = {0.951, 1.016};", WRONG, "Wald"),
    ("check-found", "interval of_malignant = {0.9, 0.95};", WRONG, "of 60"),

    ("check-report",
     'const char *report = "Of 169 new tumours 98.8 % were classified '
     'correctly; the 95 % interval is 95.8 % to 99.7 %.";', RIGHT, ""),
    ("check-report",
     'const char *report = "accuracy .988 (n = 169), Wilson [0.958, 0.997]";',
     RIGHT, ""),
    ("check-report",
     'const char *report = "167 of 169 right, between 95.8 and 99.7 per '
     'cent";', RIGHT, ""),
    ("check-report",
     'const char *report = "98.8 %, between 95.8 % and 99.7 %";', WRONG,
     "How many"),
    ("check-report", 'const char *report = "98.8 % of 169";', WRONG,
     "interval is missing"),
    ("check-report",
     'const char *report = "On 169 cases between 95.8 % and 99.7 %";', WRONG,
     "accuracy is missing"),
    ("check-report",
     'const char *report = "98.8 % of 169, interval 97.0 % to 100 %";', WRONG,
     "bootstrap"),
]

EDITS = [
    ("overfit-edit", "int points = 400, K_mine = 15; double noise = 0.2;"),
    ("overfit-edit", "int points = 20, K_mine = 15; double noise = 0;"),
    ("bias-edit", "int K_test = 0;"),
    ("bias-edit", "int K_test = 12;"),
    ("learning-edit", "int K_learn = 6, n_learn = 320;"),
    ("learning-edit", "int K_learn = 1, n_learn = 12;"),
    ("mcnemar-edit", "int more = 22, fewer = 4;"),
    ("mcnemar-edit", "int more = 5, fewer = 5;"),
    ("capstone-edit", "double threshold = 0.5;"),
    ("capstone-edit", "double threshold = 0.01;"),
]

BY_HAND = {
    "0.006",  # given in the question of a self-check
}

# Of the validation losses of 3.13 the blueprint has those of a scaling that
# was learnt on all 400 rows; here it is learnt inside the folds.
BLUEPRINT = {
    "overfit": ["0.711", "0.445", "0.167", "0.150", "0.115", "0.078", "0.737",
                "0.428", "0.218", "0.213", "0.248", "1.17", "0.58", "0.23",
                "1.5", "35.5", "2.97e+03"],
    "bias": ["0.5222", "0.0086", "0.6208", "0.6218", "0.1591", "0.0124",
             "0.2614", "0.2618", "0.0050", "0.0199", "0.1149", "0.1150",
             "0.0276", "0.1177", "0.0757", "0.1657", "0.1661"],
    "learning": ["0.36", "0.86", "0.46", "0.51", "0.483", "0.15", "6.98",
                 "0.26", "0.84", "0.28", "0.33", "0.296", "0.303"],
    "cv": ["0.2183", "24.45", "19.48", "19.57", "19.73", "19.31", "19.16"],
    "leak": ["0.944", "0.482"],
    "digits": ["572", "590", "22", "4", "0.0005"],
    "capstone": ["0.026", "0.036", "0.048", "0.063", "0.075", "0.099",
                 "0.191", "0.263", "0.078", "0.047", "0.044", "0.054",
                 "0.076", "0.169", "167", "0.988", "0.958", "0.997", "0.970",
                 "1.000", "0.9989", "0.9957", "59", "108", "0.645"],
}
