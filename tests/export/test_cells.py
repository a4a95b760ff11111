"""Small notebooks as programs: a row is cells, and what they print.

The kernel itself says what is right: each row is run by it, too."""

import sys

import nbformat
import pytest

from program import ROOT, compiled, export, run

sys.path.insert(0, str(ROOT / "tests/support"))
from session import Session  # noqa: E402

CODE = nbformat.v4.new_code_cell
TEXT = nbformat.v4.new_markdown_cell

ROWS = {
    "a value": (["int x = 3;", "x++", "x"], "3\n4\n"),
    "a function gets a new body, and callers follow": (
        ["int sq(int x) { return x * x; }",
         "int use(void) { return sq(3); }\nuse()",
         "int sq(int x) { return x * x * x; }", "use()", "sq(2)"],
        "9\n27\n8\n"),
    "a function that calls itself gets a new body": (
        ["int f(int n) { return n ? n + f(n - 1) : 0; }\nf(4)",
         "int f(int n) { return n ? n * f(n - 1) : 1; }\nf(4)"], "10\n24\n"),
    "the address of a function with two bodies": (
        ["double f(double x) { return x; }\ndouble (*h)(double) = f;",
         "h(2)", "double f(double x) { return -x; }\nf(2)", "h(2)", "h == f"],
        "2\n-2\n-2\n1\n"),
    "a function of any number of arguments gets a new body": (
        ["int sum(int n, ...) { return n; }\nsum(3, 1, 2)",
         "int sum(int n, ...) { return -n; }\nsum(3, 1, 2)"], "3\n-3\n"),
    "a procedure gets a new body": (
        ["void say(int n, const char *w[2]) { printf(\"%d %s\\n\", n, w[1]); }",
         "const char *words[2] = {\"a\", \"b\"};\nsay(1, words)",
         "void say(int n, const char *w[2]) { printf(\"%s %d\\n\", w[0], n); }",
         "say(2, words)"], "1 b\na 2\n"),
    "a variable is given a value again": (
        ["double lr = .1;\ndouble *p = &lr;", "lr = 7;",
         "double lr = .5;\n*p", "double lr;\nlr"], "0.5\n0\n"),
    "an array is given values again": (
        ["int a[3] = {1, 2, 3};", "int a[3] = {4};\na", "int a[3];\na"],
        "int[3] {4, 0, 0}\nint[3] {0, 0, 0}\n"),
    "another type is another variable": (
        ["int k = 1;\nk", "double k = 2.5;\nk + 1", "k * 2"], "1\n3.5\n5\n"),
    "functions follow a variable's new type": (
        ["int k = 3;\ndouble half(void) { return k / 2; }\nhalf()",
         "double k = 3;\nhalf()"], "1\n1.5\n"),
    "functions follow a macro": (
        ["#define EPS 3\nint eps(void) { return EPS; }\neps()",
         "#define EPS 4\neps() + EPS"], "3\n8\n"),
    "cells see the macro of their time": (
        ["#define N 1", "N", "#undef N\n#define N 2", "N", "#define N 5\nN"],
        "1\n2\n5\n"),
    "a macro with arguments": (
        ["#define TWICE(x) ((x) + \\\n    (x))", "TWICE(4)"], "8\n"),
    "names that libraries have": (
        ["int y1 = 2; double gamma = 0.5; int index = 1; double j0 = 3;",
         "y1 + gamma + index + j0",
         "struct pair { int index, y1; } p = {.index = 7, .y1 = 1};",
         "p.index + index"], "6.5\n8\n"),
    "a function with a library's name": (
        ["double gamma(double x) { return x + 1; }\ngamma(1)"], "2\n"),
    "values come in order": (
        ["int n = 2;\nint a = n * 3;\nn = 5;\nint b = n * 3;", "a + b"],
        "21\n"),
    "a computed array and a computed struct": (
        ["int n = 2;", "int a[] = {n, n * 2};\na",
         "struct pt { int x; double y; } s = {n, n / 4.0};\ns"],
        "int[2] {2, 4}\n{.x = 2, .y = 0.5}\n"),
    "constants": (
        ["const double g = 9.81;\ng", "const int c = (int)(g * 2);\nc",
         "static int hidden = 1;\nhidden", "const char *name = \"Ada\";\nname",
         "char word[] = \"abc\";\nword", "sizeof word"],
        "9.81\n19\n1\n\"Ada\"\n\"abc\"\n4\n"),
    "auto and typeof": (
        ["int n = 3;", "auto r = n * 0.5;\nr", "__typeof__(r) s = r + 1;\ns"],
        "1.5\n2.5\n"),
    "enums and unions": (
        ["enum { A, B = 5 };\nB", "union { int i; float f; } u = {.i = 1};",
         "u.i", "enum { A, B = 5 };\nB"], "5\n1\n5\n"),
    "an enum and a bit-field": (
        ["typedef enum { RED, GREEN = 5 } colour;\ncolour c = GREEN;\nc",
         "struct { unsigned g : 3; } bits = {6};\nbits.g"],
        "GREEN (5)\n6\n"),
    "packed": (
        ["#pragma pack(push, 2)\nstruct two { char c; int i; };\n"
         "#pragma pack(pop)\nsizeof(struct two)",
         "_Static_assert(sizeof(struct two) == 6, \"six\");"], "6\n"),
    "a pointer to a struct of one's own": (
        ["struct node { int v; } *head = NULL;\nhead"], "NULL\n"),
    "a complex number": (
        ["gsl_complex z = gsl_complex_rect(1, 2);\nz"], "1 + 2i\n"),
    "truth is typed by a macro": (
        ["int n = 3;", "bool big = n > 2;\nbig", "bool all[2] = {n > 5, big};",
         "all[1]"], "1\n1\n"),
    "functions by a macro of one's own": (
        ["#define MAKE(T) T T##_twice(T x) { return x * 2; }\n"
         "MAKE(int)\nMAKE(double)", "int_twice(3) + double_twice(0.5)"],
        "7\n"),
    "a macro that is gone": (["#define N 3\nN", "#undef N\nint N = 4;", "N"],
                             "3\n4\n"),
    "a type that is said again": (
        ["typedef struct { double x; } pt;\npt a = {1};",
         "typedef struct { double x; } pt;\na.x",
         "struct q { int n; } u = {2};", "struct q { int n; } v = {3};",
         "u.n + v.n"], "1\n5\n"),
    "types": (
        ["typedef struct { double x; int k[2]; } pt;", "pt a = {1, {2, 3}};",
         "a", "struct node { int v; struct node *next; } *head = NULL;",
         "head == NULL"], "{.x = 1, .k = {2, 3}}\n1\n"),
    "a type that changes": (
        ["typedef struct { double x; } pt;\npt a = {1};\na.x",
         "typedef struct { double x, y; } pt;\npt b = {1, 2};\nb.y"],
        "1\n2\n"),
    "functions of a cell see each other": (
        ["int even(int n) { return n == 0 ? 1 : odd(n - 1); }\n"
         "int odd(int n) { return n == 0 ? 0 : even(n - 1); }", "even(10)"],
        "1\n"),
    "a variable further down": (
        ["int get(void) { return later; }\nint later = 4;", "get()"], "4\n"),
    "a function that was declared first": (
        ["int f(int);", "int g(int x) { return f(x) + 1; }",
         "int f(int x) { return x * 2; }", "g(3)"], "7\n"),
    "a program": (
        ["#include <stdio.h>\nint main(void) {\n    puts(\"hi\");\n"
         "    return 0;\n}"], "hi\n"),
    "two programs": (
        ["int main(void) { puts(\"one\"); return 0; }",
         "int main(void) { puts(\"two\"); return 0; }"], "one\ntwo\n"),
    "a program with arguments": (
        ["int main(int argc, char **argv) {\n    printf(\"%d\\n\", argc);\n"
         "    return argv[0] == NULL;\n}"], "1\n"),
    "the cell ends early": (
        ["int n = 3;\nif (n > 2) return n;\nputs(\"no\");", "n + 1"],
        "3\n4\n"),
    "jumps": (
        ["int n = 3;\nagain: n--;\nif (n > 0) goto again;\nn"], "0\n"),
    "a macro's body follows a name that means another thing": (
        ["int k = 1;\n#define TWICE_K (k * 2)\nTWICE_K",
         "TWICE_K + 1", "double k = 2.25;\nTWICE_K",
         "double twice(void) { return TWICE_K; }\ntwice() + TWICE_K"],
        "2\n3\n4.5\n9\n"),
    "labels of one name in two cells": (
        ["int n = 3;\nagain: n--;\nif (n > 0) goto again;\nn",
         "int m = 0;\nagain:\n    if (m < 4) { m++; goto again; }\n"
         "m ? n : m",
         "int up(int k) {\nagain: if (k < 9) { k++; goto again; }\n"
         "    return k;\n}\nup(2)",
         "int again = 5;\n(n ? again : m) + again"], "0\n0\n9\n9\n"),
    "an array whose extent is computed": (
        ["int n = 3;", "double w[n];\nfor (int i = 0; i < n; i++) w[i] = i;",
         "w[2]"], "2\n"),
    "branches": (
        ["#define ON 1\n#if ON\nint a = 1; // taken\n#else\nint a = 2;\n"
         "#endif\na"], "1\n"),
    "characters and truth": (
        ["'q'", "'a' + 1", "1 < 2", "(size_t)7", "3.0f", "NULL"],
        "'q' (113)\n98\n1\n7\n3\nNULL\n"),
    "output is not shown twice": (
        ["printf(\"hi\\n\")", "puts(\"ho\");", "(printf(\"x\\n\"))"],
        "hi\nho\nx\n2\n"),
    "comments stay": (
        ["// one */ two\nint n = 1; /* three */  // four\nn // five"], "1\n"),
    "statements alone": (
        ["for (int i = 0; i < 3; i++) {\n    int k = i;\n"
         "    printf(\"%d \", k);\n}\nprintf(\"\\n\");", ";;", "",
         "{ int t = 1; printf(\"%d\\n\", t); }"], "0 1 2 \n1\n"),
    "matrices": (
        ["gsl_matrix *A = nb_mat((4, 1), (1, 3));\ngsl_vector *b = "
         "nb_vec(1, 2);", "nb_solve(A, b)", "*gsl_vector_ptr(b, 1)"],
        "vector(2) [0.0909091, 0.636364]\n2\n"),
    "a function by a macro of the library": (
        ["NB_FN(bowl, (double *x), x[0] * x[0] + 2 * x[1])",
         "bowl((double[]){3, 1})"], "11\n"),
    "arrays of arrays and of texts": (
        ["double m[2][2] = {{1, 2}, {3, 4}};\nm",
         "const char *words[] = {\"a\", \"b\"};\nwords"],
        "double[2][2]\n  1  2\n  3  4\n{\"a\", \"b\"}\n"),
    "magics": (
        ["%time puts(\"run\");", "int n = 1;\n%who\nn", "printf?", "!ls",
         "%%time\nputs(\"all\");"], "run\n1\nall\n"),
}


def by_the_kernel(cells, folder):
    """What the cells print in one session."""
    session, parts = Session(cwd=folder), []
    for code in cells:
        outcome = session.run(code)
        assert not outcome.ename, outcome.evalue
        parts.append(outcome.stdout)
        parts += [shown["text/plain"] + "\n"
                  for shown in (*outcome.displays, outcome.result) if shown]
    session.close()
    return "".join(parts)


@pytest.mark.parametrize("name", [name for name in ROWS if name != "magics"])
def test_the_kernel_prints_the_same(name, tmp_path):
    cells, printed = ROWS[name]
    assert by_the_kernel(cells, tmp_path) == printed


@pytest.mark.parametrize("name", ROWS)
def test_the_program_prints(name, tmp_path):
    cells, printed = ROWS[name]
    notebook = nbformat.v4.new_notebook(
        cells=[TEXT("# Title */ /* <b>bold</b>"), *map(CODE, cells),
               TEXT("The end.\n\n```c\nint x;\n```")])
    text = export(notebook, "mine", tmp_path)
    for compiler in ("gcc", "clang"):
        program = compiled(text, tmp_path / compiler, compiler, tmp_path)
        assert run(program, tmp_path) == printed, text
