"""Random cells that go wrong somewhere deep in calls and loops: what a reader
is told must not depend on which compiler made the code.

A value that nobody needs is not read in the C compiler's code, so what goes
wrong there is something that is needed."""

import random

NAMES = ["head", "walk", "mix", "pick", "fold", "last"]
WRONG = ["*p", "p[n & 3]", "p[n & 1]", "100 / n", "n % (n - n)", "q->value",
         "(int)strlen((char *)p)", "call(n)",
         "(int)gsl_vector_get(v, (size_t)n + 9)"]
PLAIN = ["n", "k", "(k ^ n)", "total", "(n > 2 ? k : n)", "seen[n & 3]",
         "(int)(w * n)"]


class Maker:
    def __init__(self, seed):
        self.choice = random.Random(seed)
        self.made = []  # names of the functions so far

    def value(self, depth=0):
        choice = self.choice.random()
        if choice < 0.45 and self.made and depth < 1:
            name = self.choice.choice(self.made)
            return f"{name}({self.choice.choice(['p', 'p', 'seen'])}, " \
                   f"{self.choice.choice(['n - 1', 'k', '2'])})"
        if choice < 0.7:
            return self.choice.choice(PLAIN)
        return (f"({self.value(depth + 1)} {self.choice.choice('+-*|')} "
                f"{self.choice.choice(PLAIN)})")

    def statement(self, wrong, indent):
        pad = "    " * indent
        kind = self.choice.randrange(7)
        value = wrong or self.value()
        if kind == 0 and indent < 3:
            body = self.block(wrong, indent + 1)
            return (f"{pad}for (int i = 0; i < {self.choice.choice(['n', '3'])}"
                    f"; i++) {{\n{body}{pad}    k += i;\n{pad}}}\n")
        if kind == 1 and indent < 3:
            test = self.choice.choice(["k > n", "n > 0", "total & 1", "p"])
            left = self.block(wrong, indent + 1)
            right = self.block("", indent + 1)
            return f"{pad}if ({test}) {{\n{left}{pad}}} else {{\n{right}{pad}}}\n"
        if kind == 2:
            return f"{pad}total += {value};\n"
        if kind == 3:
            return f"{pad}k = {value};\n{pad}total ^= k;\n"
        if kind == 4:
            return f"{pad}seen[{self.choice.randrange(4)}] = {value};\n"
        if kind == 5:
            return f'{pad}printf("%d ", {value});\n'
        return f"{pad}total -= {value};\n"

    def block(self, wrong, indent):
        count = self.choice.randint(1, 3)
        at = self.choice.randrange(count) if wrong else -1
        return "".join(self.statement(wrong if i == at else "", indent)
                       for i in range(count))

    def function(self, name, wrong):
        text = (f"{self.choice.choice(['', '', 'static '])}"
                f"int {name}(int *p, int n) {{\n    int k = n;\n"
                "    if (n < -3) return total;\n")
        text += self.block(wrong, 1)
        text += f"    return k + {self.value()};\n}}\n"
        self.made.append(name)
        return text


HEAD = """#include <string.h>
typedef struct box { struct box *next; int value; } box;
int total = 1, seen[4] = {3, 1, 4, 1};
double w = 0.75;
box *q = NULL;
int (*call)(int) = NULL;
gsl_vector *v = gsl_vector_calloc(3);
int need(int x) { printf("%d ", x); return x; }
"""


def cells(seed, wrap="need({})"):
    """Definitions in a cell, or in two; then a call."""
    maker = Maker(seed)
    count = maker.choice.randint(1, len(NAMES))
    bad = maker.choice.randrange(count)
    texts = [maker.function(name, wrap.format(maker.choice.choice(WRONG))
                            if at == bad or maker.choice.random() < 0.2
                            else "")
             for at, name in enumerate(NAMES[:count])]
    cut = maker.choice.randrange(count + 1)
    call = (f"total = 1;\n{maker.made[-1]}(NULL, "
            f"{maker.choice.choice(['0', '1', '2', '3'])})")
    parts = [HEAD, "".join(texts[:cut]), "".join(texts[cut:]) + call]
    if maker.choice.random() < 0.5:
        parts = [HEAD, "".join(texts[:cut]), "".join(texts[cut:]), call]
    return [part for part in parts if part]
