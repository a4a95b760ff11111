/* formula.c - from the text of NB_FN() to a tree. */
#include "formula.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "fail.h"
#include "number.h"
#include "utf8.h"

typedef struct Parser {
    nb_fn *fn;
    nb__program *program;
    const char *at;
    struct {
        const char *name;
        size_t length;
    } loops[NB__MAX_LOOPS];
    size_t loop_count;
} Parser;

static size_t parse_choice(Parser *p);

/* ---- Errors. ---- */

void nb__formula_fail(const nb_fn *fn, const char *at, const char *format,
                      ...) {
    char words[256];
    va_list args;
    va_start(args, format);
    nb__vformat(words, sizeof words, format, args);
    va_end(args);
    nb__buf where = {0};
    size_t shown = nb__utf8_whole(at, strnlen(at, 24));
    if (*at)
        nb__buf_printf(&where, "at \"%.*s%s\"", (int)shown, at,
                       at[shown] ? "..." : "");
    else
        nb__buf_puts(&where, "at the end");
    char place[64];
    (void)nb__format(place, sizeof place, "%s", where.data);
    nb__buf_done(&where);
    nb__fail("FormulaError", "%s, %s: %s.", fn->name, place, words);
}

/* ---- Words. ---- */

static void skip_blanks(Parser *p) {
    while (isspace((unsigned char)*p->at)) p->at++;
}

/* Letters of any alphabet: bytes above 127 belong to names. */
static int is_letter(char c) {
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static size_t name_length(const char *at) {
    size_t length = 0;
    if (isdigit((unsigned char)*at)) return 0;
    while (is_letter(at[length])) length++;
    return length;
}

static int take(Parser *p, const char *sign) {
    skip_blanks(p);
    size_t length = strlen(sign);
    if (strncmp(p->at, sign, length) != 0) return 0;
    p->at += length;
    return 1;
}

static void need(Parser *p, const char *sign) {
    if (!take(p, sign))
        nb__formula_fail(p->fn, p->at, "here a '%s' is missing", sign);
}

static int is_name(const char *at, size_t length, const char *name) {
    return strlen(name) == length && strncmp(at, name, length) == 0;
}

/* ---- Nodes. ---- */

static size_t add(Parser *p, nb__expr e) {
    nb__program *g = p->program;
    if (g->count == g->cap) {
        g->cap = g->cap ? 2 * g->cap : 32;
        g->nodes = nb__realloc(g->nodes, g->cap, sizeof *g->nodes);
    }
    g->nodes[g->count] = e;
    return g->count++;
}

static int is_int(Parser *p, size_t node) {
    return p->program->nodes[node].is_int;
}

static size_t parse_number(Parser *p) {
    const char *start = p->at;
    nb__expr e = {.kind = NB__EXPR_NUMBER, .is_int = 1, .text = start};
    if (start[0] == '0' && (start[1] == 'x' || start[1] == 'X')) {
        char *end;
        e.number = strtod(start, &end);
        p->at = end;
    } else {
        e.number = nb__parse_number(&p->at);
    }
    for (const char *c = start; c < p->at; c++)
        if (*c == '.' || ((*c == 'e' || *c == 'E' || *c == 'p') &&
                          start[1] != 'x'))
            e.is_int = 0;
    while (*p->at && strchr("lLuUfF", *p->at)) p->at++;
    return add(p, e);
}

/* ---- Names. ---- */

static const nb_capture *find_capture(Parser *p, const char *name,
                                      size_t length) {
    for (const nb_capture *c = p->fn->captures; c->name; c++)
        if (is_name(name, length, c->name)) return c;
    return NULL;
}

static int is_one_number(const nb_capture *c) {
    return c->kind >= 3 && c->kind <= 8;
}

static size_t parse_capture(Parser *p, const nb_capture *c, const char *start) {
    nb__expr e = {.kind = NB__EXPR_VARIABLE, .capture = c, .text = start};
    if (c->kind == 0)
        nb__formula_fail(p->fn, start,
                         "%s has a type that formulas do not know; numbers, "
                         "arrays of double or int, gsl_vector * and "
                         "gsl_matrix * are known",
                         c->name);
    if (is_one_number(c)) {
        e.is_int = c->kind >= 5;
        return add(p, e);
    }
    if (!take(p, "["))
        nb__formula_fail(p->fn, start,
                         "%s is no number; write %s for one of its elements",
                         c->name,
                         c->kind == 9    ? "nb_at(v, i)"
                         : c->kind == 10 ? "nb_at(A, i, j)"
                                         : "v[i]");
    if (c->kind == 9 || c->kind == 10)
        nb__formula_fail(p->fn, start,
                         "elements of %s are written nb_at(%s, i%s)", c->name,
                         c->name, c->kind == 10 ? ", j" : "");
    e.kind = NB__EXPR_ARRAY;
    e.a = parse_choice(p);
    need(p, "]");
    e.is_int = c->kind == 2 || c->kind == 12;
    return add(p, e);
}

static size_t parse_param(Parser *p, const char *start) {
    nb__expr e = {.kind = NB__EXPR_PARAM, .text = start};
    if (!p->program->is_array) return add(p, e);
    if (!take(p, "["))
        nb__formula_fail(p->fn, start,
                         "the parameter is an array; write %s[0] for its "
                         "first number",
                         p->program->param);
    e.kind = NB__EXPR_ELEMENT;
    e.a = parse_choice(p);
    need(p, "]");
    return add(p, e);
}

static size_t parse_name(Parser *p, const char *name, size_t length) {
    for (size_t i = p->loop_count; i > 0; i--)
        if (p->loops[i - 1].length == length &&
            strncmp(name, p->loops[i - 1].name, length) == 0)
            return add(p, (nb__expr){.kind = NB__EXPR_LOOP, .slot = i - 1,
                                     .is_int = 1, .text = name,
                                     .length = length});
    if (is_name(name, length, p->program->param)) return parse_param(p, name);
    const nb_capture *capture = find_capture(p, name, length);
    if (capture) return parse_capture(p, capture, name);
    static const struct {
        const char *name;
        double value;
    } known[] = {{"M_PI", M_PI}, {"M_E", M_E}, {"M_SQRT2", M_SQRT2},
                 {"M_LN2", M_LN2}, {"M_PI_2", M_PI_2}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (is_name(name, length, known[i].name))
            return add(p, (nb__expr){.kind = NB__EXPR_NUMBER,
                                     .number = known[i].value, .text = name,
                                     .length = length});
    nb__formula_fail(p->fn, name,
                     "\"%.*s\" is not known here; if it is a global variable, "
                     "name it behind the formula: NB_FN(%s, %s, ..., %.*s)",
                     (int)length, name, p->fn->name, p->fn->params,
                     (int)length, name);
}

/* ---- Calls. ---- */

/* nb_sum(i, from, to, term) */
static size_t parse_sum(Parser *p, const char *start) {
    skip_blanks(p);
    size_t length = name_length(p->at);
    if (length == 0)
        nb__formula_fail(p->fn, p->at, "nb_sum begins with a name, as in "
                                       "nb_sum(i, 0, n, term)");
    const char *name = p->at;
    p->at += length;
    nb__expr e = {.kind = NB__EXPR_SUM, .text = name, .length = length};
    need(p, ",");
    e.a = parse_choice(p);
    need(p, ",");
    e.b = parse_choice(p);
    need(p, ",");
    if (p->loop_count == NB__MAX_LOOPS)
        nb__formula_fail(p->fn, start, "sums inside of sums go %d deep",
                         NB__MAX_LOOPS);
    e.slot = p->loop_count++;
    p->loops[e.slot].name = name;
    p->loops[e.slot].length = length;
    e.c = parse_choice(p);
    p->loop_count--;
    need(p, ")");
    return add(p, e);
}

/* nb_at(v, i) and nb_at(A, i, j) */
static size_t parse_at(Parser *p, const char *start) {
    skip_blanks(p);
    size_t length = name_length(p->at);
    const nb_capture *c = find_capture(p, p->at, length);
    if (!c || (c->kind != 9 && c->kind != 10))
        nb__formula_fail(p->fn, p->at,
                         "elements are taken of a gsl_vector * or gsl_matrix * "
                         "that is named behind the formula");
    p->at += length;
    nb__expr e = {.kind = NB__EXPR_ARRAY, .capture = c, .text = start};
    need(p, ",");
    e.a = parse_choice(p);
    if (c->kind == 10) {
        need(p, ",");
        e.b = parse_choice(p);
    }
    need(p, ")");
    return add(p, e);
}

static char pair_of(const char *name, size_t length) {
    static const struct {
        const char *name;
        char op;
    } pairs[] = {{"pow", 'p'},   {"nb_pow", 'p'}, {"fmin", 'm'},
                 {"fmax", 'M'},  {"hypot", 'h'},  {"atan2", 't'},
                 {"nb_add", '+'}, {"nb_sub", '-'}, {"nb_mul", '*'},
                 {"nb_div", '/'}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (is_name(name, length, pairs[i].name)) return pairs[i].op;
    return 0;
}

static size_t parse_call(Parser *p, const char *name, size_t length) {
    if (is_name(name, length, "nb_sum")) return parse_sum(p, name);
    if (is_name(name, length, "nb_at") ||
        is_name(name, length, "gsl_vector_get") ||
        is_name(name, length, "gsl_matrix_get"))
        return parse_at(p, name);
    nb__expr e = {.text = name, .length = length};
    e.op = pair_of(name, length);
    e.function = nb__unary_find(name, length);
    if (!e.op && e.function == NB__UNARY_COUNT)
        nb__formula_fail(p->fn, name,
                         "there is no derivative of \"%.*s\"; write its "
                         "formula out instead of calling it",
                         (int)length, name);
    e.kind = !e.op                   ? NB__EXPR_UNARY
             : strchr("+-*/", e.op) ? NB__EXPR_BINARY
                                     : NB__EXPR_PAIR;
    e.a = parse_choice(p);
    if (e.op) {
        need(p, ",");
        e.b = parse_choice(p);
    }
    need(p, ")");
    return add(p, e);
}

/* ---- From the tightest to the loosest binding. ---- */

/* (double)a: looked for in front of everything else in parentheses. */
static int take_cast(Parser *p, int *ret_is_int) {
    const char *start = p->at;
    if (!take(p, "(")) return 0;
    skip_blanks(p);
    size_t length = name_length(p->at);
    int is_double = is_name(p->at, length, "double");
    *ret_is_int = is_name(p->at, length, "int") ||
                  is_name(p->at, length, "long");
    p->at += length;
    if ((is_double || *ret_is_int) && take(p, ")")) return 1;
    p->at = start;
    return 0;
}

static size_t parse_primary(Parser *p) {
    skip_blanks(p);
    const char *start = p->at;
    if (isdigit((unsigned char)*start) ||
        (*start == '.' && isdigit((unsigned char)start[1])))
        return parse_number(p);
    if (take(p, "(")) {
        size_t inner = parse_choice(p);
        need(p, ")");
        return inner;
    }
    size_t length = name_length(start);
    if (length == 0)
        nb__formula_fail(p->fn, start,
                         "here a number, a name or a '(' is missing");
    p->at += length;
    if (take(p, "(")) return parse_call(p, start, length);
    return parse_name(p, start, length);
}

static size_t parse_signed(Parser *p) {
    skip_blanks(p);
    const char *start = p->at;
    int to_int;
    if (take_cast(p, &to_int)) {
        nb__expr e = {.kind = NB__EXPR_CAST, .is_int = to_int, .text = start};
        e.a = parse_signed(p);
        return add(p, e);
    }
    if (take(p, "-")) {
        nb__expr e = {.kind = NB__EXPR_UNARY, .function = NB__UNARY_neg,
                      .text = start};
        e.a = parse_signed(p);
        e.is_int = is_int(p, e.a);
        return add(p, e);
    }
    if (take(p, "+")) return parse_signed(p);
    if (*p->at == '!' && p->at[1] != '=') {
        p->at++;
        nb__expr e = {.kind = NB__EXPR_NOT, .is_int = 1, .text = start};
        e.a = parse_signed(p);
        return add(p, e);
    }
    return parse_primary(p);
}

/* The operators of each level, loosest first; op is what the tree says. */
static const struct {
    const char *sign;
    char op;
    int level;
} operators[] = {{"||", '|', 0}, {"&&", '&', 1}, {"==", '=', 2},
                 {"!=", 'n', 2}, {"<=", 'l', 3}, {">=", 'g', 3},
                 {"<", '<', 3},  {">", '>', 3},  {"+", '+', 4},
                 {"-", '-', 4},  {"*", '*', 5},  {"/", '/', 5},
                 {"%", '%', 5}};

static char take_operator(Parser *p, int level) {
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (operators[i].level == level && take(p, operators[i].sign))
            return operators[i].op;
    return 0;
}

static size_t parse_level(Parser *p, int level) {
    if (level == 6) return parse_signed(p);
    size_t left = parse_level(p, level + 1);
    for (;;) {
        const char *start = p->at;
        char op = take_operator(p, level);
        if (!op) return left;
        nb__expr e = {.kind = NB__EXPR_BINARY, .op = op, .a = left,
                      .text = start};
        e.b = parse_level(p, level + 1);
        int both = is_int(p, e.a) && is_int(p, e.b);
        e.is_int = level < 4 || both;
        if (op == '%' && !both)
            nb__formula_fail(p->fn, start, "%% is for whole numbers");
        left = add(p, e);
    }
}

static size_t parse_choice(Parser *p) {
    size_t test = parse_level(p, 0);
    const char *start = p->at;
    if (!take(p, "?")) return test;
    nb__expr e = {.kind = NB__EXPR_CHOICE, .a = test, .text = start};
    e.b = parse_choice(p);
    need(p, ":");
    e.c = parse_choice(p);
    e.is_int = is_int(p, e.b) && is_int(p, e.c);
    return add(p, e);
}

/* ---- The whole. ---- */

/* "(const double *x)" or "(double x)" */
static void parse_params(Parser *p) {
    p->at = p->fn->params;
    need(p, "(");
    skip_blanks(p);
    if (strncmp(p->at, "const", 5) == 0 && !is_letter(p->at[5])) p->at += 5;
    int is_double = take(p, "double");
    p->program->is_array = take(p, "*");
    skip_blanks(p);
    size_t length = name_length(p->at);
    if (!is_double || length == 0 || length >= sizeof p->program->param)
        nb__formula_fail(p->fn, p->fn->params,
                         "the parameter must be (double *x) or (double x), "
                         "with any name");
    memcpy(p->program->param, p->at, length);
    p->at += length;
    if (take(p, "[")) {
        p->program->is_array = 1;
        while (*p->at && *p->at != ']') p->at++;
        need(p, "]");
    }
    if (!take(p, ")"))
        nb__formula_fail(p->fn, p->fn->params,
                         "there may be one parameter; more numbers go into an "
                         "array, (double *x)");
}

const nb__program *nb__program_of(nb_fn *fn) {
    if (fn->program) return fn->program;
    if (!nb__utf8_is_valid(fn->body))
        nb__fail("FormulaError",
                 "%s: the formula has bytes that are not UTF-8 text. Save the "
                 "file as UTF-8.",
                 fn->name);
    /* The tree is kept only when it is whole; what a failed attempt leaves
     * is a few bytes that the next one cannot use. */
    nb__program *program = nb__alloc(1, sizeof *program);
    Parser parser = {.fn = fn, .program = program};
    parse_params(&parser);
    parser.at = fn->body;
    program->root = parse_choice(&parser);
    skip_blanks(&parser);
    if (*parser.at)
        nb__formula_fail(fn, parser.at, "the formula should end here");
    fn->program = program;
    return program;
}
