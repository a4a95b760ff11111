/* formulatex.c - the text of NB_FN() as mathematics. */
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "fail.h"
#include "formula.h"
#include "func.h"
#include "number.h"

typedef struct Writer {
    const nb__program *program;
    nb__buf *buf;
} Writer;

/* How tightly the outermost operation of a node binds. */
enum {
    LOOSE,   /* ?: and comparisons */
    SUMMED,  /* + and - */
    TIMES,   /* products, sums over an index, a leading minus */
    POWERED, /* a power, a fraction */
    ATOM
};

static void write(Writer *w, size_t node, int needed);

static int binding(const nb__expr *e) {
    switch (e->kind) {
    case NB__EXPR_BINARY:
        if (strchr("+-", e->op)) return SUMMED;
        if (strchr("*%", e->op)) return TIMES;
        return e->op == '/' ? POWERED : LOOSE;
    case NB__EXPR_CHOICE: return LOOSE;
    case NB__EXPR_NOT:
    case NB__EXPR_SUM: return TIMES;
    case NB__EXPR_PAIR: return e->op == 'p' ? POWERED : ATOM;
    case NB__EXPR_CAST: return POWERED;
    case NB__EXPR_UNARY:
        if (e->function == NB__UNARY_neg) return TIMES;
        if (e->function == NB__UNARY_sq || e->function == NB__UNARY_exp)
            return POWERED;
        return ATOM;
    default: return ATOM;
    }
}

static const nb__expr *node_of(Writer *w, size_t node) {
    return &w->program->nodes[node];
}

/* Greek letters by name; other names of several letters upright. */
static void write_name(Writer *w, const char *name, size_t length) {
    static const char *const greek[][2] = {
        {"\u03b1", "\\alpha"},   {"\u03b2", "\\beta"},   {"\u03b3", "\\gamma"},
        {"\u03b4", "\\delta"},   {"\u03b5", "\\epsilon"}, {"\u03b6", "\\zeta"},
        {"\u03b7", "\\eta"},     {"\u03b8", "\\theta"},  {"\u03ba", "\\kappa"},
        {"\u03bb", "\\lambda"},  {"\u03bc", "\\mu"},     {"\u03bd", "\\nu"},
        {"\u03be", "\\xi"},      {"\u03c0", "\\pi"},     {"\u03c1", "\\rho"},
        {"\u03c3", "\\sigma"},   {"\u03c4", "\\tau"},    {"\u03c6", "\\phi"},
        {"\u03c7", "\\chi"},     {"\u03c8", "\\psi"},    {"\u03c9", "\\omega"}};
    for (size_t i = 0; i < sizeof greek / sizeof *greek; i++)
        if (strlen(greek[i][0]) == length &&
            strncmp(name, greek[i][0], length) == 0) {
            nb__buf_puts(w->buf, greek[i][1]);
            return;
        }
    if (length == 1) {
        nb__buf_add(w->buf, name, 1);
        return;
    }
    nb__buf_puts(w->buf, "\\mathrm{");
    for (size_t i = 0; i < length; i++) {
        if (name[i] == '_') nb__buf_puts(w->buf, "\\");
        nb__buf_add(w->buf, name + i, 1);
    }
    nb__buf_puts(w->buf, "}");
}

static void write_number(Writer *w, const nb__expr *e) {
    if (e->length) { /* M_PI, M_E ... */
        const char *name = e->text + 2;
        if (strncmp(name, "PI_2", 4) == 0)
            nb__buf_puts(w->buf, "\\frac{\\pi}{2}");
        else if (strncmp(name, "PI", 2) == 0)
            nb__buf_puts(w->buf, "\\pi");
        else if (strncmp(name, "SQRT2", 5) == 0)
            nb__buf_puts(w->buf, "\\sqrt{2}");
        else if (strncmp(name, "LN2", 3) == 0)
            nb__buf_puts(w->buf, "\\ln 2");
        else
            nb__buf_puts(w->buf, "e");
        return;
    }
    char text[NB_NUMBER_SIZE];
    nb_number(e->number, text);
    nb__buf_latex_number(w->buf, text);
}

static void in_braces(Writer *w, const char *before, size_t node) {
    nb__buf_printf(w->buf, "%s{", before);
    write(w, node, LOOSE);
    nb__buf_puts(w->buf, "}");
}

static void write_index(Writer *w, const nb__expr *e) {
    nb__buf_puts(w->buf, "_{");
    write(w, e->a, LOOSE);
    if (e->capture && e->capture->kind == 10) {
        nb__buf_puts(w->buf, ",");
        write(w, e->b, LOOSE);
    }
    nb__buf_puts(w->buf, "}");
}

static void write_call(Writer *w, const char *name, size_t node) {
    nb__buf_printf(w->buf, "%s\\left(", name);
    write(w, node, LOOSE);
    nb__buf_puts(w->buf, "\\right)");
}

static void write_unary(Writer *w, const nb__expr *e) {
    static const char *const latex[NB__UNARY_COUNT] = {
        [NB__UNARY_sin] = "\\sin",         [NB__UNARY_cos] = "\\cos",
        [NB__UNARY_tan] = "\\tan",         [NB__UNARY_asin] = "\\arcsin",
        [NB__UNARY_acos] = "\\arccos",     [NB__UNARY_atan] = "\\arctan",
        [NB__UNARY_sinh] = "\\sinh",       [NB__UNARY_cosh] = "\\cosh",
        [NB__UNARY_tanh] = "\\tanh",       [NB__UNARY_log] = "\\ln",
        [NB__UNARY_sigmoid] = "\\sigma"};
    switch (e->function) {
    case NB__UNARY_neg:
        nb__buf_puts(w->buf, "-");
        write(w, e->a, TIMES);
        break;
    case NB__UNARY_sq:
        write(w, e->a, ATOM);
        nb__buf_puts(w->buf, "^{2}");
        break;
    case NB__UNARY_exp: in_braces(w, "e^", e->a); break;
    case NB__UNARY_sqrt: in_braces(w, "\\sqrt", e->a); break;
    case NB__UNARY_abs:
        nb__buf_puts(w->buf, "\\left|");
        write(w, e->a, LOOSE);
        nb__buf_puts(w->buf, "\\right|");
        break;
    default:
        if (latex[e->function]) {
            write_call(w, latex[e->function], e->a);
            break;
        }
        nb__buf_printf(w->buf, "\\operatorname{%s}",
                       nb__unary_name(e->function));
        write_call(w, "", e->a);
    }
}

/* Two numbers side by side need a sign between them: 2 \cdot 3, but 2 x. */
static int begins_with_digit(Writer *w, size_t node) {
    const nb__expr *e = node_of(w, node);
    while (e->kind == NB__EXPR_BINARY && strchr("*", e->op))
        e = node_of(w, e->a);
    if (e->kind == NB__EXPR_UNARY && e->function == NB__UNARY_sq)
        return begins_with_digit(w, e->a);
    if (e->kind == NB__EXPR_PAIR) return begins_with_digit(w, e->a);
    return e->kind == NB__EXPR_NUMBER && !e->length;
}

static void write_binary(Writer *w, const nb__expr *e) {
    static const struct {
        char op;
        const char *latex;
    } signs[] = {{'+', " + "},     {'-', " - "},      {'%', " \\bmod "},
                 {'<', " < "},     {'>', " > "},      {'l', " \\le "},
                 {'g', " \\ge "},  {'=', " = "},      {'n', " \\ne "},
                 {'&', " \\land "}, {'|', " \\lor "}};
    if (e->op == '/') {
        /* C throws the rest away. */
        if (e->is_int) nb__buf_puts(w->buf, "\\left\\lfloor ");
        in_braces(w, "\\frac", e->a);
        in_braces(w, "", e->b);
        if (e->is_int) nb__buf_puts(w->buf, "\\right\\rfloor ");
        return;
    }
    int level = binding(e);
    write(w, e->a, level);
    if (e->op == '*')
        nb__buf_puts(w->buf, begins_with_digit(w, e->b) ? " \\cdot " : " ");
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].op == e->op) nb__buf_puts(w->buf, signs[i].latex);
    write(w, e->b, e->op == '+' ? level : level + 1);
}

static void write_pair(Writer *w, const nb__expr *e) {
    static const char names[][8] = {"\\min", "\\max", "hypot", "atan2"};
    if (e->op == 'p') {
        write(w, e->a, ATOM);
        in_braces(w, "^", e->b);
        return;
    }
    if (e->op == 'h' || e->op == 't')
        nb__buf_printf(w->buf, "\\operatorname{%s}",
                       names[e->op == 'h' ? 2 : 3]);
    else
        nb__buf_puts(w->buf, names[e->op == 'm' ? 0 : 1]);
    nb__buf_puts(w->buf, "\\left(");
    write(w, e->a, LOOSE);
    nb__buf_puts(w->buf, ", ");
    write(w, e->b, LOOSE);
    nb__buf_puts(w->buf, "\\right)");
}

static void write_sum(Writer *w, const nb__expr *e) {
    nb__buf_puts(w->buf, "\\sum_{");
    write_name(w, e->text, e->length);
    nb__buf_puts(w->buf, "=");
    write(w, e->a, LOOSE);
    nb__buf_puts(w->buf, "}^{");
    write(w, e->b, SUMMED);
    nb__buf_puts(w->buf, " - 1} ");
    write(w, e->c, TIMES);
}

static void write_choice(Writer *w, const nb__expr *e) {
    nb__buf_puts(w->buf, "\\begin{cases}");
    write(w, e->b, LOOSE);
    nb__buf_puts(w->buf, " & \\text{if } ");
    write(w, e->a, LOOSE);
    nb__buf_puts(w->buf, " \\\\ ");
    write(w, e->c, LOOSE);
    nb__buf_puts(w->buf, " & \\text{else}\\end{cases}");
}

static void write_node(Writer *w, const nb__expr *e) {
    switch (e->kind) {
    case NB__EXPR_NUMBER: write_number(w, e); break;
    case NB__EXPR_PARAM:
        write_name(w, w->program->param, strlen(w->program->param));
        break;
    case NB__EXPR_ELEMENT:
        write_name(w, w->program->param, strlen(w->program->param));
        write_index(w, e);
        break;
    case NB__EXPR_VARIABLE:
        write_name(w, e->capture->name, strlen(e->capture->name));
        break;
    case NB__EXPR_ARRAY:
        write_name(w, e->capture->name, strlen(e->capture->name));
        write_index(w, e);
        break;
    case NB__EXPR_LOOP: write_name(w, e->text, e->length); break;
    case NB__EXPR_BINARY: write_binary(w, e); break;
    case NB__EXPR_NOT:
        nb__buf_puts(w->buf, "\\lnot ");
        write(w, e->a, ATOM);
        break;
    case NB__EXPR_CHOICE: write_choice(w, e); break;
    case NB__EXPR_UNARY: write_unary(w, e); break;
    case NB__EXPR_PAIR: write_pair(w, e); break;
    case NB__EXPR_CAST: write(w, e->a, POWERED); break;
    case NB__EXPR_SUM: write_sum(w, e); break;
    }
}

static void write(Writer *w, size_t node, int needed) {
    const nb__expr *e = node_of(w, node);
    int is_loose = binding(e) < needed;
    if (is_loose) nb__buf_puts(w->buf, "\\left(");
    write_node(w, e);
    if (is_loose) nb__buf_puts(w->buf, "\\right)");
}

/* f tells who it is when it is called; any point that has enough numbers will
 * do. A formula that looks beyond them reads these zeros. */
static nb_fn *formula_of(nb_func f) {
    static const double point[64] = {0};
    nb__func_ask(&f, point, sizeof point / sizeof *point);
    if (f.kind != NB__FUNC_formula)
        nb__fail("DomainError",
                 "nb_fn_tex: the function was not defined by NB_FN(), so its "
                 "formula is not known.");
    return f.fn;
}

void nb__fn_tex(nb_func f) {
    nb_fn *fn = formula_of(f);
    nb__buf latex = {0};
    Writer w = {nb__program_of(fn), &latex};
    nb__buf_puts(&latex, "$$");
    write_name(&w, fn->name, strlen(fn->name));
    nb__buf_puts(&latex, "(");
    write_name(&w, w.program->param, strlen(w.program->param));
    nb__buf_puts(&latex, ") = ");
    write(&w, w.program->root, LOOSE);
    nb__buf_puts(&latex, "$$");
    nb_latex(latex.data);
    nb__buf_done(&latex);
}
