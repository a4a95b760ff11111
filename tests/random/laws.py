"""Random sequences of definitions and redefinitions, and one C program that
says what a session must answer.

After every step the latest definitions are a world. The program holds a copy
of each world, its names with the number of the step behind them, carries the
step out, and prints what is asked; a variable is one from its definition to
the next. So nothing here knows how C computes, only what a session says about
names:

- a definition replaces the one of that name, whatever its kind;
- what a changed definition reaches is made again: a function whose names all
  have the kind that it needs works, one with a name that is gone does not,
  and works again when the name comes back;
- a variable keeps its value until it is defined again; it is gone when its
  type changes under it, and so is a type that no longer compiles;
- a cell that does not compile changes nothing."""

import random
import re

NUMBERS = ("int", "long", "double", "short", "float")
HELP = ("static double clip(double x) "
        "{ return x - 1000.0 * (long)(x / 1000.0); }")


class Definition:
    """kind: macro (of a number), maker (a macro with a parameter), constant,
    type, record, number and object (variables), function. needs: name -> the
    kind that it must have. type: of a variable; act: what gives it a value."""

    def __init__(self, kind, text, needs=(), type=None, act="", pure=True):
        self.kind, self.text, self.needs = kind, text, dict(needs)
        self.type, self.act, self.pure = type, act, pure


class World:
    """The latest definitions, by name."""

    def __init__(self):
        self.names = {}

    def of(self, *kinds):
        return [name for name, one in self.names.items()
                if one.kind in kinds and self.is_safe(name)]

    def is_whole(self, name):
        """Does it compile: do the names under it mean what they must?"""
        one = self.names.get(name)
        return one is not None and all(
            need in self.names and self.names[need].kind == kind
            and (kind == "function" or self.is_whole(need))
            for need, kind in one.needs.items())

    def is_safe(self, name):
        """And may it run: does it call only what compiles?"""
        return self.is_whole(name) and all(
            self.is_safe(need) for need in self.names[name].needs)

    def reaches(self, name, target):
        one = self.names.get(name)
        return name == target or (one is not None and any(
            self.reaches(need, target) for need in one.needs))


class Sequence:
    """steps: (cell, is_fine, queries); parts and calls: of the program."""

    def __init__(self, seed, count=15):
        self.choice = random.Random(seed)
        self.world, self.seed = World(), seed
        self.begun = {}  # the step that a name's meaning is from
        self.steps, self.parts, self.calls = [], [], []
        for number in range(count):
            self.step(number)

    def pick(self, rows):
        return self.choice.choice(rows)

    # --- expressions, of what is there ---

    def term(self, needs, inside, self_name):
        rows = [("number", str(self.choice.randrange(-9, 10)))]
        if inside:
            rows += [("param", "x")] * 2
        for kind in ("macro", "maker", "constant", "number", "object",
                     "function", "record", "type"):
            rows += [(kind, name) for name in self.world.of(kind)
                     if name != self_name
                     and not self.world.reaches(name, self_name)]
        kind, name = self.pick(rows)
        if kind in ("number", "param") and name not in self.world.names:
            return name
        if not self.is_pure(name):
            return "1"
        needs[name] = kind
        small = str(self.choice.randrange(1, 7))
        return {"macro": name, "constant": name, "number": name,
                "maker": f"{name}({small})", "function": f"{name}({small})",
                "object": f"{name}.a", "record": f"sizeof({name})",
                "type": f"({name})7.75"}[kind]

    def expression(self, needs, inside, name):
        """At most 1e6 in size, as all terms are at most 1000."""
        a, b, c = (self.term(needs, inside, name) for _ in range(3))
        # sizeof is unsigned: what it meets must be a double.
        shape = self.pick(["{} + 2.0 * {} - {}", "1.0 * {} - {} + {}",
                           "1.0 * {} * {} + {}", "({} > {} ? 0.5 : 3.0) + {}"])
        return f"clip({shape.format(*(f'(double)({t})' for t in (a, b, c)))})"

    # --- one definition of each kind ---

    def macro(self):
        name = self.pick(["K0", "K1", "K2"])
        return name, Definition("macro", f"#define {name} "
                                f"{self.choice.randrange(1, 9)}")

    def maker(self):
        name = self.pick(["M0", "M1"])
        needs = {}
        value = self.term(needs, False, name)
        return name, Definition(
            "maker", f"#define {name}(y) clip((y) * 2.5 + (double)({value}))",
            needs)

    def constant(self):
        name = self.pick(["E0", "E1"])
        return name, Definition(
            "constant", f"enum {{ {name} = {self.choice.randrange(20)} }};")

    def type(self):
        name = self.pick(["t0", "t1"])
        return name, Definition("type",
                                f"typedef {self.pick(NUMBERS)} {name};")

    def record(self):
        name = self.pick(["s0", "s1"])
        needs, members = {}, [f"{self.pick(NUMBERS)} a;"]
        if self.choice.random() < 0.5:
            members.append(f"{self.pick(NUMBERS)} b;")
        if self.world.of("macro") and self.choice.random() < 0.5:
            macro = self.pick(self.world.of("macro"))
            needs[macro] = "macro"
            members.insert(0, f"char c[{macro}];")
        if self.world.of("type") and self.choice.random() < 0.5:
            kind = self.pick(self.world.of("type"))
            needs[kind] = "type"
            members.append(f"{kind} d;")
        return name, Definition(
            "record", f"typedef struct {{ {' '.join(members)} }} {name};",
            needs)

    def number(self):
        name = self.pick(["v0", "v1", "v2", "n0"])
        needs, type_needs = {}, {}
        type = self.pick(NUMBERS)
        if self.world.of("type") and self.choice.random() < 0.3:
            type = self.pick(self.world.of("type"))
            type_needs[type] = "type"
        value = self.expression(needs, False, name)
        return name, Definition("number", f"{type} {name} = {value};",
                                type_needs, type, f"{name} = {value};")

    def object(self):
        records = self.world.of("record")
        if not records:
            return self.record()
        name, needs = self.pick(["w0", "w1"]), {}
        type = self.pick(records)
        value = self.expression(needs, False, name)
        text = f"{{.a = {value}}}"
        return name, Definition(
            "object", f"{type} {name} = {text};", {type: "record"}, type,
            f"{name} = ({type}){text};")

    def function(self):
        name, needs = self.pick(["f0", "f1", "f2", "f3", "f4", "n0"]), {}
        result, param = self.pick(NUMBERS), self.pick(NUMBERS)
        lines = []
        numbers = self.world.of("number")
        if name in numbers:
            numbers.remove(name)
        is_used = any(other != name and self.world.reaches(other, name)
                      for other in self.world.names)
        if numbers and not is_used and self.choice.random() < 0.4:
            changed = self.pick(numbers)
            needs[changed] = "number"
            value = self.expression(needs, True, name)
            lines.append(f"{changed} = {value};")
        lines.append(f"return {self.expression(needs, True, name)};")
        return name, Definition(
            "function", f"{result} {name}({param} x) {{ {' '.join(lines)} }}",
            needs, pure=len(lines) == 1)

    def is_pure(self, name):
        """C leaves open in which order the parts of an expression run."""
        one = self.world.names[name]
        return one.pure and all(self.is_pure(need) for need in one.needs)

    # --- steps ---

    def step(self, number):
        made = self.pick([self.macro, self.maker, self.constant, self.type,
                          self.record, self.number, self.number, self.object,
                          self.function, self.function, self.function,
                          self.function, self.undefine, self.same, self.wrong,
                          self.change])()
        if made is None:
            return
        name, one, cell, act = (made if len(made) == 4
                                else (*made, made[1].text, made[1].act))
        if act is not None:
            self.define(number, name, one)
        self.steps.append((cell, act is not None, self.queries()))
        self.write(number, act)

    def define(self, number, name, one):
        """Put it in; what its change takes the ground from is gone."""
        older = self.world.names.get(name)
        is_same = older and one and older.text == one.text
        if older is one:
            return
        self.world.names.pop(name, None)
        if one:
            self.world.names[name] = one
        self.begun[name] = number
        if is_same or (older or one).kind not in ("macro", "type", "record"):
            return
        for other, row in list(self.world.names.items()):
            is_hit = other != name and self.world.reaches(other, name)
            if is_hit and (row.type or row.kind == "record"
                           and not self.world.is_whole(other)):
                del self.world.names[other]

    def undefine(self):
        names = self.world.of("macro", "maker")
        if not names:
            return None
        name = self.pick(names)
        return name, None, f"#undef {name}", ""

    def same(self):
        """A definition that is there, once more."""
        names = self.world.of("macro", "maker", "constant", "type", "record",
                              "function")
        if not names:
            return None
        name = self.pick(names)
        return name, self.world.names[name]

    def wrong(self):
        """A good definition beside a mistake."""
        name, one = self.pick([self.macro, self.function, self.record,
                               self.number])()
        return name, one, one.text + "\nint q = nobody_knows_this;", None

    def change(self):
        """A statement."""
        names = self.world.of("number")
        if not names:
            return None
        name = self.pick(names)
        text = f"{name} = {self.expression({}, False, name)};"
        return name, self.world.names[name], text, text

    def queries(self):
        """(text, is_fine): what there is, and what must not work."""
        rows = []
        for name, one in self.world.names.items():
            if one.kind == "function" and not self.world.is_whole(name):
                rows.append((f"{name}(3)", False))
            if not self.world.is_safe(name):
                continue
            rows += {"function": [(f"{name}(3)", True)],
                     "maker": [(f"{name}(2)", True)],
                     "macro": [(name, True)], "constant": [(name, True)],
                     "number": [(name, True), (f"sizeof {name}", True)],
                     "object": [(f"{name}.a", True),
                                (f"sizeof {name}", True)],
                     "type": [(f"sizeof({name})", True)],
                     "record": [(f"sizeof({name})", True)]}[one.kind]
        return rows

    # --- the program ---

    def write(self, number, act):
        """The world of this step, and a function that goes through it."""
        def rename(match):
            name = match[0]
            one = self.world.names.get(name)
            at = self.begun[name] if one and one.type else number
            return f"{name}_{self.seed}_{at}"

        def here(text):
            return re.sub(r"\b([KMtsEvwnf][0-9])\b", rename, text)

        order = ["macro", "maker", "constant", "type", "record", "number",
                 "object", "function"]
        lines, bodies = [], []
        for name, one in sorted(self.world.names.items(),
                                key=lambda row: order.index(row[1].kind)):
            if not self.world.is_safe(name):
                continue
            if one.kind == "function":
                lines.append(f"static {here(one.text[:one.text.index('{')])};")
                bodies.append(f"static {here(one.text)}")
            elif not one.type:
                lines.append(here(one.text))
            elif self.begun[name] == number:
                lines.append(f"static {here(one.type)} {here(name)};")
        lines += bodies + [f"static void go_{self.seed}_{number}(void) {{"]
        if act:
            lines.append("    " + here(act))
        lines += [f'    printf("%.17g\\n", (double)({here(text)}));'
                  for text, is_fine in self.steps[-1][2] if is_fine]
        self.parts.append("\n".join(lines + ["}"]))
        self.calls.append(f"go_{self.seed}_{number}();")


def program(sequences):
    """Prints a line a query, and ==== before those of each step."""
    calls = "\n    puts(\"====\"); ".join(
        [""] + [call for one in sequences for call in one.calls])
    return "\n".join(["#include <stdio.h>", HELP]
                     + [part for one in sequences for part in one.parts]
                     + [f"int main(void) {{{calls}\n}}\n"])
