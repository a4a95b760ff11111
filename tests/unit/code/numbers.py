"""Generate the expressions of test_numbers: each as C text for the notebook's
compiler, and the same text once more for the compiler that builds the test.

usage: numbers.py TEXT.h FUNCTIONS.c GLOBALS.c
"""
import itertools
import math
import sys

TYPES = """
typedef struct num_st { double d; float f; int i; char c; } num_st;
typedef struct num_bits { int x : 5; unsigned y : 7; int z : 20; } num_bits;
typedef struct num_two { double a, b; } num_two;
typedef struct num_mix { char c; double d; short s; float f; long l; } num_mix;
typedef struct num_ints { int a, b, c; } num_ints;
typedef struct num_flts { float a, b, c; } num_flts;
typedef struct num_arr { double v[3]; } num_arr;
"""

# name, type, initial value as C text, as a Python number
SCALARS = [
    ("num_d", "double", "2.718281828459045", 2.718281828459045),
    ("num_d2", "double", "-0.001234567", -0.001234567),
    ("num_f", "float", "3.1415927f", 3.1415927),
    ("num_f2", "float", "-0.37f", -0.37),
    ("num_ld", "long double", "1.000000000000000000123L", 1.0),
    ("num_i", "int", "-7", -7),
    ("num_u", "unsigned", "4000000123u", 4000000123),
    ("num_c", "char", "'z'", 122),
    ("num_sc", "signed char", "-100", -100),
    ("num_uc", "unsigned char", "200", 200),
    ("num_s", "short", "-12345", -12345),
    ("num_us", "unsigned short", "54321", 54321),
    ("num_l", "long", "123456789012L", 123456789012),
    ("num_ll", "long long", "-5000000000001LL", -5000000000001),
    ("num_ull", "unsigned long long", "17000000000000000001ULL",
     17000000000000000001),
]
GLOBALS = TYPES + "".join(
    f"{t} {n} = {v};\n" for n, t, v, _ in SCALARS) + """
num_bits num_b = { -9, 101, -345678 };
num_st num_s1 = { 6.02214076e23, 1.5e-7f, 77, 'q' };
double num_ad[4] = { 1.1, -2.2, 3.3e10, 4.4e-10 };
float num_af[4] = { 0.1f, -0.2f, 1e20f, 7.0f };
int num_ai[4] = { 9, -8, 7, -6 };
double *num_pd = &num_ad[1];
float *num_pf = &num_af[3];
num_st *num_ps = &num_s1;
double num_add(double a, double b) { return a + b; }
float num_addf(float a, float b) { return a + b; }
long double num_addl(long double a, long double b) { return a + b; }
int num_sub(int a, int b) { return a - b; }
unsigned long long num_wide(unsigned long long a) { return a + 1; }
double num_many(int a, double b, float c, long d, double e, double f, double g,
    double h, double i, double j, double k, int l, int m, int n, long o,
    long double p) { return a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + g * 7
    + h * 8 + i * 9 + j * 10 + k * 11 + l * 12 + m * 13 + n * 14 + o * 15
    + (double)p; }
double num_vary(const char *kinds, ...) {
    __builtin_va_list list; double sum = 0;
    __builtin_va_start(list, kinds);
    for (; *kinds; kinds++) {
        sum *= 1.5;
        if (*kinds == 'd') sum += __builtin_va_arg(list, double);
        else if (*kinds == 'i') sum += __builtin_va_arg(list, int);
        else if (*kinds == 'l') sum += __builtin_va_arg(list, long);
        else if (*kinds == 'L') sum += (double)__builtin_va_arg(list, long double);
        else if (*kinds == '2') { num_two t = __builtin_va_arg(list, num_two); sum += t.a * 3 + t.b; }
        else if (*kinds == '3') { num_ints t = __builtin_va_arg(list, num_ints); sum += t.a * 5 + t.b * 7 + t.c; }
        else if (*kinds == 'a') { num_arr t = __builtin_va_arg(list, num_arr); sum += t.v[0] * 2 + t.v[1] * 3 + t.v[2]; }
        else if (*kinds == 'm') { num_mix t = __builtin_va_arg(list, num_mix); sum += t.c + t.d + t.s + t.f + t.l; }
    }
    __builtin_va_end(list);
    return sum;
}
num_two num_swap(num_two p) { num_two q = { p.b, p.a }; return q; }
num_mix num_mixed(num_mix p) { p.d += p.f; p.l *= 2; return p; }
num_ints num_turn(num_ints p) { num_ints q = { p.c, p.a, p.b }; return q; }
num_flts num_turnf(num_flts p) { num_flts q = { p.c, p.a, p.b }; return q; }
num_arr num_scale(num_arr p, double by) { p.v[0] *= by; p.v[2] *= by; return p; }
int num_compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y); }
double (*num_fp)(double, double) = num_add;
double (*num_fps[2])(double, double) = { num_add, num_add };
"""

FUNCTIONS = """
double num_add(double, double); float num_addf(float, float);
long double num_addl(long double, long double); int num_sub(int, int);
unsigned long long num_wide(unsigned long long);
double num_many(int, double, float, long, double, double, double, double,
    double, double, double, int, int, int, long, long double);
double num_vary(const char *, ...);
num_two num_swap(num_two); num_mix num_mixed(num_mix);
num_ints num_turn(num_ints); num_flts num_turnf(num_flts);
num_arr num_scale(num_arr, double);
int num_compare(const void *, const void *);
void qsort(void *, unsigned long, unsigned long,
    int (*)(const void *, const void *));
int snprintf(char *, unsigned long, const char *, ...);
void *memcpy(void *, const void *, unsigned long);
"""
EXTERNS = TYPES + "".join(
    f"extern {t} {n};\n" for n, t, _, _ in SCALARS) + """
extern num_bits num_b; extern num_st num_s1; extern double num_ad[4];
extern float num_af[4]; extern int num_ai[4]; extern double *num_pd;
extern float *num_pf; extern num_st *num_ps;
extern double (*num_fp)(double, double), (*num_fps[2])(double, double);
""" + FUNCTIONS

FLOATS = [(n, v) for n, t, _, v in SCALARS
          if t in ("double", "float", "long double")] + [
    ("num_s1.d", 6.02214076e23), ("num_s1.f", 1.5e-7), ("num_ad[2]", 3.3e10),
    ("num_af[0]", 0.1), ("*num_pd", -2.2), ("*num_pf", 7.0),
    ("num_ps->d", 6.02214076e23)]
INTS = [(n, v) for n, t, _, v in SCALARS
        if t not in ("double", "float", "long double")] + [
    ("num_b.x", -9), ("num_b.y", 101), ("num_b.z", -345678),
    ("num_s1.i", 77), ("num_ps->c", 113), ("num_ai[1]", -8)]
WIDE = {"num_l", "num_ll", "num_u", "num_ull"}
RANGES = {
    "char": (-128, 127), "signed char": (-128, 127), "unsigned char": (0, 255),
    "short": (-2**15, 2**15 - 1), "unsigned short": (0, 2**16 - 1),
    "int": (-2**31, 2**31 - 1), "unsigned": (0, 2**32 - 1),
    "long": (-2**63, 2**63 - 1), "unsigned long": (0, 2**64 - 1),
    "long long": (-2**63, 2**63 - 1), "unsigned long long": (0, 2**64 - 1)}


def expressions():
    """Expressions whose value has its own type; all without undefined
    behaviour (what is out of a type's range is left out)."""
    yield from of_two()
    yield from of_one()
    yield from conversions()
    yield from calls()


def of_two():
    """Operators between two numbers."""
    for (a, _), op in itertools.product(FLOATS, "+-*/"):
        for b, _ in FLOATS + INTS:
            yield f"{a} {op} {b}"
            if (b, 0) not in FLOATS:
                yield f"{b} {op} {a}"
    for (a, _), (b, _) in itertools.product(FLOATS, FLOATS + INTS):
        for op in ("<", "<=", ">", ">=", "==", "!="):
            yield f"{a} {op} {b}"
        yield f"{a} < {b} ? {b} : {a}"
        yield f"{a} && {b} || !{a}"
    for (a, _), (b, bv) in itertools.product(INTS, INTS):
        for op in ("&", "|", "^", "<", ">=", "=="):
            yield f"{a} {op} {b}"
        if "num_ull" in (a, b):
            continue
        for op in ("+", "-", "/", "%"):
            yield f"{a} {op} {b}"
        if not (a in WIDE and b in WIDE):
            yield f"{a} * (short)({b} % 1000)"


def of_one():
    """Operators on one number."""
    for a, _ in INTS:
        yield f"{a} >> 3"
        yield f"(unsigned){a} << 5"
        yield f"-(long long){a}"
        yield f"~{a}"
    for a, _ in FLOATS:
        yield f"-{a}"
        yield f"+{a}"
        yield f"!{a}"
        yield f"({a}, {a} * 2)"
        yield f"-({a} + 1.0f) * -{a} / (2 - {a})"
        yield f"{a} * {a} + {a} * 3.5 - {a} / 7"


def conversions():
    """Casts."""
    for (a, v), target in itertools.product(FLOATS, RANGES):
        low, high = RANGES[target]
        if low <= math.trunc(v) <= high:
            yield f"({target}){a}"
            yield f"({target}){a} + 1.5"
    for (a, _), target in itertools.product(
            FLOATS + INTS, ("float", "double", "long double", "_Bool")):
        yield f"({target}){a}"


def calls():
    """Functions that take and give numbers of each kind."""
    for a, v in FLOATS + INTS:
        yield f"num_add({a}, 2)"
        yield f"num_add(num_d, {a})"
        yield f"num_addf({a}, num_f2)"
        yield f"num_addl(num_ld, {a})"
        yield f"num_fp({a}, num_f)"
        yield f"(*num_fps[1])({a}, {a})"
        yield f"num_add(num_add({a}, num_d), num_addf({a}, 1)) * {a}"
        if abs(v) < 2**31:
            yield f"num_sub({a}, 3)"
        if 0 <= v < 2**64:
            yield f"num_wide({a})"
    yield ("num_many(num_i, num_d, num_f, num_l, num_d2, num_s1.d, num_ad[0], "
           "num_ad[1], num_f2, *num_pd, num_af[3], num_c, num_s, num_b.x, "
           "num_ll, num_ld)")
    for kinds in ("d", "id", "ddddddddd", "iiiiiiiii", "dididididididididididi",
                  "lLdL", "2", "2222222", "d2d2d2d2d2", "3", "3i3", "a", "ada",
                  "m", "imd", "i2L3adm", "ddddddd2", "iiiiii3", "2L2L2d"):
        values = {"d": "num_d", "i": "num_i", "l": "num_l", "L": "num_ld",
                  "2": "(num_two){num_d, num_f}", "3": "(num_ints){1, num_i, 3}",
                  "a": "(num_arr){{num_d, 2, num_f}}",
                  "m": "(num_mix){'a', num_d, 3, num_f, 5}"}
        arguments = ", ".join(values[k] for k in kinds)
        yield f'num_vary("{kinds}", {arguments})'


def assignments():
    """Expressions that change a global: all globals are compared after."""
    floats = [a for a, _ in FLOATS]
    others = [b for b, _ in FLOATS + INTS]
    for a, b, op in itertools.product(floats, others,
                                      ("=", "+=", "-=", "*=", "/=")):
        yield f"{a} {op} {b}"
    for a, (b, v) in itertools.product(("num_i", "num_l", "num_ll", "num_ai[2]",
                                        "num_s1.i", "num_b.z"), FLOATS):
        if abs(v) < 1000:
            # A bit-field of 20 bits cannot hold the product: left out.
            for op in ("=", "+=") + (("*=",) if a != "num_b.z" else ()):
                yield f"{a} {op} {b}"
    for a in floats + [i for i, _ in INTS]:
        for form in ("({})++", "({})--", "++({})", "--({})"):
            yield form.format(a)
    for a, op in itertools.product((i for i, _ in INTS),
                                   ("= 3", "+= 2", "-= 2", "/= 3", "%= 3",
                                    "&= 5", "|= 6", "^= 9", ">>= 1")):
        yield f"{a} {op}"
    for b in others:
        yield f"num_d = num_f = {b}"
        yield f"num_f = num_d = {b}"
        yield f"num_ad[num_ai[2] - 5] = {b}"
        yield f"*(num_pd + 1) += {b}"
        yield f"num_ps->f -= {b}"
    yield "num_b.y = num_d"
    yield "num_b.x = num_f"
    yield "num_b.y += num_f"
    yield "num_b.y = num_b.y * num_d / 3"


STATEMENTS = [
    "double s = 0; for (int i = 0; i < 4; i++) s += num_ad[i] * num_d;"
    " *(double *)out = s;",
    "float s = 0; for (int i = 0; i < 4; i++) s += num_af[i] * num_f;"
    " *(float *)out = s;",
    "if (num_d > num_f2) out[0] = 1; if (num_f < 1.0f) out[1] = 1;"
    " if (!(num_d == 2.718281828459045)) out[2] = 1; if (num_ld) out[3] = 1;",
    "while (num_d < 100) num_d *= num_f; do num_f2 /= 2; while (num_f2 < -.01);",
    "for (; num_ad[2] > num_f; num_ad[2] /= num_d) num_i++;",
    "num_two t = { num_d, num_f }; t = num_swap(t); *(num_two *)out = t;",
    "num_mix t = { 'a', num_d, 3, num_f, 5 }; num_mix r = num_mixed(t);"
    " *(double *)out = r.d; *(long *)(out + 8) = r.l;",
    "num_ints t = { 1, num_i, num_s }; *(num_ints *)out = num_turn(t);",
    "num_flts t = { 1, num_f, num_d }; *(num_flts *)out = num_turnf(t);",
    "num_arr t = {{ num_d, 2, num_f }}; *(num_arr *)out = num_scale(t, num_f2);",
    "*(double *)out = num_scale((num_arr){{ num_d, 1, 2 }}, num_f).v[0]"
    " + num_swap((num_two){ num_d, num_f2 }).a;",
    "num_st copy = num_s1; copy.d *= 2; num_s1 = copy; *(num_st *)out = *num_ps;",
    "num_two a[2] = {{ 1, num_d }, { num_f, 4 }}; a[0] = a[1];"
    " memcpy(out, a, sizeof a);",
    "qsort(num_ad, 4, sizeof *num_ad, num_compare);",
    "double (*f)(double, double) = num_fp; *(double *)out = f(num_d, num_f);"
    " out[8] = f == num_add; out[9] = num_fps[0] == f;",
    'snprintf(out, 60, "%g %d %Lg %c %s %lu", num_d, num_i, num_ld, num_c,'
    ' "text", sizeof(num_st));',
    "switch (num_c) { case 'a': out[0] = 1; break; case 'z': out[0] = 2;"
    " default: out[1] = 3; }",
    "switch (num_ll) { case -5000000000001LL: out[0] = 7; break;"
    " case 5: out[0] = 8; }",
    "static double kept = 1.5; kept += num_d; *(double *)out = kept;",
    "static void *go[] = { &&one, &&two }; goto *go[num_i < 0];"
    " one: out[0] = 1; return; two: out[0] = 2;",
    "int n = num_ai[0]; double v[n]; for (int i = 0; i < n; i++)"
    " v[i] = i * num_d; *(double *)out = v[n - 1] + v[0]; out[9] = sizeof v;",
    "char text[] = \"abc\" \"def\"; memcpy(out, text, sizeof text);",
    "union { double d; unsigned char b[8]; } u = { .d = num_d };"
    " for (int i = 0; i < 8; i++) out[i] = u.b[7 - i];",
    "int m[2][3] = {{ 1, 2 }, { [2] = num_i }}; memcpy(out, m, sizeof m);",
    "double a[] = { [3] = num_d, 1, [0] = num_f }; memcpy(out, a, sizeof a);",
    "unsigned u = num_u; *(double *)out = u; *(float *)(out + 8) = u;"
    " *(long double *)(out + 16) = u;",
    "unsigned long long u = num_ull; *(double *)out = u;"
    " *(float *)(out + 8) = u; *(long double *)(out + 16) = u;",
    "*(unsigned long long *)out = 1.7e19; *(unsigned *)(out + 8) = num_ad[2] / 10;",
    "long double x = num_d; x = x * num_f + num_i - num_ull; x /= num_ld;"
    " *(long double *)out = x;",
    "int i = 3; i += i++ ? 2 : 1; *(int *)out = sizeof(char[i]);",
    "struct { int a : 3; unsigned b : 9; int : 0; long long c : 33; } s = {0};"
    " s.a = -3; s.b = num_d * 100; s.c = num_ll / 1000;"
    " *(int *)out = s.a; *(int *)(out + 4) = s.b; *(long *)(out + 8) = s.c;",
    "int k = num_d > 2 ? num_f > 3 ? 5 : 6 : 7; *(int *)out = k << num_ai[2];",
    "*(double *)out = num_d * num_d2 + num_f * num_f2 - num_ad[1] / num_af[3]"
    " + num_s1.d * num_s1.f - num_i * num_d + num_u / num_f;",
    "*(float *)out = num_f * num_f2 + num_af[0] / num_af[1] - num_s1.f;",
    "double *p = &num_d, *q = &num_ad[2]; *p += *q; *q = p[0] - q[1];"
    " *(long *)out = q - num_ad;",
]


def body_of(expression):
    """The result is stored in the type that the expression has."""
    if "num_b" in expression and "=" in expression or "++" in expression \
            or "--" in expression:
        return f"*(double *)out = {expression};"
    return (f"__typeof__(+({expression})) r = {expression};"
            f" *(__typeof__(r) *)out = r;")


def c_string(text):
    lines = text.replace("\\", "\\\\").replace('"', '\\"').split("\n")
    return "\n".join(f'    "{line}\\n"' for line in lines)


def main():
    bodies = [body_of(e) for e in expressions()]
    bodies += [body_of(e) for e in assignments()]
    bodies += STATEMENTS
    names = "num_" + ", num_".join(n[4:] for n, *_ in SCALARS)
    state = names.split(", ") + ["num_b", "num_s1", "num_ad", "num_af", "num_ai"]
    with open(sys.argv[1], "w", encoding="ascii") as out:
        out.write("static const char GLOBALS[] =\n" + c_string(GLOBALS) + ";\n")
        out.write("static const char EXTERNS[] =\n" + c_string(EXTERNS) + ";\n")
        out.write("static const char *const STATE[] = {\n")
        out.writelines(f'    "{name}",\n' for name in state)
        out.write("};\nstatic const char *const BODIES[] = {\n")
        for body in bodies:
            out.write(c_string(body).replace('\\n"', '"') + ",\n")
        out.write("};\n")
    with open(sys.argv[2], "w", encoding="ascii") as out:
        out.write(EXTERNS)
        for i, body in enumerate(bodies):
            out.write(f"static void num_t{i}(char *out) {{ {body} }}\n")
        out.write("void (*const num_tests[])(char *out) = {\n")
        out.writelines(f"    num_t{i},\n" for i in range(len(bodies)))
        out.write("};\n")
        out.write("const struct { void *at; unsigned long size; } "
                  "num_state[] = {\n")
        out.writelines(f"    {{&{n}, sizeof {n}}},\n" for n in state)
        out.write("};\n")
    with open(sys.argv[3], "w", encoding="ascii") as out:
        out.write(GLOBALS)


main()
