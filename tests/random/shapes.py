"""Every shape of struct and union up to 32 bytes that a convention for
passing it by value could tell apart, and programs that pass it.

A shape is the text of its members. Each leaf (a member that is a number or a
pointer) has a path to it; of a union's members one is filled, the largest."""

import itertools

SIZES = {"char": 1, "short": 2, "int": 4, "long": 8, "float": 4, "double": 8,
         "char *": 8, "long double": 16}
KINDS = [kind for kind in SIZES if kind != "long double"]
FEW = ["char", "int", "float", "double", "long"]
LARGEST = 32


class Shape:
    """kind: struct or union; members: (type text, declarator, leaves, size,
    alignment), where leaves are (path behind the name, is it a pointer)."""

    def __init__(self, kind, members, attribute=""):
        self.kind, self.members, self.attribute = kind, members, attribute
        self.align = max(m[4] for m in members)
        at = 0
        for _, _, _, size, align in members:
            at = max(at, size) if kind == "union" else (
                -(-at // align) * align + size)
        self.size = -(-at // self.align) * self.align

    def body(self):
        text = "".join(f" {kind} {declarator.format(f'm{i}')};" for
                       i, (kind, declarator, *_) in enumerate(self.members))
        return f"{self.kind} {{{text} }}{self.attribute}"

    def leaves(self):
        rows = list(enumerate(self.members))
        if self.kind == "union":
            rows = [max(rows, key=lambda row: row[1][3])]
        return [(f".m{i}{path}", is_pointer) for i, member in rows
                for path, is_pointer in member[2]]


def scalar(kind):
    return kind, "{}", [("", kind == "char *")], SIZES[kind], SIZES[kind]


def array(kind, count):
    leaves = [(f"[{i}]", kind == "char *") for i in range(count)]
    return kind, f"{{}}[{count}]", leaves, SIZES[kind] * count, SIZES[kind]


def bits(kind, width):
    """Sizes do not matter here: none of those is large."""
    return kind, f"{{}} : {width}", [("", False)], 0, SIZES[kind]


def nested(shape, count=0):
    leaves = shape.leaves()
    if count:
        leaves = [(f"[{i}]{path}", is_pointer) for i in range(count)
                  for path, is_pointer in leaves]
    return (shape.body(), f"{{}}[{count}]" if count else "{}", leaves,
            shape.size * (count or 1), shape.align)


def structs(*lists):
    return [Shape("struct", list(members))
            for members in itertools.product(*lists)]


def all_shapes():
    """Up to three members of any kind, four of some; arrays of every length,
    alone and beside another member; structs and unions in structs."""
    every, few = [scalar(kind) for kind in KINDS], [scalar(k) for k in FEW]
    four = [scalar(kind) for kind in ("char", "int", "float", "double")]
    arrays = [array(kind, count) for kind in KINDS
              for count in range(1, LARGEST // SIZES[kind] + 1)]
    small = [one for one in arrays if one[3] <= 16]
    wide = [scalar("long double"), array("long double", 1),
            array("long double", 2)]
    found = (structs(every) + structs(every, every)
             + structs(every, every, every) + structs(four, four, four, four)
             + structs(arrays) + structs(small, every) + structs(every, small)
             + structs(wide) + structs(wide, every) + structs(every, wide))
    inner = structs(few, few) + structs(few) + structs(
        [array(kind, 2) for kind in FEW])
    found += structs([nested(one) for one in inner])
    found += structs([nested(one) for one in inner], few)
    found += structs(few, [nested(one) for one in inner])
    found += structs([nested(one, 2) for one in inner])
    pairs = itertools.combinations_with_replacement(every + wide + [
        array(kind, count) for kind in FEW for count in (2, 3)], 2)
    unions = [Shape("union", list(pair)) for pair in pairs]
    unions += [Shape("union", [nested(one), other])
               for one in inner for other in few]
    found += unions + structs([nested(one) for one in unions if one.size <= 16],
                              [scalar("float"), scalar("int")])
    found += packed_and_bits()
    unique = {}
    for shape in found:
        if shape.size <= LARGEST:
            unique.setdefault(shape.body(), shape)
    return list(unique.values())


def packed_and_bits():
    fields = [bits("int", 5), bits("unsigned", 12), bits("long", 40)]
    packed = " __attribute__((packed))"
    found = [Shape("struct", list(members)) for members in
             [*itertools.product(fields), *itertools.product(fields, fields),
              *itertools.product(fields, [scalar(kind) for kind in FEW]),
              *itertools.product([scalar(kind) for kind in FEW], fields)]]
    some = [scalar(kind) for kind in ("char", "int", "double", "float")]
    found += [Shape("struct", list(members), packed)
              for members in itertools.product(some, some)]
    found += [Shape("struct", list(members),
                    " __attribute__((aligned(16)))")
              for members in [*itertools.product(some),
                              *itertools.product(some, some)]]
    return found


SIZES["unsigned"] = 4

HEAD = """
#include <stdio.h>
#include <stdarg.h>
#include <string.h>
"""
PUT = """
static void put(unsigned long *h, double x) {
    *h = (*h ^ (unsigned long)(long)(x * 4)) * 1099511628211UL;
}
"""


class Passing:
    """The texts for one shape after `before` numbers of each kind."""

    def __init__(self, number, shape, before):
        self.name = f"{number}_{before}"
        self.type, self.before = f"s{number}", before
        self.shape, self.leaves = shape, shape.leaves()
        pairs = "".join(f"int a{i}, double b{i}, " for i in range(before))
        self.head = (f"(unsigned long *h, {pairs}{self.type} x, "
                     f"{self.type} y, int e, double z)")
        self.types = (f"(*)(unsigned long *, {'int, double, ' * before}"
                      f"{self.type}, {self.type}, int, double)")

    def put(self, name):
        return "".join(
            f" put(h, {'(long)' if is_pointer else ''}{name}{path});"
            for path, is_pointer in self.leaves)

    def fill(self, name, start):
        return "".join(
            f" {name}{path} = "
            + (f"(char *)(long){1000 + start + i};" if is_pointer
               else f"{(start + i) % 11 + 1};")
            for i, (path, is_pointer) in enumerate(self.leaves))

    def callee(self):
        """Takes its arguments in, and gives one of them back, changed."""
        puts = "".join(f" put(h, a{i}); put(h, b{i});"
                       for i in range(self.before))
        first = self.leaves[0]
        change = (f" x{first[0]} = (char *)(long)77;" if first[1]
                  else f" x{first[0]} = 3;")
        return (f"{self.type} f{self.name}{self.head} {{{puts}"
                f"{self.put('x')}{self.put('y')} put(h, e); put(h, z);"
                f"{change} return x; }}\n")

    def varied(self):
        """The same with `...`; a result by value is shown by callee()."""
        pulls = " put(h, va_arg(l, int)); put(h, va_arg(l, double));"
        return (f"void v{self.name}(unsigned long *h, int n, ...) {{ "
                f"{self.type} x, y; va_list l; va_start(l, n); "
                f"for (int i = 0; i < n; i++) {{{pulls} }} "
                f"x = va_arg(l, {self.type}); y = va_arg(l, {self.type});"
                f"{self.put('x')}{self.put('y')}{pulls} va_end(l); }}\n")

    def arguments(self):
        pairs = "".join(f"{i + 3}, {i}.5, " for i in range(self.before))
        return pairs, "x, y, 9, 8.25"

    def caller(self, suffix=""):
        """By a pointer; with a suffix: by their names."""
        pairs, rest = self.arguments()
        f, v = ("f", "v") if not suffix else (f"f{self.name}", f"v{self.name}")
        params = (f"{self.type} (*f){self.types[3:]}, "
                  "void (*v)(unsigned long *, int, ...)"
                  if not suffix else "void")
        return (f"void call{suffix}{self.name}({params}) {{ "
                f"unsigned long d = 7, *h = &d; {self.type} x, y, r; "
                f"memset(&x, 0, sizeof x); memset(&y, 0, sizeof y);"
                f"{self.fill('x', 1)}{self.fill('y', 5)} "
                f"r = {f}(&d, {pairs}{rest});{self.put('r')} "
                f"{v}(&d, {self.before}, {pairs}{rest}); "
                f'printf("{self.name} %lx\\n", d); }}\n')

    def prototypes(self):
        return (f"{self.type} f{self.name}{self.head};\n"
                f"void v{self.name}(unsigned long *, int, ...);\n")


def typedefs(passings):
    rows = {one.type: one.shape.body() for one in passings}
    return "".join(f"typedef {body} {name};\n" for name, body in rows.items())
