"""What a reader does in a long session: mixed cells, as many as one likes.

Each kind of cell is a function of the cell's number that gives its code and
what is to come of it. Names are few and come again and again, as in a notebook
that is worked on, so a session that has seen them all has no reason to grow.
"""

import dataclasses

NAMES = 25


@dataclasses.dataclass
class Cell:
    code: str
    ename: str = ""  # of the error; "": none
    value: str | None = None  # what is shown as Out[n]
    text: str | None = None  # what is printed
    displays: int = 0
    answers: tuple = ()  # to the questions that it asks
    is_stopped: bool = False  # by the stop button, when it has printed


def define_function(i):
    k = i % NAMES
    return Cell(f"int f{k}(int x) {{ return x * {i} + 1; }}\nf{k}(3)",
                value=str(3 * i + 1))


def define_variable(i):
    kind, shown = [("int", str(i)), ("double", f"{i}.5"), ("char *", '"text"'),
                   ("long", str(i))][i % 4]
    start = {"double": f"{i}.5", "char *": '"text"'}.get(kind, str(i))
    return Cell(f"{kind} v{i % NAMES} = {start};\nv{i % NAMES}", value=shown)


def define_type(i):
    """What uses the type is compiled again each time."""
    more = "int more; " if i % 2 else ""
    return Cell(f"typedef struct part {{ {more}int n; }} part;\n"
                "int of(part p) { return p.n; }\n"
                f"of((part){{.n = {i}}})", value=str(i))


def define_macro(i):
    return Cell(f"#define SIZE {i % 90 + 10}\n"
                "int room(void) { return SIZE; }\nroom()",
                value=str(i % 90 + 10))


def work_on_values(i):
    return Cell(f"total = 0; for (int k = 0; k < 1000; k++) total += k % {i % 7 + 2};"
                f"\ntotal >= 0", value="1")


def mistake(i):
    return Cell(f"int n{i % NAMES} = undeclared_{i % NAMES};",
                ename="CompileError")


def syntax_mistake(i):
    return Cell(f"double g{i % NAMES}(double x) {{ return x *; }}",
                ename="CompileError")


def null_pointer(i):
    return Cell("total = -1; int *p = NULL;\n*p = 1;",
                ename="SegmentationFault")


def endless_recursion(i):
    return Cell("int down(int n) { return down(n + 1) + 1; }\ndown(0)",
                ename="StackOverflow")


def give_up(i):
    return Cell("total = -1; abort();", ename="Aborted")


def divide_by_zero(i):
    return Cell("int zero = 0; 5 / zero", ename="DivisionByZero")


def bad_argument(i):
    return Cell("gsl_vector_get(pair, 9)", ename="GSL_EINVAL")


def stopped(i):
    return Cell('printf("on its way\\n"); for (;;);',
                ename="KeyboardInterrupt", is_stopped=True)


def plot(i):
    return Cell(f"nb_scope {{\n  gsl_vector *x = nb_linspace(0, {i % 9 + 1}, 50);\n"
                f"  nb_show(nb_plot(nb_line(x, x), .title = \"{i}\"));\n}}",
                displays=1)


def show(i):
    return Cell("gsl_matrix *A = gsl_matrix_calloc(3, 3); nb_show(A); "
                "gsl_matrix_free(A);", displays=1)


def ask(i):
    return Cell('int a, b; scanf("%d %d", &a, &b);\na + b',
                answers=(f"{i} 1",), value=str(i + 1))


def lines(i):
    return Cell(f'for (int k = 0; k < 300; k++) printf("{i} line %d\\n", k);',
                text="".join(f"{i} line {k}\n" for k in range(300)))


def undo(i):
    return Cell("%undo")


def large(i):
    return Cell("size_t many = 32 << 20; char *room = malloc(many);\n"
                "memset(room, 1, many); free(room);")


def small_blocks(i):
    return Cell("char *block[500];\n"
                "for (int k = 0; k < 500; k++) block[k] = malloc(100 + k);\n"
                "for (int k = 0; k < 500; k++) free(block[k]);")


def algebra(i):
    return Cell("gsl_matrix *M = nb_mat((4, 1), (1, 3)); gsl_vector *y = nb_vec(1, 2);\n"
                "gsl_vector *s = nb_solve(M, y); double first = s->data[0];\n"
                "gsl_vector_free(s); gsl_vector_free(y); gsl_matrix_free(M);\n"
                "first > 0.09 && first < 0.1", value="1")


def thread(i):
    return Cell("void *run(void *p) { return p; } pthread_t t;\n"
                "pthread_create(&t, NULL, run, NULL); pthread_join(t, NULL);")


def file(i):
    return Cell('FILE *file = tmpfile(); fputs("text", file); fclose(file);')


def program(i):
    return Cell('!echo hello', text="hello\n")


def hot(i):
    """Long enough to be compiled once more."""
    return Cell(f"double sum = 0;\nfor (int k = 1; k < 3000000; k++) "
                f"sum += 1.0 / k / {i};\nsum > 0", value="1")


def checked(i):
    return Cell("%%check\nint six[6]; for (int k = 0; k < 6; k++) six[k] = k;"
                "\nsix[5]", value="5")


def magic(i):
    return Cell("%who")


# How often, beside each other; what takes long is rare.
KINDS = {define_function: 4, define_variable: 4, define_type: 4,
         define_macro: 4, work_on_values: 6, mistake: 4, syntax_mistake: 4,
         null_pointer: 3, endless_recursion: 1, give_up: 3,
         divide_by_zero: 3, bad_argument: 3, stopped: 3, plot: 5, show: 5,
         ask: 4, lines: 4, undo: 4, large: 2, small_blocks: 4, algebra: 4,
         thread: 3, file: 3, program: 3, hot: 2, checked: 2, magic: 3}

BEGIN = Cell("long total = 0; gsl_vector *pair = gsl_vector_alloc(2);")


def mixed(rng):
    """Cells without end: for the same rng, the same ones."""
    kinds, weights = list(KINDS), list(KINDS.values())
    number = 0
    while True:
        number += 1
        kind = rng.choices(kinds, weights)[0]
        if kind is undo:
            yield Cell("int passing = 0;")
        yield kind(number)
