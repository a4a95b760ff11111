"""Random programs of floating-point arithmetic.

Globals, locals, parameters, arrays and members of all arithmetic types; sums,
products, comparisons, casts, conditionals, compound assignments and calls with
many arguments. What C leaves open is kept out: values are only converted to
an integer type after `fit` has brought them into its range, shifts are small,
and no two operands have effects. Everything is printed with %a: bit by bit."""

import random

KINDS = {"float": "f", "double": "", "long double": "L", "int": "",
         "unsigned": "u", "long": "L", "unsigned long": "UL", "short": "",
         "unsigned char": "", "signed char": "", "_Bool": ""}
FLOATING = ("float", "double", "long double")
INTEGER = tuple(kind for kind in KINDS if kind not in FLOATING)
# Where rounding, overflow, signs of zero and conversions are decided.
NUMBERS = ["0.0", "-0.0", "1.0", "0.1", "2.385", "-7.25", "1e-3", "3e38",
           "1e-40", "16777217.0", "9007199254740993.0", "4294967296.5",
           "9223372036854775808.0", "1.8446744073709552e19", "-1e300",
           "5e-324", "1e308", "0x1.fffffep127", "0x1.8p-149", "255.999",
           "-2147483648.0", "2147483647.5"]
WHOLE = {"int": ["0", "1", "-7", "2147483647", "(-2147483647 - 1)", "40"],
         "unsigned": ["0u", "3u", "4294967295u", "2147483648u"],
         "long": ["0L", "-9L", "9223372036854775807L", "16777217L",
                  "(-9223372036854775807L - 1)"],
         "unsigned long": ["0UL", "5UL", "18446744073709551615UL",
                           "9223372036854775808UL", "9223372036854775809UL",
                           "18446744073709550591UL"],
         "short": ["0", "-32768", "77"], "unsigned char": ["0", "255", "9"],
         "signed char": ["-128", "127", "3"], "_Bool": ["0", "1"]}
# A value that the integer type can hold, whatever comes in; NaN becomes 3.
RANGES = {"int": ("-2e9", "2e9"), "unsigned": ("0", "4.2e9"),
          "long": ("-9e18", "9e18"), "unsigned long": ("0", "1.8e19"),
          "short": ("-32000", "32000"), "unsigned char": ("0", "255"),
          "signed char": ("-128", "127")}


class Generator:
    def __init__(self, seed):
        self.choice = random.Random(seed)
        self.names = []     # (kind, lvalue) that an expression may use
        self.functions = [] # (result, name, kinds of parameters)

    def pick(self, rows):
        return self.choice.choice(rows)

    def kind(self):
        if self.choice.random() < 0.75:
            return self.pick(FLOATING)
        return self.pick(INTEGER)

    def number(self, kind):
        if kind in FLOATING:
            text = self.pick(NUMBERS)
            if self.choice.random() < 0.3:
                text = repr(self.choice.uniform(-1e3, 1e3))
            if kind == "float" and "0x" not in text and abs(
                    float(text)) > 3.4e38:
                text = "3e38"
            return f"({text}{KINDS[kind]})"
        return self.pick(WHOLE[kind])

    def convert(self, to, text, kind):
        """A cast that C defines for every value."""
        if to in FLOATING or to == "_Bool" or kind in INTEGER:
            return f"({to})({text})"
        return f"({to})fit({text}, {', '.join(RANGES[to])})"

    def leaf(self):
        if self.names and self.choice.random() < 0.7:
            return self.pick(self.names)
        kind = self.kind()
        return kind, self.number(kind)

    def expression(self, depth):
        """(kind that it behaves as, text)"""
        if depth == 0:
            return self.leaf()
        return self.pick([self.binary, self.binary, self.binary, self.unary,
                          self.comparison, self.conditional, self.cast,
                          self.call])(depth - 1)

    def common(self, a, b):
        for kind in ("long double", "double", "float", "unsigned long",
                     "long", "unsigned"):
            if kind in (a, b):
                return kind
        return "int"

    def floating(self, depth):
        kind, text = self.expression(depth)
        if kind in FLOATING:
            return kind, text
        to = self.pick(FLOATING)
        return to, f"({to})({text})"

    def binary(self, depth):
        a, x = self.floating(depth)
        b, y = self.expression(depth)
        if self.choice.random() < 0.5:
            (a, x), (b, y) = (b, y), (a, x)
        sign = self.pick(["+", "-", "*", "/", "*", "-"])
        return self.common(a, b), f"({x} {sign} {y})"

    def unary(self, depth):
        kind, text = self.floating(depth)
        way = self.pick(["-{}", "-{}", "+{}", "{} * -1", "-(-{})", "!{}",
                         "(0, {})"])
        return ("int" if way[0] == "!" else kind,
                "(" + way.format(f"({text})") + ")")

    def comparison(self, depth):
        _, x = self.floating(depth)
        _, y = self.expression(depth)
        sign = self.pick(["<", "<=", ">", ">=", "==", "!=", "&&", "||"])
        return "int", f"({x} {sign} {y})"

    def conditional(self, depth):
        _, x = self.pick([self.comparison, self.floating])(depth)
        a, y = self.floating(depth)
        b, z = self.expression(depth)
        return self.common(a, b), f"({x} ? {y} : {z})"

    def cast(self, depth):
        kind, text = self.expression(depth)
        to = self.kind()
        return to, "(" + self.convert(to, text, kind) + ")"

    def call(self, depth):
        if not self.functions:
            return self.unary(depth)
        result, name, kinds = self.pick(self.functions)
        arguments = []
        for kind in kinds:
            # Deep in many places at once would grow without bound.
            given, text = self.expression(depth if depth < 2 else 1)
            arguments.append(text if kind in FLOATING or kind == "_Bool"
                             or given in INTEGER
                             else self.convert(kind, text, given))
        return result, f"{name}({', '.join(arguments)})"

    def assign(self, to, kind, text):
        """A statement that changes what `to` names."""
        target, name = to
        if target in FLOATING and self.choice.random() < 0.4:
            sign = self.pick(["+=", "-=", "*=", "/="])
            return f"{name} {sign} {text};"
        if target in FLOATING and self.choice.random() < 0.1:
            return self.pick([f"{name}++;", f"--{name};"])
        if target in FLOATING or target == "_Bool" or kind in INTEGER:
            return f"{name} = {text};"
        return f"{name} = {self.convert(target, text, kind)};"

    def show(self, kind, text):
        if kind in FLOATING:
            return f"show({text});"
        return f"show((long double)({text}));"

    # --- a program ---

    def globals(self):
        parts, names = [], []
        for i in range(6):
            kind = self.kind()
            parts.append(f"{kind} g{i} = {self.number(kind)};")
            names.append((kind, f"g{i}"))
        kind = self.pick(FLOATING)
        rows = ", ".join(self.number(kind) for _ in range(4))
        parts.append(f"{kind} a0[4] = {{{rows}}};")
        names += [(kind, "a0[1]"), (kind, "a0[g_index]")]
        members = [self.kind() for _ in range(3)]
        text = " ".join(f"{kind} m{i};" for i, kind in enumerate(members))
        inner = self.pick(FLOATING)
        parts.append(f"struct s {{ {text} {inner} v[2]; }};")
        rows = ", ".join(self.number(kind) for kind in members)
        parts.append(f"struct s s0 = {{{rows}, {{{self.number(inner)}, "
                     f"{self.number(inner)}}}}};")
        parts.append("struct s *p0 = &s0;")
        names += [(kind, f"s0.m{i}") for i, kind in enumerate(members)]
        names += [(members[0], "p0->m0"), (inner, "s0.v[1]"),
                  (inner, "p0->v[g_index - 1]")]
        parts.insert(0, "int g_index = 2;")
        self.globals_names = names
        return parts

    def function(self, number):
        """A function of some parameters; it reads globals, it changes none:
        calls may come in any order."""
        result, count = self.kind(), self.pick([1, 2, 3, 9, 14])
        kinds = [self.kind() for _ in range(count)]
        heads = ", ".join(f"{kind} x{i}" for i, kind in enumerate(kinds))
        params = [(kind, f"x{i}") for i, kind in enumerate(kinds)]
        local = self.kind()
        self.names = params + self.globals_names
        lines = [f"{result} f{number}({heads}) {{",
                 f"    {local} t = {self.number(local)};"]
        self.names.append((local, "t"))
        for _ in range(2):
            kind, text = self.expression(2)
            to = self.pick(params + [(local, "t")])
            lines.append("    " + self.assign(to, kind, text))
        kind, text = self.expression(2)
        if not (result in FLOATING or result == "_Bool" or kind in INTEGER):
            text = self.convert(result, text, kind)
        lines += [f"    return {text};", "}"]
        self.names = self.globals_names
        self.functions.append((result, f"f{number}", kinds))
        return "\n".join(lines)

    def statements(self, count):
        self.names = list(self.globals_names)
        lines = []
        for _ in range(count):
            kind, text = self.expression(self.pick([2, 3]))
            if self.choice.random() < 0.5:
                to = self.pick(self.globals_names)
                lines.append(self.assign(to, kind, text))
                lines.append(self.show(*to))
            else:
                lines.append(self.show(kind, text))
        return lines


HEAD = r"""
#include <stdio.h>
void show(long double x) {
    if (x != x) printf("nan\n");
    else printf("%La\n", x);
}
long double fit(long double x, long double low, long double high) {
    return x != x ? 3 : x < low ? low : x > high ? high : x;
}
"""


def program(seed):
    """Lists of pieces: what stands before main, and statements."""
    generator = Generator(seed)
    before = [HEAD] + generator.globals()
    before += [generator.function(i) for i in range(4)]
    return before, generator.statements(40)


def text(pieces):
    before, statements = pieces
    return ("\n".join(before) + "\nint main(void) {\n    "
            + "\n    ".join(statements) + "\n}\n")


def cells(pieces, seed):
    """The program as cells: with main; statements at the top level; one line
    a cell."""
    before, statements = pieces
    way = seed % 3
    if way == 0:
        return [text(pieces)]
    if way == 1:
        return ["\n".join(before), "\n".join(statements)]
    choice, made = random.Random(seed), list(before)
    while statements:
        count = choice.choice([1, 2, 7])
        made.append("\n".join(statements[:count]))
        statements = statements[count:]
    return made
