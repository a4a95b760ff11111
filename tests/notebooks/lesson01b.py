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

    ("check-quotient",
     "dual d_div(dual a, dual b) { return (dual){a.v / b.v, (a.d * b.v - "
     "a.v * b.d) / (b.v * b.v)}; }", RIGHT, ""),
    ("check-quotient",
     "dual d_div(dual a, dual b) { double q = a.v / b.v; return (dual){q, "
     "(a.d - q * b.d) / b.v}; }", RIGHT, ""),
    ("check-quotient",
     "dual d_div(dual a, dual b) { return (dual){a.v / b.v, (a.v * b.d - "
     "a.d * b.v) / (b.v * b.v)}; }", WRONG, "sign"),
    ("check-quotient",
     "dual d_div(dual a, dual b) { return (dual){a.v / b.v, a.d / b.d}; }",
     WRONG, "not the quotient"),
    ("check-quotient",
     "dual d_div(dual a, dual b) { return (dual){a.v / b.v, a.d * b.v - "
     "a.v * b.d}; }", WRONG, "square"),
    ("check-quotient",
     "dual d_div(dual a, dual b) { return (dual){b.v / a.v, 0}; }", WRONG,
     "has the value"),
    ("check-quotient",
     "dual d_div(dual a, dual b) { return (dual){a.v / b.v, 0}; }", WRONG,
     "1·2"),

    ("check-twice", "double x_bar = 7;", RIGHT, ""),
    ("check-twice", "double x_bar = 2 * 3 + 1;", RIGHT, ""),
    ("check-twice", "double x_bar = 3;", WRONG, "+="),
    ("check-twice", "double x_bar = 4;", WRONG, "both"),
    ("check-twice", "double x_bar = 6;", WRONG, "sum as well"),
    ("check-twice", "double x_bar = 12;", WRONG, "value"),
    ("check-twice", "double x_bar = 1;", WRONG, "Begin"),

    ("check-down", "double delta_1 = -0.1;", RIGHT, ""),
    ("check-down", "double delta_1 = -0.5 * 0.8 * sigmoid(0) * (1 - "
     "sigmoid(0));", RIGHT, ""),
    ("check-down", "double delta_1 = -0.4;", WRONG, "slope is missing"),
    ("check-down", "double delta_1 = -0.5 * 0.8 * sigmoid(0);", WRONG,
     "1/2"),
    ("check-down", "double delta_1 = 0.1;", WRONG, "sign"),
    ("check-down", "double delta_1 = 3;", WRONG, "times"),

    ("check-innocent", "double should_differ = 1e-5;", RIGHT, ""),
    ("check-innocent", "double should_differ = pow(0.01, 2) * 0.6 / 6;",
     RIGHT, ""),
    ("check-innocent", "double should_differ = 1 / 6 * 1e-4 * 0.6;", WRONG,
     "integers"),
    ("check-innocent", "double should_differ = 0.01 / 6 * 0.6;", WRONG,
     "not with h"),
    ("check-innocent", "double should_differ = 1e-4 * 0.6;", WRONG, "factor"),
    ("check-innocent", "double should_differ = 1;", WRONG, "h²/6"),

    ("check-count", "int digits_net = 2410, moons_net = 337;", RIGHT, ""),
    ("check-count",
     "int digits_net = 65 * 32 + 33 * 10;\n"
     "int moons_net = 3 * 16 + 17 * 16 + 17;", RIGHT, ""),
    ("check-count", "int digits_net = 2368, moons_net = 304;", WRONG, "bias"),
    ("check-count", "int digits_net = 2410, moons_net = 65;", WRONG, "three"),
    ("check-count", "int digits_net = 106, moons_net = 337;", WRONG, "64 to"),
    ("check-count", "int digits_net = 106, moons_net = 35;", WRONG, "m k"),

    ("check-and", "double and_line[3] = {-1.5, 1, 1};", RIGHT, ""),
    ("check-and", "double and_line[3] = {-5, 2, 4};", RIGHT, ""),
    ("check-and", "double and_line[3] = {-0.5, 1, 1};", WRONG, "At (0, 1)"),
    ("check-and", "double and_line[3] = {-1, 1, 1};", WRONG, "At (0, 1)"),
    ("check-and", "double and_line[3] = {1.5, -1, -1};", WRONG, "At (0, 0)"),

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
    "2.50001",  # made up, in a self-check
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
