"""The cause of a wrong use of memory, in the reader's words: `%%check` finds it
at once; after a fatal end a second run of the cell finds it."""

import pathlib
import re
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cells"))
sys.path.insert(0, str(HERE.parent / "support"))
import test_cells  # noqa: E402
from session import Session  # noqa: E402

# title: (cells before it or None, cell, ename, line, the sentence)
# "@2" is line 2 of the cell, "^2" that of the cell before it.
MISUSES = {
    "one too many in a loop": (
        None, "int a[3];\nfor (int i = 0; i <= 3; i++)\n  a[i] = i;",
        "OutOfBounds", 3,
        "it writes a[3], but a has 3 elements, a[0] to a[2]"),
    "a negative index": (
        None, "int a[3], i = -1;\na[i] = 2;", "OutOfBounds", 2,
        "it writes a[-1], but a has 3 elements, a[0] to a[2]"),
    "a read beyond an array": (
        None, "double x[4] = {0};\nx[4]", "OutOfBounds", 2,
        "it reads x[4], but x has 4 elements, x[0] to x[3]"),
    "an array of one": (
        None, "int one[1];\none[1] = 0;", "OutOfBounds", 2,
        "it writes one[1], but one has 1 element, one[0]"),
    "a sum of two arrays of doubles": (
        None, "double x[3] = {0}, y[3] = {0}, s = 0;\n"
        "for (int i = 0; i <= 3; i++) s += x[i] + y[i];", "OutOfBounds", 2,
        "it reads x[3], but x has 3 elements, x[0] to x[2]"),
    "a comparison of doubles": (
        None, "double x[3] = {1, 2, 3}; int k = 2;\nx[k] < x[k + 1]",
        "OutOfBounds", 2,
        "it reads x[3], but x has 3 elements, x[0] to x[2]"),
    "a sum in a global variable": (
        None, "float f[2], total;\nfor (int i = 0; i < 3; i++) total += f[i];",
        "OutOfBounds", 2, "it reads f[2], but f has 2 elements, f[0] to f[1]"),
    "an array of structs": (
        None, "struct rec { char name[8]; int age; } rs[2];\n"
        "for (int i = 0; i <= 2; i++) rs[i].age = i;", "OutOfBounds", 2,
        "it writes rs[2], but rs has 2 elements, rs[0] to rs[1]"),
    "a local array": (
        None, "int f(int n) {\n  int loc[4];\n  loc[n] = 1;\n"
        "  return loc[0];\n}\nf(5)", "OutOfBounds", 3,
        "it writes loc[5], but loc has 4 elements, loc[0] to loc[3]"),
    "a local array that lies beside another": (
        None, "int f(int n) {\n  int a[4], b[4];\n  b[n] = a[0] = 1;\n"
        "  return a[1] + b[1];\n}\nf(6)", "OutOfBounds", 3,
        "it writes b[6], but b has 4 elements, b[0] to b[3]"),
    "an array given to a function": (
        None, "int last(int *v, int n) { return v[n]; }\nint data[3];\n"
        "last(data, 3)", "OutOfBounds", 1,
        "it reads data[3], but data has 3 elements, data[0] to data[2]"),
    "a function of an earlier cell": (
        "void fill(int *v, int n) {\n  for (int i = 0; i <= n; i++) v[i] = 0;\n"
        "}", "int five[5];\nfill(five, 5);", "OutOfBounds", "^2",
        "it writes five[5], but five has 5 elements, five[0] to five[4]"),
    "an array whose length is a value": (
        None, "int f(int n) {\n  int v[n];\n  v[n] = 1;\n  return v[0];\n}\n"
        "f(4)", "OutOfBounds", 3,
        "it writes 4 bytes right behind the end of v (16 bytes)"),
    "a static array": (
        None, "int f(void) {\n  static int t[2];\n"
        "  for (int i = 0; i < 3; i++) t[i] = i;\n  return t[0];\n}\nf()",
        "OutOfBounds", 3,
        "it writes 4 bytes right behind the end of t (8 bytes)"),
    "behind a variable that is no array": (
        None, "int x = 1; int *p = &x;\np[1] = 2;", "OutOfBounds", 2,
        "it writes 4 bytes right behind the end of x (4 bytes)"),
    "a block of the heap": (
        None, "int *p = malloc(3 * sizeof(int));\np[3] = 1;", "OutOfBounds", 2,
        "it writes p[3], but the block that p points to has 3 elements, p[0] "
        "to p[2] (12 bytes, allocated at @1)"),
    "a block made in an earlier cell": (
        "int *old;\nold = malloc(20);", "old[5] = 1;", "OutOfBounds", 1,
        "it writes old[5], but the block that old points to has 5 elements, "
        "old[0] to old[4] (20 bytes, allocated at ^2)"),
    "before a block": (
        None, "int *p = malloc(12);\np[-1] = 3;", "OutOfBounds", 2,
        "it writes p[-1], but the block that p points to has 3 elements, "
        "p[0] to p[2] (12 bytes, allocated at @1)"),
    "a block of structs": (
        None, "typedef struct { double x, y; } pt;\n"
        "pt *ps = malloc(2 * sizeof *ps);\n"
        "for (int i = 0; i <= 2; i++) ps[i].y = i;", "OutOfBounds", 3,
        "it writes ps[2], but the block that ps points to has 2 elements, "
        "ps[0] to ps[1] (32 bytes, allocated at @2)"),
    "a pointer that walks too far": (
        None, "int *v = malloc(40), *stop = v + 10;\n"
        "for (int *q = v; q <= stop; q++) *q = 0;", "OutOfBounds", 2,
        "right behind the end of the block that q points to (40 bytes, "
        "allocated at @1)"),
    "sizeof of a pointer": (
        None, "double *v = malloc(sizeof v);\nv[1] = 2;", "OutOfBounds", 2,
        "it writes v[1], but the block that v points to has 1 element, v[0] "
        "(8 bytes, allocated at @1)"),
    "a block that grew": (
        None, "int *g = malloc(4);\ng = realloc(g, 8);\ng[2] = 2;",
        "OutOfBounds", 3,
        "it writes g[2], but the block that g points to has 2 elements, g[0] "
        "to g[1] (8 bytes, allocated at @2)"),
    "the data of a vector": (
        "gsl_vector *gv = gsl_vector_alloc(3);", "gv->data[3] = 1;",
        "OutOfBounds", 1,
        "it writes gv->data[3], but the block that gv->data points to has 3 "
        "elements, gv->data[0] to gv->data[2] (24 bytes, allocated at "
        "^1)"),
    "the data of a matrix": (
        None, "gsl_matrix *gm = gsl_matrix_calloc(2, 3);\ngm->data[6] = 1;",
        "OutOfBounds", 2,
        "it writes gm->data[6], but the block that gm->data points to has 6 "
        "elements, gm->data[0] to gm->data[5] (48 bytes, allocated at "
        "@1)"),
    "strcpy to an array": (
        None, "char name[4];\nstrcpy(name, \"hello\");", "OutOfBounds", 2,
        "strcpy writes 6 bytes to name, which has room for 4"),
    "strcpy to a member": (
        None, "struct rec { char name[8]; int age; } r;\n"
        "strcpy(r.name, \"too long!\");", "OutOfBounds", 2,
        "strcpy writes 10 bytes to r.name, which has room for 8"),
    "strcat": (
        None, "char s[8] = \"hello\";\nstrcat(s, \"abc\");", "OutOfBounds", 2,
        "strcat writes 9 bytes to s, which has room for 8"),
    "sprintf": (
        None, "char s[8];\nsprintf(s, \"%d years\", 42);", "OutOfBounds", 2,
        "sprintf writes 9 bytes to s, which has room for 8"),
    "memcpy": (
        None, "int a[3], b[4] = {0};\nmemcpy(a, b, sizeof b);", "OutOfBounds",
        2, "memcpy writes 16 bytes to a, which has room for 12"),
    "memset of a block": (
        None, "int *p = malloc(12);\nmemset(p, 0, 100);", "OutOfBounds", 2,
        "memset writes 100 bytes to the block that p points to, which has "
        "room for 12; it was allocated at @1"),
    "room for a text without its end": (
        None, "const char *s = \"abc\"; char *t = malloc(strlen(s));\n"
        "strcpy(t, s);", "OutOfBounds", 2,
        "strcpy writes 4 bytes to the block that t points to, which has room "
        "for 3"),
    "a text without an end": (
        None, "char t[3] = {'a', 'b', 'c'};\nprintf(\"%s\", t);",
        "UnterminatedText", 2,
        "printf reads beyond the end of t (3 bytes): the text in it has no "
        "'\\0' at its end"),
    "strlen after strncpy": (
        None, "char t[3];\nstrncpy(t, \"abcdef\", 3);\nstrlen(t)",
        "UnterminatedText", 3,
        "strlen reads beyond the end of t (3 bytes): the text in it has no"),
    "a character behind a text": (
        None, "\"abc\"[5]", "OutOfBounds", 1,
        "it reads 1 byte behind the end of the text \"abc\" (4 bytes)"),
    "a string literal that is changed": (
        None, "char *s = \"hello\";\ns[0] = 'J';", "WriteToLiteral", 2,
        "it writes to the text \"hello\", which cannot be changed; an array "
        "of its own can: char s[] = \"hello\""),
    "a literal of an earlier cell": (
        "char *lit = \"Ada\";", "lit[0] = 'E';", "WriteToLiteral", 1,
        "it writes to the text \"Ada\""),
    "NULL": (
        None, "int *p = NULL;\n*p = 1;", "NullPointer", 2,
        "it writes through p, which is NULL: it points to nothing"),
    "a member of NULL": (
        None, "struct node { int v; struct node *next; } n = {1, NULL};\n"
        "n.next->v", "NullPointer", 2,
        "it reads through n.next, which is NULL: it points to nothing"),
    "the end of a list": (
        None, "struct node { int v; struct node *next; } n = {1, NULL};\n"
        "int sum(struct node *p) {\n  int s = 0;\n"
        "  for (;;) { s += p->v; p = p->next; }\n  return s;\n}\nsum(&n)",
        "NullPointer", 4,
        "it reads through p, which is NULL: it points to nothing"),
    "NULL for strlen": (
        None, "char *s = NULL;\nstrlen(s)", "NullPointer", 2,
        "strlen got NULL where it needs the address of something (s)"),
    "NULL for a function of GSL": (
        None, "gsl_vector *u = NULL;\ngsl_vector_get(u, 0)", "NullPointer", 2,
        "gsl_vector_get got NULL where it needs the address of something (u)"),
    "a local pointer that was never set": (
        None, "void f(void) {\n  int *p;\n  *p = 3;\n}\nf();", "UnsetPointer",
        3, "it writes through p, which was never given a value"),
    "a member that was never set": (
        None, "struct node { int v; struct node *next; };\n"
        "struct node *first = malloc(sizeof *first);\nfirst->next->v",
        "UnsetPointer", 3,
        "it reads through first->next, which was never given a value"),
    "strcpy to a pointer that was never set": (
        None, "{\n  char *name;\n  strcpy(name, \"Ada\");\n}", "UnsetPointer",
        3, "strcpy got a pointer that was never given a value (name)"),
    "an index that was never set": (
        None, "int f(void) {\n  int i, a[3];\n  a[i] = 1;\n  return a[0];\n}\n"
        "f()", "OutOfBounds", 3, "it writes a at an index that was never given "
        "a value; a has 3 elements, a[0] to a[2]"),
    "use after free": (
        None, "int *p = malloc(8);\nfree(p);\np[0] = 1;", "UseAfterFree", 3,
        "it writes the block that p points to after it was freed, at "
        "@2 (8 bytes, allocated at @1)"),
    "use of the old place after realloc": (
        None, "int *p = malloc(8);\nint *q = realloc(p, 1000);\np[0]",
        "UseAfterFree", 3,
        "it reads the block that p points to after it was freed, at @2"),
    "freed twice": (
        None, "char *p = malloc(40);\nfree(p);\nfree(p);", "DoubleFree", 3,
        "free gets the block that p points to a second time: it was freed "
        "already, at @2 (40 bytes, allocated at @1)"),
    "a vector freed twice": (
        None, "gsl_vector *v = gsl_vector_alloc(3);\ngsl_vector_free(v);\n"
        "gsl_vector_free(v);", "DoubleFree", 3,
        "a second time: it was freed already, at @2"),
    "free of a variable": (
        None, "int x = 1;\nfree(&x);", "BadFree", 2,
        "free gets x, which malloc did not allocate; only what it gave can be "
        "freed"),
    "free of a local array": (
        None, "void f(void) {\n  char t[10];\n  free(t);\n}\nf();", "BadFree",
        3, "free gets t, which malloc did not allocate"),
    "free of a literal": (
        None, "free(\"abc\");", "BadFree", 1,
        "free gets the text \"abc\", which malloc did not allocate"),
    "free in the middle": (
        None, "int *p = malloc(16);\nfree(p + 1);", "BadFree", 2,
        "free gets a pointer 4 bytes behind the start of a block (16 bytes, "
        "allocated at @1)"),
    "a local variable's address": (
        None, "int *f(void) {\n  int v = 3; int *p = &v;\n  return p;\n}\n"
        "int *r = f();\n*r", "UseAfterReturn", 6,
        "it reads v, a local variable of f, after f has returned"),
    "scanf without &": (
        None, "int n = 0;\nscanf(\"%d\", n);", "BadPointer", 2,
        "scanf needs the address of a variable to write to, and got 0; is an "
        "& missing"),
    "sscanf of a word that is too long": (
        None, "char w[4];\nsscanf(\"tomato\", \"%s\", w);", "OutOfBounds", 2,
        "sscanf writes 7 bytes to w, which has room for 4"),
    "sscanf of a double to an int": (
        None, "int n;\nsscanf(\"1.5\", \"%lf\", &n);", "OutOfBounds", 2,
        "sscanf writes 8 bytes to n, which has room for 4"),
}


KEPT = "int kept = 41; int count(void) { return kept; }"


@pytest.fixture(scope="module", autouse=True)
def kept(kernel):
    kernel.run(KEPT)


def check_alive(kernel):
    result = kernel.run("kept + count()")
    assert result.reply["status"] == "ok", result.reply["evalue"]
    assert result.content("execute_result")[0]["data"]["text/plain"] == "82"


def in_words(sentence, n, shift):
    """@2 and ^2 as places."""
    sentence = re.sub(r"@(\d+)", lambda m: f"In[{n}]:{int(m[1]) + shift}",
                      sentence)
    return re.sub(r"\^(\d)", rf"In[{n - 1}]:\1", sentence)


def check_verdict(kernel, case, prefix, ename):
    before, code, _, line, sentence = case
    if before:
        assert kernel.run(before).reply["status"] == "ok"
    result = kernel.run(prefix + code)
    shift = prefix.count("\n")
    assert result.reply["status"] == "error", code
    n, evalue = result.reply["execution_count"], result.reply["evalue"]
    assert result.reply["ename"] == ename, evalue
    place = in_words(line if isinstance(line, str) else f"@{line}", n, shift)
    assert evalue.startswith(place + ": "), evalue
    assert in_words(sentence, n, shift) in evalue, evalue
    shown = "\n".join(result.reply["traceback"])
    assert evalue in shown and " | " in shown
    return result


@pytest.mark.parametrize("title", MISUSES)
def test_checked(kernel, title):
    case = MISUSES[title]
    result = check_verdict(kernel, case, "%%check\n", case[2])
    assert "undone" not in "".join(result.reply["traceback"])
    check_alive(kernel)


# The same mistakes where they end the program: here the name is that of the
# end, and a second run has found the cause.
FATAL = {
    "far beyond an array": (
        None, "int a[4];\na[1 << 28] = 1;", "SegmentationFault", 2,
        "it writes a[268435456], but a has 4 elements, a[0] to a[3]"),
    "a loop that writes over the heap": (
        None, "int *p = malloc(12);\nfor (int i = 0; i < 1 << 28; i++)\n"
        "  p[i] = -1;", "SegmentationFault", 3,
        "it writes p[3], but the block that p points to has 3 elements, p[0] "
        "to p[2] (12 bytes, allocated at @1)"),
    "damage that is found later": (
        None, "char *b[9]; for (int i = 0; i < 9; i++) b[i] = malloc(5000);\n"
        "int k = 0; while (k < 7 && b[k + 1] != b[k] + 5008) k++;\n"
        "char *s = b[k];\nfor (int i = 0; i < 5040; i++)\n  s[i] = 'x';\n"
        "int done = 1;\nfree(b[k + 1]);", "Aborted", 5,
        "it writes s[5000], but the block that s points to has 5000 elements, "
        "s[0] to s[4999] (5000 bytes, allocated at @1)"),
    "NULL": (None, "int *p = NULL;\n*p = 1;", "SegmentationFault", 2,
             "it writes through p, which is NULL: it points to nothing"),
    "NULL in a function of an earlier cell": (
        "void put(int *p) { *p = 1; }", "put(NULL);", "SegmentationFault", "^1",
        "it writes through p, which is NULL"),
    "freed twice": MISUSES["freed twice"][:2] + (
        "Aborted",) + MISUSES["freed twice"][3:],
    "a vector freed twice": MISUSES["a vector freed twice"][:2] + (
        "SegmentationFault",) + MISUSES["a vector freed twice"][3:],
    "free of a variable": (
        None, "int x[3];\nfree(x);", "Aborted", 2,
        "free gets x, which malloc did not allocate"),
    "a block made in an earlier cell": (
        "int *old = malloc(20);\nold[0] = 1;",
        "for (int i = 0; i < 1 << 28; i++)\n  old[i] = i;",
        "SegmentationFault", 2,
        "it writes old[5], but the block that old points to has 5 elements, "
        "old[0] to old[4] (20 bytes, allocated at ^1)"),
    "a list whose end was never set": (
        None, "typedef struct cell { double v[4]; struct cell *next; } cell;\n"
        "cell *make(int v) {\n  cell *c = malloc(sizeof *c);\n  c->v[0] = v;\n"
        "  return c;\n}\n"
        "char *junk[16]; for (int i = 0; i < 16; i++) junk[i] = malloc(40); "
        "for (int i = 0; i < 16; i++) memset(junk[i], 127, 40), free(junk[i]);"
        "\n"
        "cell *first = make(1);\nint sum = 0;\n"
        "for (cell *c = first; c; c = c->next)\n  sum += c->v[0];",
        "SegmentationFault", 11,
        "it reads through c, which was never given a value"),
    "strlen of NULL": (
        None, "char *s = NULL;\nstrlen(s)", "SegmentationFault", 2,
        "strlen got NULL where it needs the address of something (s)"),
    "GSL with a vector that is NULL": (
        None, "gsl_vector *u = NULL;\ngsl_vector_set(u, 0, 1);",
        "SegmentationFault", 2,
        "gsl_vector_set got NULL where it needs the address of something"),
}


@pytest.mark.parametrize("title", FATAL)
def test_fatal(fresh_kernel, title):
    """In a session of its own: what ends it depends on the heap."""
    kernel, case = fresh_kernel, FATAL[title]
    kernel.run(KEPT)
    result = check_verdict(kernel, case, "kept = 0;" if title == "NULL" else "",
                           case[2])
    assert "undone" in "".join(result.reply["traceback"])
    check_alive(kernel)


def test_the_end_is_told_where_it_is_another_place(fresh_kernel):
    result = fresh_kernel.run(FATAL["damage that is found later"][1])
    shown = "\n".join(result.reply["traceback"])
    assert "The program ended later, at In[" in shown


# --- what the second run must not do -------------------------------------


def test_a_second_run_leaves_no_trace(kernel, tmp_path):
    """Files, processes, output: as after the one run that the reader saw."""
    log, copy = tmp_path / "log", tmp_path / "kept"
    copy.write_text("kept")
    result = kernel.run(
        f'FILE *f = fopen("{log}", "a");\nfprintf(f, "once\\n"); fclose(f);\n'
        f'f = fopen("{tmp_path}/new", "w"); fputs("all of it", f); fclose(f);\n'
        f'printf("seen once\\n"); system("echo x >> {tmp_path}/shell");\n'
        f'int *p = NULL; *p = 1; remove("{copy}");')
    assert "p, which is NULL" in result.reply["evalue"]
    assert log.read_text() == "once\n"
    assert (tmp_path / "new").read_text() == "all of it"
    assert (tmp_path / "shell").read_text() == "x\n"
    assert copy.read_text() == "kept"
    assert result.text() == "seen once\n"


def test_a_file_that_is_open_stays_where_it_is(kernel, tmp_path):
    (tmp_path / "lines").write_text("1\n2\n3\n")
    kernel.run(f'#include <fcntl.h>\nint fd = open("{tmp_path}/lines", '
               "O_RDWR); char c;")
    kernel.run('read(fd, &c, 1); write(fd, "!", 1); int *p = NULL; *p = 1;')
    assert (tmp_path / "lines").read_text() == "1!2\n3\n"
    at = kernel.run("lseek(fd, 0, SEEK_CUR)")
    assert at.content("execute_result")[0]["data"]["text/plain"] == "2"


def test_a_cell_that_works_long_is_not_waited_for(kernel):
    result = kernel.run(
        "volatile long n = 0; for (long i = 0; i < 300000000; i++) n += i;\n"
        "int *p = (int *)16; *p = 1;")
    assert result.reply["ename"] == "SegmentationFault"
    check_alive(kernel)


def shown(result):
    return "\n".join(result.reply["traceback"])


def test_a_second_run_without_end_is_given_up_and_told(kernel):
    """Only the second run finds a page that it may not read twice."""
    result = kernel.run(
        'FILE *once = fopen("/proc/self/cmdline", "r");\n'
        'if (getppid() == PARENT) *(int *)NULL = 1;\nfor (;;);'.replace(
            "PARENT", str(kernel.pid)))
    assert result.reply["ename"] == "SegmentationFault"
    assert "given up after 2 seconds" in shown(result)
    assert "%%check" in shown(result)
    check_alive(kernel)


def test_the_clock_is_that_of_the_first_run(kernel):
    """More than a second passes between the two."""
    result = kernel.run(
        "srand(time(NULL)); int a[4], where = rand() % 1000000 + (1 << 28);\n"
        'printf("%d", where); sleep(2);\na[where] = 1;')
    assert f"it writes a[{result.text()}], but" in result.reply["evalue"]


def test_what_was_typed_is_typed_again(kernel):
    cell = kernel.execute('int n, a[4]; scanf("%d", &n);\na[n] = 1;',
                          allow_stdin=True)
    assert kernel.kc.get_stdin_msg(timeout=15)
    kernel.kc.input("300000000")
    assert "it writes a[300000000]" in kernel.result(cell).reply["evalue"]


def test_what_the_sandbox_refuses_is_not_taken_for_the_cause(kernel):
    result = kernel.run(
        'FILE *p = popen("echo hi", "r"); char b[9];\nfgets(b, 9, p);\n'
        "int *q = NULL;\n*q = b[0];")
    assert result.reply["evalue"].startswith(
        f"In[{result.reply['execution_count']}]:4: ")
    assert "fgets" not in result.reply["evalue"]


def test_a_cell_that_the_c_compiler_made_is_told(kernel):
    result = kernel.run("#include <complex.h>\ndouble complex w = I;\n"
                        "double complex *p = NULL; *p = w;")
    assert result.reply["ename"] == "SegmentationFault"
    assert "complex numbers" in shown(result)
    result = kernel.run("%%check\n#include <complex.h>\n"
                        "double complex w = I; char b[4];\n"
                        'strcpy(b, cimag(w) > 0 ? "too long" : "");')
    assert "complex numbers" in result.text("stderr")
    assert "strcpy writes 9 bytes to b" in result.reply["evalue"]


@pytest.mark.parametrize("write", [
    "memset(block, 'x', 2000 + 16);",
    "for (int i = 0; i < 2016; i++) block[i] = i;",
    "block[-8] = 7;",
])
def test_damage_that_a_cell_survives_is_its_own(fresh_kernel, write):
    """It is noticed when the cell has ended, not when a later one calls
    free(); the second run finds the line."""
    kernel = fresh_kernel
    kernel.run("char *block = malloc(2000), *next = malloc(2000);")
    kernel.run("for (int i = 0; i < 5000; i++) next[i % 9] = *(char *)malloc(9);")
    result = kernel.run(write)
    assert result.reply["ename"] == "MemoryDamaged"
    assert "block" in result.reply["evalue"]
    assert kernel.run("free(next); free(block);").reply["status"] == "ok"


def test_damage_that_an_earlier_cell_has_done_is_told(fresh_kernel):
    """The list of free blocks runs through the blocks themselves; the C library
    finds an end that no block has."""
    kernel = fresh_kernel
    kernel.run("char *first = malloc(64), *block = malloc(64);"
               "free(first); free(block);")
    kernel.run("*(size_t *)block = (size_t)block >> 12 ^ 0x1001;")
    result = kernel.run("char *x = malloc(64), *y = malloc(64);")
    assert result.reply["ename"] == "Aborted"
    assert "an earlier one has done the damage" in shown(result)


def test_the_kernel_answers_meanwhile(kernel):
    cell = kernel.execute(
        "for (long i = 0; i < 300000000; i++) kept = i & 1;\nraise(SIGSEGV);")
    reply = kernel.ask("kernel_info_request", channel="control")
    assert reply.reply["status"] == "ok"
    assert kernel.result(cell).reply["ename"] == "SegmentationFault"
    check_alive(kernel)


# --- %%check ---------------------------------------------------------------


def test_what_a_checked_cell_did_stays(kernel):
    kernel.run("int done = 0;")
    kernel.run("%%check\ndone = 7;\nint late(void) { return done + 1; }\n"
               "int *p = NULL; *p = 1;")
    result = kernel.run("done + late()")
    shown = result.content("execute_result")[0]["data"]["text/plain"]
    assert shown == "15"


def test_functions_are_fast_again_afterwards(kernel):
    """Static variables go on where they were, in both directions."""
    kernel.run("int tick(void) { static int n; return ++n; }\ntick();")
    kernel.run("%%check\ntick();\nint tock(void) { static int n = 5; "
               "return ++n; }\ntock();")
    result = kernel.run("tick() * 10 + tock()")
    shown = result.content("execute_result")[0]["data"]["text/plain"]
    assert shown == "37"


# Nothing is wrong with these.
VALID = {
    "one past the end": "int a[4]; for (int *p = a; p != a + 4; p++) *p = 1;",
    "a loop downwards": "int a[4]; for (int *p = a + 3; p >= a; p--) *p = 1;",
    "indices from one": "double a[4], *b = a - 1;\n"
                        "for (int i = 1; i <= 4; i++) b[i] = i;",
    "a view": "gsl_vector *v = gsl_vector_calloc(10);\n"
              "gsl_vector_view w = gsl_vector_subvector_with_stride(v, 1, 3, "
              "3);\nfor (int i = 0; i < 3; i++) w.vector.data[i * "
              "w.vector.stride] = i;\ngsl_vector_free(v);",
    "a column of a matrix": "gsl_matrix *m = gsl_matrix_calloc(3, 4);\n"
                            "gsl_vector_view c = gsl_matrix_column(m, 3);\n"
                            "for (int i = 0; i < 3; i++) "
                            "*gsl_vector_ptr(&c.vector, i) = i;",
    "an array as a vector": "double d[6] = {3, 1, 2};\n"
                            "gsl_vector_view v = gsl_vector_view_array(d, 6);"
                            "\ngsl_sort_vector(&v.vector);",
    "realloc in a loop": "int *p = NULL; for (int n = 1; n < 200; n++) {\n"
                         "  p = realloc(p, n * sizeof *p); p[n - 1] = n; }\n"
                         "free(p);",
    "qsort": "int up(const void *a, const void *b) {\n"
             "  return *(const int *)a - *(const int *)b; }\n"
             "int a[5] = {5, 3, 4, 1, 2}; qsort(a, 5, sizeof *a, up);",
    "a variable number of arguments":
        "int sum(int n, ...) { va_list l; va_start(l, n); int s = 0;\n"
        "  while (n--) s += va_arg(l, int); va_end(l); return s; }\n"
        "sum(9, 1, 2, 3, 4, 5, 6, 7, 8, 9);",
    "a jump out of functions":
        "jmp_buf out; void deep(int n) { int room[8]; room[n % 8] = n;\n"
        "  if (n == 0) longjmp(out, 1); deep(n - 1); }\n"
        "int around(void) { int mine[4] = {1, 2, 3, 4};\n"
        "  if (setjmp(out) == 0) deep(20); return mine[3]; }\naround();",
    "structs that are copied": "struct s { int a[20]; double d; } x = {{1}}, "
                               "y; y = x; struct s *p = malloc(sizeof *p);\n"
                               "*p = y; x = *p; x = x;",
    "structs by value": "typedef struct { int v[40]; } big;\n"
                        "big twice(big b) { for (int i = 0; i < 40; i++) "
                        "b.v[i] *= 2; return b; }\n"
                        "big z = {{1, 2}}; twice(twice(z)).v[1];",
    "arrays on the stack": "int f(int n) { int v[n], *w = alloca(4 * n);\n"
                           "  for (int i = 0; i < n; i++) v[i] = w[i] = i;\n"
                           "  return v[n - 1] + w[n - 1]; }\nf(9);",
    "deep recursion": "int depth(int n) { int a[2] = {n, 1};\n"
                      "  return n ? depth(n - 1) + a[1] : 0; }\n"
                      "depth(20000);",
    "what a library allocates": "char *t = strdup(\"abc\"); t[2] = 'x';\n"
                                "free(t); FILE *m = fopen(\"/etc/passwd\", "
                                "\"r\"); char *l = NULL; size_t n = 0;\n"
                                "getline(&l, &n, m); l[0] = 'x'; free(l);\n"
                                "fclose(m);",
    "a struct with more behind it": "struct flex { int n; int v[]; };\n"
        "struct flex *f = malloc(sizeof *f + 4 * sizeof(int));\n"
        "for (int i = 0; i < 4; i++) f->v[i] = i;",
    "a text of a fixed width": "char id[4] = {'A', 'B', 'C', 'D'};\n"
                               "printf(\"%.4s\", id); strncmp(id, \"ABCD\", "
                               "4); char s[9]; snprintf(s, sizeof s, \"%.4s\","
                               " id);",
    "the environment": "char **e = environ; for (; *e; e++) strlen(*e);",
    "strtok and strtol": "char s[] = \"10 20 30\"; long n = 0;\n"
        "for (char *w = strtok(s, \" \"); w; w = strtok(NULL, \" \")) {\n"
        "  char *end; n += strtol(w, &end, 10); if (*end) n = 0; }\n"
        "char *c = strchr(s, '1'); *c = '2';",
    "a function by its address": "double half(double x) { return x / 2; }\n"
        "gsl_function F = {(double (*)(double, void *))half, NULL};\n"
        "double (*fs[2])(double) = {half, sqrt}; fs[0](1) + fs[1](4);",
    "a union": "union { double d; unsigned char b[8]; } u = {1};\n"
               "int n = 0; for (int i = 0; i < 8; i++) n += u.b[i];",
    "two dimensions as one": "double m[3][4]; double *p = &m[0][0];\n"
                             "for (int i = 0; i < 12; i++) p[i] = i;",
    "pointers to pointers": "char *names[] = {\"a\", \"b\", NULL};\n"
        "char **p = names; int n = 0; while (*p++) n++;",
    "a thread": "void *work(void *p) { int a[4] = {0}; a[3] = *(int *)p;\n"
                "  return malloc(a[3]); }\nint size = 20; pthread_t t;\n"
                "pthread_create(&t, NULL, work, &size);\n"
                "void *r; pthread_join(t, &r); free(r);",
    "threads in the same function":
        "double sums[4]; void *add(void *p) { double v[50]; long k = (long)p;\n"
        "  for (int r = 0; r < 200; r++) for (int i = 0; i < 50; i++) {\n"
        "    v[i] = i; sums[k] += v[i]; }\n  return p; }\npthread_t ts[4];\n"
        "for (long k = 0; k < 4; k++) pthread_create(&ts[k], NULL, add, "
        "(void *)k);\nfor (int k = 0; k < 4; k++) pthread_join(ts[k], NULL);",
    "alignment": "void *p; posix_memalign(&p, 64, 100); ((char *)p)[99] = 1;"
                 "\nfree(p); double *q = aligned_alloc(32, 64); q[7] = 1;\n"
                 "free(q); int *z = calloc(4, 4); z[3] = z[0]; free(z);",
}


@pytest.mark.parametrize("title", VALID)
def test_valid(kernel, title):
    includes = "#include <alloca.h>\n#include <setjmp.h>\n"
    result = kernel.run("%%check\n" + includes + VALID[title])
    assert result.reply["status"] == "ok", result.reply["evalue"]
    check_alive(kernel)


def test_cells_say_the_same_when_they_are_checked(tmp_path):
    """All of tests/cells in one session: nobody is accused, nothing differs."""
    session = Session(cwd=tmp_path)
    for path in sorted((HERE.parent / "cells").glob("*.cells")):
        for case in test_cells.read_cases(path):
            code = "\n".join(case["code"])
            if not code.lstrip().startswith("%%"):
                code = "%%check\n" + code
            outcome = session.run(code)
            seen = test_cells.outcome_lines(outcome)
            title = f"{path.name}: {case['title']}"
            wanted = case["!! "][0].partition(":")[0] if case["!! "] else ""
            assert outcome.ename == wanted, f"{title}: {outcome.evalue}"
            assert seen["-> "] == case["-> "], title
            assert seen[".. "] == case[".. "], title
    session.close()
