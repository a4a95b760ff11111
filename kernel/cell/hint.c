#include "cell/hint.h"

#include "cell/advice.h"

/* --- what is it? --- */

static bool is_record(const Type *type) {
    TypeKind kind = type_kind(type);
    return kind == TYPE_STRUCT || kind == TYPE_UNION;
}

/* The name a reader knows the type by: gsl_vector, also of _gsl_vector_view
 * and struct gsl_function_struct. */
static Str name_of(const Type *type) {
    Str name = type->name;
    if (!name.len && is_record(type)) name = type_tag(type_strip(type))->name;
    while (name.len && name.text[0] == '_')
        name = (Str){name.text + 1, name.len - 1};
    return name;
}

static bool has_name(const Type *type, const char *name) {
    return str_is(name_of(type), name);
}

static bool begins_with(const Type *type, Str prefix) {
    return str_starts_with(name_of(type), prefix);
}

static bool ends_with(Str text, Str end) {
    return text.len >= end.len && memcmp(text.text + text.len - end.len,
                                         end.text, end.len) == 0;
}

static bool is_view(const Type *type) {
    return begins_with(type, STR("gsl_")) &&
           ends_with(name_of(type), STR("_view"));
}

static bool is_vector_or_matrix(const Type *type) {
    return begins_with(type, STR("gsl_vector")) ||
           begins_with(type, STR("gsl_matrix"));
}

static bool is_function(const Type *type) {
    const Type *bare = type_strip(type);
    if (bare->kind == TYPE_POINTER) bare = type_strip(bare->target);
    return bare->kind == TYPE_FUNCTION;
}

/* What the reader wrote, without the quotes; empty if it is too long. */
static Str bare_text(const Parser *parser, const Expr *value) {
    Str text = advice_text(parser, value->begin, parser->at);
    if (text.len < 2 || text.text[0] != '\'') return (Str){0};
    return (Str){text.text + 1, text.len - 2};
}

bool hint_is_strict(const Type *to, const Type *from) {
    const Type *target = type_strip(to)->target;
    if (type_is_arithmetic(target) && hint_is_gsl_array(from)) return true;
    return is_record(target) && (begins_with(target, STR("gsl_")) ||
                                 begins_with(target, STR("nb_")) ||
                                 has_name(target, "FILE") ||
                                 has_name(target, "IO_FILE"));
}

bool hint_is_gsl_array(const Type *type) {
    const Type *bare = type_strip(type);
    return bare->kind == TYPE_POINTER && is_record(bare->target) &&
           is_vector_or_matrix(bare->target);
}

bool hint_is_gsl_matrix(const Type *type) {
    return begins_with(type_strip(type)->target, STR("gsl_matrix"));
}

const char *hint_of_numbers(const Type *type) {
    return hint_is_gsl_matrix(type)
               ? "numbers become a matrix by nb_mat((1, 2), (3, 4))"
               : "numbers become a vector by nb_vec(1, 2, 3)";
}

Str hint_gsl_element(const Parser *parser, const Expr *value) {
    const Token *token = &parser->tokens[value->begin];
    bool is_index = value->op == PUNCT_LBRACKET && parse_is_name(token);
    if (!is_index || !is_record(value->type)) return (Str){0};
    const Symbol *symbol = parse_find(parser, token->text);
    bool is_one = symbol && symbol->type && hint_is_gsl_array(symbol->type);
    return is_one ? token->text : (Str){0};
}

/* --- a pointer is needed --- */

/* gsl_vector v; where gsl_vector *v = gsl_vector_alloc(n); was meant. */
static Str hint_address(const Parser *parser, const Type *target,
                        const Expr *value) {
    Arena *arena = parser->arena;
    Str text = bare_text(parser, value), name = name_of(target);
    Str maker = arena_printf(arena, "%.*s_alloc", STR_ARG(name));
    if (!value->is_lvalue || !text.len)
        return STR(": store it in a variable, and pass the address of that "
                   "with &");
    if (value->symbol && begins_with(target, STR("gsl_")) &&
        parse_find(parser, maker))
        return arena_printf(arena,
                            ": declare a pointer, '%.*s *%.*s = %.*s(...)' (or "
                            "write &%.*s if its members were set by hand)",
                            STR_ARG(name), STR_ARG(text), STR_ARG(maker),
                            STR_ARG(text));
    return arena_printf(arena, ": write &%.*s to pass its address",
                        STR_ARG(text));
}

static Str hint_of_view(const Parser *parser, const Type *target,
                        const Expr *value) {
    Str text = bare_text(parser, value);
    const char *part = begins_with(target, STR("gsl_matrix")) ? "matrix"
                                                              : "vector";
    if (value->is_lvalue && text.len)
        return arena_printf(parser->arena, ": it is a view, so write &%.*s.%s",
                            STR_ARG(text), part);
    return arena_printf(parser->arena,
                        ": this is a view; store it, '%.*s w = ...;', and then "
                        "&w.%s is the %s",
                        STR_ARG(name_of(value->type)), part, part);
}

static Str hint_of_function(const Parser *parser, const Type *target,
                            const Expr *value) {
    Str text = bare_text(parser, value);
    if (!text.len) text = STR("f");
    if (text.text[0] == '&') text = (Str){text.text + 1, text.len - 1};
    if (has_name(target, "gsl_function") ||
        has_name(target, "gsl_function_struct"))
        return arena_printf(parser->arena,
                            ": make one of it, 'gsl_function F = {%.*s, "
                            "NULL};', and pass &F",
                            STR_ARG(text));
    if (type_strip(target)->kind != TYPE_FUNCTION) return (Str){0};
    Buf shape = {0};
    type_print(type_strip(target), value->symbol ? text : STR("f"), &shape);
    Str ret = arena_printf(parser->arena, ": declare it as '%.*s'",
                           STR_ARG(buf_view(&shape)));
    buf_done(&shape);
    return ret;
}

Str hint_for_pointer(const Parser *parser, const Type *to, const Expr *value) {
    const Type *target = type_strip(to)->target;
    const Type *from = expr_decay(value->type, parser->arena);
    Str text = bare_text(parser, value);
    if (is_record(from) && is_view(from) && is_vector_or_matrix(target))
        return hint_of_view(parser, target, value);
    if (is_record(from) && type_equals(type_strip(from), type_strip(target)))
        return hint_address(parser, target, value);
    if (has_name(from, "nb_data") && has_name(target, "gsl_matrix") && text.len)
        return arena_printf(parser->arena, ": its numbers are %.*s.X",
                            STR_ARG(text));
    if (type_kind(from) != TYPE_POINTER) return (Str){0};
    const Type *given = type_strip(from)->target;
    bool is_address = value->op == PUNCT_AMP && value->is_unary;
    if (is_address && type_kind(given) == TYPE_POINTER &&
        type_equals(type_strip(type_strip(given)->target), type_strip(target)))
        return STR(": leave out the &");
    if (begins_with(target, STR("nb_mark")))
        return STR(": draw it with a mark, as in nb_plot(nb_line_y(x)) or "
                   "nb_plot(nb_dots(x, y))");
    if (begins_with(target, STR("nb_plot")))
        return STR(": what stands in a figure are plots, nb_plot(...)");
    if (is_function(from)) return hint_of_function(parser, target, value);
    if (type_kind(target) == TYPE_DOUBLE && is_vector_or_matrix(given) &&
        text.len)
        return arena_printf(parser->arena, ": its numbers are %.*s->data",
                            STR_ARG(text));
    if (has_name(target, "gsl_vector") && has_name(given, "gsl_matrix"))
        return STR(": nb_row(A, 0) and nb_col(A, 0) are vectors");
    if (has_name(target, "FILE") || has_name(target, "IO_FILE"))
        return STR(": that is stdout, stderr, or what fopen gave");
    if (has_name(target, "gsl_rng_type"))
        return STR(": these are names without quotes, such as gsl_rng_mt19937");
    return (Str){0};
}

/* --- a number or a struct is needed --- */

Str hint_for_number(const Parser *parser, const Type *to, const Expr *value) {
    Str text = bare_text(parser, value);
    bool is_complex = begins_with(value->type, STR("gsl_complex"));
    if (!text.len) text = STR("z");
    if (is_complex && type_is_complex(to))
        return arena_printf(parser->arena,
                            ": write GSL_REAL(%.*s) + GSL_IMAG(%.*s) * I",
                            STR_ARG(text), STR_ARG(text));
    if (is_complex)
        return arena_printf(parser->arena,
                            ": write GSL_REAL(%.*s) or GSL_IMAG(%.*s) for one "
                            "part of it, gsl_complex_abs(%.*s) for its size",
                            STR_ARG(text), STR_ARG(text), STR_ARG(text));
    if (begins_with(value->type, STR("gsl_vector")))
        return STR(": its elements are nb_at(v, i)");
    return STR(": name one of its members");
}

Str hint_for_record(const Parser *parser, const Type *to, const Expr *value) {
    const Type *from = expr_decay(value->type, parser->arena);
    Str text = bare_text(parser, value);
    if (type_kind(from) == TYPE_POINTER &&
        type_equals(type_strip(type_strip(from)->target), type_strip(to)))
        return STR(": declare a pointer, with a * before the name");
    if (has_name(to, "gsl_complex") && type_is_arithmetic(from) && text.len)
        return type_is_complex(from)
                   ? STR(": write nb_c(creal(z), cimag(z))")
                   : arena_printf(parser->arena, ": write nb_c(%.*s, 0)",
                                  STR_ARG(text));
    if (begins_with(to, STR("gsl_function")) && is_function(from) && text.len)
        return arena_printf(parser->arena, ": write {%.*s, NULL}, in braces",
                            STR_ARG(text));
    return (Str){0};
}

Str hint_for_operator(const Parser *parser, TokenId op, const Type *record) {
    const char *verb = op == PUNCT_PLUS    ? "add"
                       : op == PUNCT_MINUS ? "sub"
                       : op == PUNCT_STAR  ? "mul"
                       : op == PUNCT_SLASH ? "div"
                                           : NULL;
    if (op == PUNCT_EQ || op == PUNCT_NE)
        return STR("compare its members one by one");
    if (!has_name(record, "gsl_complex") || !verb)
        return STR("work on its members one by one");
    return arena_printf(parser->arena,
                        "write gsl_complex_%s(a, b), or gsl_complex_%s_real(a, "
                        "x) where one is a plain number",
                        verb, verb);
}
