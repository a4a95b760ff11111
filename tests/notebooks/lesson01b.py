"""What the tests are told of 01b-calculus-and-neural-networks-part-2.ipynb."""

from lessons import RIGHT, WRONG

NAME = "01b-calculus-and-neural-networks-part-2"

ANSWERS = [
    ("check-sweeps", "int forward_sweeps = 5, reverse_sweeps = 200;", RIGHT,
     ""),
    ("check-sweeps",
     "int inputs = 5, outputs = 200;\n"
     "int forward_sweeps = inputs, reverse_sweeps = outputs;", RIGHT, ""),
    ("check-sweeps", "int forward_sweeps = 200, reverse_sweeps = 5;", WRONG,
     "other way"),
    ("check-sweeps", "int forward_sweeps = 1000, reverse_sweeps = 1000;",
     WRONG, "whole column"),
    ("check-sweeps", "int forward_sweeps = 1, reverse_sweeps = 1;", WRONG,
     "a row"),

    ("check-count", "int digits_net = 2410, moons_net = 337;", RIGHT, ""),
    ("check-count",
     "int digits_net = 65 * 32 + 33 * 10;\n"
     "int moons_net = 3 * 16 + 17 * 16 + 17;", RIGHT, ""),
    ("check-count", "int digits_net = 2368, moons_net = 304;", WRONG, "bias"),
    ("check-count", "int digits_net = 2410, moons_net = 65;", WRONG, "three"),
    ("check-count", "int digits_net = 106, moons_net = 337;", WRONG, "64 to"),
    ("check-count", "int digits_net = 106, moons_net = 35;", WRONG, "m k"),

    ("check-weights",
     "double mine[9] = {10, 10, 10, 10, -5, -15, 1, -1, -1};", RIGHT, ""),
    ("check-weights",
     "double mine[9] = {-20, 20, 20, -20, -10, -10, 1, 1, 1};", RIGHT, ""),
    ("check-weights",
     "double mine[9] = {10, 10, 10, 10, -5, -25, 1, -1, -1};", WRONG,
     "At (1, 1)"),
    ("check-weights",
     "double mine[9] = {0, 0, 0, 0, 0, 0, 0, 0, 0};", WRONG, "At (0, 0)"),
]

EDITS = [
    ("tape-run", "double at_1 = 1, at_2 = 0;"),
    ("tape-run", "double at_1 = 0.5, at_2 = -3;"),
    ("gradcheck-bugs", "double with_h = 1e-2;"),
    ("gradcheck-bugs", "double with_h = 1e-12;"),
    ("xor-inside", "int xor_seed = 2, at_step;"),
    ("xor-inside", "int xor_seed = 100, at_step;"),
]

BY_HAND = {
    "0.298365", "-0.119346",  # the answer to an exercise
    "0.4334", "0.2419",  # eigenvalues of 1.9, in an exercise
}

BLUEPRINT = {
    "hook": ["2410"],
    "dual": ["11.652071", "5.5", "1.716338"],
    "tape": ["11.652071", "5.5", "1.716338"],
    "cost": ["270", "29700", "2997000", "26991000", "76", "796", "7996",
             "23996", "4", "37", "375", "1125"],
    "backprop": ["0.45", "0.70", "0.421899", "0.604368", "-0.017291",
                 "0.495677", "0.701830", "-0.504323", "-0.290188",
                 "-0.145094", "0.192068", "0.096034", "-0.212773",
                 "-0.304796", "9.4e-11", "0.428453", "0.369336"],
    "gradcheck": ["5.0e-05", "5.0e-09", "1.6e-10", "1.9e-07", "8.2e-04"],
    "xor": ["0.693147", "0", "94", "49", "86", "96", "100", "134", "57", "11",
            "10", "7", "0.4334", "-0.1304", "0.00163", "0.0069", "0.3466"],
}
