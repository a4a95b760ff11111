#include "cell/suspect.h"

#include <string.h>

#include "cell/advice.h"
#include "cell/flow.h"
#include "cell/hint.h"
#include "cell/lexer.h"
#include "cell/literal.h"
#include "cell/nearest.h"

static bool is_record(const Type *type) {
    const Type *bare = type_strip(type);
    return bare->kind == TYPE_STRUCT || bare->kind == TYPE_UNION;
}

static bool is_pointer(const Type *type) {
    return type_kind(type) == TYPE_POINTER;
}

static Str value_text(const Parser *parser, const Expr *value) {
    return advice_text(parser, value->begin, parser->at);
}

/* --- a value where another kind is needed --- */

bool suspect_element(Parser *parser, const Expr *value) {
    Str name = hint_gsl_element(parser, value);
    if (!name.len) return false;
    const Symbol *symbol = parse_find(parser, name);
    bool is_matrix = hint_is_gsl_matrix(symbol->type);
    parse_problem(parser, &parser->tokens[value->begin],
                  "'%.*s' is a %.*s *, not an array: its elements are "
                  "nb_at(%.*s, %s)",
                  STR_ARG(name),
                  STR_ARG(type_strip(symbol->type)->target->name),
                  STR_ARG(name), is_matrix ? "i, j" : "i");
    return true;
}

/* The pointer that is needed; that the callee leaves alone what it points to
 * is of no interest here. */
static const Type *needed_pointer(const Parser *parser, const Type *to) {
    const Type *target = type_strip(to)->target;
    if (!type_is_const(target)) return to;
    return type_pointer(type_unqualify(target, parser->arena), parser->arena);
}

/* A struct or nothing at all where a number or a pointer is needed. */
static bool suspect_whole(Parser *parser, const Type *to, const Expr *value) {
    if (suspect_element(parser, value)) return false;
    const Token *at = &parser->tokens[value->begin];
    const Type *needed = is_pointer(to) ? needed_pointer(parser, to) : to;
    Str wanted = advice_a_type(parser, needed);
    if (type_strip(value->type)->kind == TYPE_VOID)
        return parse_problem(parser, at,
                             "%.*s gives no value (its type is void), but "
                             "%.*s is needed here",
                             STR_ARG(value_text(parser, value)),
                             STR_ARG(wanted));
    Str given = advice_type(parser, value->type);
    Str hint = is_pointer(to) ? hint_for_pointer(parser, to, value)
                              : hint_for_number(parser, to, value);
    return parse_problem(parser, at,
                         "%.*s is a whole %.*s, but %.*s is needed here%.*s",
                         STR_ARG(value_text(parser, value)), STR_ARG(given),
                         STR_ARG(wanted), STR_ARG(hint));
}

static bool is_text_pointer(const Type *to) {
    return type_kind(type_strip(to)->target) == TYPE_CHAR;
}

/* printf(x), puts(x) */
static bool is_printed(const Parser *parser, uint32_t begin) {
    const Token *token = &parser->tokens[begin];
    return begin > 1 && token_is(token - 1, PUNCT_LPAREN) &&
           (str_is(token[-2].text, "printf") || str_is(token[-2].text, "puts"));
}

/* A number stands where a pointer is needed. */
static Str words_for_pointer(const Parser *parser, uint32_t begin,
                             const Type *to, const Expr *value) {
    Arena *arena = parser->arena;
    const Token *token = &parser->tokens[begin];
    Str text = value_text(parser, value);
    Str wanted = advice_type(parser, needed_pointer(parser, to));
    Str given = advice_a_type(parser, value->type);
    bool is_one = value->symbol && value->is_lvalue;
    if (token->kind == TOK_CHAR && begin + 1 == parser->at)
        return STR("single quotes hold one character, but text is needed "
                   "here: text stands in double quotes, \"...\"");
    if (is_text_pointer(to))
        return arena_printf(arena,
                            "text (%.*s) is needed here, but %.*s is %.*s%s",
                            STR_ARG(wanted), STR_ARG(text), STR_ARG(given),
                            is_printed(parser, begin)
                                ? ": a number is printed with "
                                  "printf(\"%d\", n) or printf(\"%g\", x)"
                                : "");
    bool is_target = type_equals(type_strip(type_strip(to)->target),
                                 type_strip(value->type));
    const char *hint = "";
    if (is_target && value->base && value->op == PUNCT_LBRACKET)
        hint = ": leave out the index to pass the whole array";
    else if (is_target && is_one)
        hint = ": write & before it to pass its address";
    else if (is_target && value->op == PUNCT_STAR && value->is_unary)
        hint = ": leave out the *";
    else if (type_strip(type_strip(to)->target)->kind == TYPE_FUNCTION &&
             value->op == PUNCT_LPAREN)
        hint = ": the name alone, without ( ), is the function itself";
    else if (hint_is_gsl_array(to) && type_is_arithmetic(value->type))
        hint = hint_is_gsl_matrix(to)
                   ? ": nb_mat((1, 2), (3, 4)) makes one of numbers"
                   : ": nb_vec(1, 2, 3) makes one of numbers";
    return arena_printf(arena,
                        "a pointer (%.*s) is needed here, but %.*s is %.*s%s",
                        STR_ARG(wanted), STR_ARG(text), STR_ARG(given), hint);
}

static void suspect_pointer_needed(Parser *parser, uint32_t begin,
                                   const Type *to, const Expr *value) {
    if (value->is_constant && value->value == 0) return;
    Str words = words_for_pointer(parser, begin, to, value);
    advice_suspect(parser, begin, parser->at, "%.*s", STR_ARG(words));
}

/* A text stands where a number is needed. */
static Str words_for_text(const Parser *parser, uint32_t begin,
                          const Type *to) {
    Str text = parser->tokens[begin].text;
    bool is_letter = text.len == 3 || (text.len == 4 && text.text[1] == '\\');
    if (type_kind(to) == TYPE_CHAR)
        return STR("this is text, but a char is one character: write it in "
                   "single quotes, as in 'a', or declare a char * or "
                   "char [...] for text");
    return arena_printf(parser->arena,
                        "this is text, but a number (%.*s) is needed here%s",
                        STR_ARG(advice_type(parser, to)),
                        is_letter && type_is_integer(to)
                            ? ": one character stands in single quotes, 'a'"
                        : type_is_floating(to)
                            ? ": leave out the quotes, or read the number out "
                              "of a text with atof(s)"
                            : "");
}

/* A pointer, an array or a function stands where a number is needed. */
static Str words_for_number(const Parser *parser, uint32_t begin,
                            const Type *to, const Expr *value) {
    Arena *arena = parser->arena;
    const Type *from = type_strip(value->type);
    Str text = value_text(parser, value), wanted = advice_a_type(parser, to);
    const Token *before = &parser->tokens[begin - (begin > 0)];
    bool is_argument = token_is(before, PUNCT_LPAREN) ||
                       token_is(before, PUNCT_COMMA);
    if (value->is_text) return words_for_text(parser, begin, to);
    if (from->kind == TYPE_ARRAY)
        return arena_printf(arena,
                            "%.*s is a whole array, but one %.*s is needed "
                            "here: give an index, as in [0]",
                            STR_ARG(text), STR_ARG(advice_type(parser, to)));
    if (from->kind == TYPE_FUNCTION)
        return arena_printf(arena,
                            "%.*s is a function that is not called: write its "
                            "arguments in parentheses behind it",
                            STR_ARG(text));
    if (value->op == PUNCT_AMP && value->is_unary)
        return arena_printf(arena,
                            "& gives an address, but %.*s is needed here: "
                            "leave out the &",
                            STR_ARG(wanted));
    if (is_record(from->target) || type_kind(from->target) == TYPE_VOID)
        return arena_printf(arena,
                            "%.*s is a pointer (%.*s), but %.*s is needed "
                            "here%s",
                            STR_ARG(text), STR_ARG(advice_type(parser, from)),
                            STR_ARG(wanted),
                            value->op == PUNCT_LPAREN && !is_argument
                                ? ": keep it in a pointer of that type"
                            : !hint_is_gsl_array(from) ? ""
                            : hint_is_gsl_matrix(from)
                                ? ": one of its numbers is nb_at(m, i, j)"
                                : ": one of its numbers is nb_at(v, i)");
    return arena_printf(arena,
                        "%.*s is a pointer (%.*s), but %.*s is needed here: "
                        "write * before it to use what it points to",
                        STR_ARG(text), STR_ARG(advice_type(parser, from)),
                        STR_ARG(wanted));
}

static void suspect_number_needed(Parser *parser, uint32_t begin,
                                  const Type *to, const Expr *value) {
    Str words = words_for_number(parser, begin, to, value);
    advice_suspect(parser, begin, parser->at, "%.*s", STR_ARG(words));
}

bool suspect_kinds(Parser *parser, const Token *at, const Type *to,
                   const Expr *value) {
    uint32_t begin = (uint32_t)(at - parser->tokens);
    Str words = type_kind(to) == TYPE_POINTER
                    ? words_for_pointer(parser, begin, to, value)
                    : words_for_number(parser, begin, to, value);
    return parse_problem(parser, at, "%.*s", STR_ARG(words));
}

/* Where the pointer must be what it is, it is an error at once. */
static bool suspect_other_pointer(Parser *parser, uint32_t begin,
                                  const Type *to, const Expr *value) {
    const Type *from = expr_decay(value->type, parser->arena);
    const Type *a = type_strip(type_strip(to)->target);
    const Type *b = type_strip(type_strip(from)->target);
    bool loses_const = type_is_const(type_strip(from)->target) &&
                       !type_is_const(type_strip(to)->target);
    if (loses_const)
        advice_suspect(parser, begin, parser->at,
                       "what %.*s points to is const, not to be changed, but "
                       "the %.*s that gets it may change it: declare that one "
                       "const, too",
                       STR_ARG(value_text(parser, value)),
                       STR_ARG(advice_type(parser, to)));
    if (a->kind == TYPE_VOID || b->kind == TYPE_VOID || type_equals(a, b))
        return true;
    if (b->kind == TYPE_UNKNOWN || a->kind == TYPE_UNKNOWN) return true;
    /* A struct that a library only declares may be defined here. */
    if (is_record(a) && is_record(b) &&
        str_equals(type_tag(a)->name, type_tag(b)->name))
        return true;
    if (b->kind == TYPE_ARRAY && value->op == PUNCT_AMP &&
        type_equals(a, b->target)) {
        advice_suspect(parser, begin, parser->at,
                       "an array is a pointer to its first element already: "
                       "leave out the &");
        return true;
    }
    Str text = value_text(parser, value);
    Str hint = hint_for_pointer(parser, to, value);
    Str wanted = advice_a_type(parser, needed_pointer(parser, to));
    if (hint_is_strict(to, from))
        return parse_problem(parser, &parser->tokens[begin],
                             "%.*s is %.*s, but %.*s is needed here%.*s",
                             STR_ARG(text),
                             STR_ARG(advice_a_type(parser, from)),
                             STR_ARG(wanted), STR_ARG(hint));
    advice_suspect(parser, begin, parser->at,
                   "%.*s is %.*s, but %.*s is needed here%.*s", STR_ARG(text),
                   STR_ARG(advice_a_type(parser, from)), STR_ARG(wanted),
                   STR_ARG(hint));
    return true;
}

static void suspect_array_value(Parser *parser, uint32_t begin,
                                const Type *to, const Expr *value) {
    TypeKind element = type_kind(type_strip(to)->target);
    bool is_letters = element == TYPE_CHAR || element == TYPE_UCHAR ||
                      element == TYPE_SCHAR;
    if (value->is_text && is_letters) return;
    bool is_open = type_strip(to)->extent == EXTENT_OPEN &&
                   parser->tokens[begin].kind != TOK_STRING;
    if (is_open && type_strip(value->type)->kind != TYPE_ARRAY &&
        parser->tokens[begin].kind != TOK_CHAR)
        parse_problem(parser, &parser->tokens[begin],
                      "the elements of an array stand in braces: {1, 2, 3}");
    else if (is_letters && parser->tokens[begin].kind == TOK_CHAR)
        parse_problem(parser, &parser->tokens[begin],
                      "single quotes hold one character; the text of an array "
                      "stands in double quotes, \"...\"");
    else
        advice_suspect(parser, begin, parser->at,
                       "an array cannot be made from one value: list its "
                       "elements in braces, {1, 2, 3}, or copy another array "
                       "with memcpy or a loop");
}

/* nb_load(digits) */
static void suspect_bare_text(Parser *parser, uint32_t begin,
                              const Type *to) {
    const Token *token = &parser->tokens[begin];
    if (parser->at != begin + 1 || !parse_is_name(token)) return;
    if (!is_text_pointer(to) || parse_find(parser, token->text)) return;
    advice_suspect(parser, begin, begin + 1,
                   "'%.*s' is not known here; if it is meant as text, it "
                   "stands in quotes: \"%.*s\"",
                   STR_ARG(token->text), STR_ARG(token->text));
}

static void suspect_record_needed(Parser *parser, uint32_t begin,
                                  const Type *to, const Expr *value) {
    bool is_bad = str_starts_with(advice_type(parser, to), STR("a "));
    Str given = value->is_text ? STR("text")
                               : advice_a_type(parser, value->type);
    Str hint = hint_for_record(parser, to, value);
    advice_suspect(parser, begin, parser->at,
                   "%s%.*s is needed here, but %.*s is %.*s%.*s",
                   is_bad ? "" : "a whole ", STR_ARG(advice_type(parser, to)),
                   STR_ARG(value_text(parser, value)), STR_ARG(given),
                   STR_ARG(hint));
}

bool suspect_value(Parser *parser, uint32_t begin, const Type *to,
                   const Expr *value) {
    TypeKind kind = type_kind(to), from = type_kind(value->type);
    if (!advice_is_wanted(parser) || parser->at <= begin) return true;
    if (from == TYPE_UNKNOWN && kind == TYPE_POINTER)
        suspect_bare_text(parser, begin, to);
    if (kind == TYPE_UNKNOWN || from == TYPE_UNKNOWN) return true;
    bool is_scalar = type_is_scalar(to);
    if (is_scalar && (is_record(value->type) || from == TYPE_VOID))
        return suspect_whole(parser, to, value);
    bool from_points = is_pointer(expr_decay(value->type, parser->arena));
    if (kind == TYPE_ARRAY) {
        suspect_array_value(parser, begin, to, value);
        return !parser->problem.source;
    }
    if (kind == TYPE_POINTER && from_points)
        return suspect_other_pointer(parser, begin, to, value);
    if (kind == TYPE_POINTER &&
        (type_is_integer(value->type) || type_is_complex(value->type)))
        suspect_pointer_needed(parser, begin, to, value);
    else if (type_is_arithmetic(to) && kind != TYPE_BOOL && from_points)
        suspect_number_needed(parser, begin, to, value);
    else if (is_record(to) && !type_equals(to, value->type))
        suspect_record_needed(parser, begin, to, value);
    else if (kind == TYPE_VOID)
        advice_suspect(parser, begin, parser->at,
                       "this function is void, so it returns nothing: give it "
                       "the type of its value, or write 'return;'");
    return true;
}

bool suspect_extra(Parser *parser, const Expr *value) {
    if (!advice_is_wanted(parser)) return true;
    return !suspect_element(parser, value);
}

/* --- members --- */

static Str suspect_nearest_member(const Type *record, Str name) {
    const Tag *tag = type_tag(record);
    Nearest nearest = nearest_to(name);
    for (uint32_t i = 0; i < tag->member_count; i++)
        nearest_consider(&nearest, tag->members[i].name);
    return nearest.best;
}

/* "x, y and z" for a struct that is small enough. */
static Str suspect_member_list(const Parser *parser, const Type *record) {
    enum {
        MOST = 6
    };
    const Tag *tag = type_tag(record);
    Buf text = {0};
    for (uint32_t i = 0; i < tag->member_count && i < MOST; i++)
        buf_printf(&text, "%s%.*s", i ? ", " : "",
                   STR_ARG(tag->members[i].name));
    if (tag->member_count > MOST) buf_add_str(&text, STR(", ..."));
    Str ret = arena_dup(parser->arena, buf_view(&text));
    buf_done(&text);
    return ret;
}

static void suspect_no_member(Parser *parser, const Type *type,
                              const Type *record, uint32_t token) {
    Str name = parser->tokens[token].text;
    Str near = suspect_nearest_member(record, name);
    Str shown = advice_type(parser, type_unqualify(type, parser->arena));
    if (type_tag(record)->is_anonymous && type->kind != TYPE_TYPEDEF)
        shown = STR("this struct");
    bool is_option = str_starts_with(shown, STR("struct nb_"));
    if (str_starts_with(shown, STR("gsl_complex"))) {
        advice_suspect(parser, token, token + 1,
                       "%.*s has no member '%.*s': its parts are GSL_REAL(z) "
                       "and GSL_IMAG(z)",
                       STR_ARG(shown), STR_ARG(name));
        return;
    }
    if (is_option)
        advice_suspect(parser, token, token + 1,
                       near.len ? "there is no option '%.*s'; did you mean "
                                  "'%.*s'?"
                                : "there is no option '%.*s', only %.*s",
                       STR_ARG(name),
                       STR_ARG(near.len ? near : suspect_member_list(
                                                     parser, record)));
    else if (near.len)
        advice_suspect(parser, token, token + 1,
                       "%.*s has no member '%.*s'; did you mean '%.*s'?",
                       STR_ARG(shown), STR_ARG(name), STR_ARG(near));
    else
        advice_suspect(parser, token, token + 1,
                       "%.*s has no member '%.*s', only %.*s", STR_ARG(shown),
                       STR_ARG(name),
                       STR_ARG(suspect_member_list(parser, record)));
}

void suspect_designator(Parser *parser, const Type *type, uint32_t token) {
    if (!advice_is_wanted(parser) || !type || !is_record(type)) return;
    if (!type_tag(type_strip(type))->is_complete) return;
    suspect_no_member(parser, type, type_strip(type), token);
}

/* Was this list in braces given to nb_vec()? */
static bool suspect_in_vec(const Parser *parser) {
    int depth = 0;
    uint32_t at = parser->at;
    while (at > 0 && depth >= 0)
        depth -= parse_bracket_step(&parser->tokens[--at]);
    return at > 0 && str_is(advice_macro(&parser->tokens[at - 1]), "nb_vec");
}

void suspect_excess(Parser *parser, const Type *type) {
    uint32_t at = parser->at;
    if (!advice_is_wanted(parser) || !type) return;
    const Type *bare = type_strip(type);
    if (bare->kind == TYPE_UNION)
        advice_suspect(parser, at, at + 1,
                       "a union holds one of its members at a time: give it "
                       "one value");
    else if (bare->kind == TYPE_STRUCT)
        advice_suspect(parser, at, at + 1,
                       "%.*s has %u member%s, and this is one value more: "
                       "leave it out",
                       STR_ARG(advice_type(parser, type)),
                       type_tag(bare)->member_count,
                       type_tag(bare)->member_count == 1 ? "" : "s");
    else if (bare->kind == TYPE_ARRAY && bare->extent == EXTENT_KNOWN)
        advice_suspect(parser, at, at + 1,
                       "the array has %llu element%s, and this is one value "
                       "more: write [] to have as many as there are values",
                       (unsigned long long)bare->length,
                       bare->length == 1 ? "" : "s");
    else if (hint_is_gsl_array(bare) && at > 0)
        advice_suspect(parser, at - 1, at + 1,
                       "a list in braces is for arrays and structs: %s",
                       hint_of_numbers(bare));
    else if (type_is_scalar(bare) && at > 0)
        advice_suspect(parser, at - 1, at + 1, "%s",
                       suspect_in_vec(parser)
                           ? "the numbers of a vector stand without braces: "
                             "nb_vec(1, 2, 3)"
                           : "one value is enough here: a list in braces is "
                             "for arrays and structs");
}

/* The operator fits the object, but does the member exist? */
static void suspect_in_record(Parser *parser, const Type *type,
                              uint32_t op_at) {
    const Type *record = type_strip(type);
    const Tag *tag = type_tag(record);
    if (!tag->is_complete) {
        advice_suspect(parser, op_at, op_at + 2,
                       "the members of %.*s are not known here: it is only "
                       "declared, so use the functions that work on it",
                       STR_ARG(advice_type(parser, type)));
        return;
    }
    if (!type_member(record, parser->tokens[op_at + 1].text, NULL))
        suspect_no_member(parser, type, record, op_at + 1);
}

void suspect_member(Parser *parser, const Expr *object, uint32_t op_at) {
    const Type *type = expr_decay(object->type, parser->arena);
    bool is_arrow = token_is(&parser->tokens[op_at], PUNCT_ARROW);
    if (!advice_is_wanted(parser)) return;
    if (type_kind(type) == TYPE_UNKNOWN) return;
    Str text = advice_text(parser, object->begin, op_at);
    Str name = object->symbol ? object->symbol->name : STR("it");
    const Type *target = is_pointer(type) ? type_strip(type)->target : NULL;
    if (is_record(type) && !is_arrow) suspect_in_record(parser, type, op_at);
    else if (target && is_record(target) && is_arrow)
        suspect_in_record(parser, target, op_at);
    else if (target && is_record(target))
        advice_suspect(parser, op_at, op_at + 1,
                       "%.*s is a pointer: its members are reached with ->, "
                       "as in %.*s->%.*s",
                       STR_ARG(text), STR_ARG(name),
                       STR_ARG(parser->tokens[op_at + 1].text));
    else if (is_record(type))
        advice_suspect(parser, op_at, op_at + 1,
                       "%.*s is no pointer but %.*s: its members are reached "
                       "with a dot, as in %.*s.%.*s",
                       STR_ARG(text), STR_ARG(advice_a_type(parser, type)),
                       STR_ARG(name), STR_ARG(parser->tokens[op_at + 1].text));
    else if (type_is_complex(type))
        advice_suspect(parser, op_at, op_at + 1,
                       "%.*s is %.*s and has no members: its parts are "
                       "creal(z) and cimag(z)",
                       STR_ARG(text), STR_ARG(advice_a_type(parser, type)));
    else if (token_is(&parser->tokens[op_at + 2], PUNCT_LPAREN))
        advice_suspect(parser, op_at, op_at + 2,
                       "C has no methods: a function gets the value as an "
                       "argument, as in %s",
                       target && type_kind(target) == TYPE_CHAR
                           ? "strlen(s) for the length of a text"
                           : "f(x)");
    else
        advice_suspect(parser, op_at, op_at + 1,
                       "%.*s is %.*s and has no members: only a struct or "
                       "union has",
                       STR_ARG(text), STR_ARG(advice_a_type(parser, type)));
}

/* --- calls, pointers, indices --- */

static Str words_for_count(const Parser *parser, const Expr *callee,
                           const Type *type, uint32_t count) {
    Str name = advice_name(&parser->tokens[callee->begin]);
    Str shape = advice_prototype(parser, type,
                                 callee->symbol ? name : STR("it"));
    return arena_printf(parser->arena,
                        "too %s arguments, %u instead of %u: it is declared "
                        "as %.*s",
                        count < type->param_count ? "few" : "many", count,
                        type->param_count, STR_ARG(shape));
}

/* What was suspected of the arguments does not matter then. */
static void suspect_count(Parser *parser, const Expr *callee,
                          const Type *type, uint32_t open, uint32_t count) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < parser->advice_count; i++) {
        const Advice *one = &parser->advice[i];
        if (!one->is_suspect || one->begin < open)
            parser->advice[kept++] = *one;
    }
    parser->advice_count = kept;
    Str words = words_for_count(parser, callee, type, count);
    advice_suspect(parser, callee->begin, open, "%.*s", STR_ARG(words));
}

static const Type *function_of(const Expr *callee) {
    const Type *type = type_strip(callee->type);
    if (type->kind == TYPE_POINTER) type = type_strip(type->target);
    return type->kind == TYPE_FUNCTION ? type : NULL;
}

static bool has_count(const Type *type, uint32_t count) {
    return type->is_unprototyped || count == type->param_count ||
           (type->is_variadic && count > type->param_count);
}

bool suspect_argument(Parser *parser, const Expr *callee, uint32_t open) {
    const Type *type = function_of(callee);
    const Token *token = &parser->tokens[open + 1];
    uint32_t count = 1;
    if (!type) return false;
    for (int depth = 0; token->kind != TOK_END; token++) {
        if (token_is(token, PUNCT_RPAREN) && depth == 0) break;
        depth += parse_bracket_step(token);
        count += token_is(token, PUNCT_COMMA) && depth == 0;
    }
    if (token->kind == TOK_END || has_count(type, count)) return false;
    parser->problem = (Problem){0};
    Str words = words_for_count(parser, callee, type, count);
    return parse_problem(parser, &parser->tokens[callee->begin], "%.*s",
                         STR_ARG(words));
}

void suspect_call(Parser *parser, const Expr *callee, uint32_t open,
                  uint32_t count) {
    const Type *type = function_of(callee);
    if (!advice_is_wanted(parser)) return;
    if (type_kind(callee->type) == TYPE_UNKNOWN) return;
    if (type) {
        if (!has_count(type, count))
            suspect_count(parser, callee, type, open, count);
        return;
    }
    Str text = advice_text(parser, callee->begin, open);
    if (callee->symbol)
        advice_suspect(parser, open, open + 1,
                       "%.*s is %.*s, not a function, so it cannot be called "
                       "with ( ): is a * for multiplication missing, or has a "
                       "variable taken the name of a function?",
                       STR_ARG(text),
                       STR_ARG(advice_a_type(parser, callee->type)));
    else
        advice_suspect(parser, open, open + 1,
                       "%.*s is no function, so it cannot be called with ( ): "
                       "is a * for multiplication missing?",
                       STR_ARG(text));
}

void suspect_target(Parser *parser, const Expr *pointer, uint32_t op_at) {
    const Type *type = expr_decay(pointer->type, parser->arena);
    const Token *star = &parser->tokens[op_at];
    if (!advice_is_wanted(parser) || type_kind(type) == TYPE_UNKNOWN) return;
    if (is_pointer(type) && type_kind(type_strip(type)->target) == TYPE_VOID)
        advice_suspect(parser, op_at, parser->at,
                       "a void * does not say what it points to: convert it "
                       "first, as in *(const int *)%.*s",
                       STR_ARG(parser->tokens[pointer->begin].text));
    if (is_pointer(type) || advice_is_macro_end(parser, op_at, true)) return;
    bool is_power = op_at > 0 && token_is(star - 1, PUNCT_STAR) &&
                    !(star->flags & TOKEN_SPACE_BEFORE);
    if (is_power)
        advice_suspect(parser, op_at - 1, op_at + 1,
                       "C has no ** for powers: write pow(x, y), or x * x for "
                       "a square");
    else
        advice_suspect(parser, op_at, op_at + 1,
                       "* takes what a pointer points to, but %.*s is no "
                       "pointer, it is %.*s",
                       STR_ARG(value_text(parser, pointer)),
                       STR_ARG(advice_a_type(parser, type)));
}

void suspect_index(Parser *parser, const Expr *base, uint32_t open) {
    const Type *type = expr_decay(base->type, parser->arena);
    if (!advice_is_wanted(parser) || type_kind(type) == TYPE_UNKNOWN) return;
    Str text = advice_text(parser, base->begin, open);
    if (hint_gsl_element(parser, base).len) return; /* m[0][1]: said already */
    if (hint_is_gsl_array(type))
        advice_suspect(parser, base->begin, open,
                       "%.*s is a %.*s *, not an array: its elements are "
                       "nb_at(%.*s, %s)",
                       STR_ARG(text), STR_ARG(type_strip(type)->target->name),
                       STR_ARG(parser->tokens[base->begin].text),
                       hint_is_gsl_matrix(type) ? "i, j" : "i");
    else if (!is_pointer(type))
        advice_suspect(parser, open, open + 1,
                       "%.*s is %.*s, not an array, so it has no elements "
                       "[...]",
                       STR_ARG(text), STR_ARG(advice_a_type(parser, type)));
}

/* --- declarations, cases, literals --- */

void suspect_twice(Parser *parser, const Symbol *earlier, uint32_t token) {
    if (!advice_is_wanted(parser) || !earlier->local) return;
    const Token *first = &parser->tokens[earlier->local->token];
    if (!first->source || earlier->local->token == token) return;
    uint32_t line = source_place(first->source, first->span.begin).line;
    advice_suspect(parser, token, token + 1,
                   "'%.*s' is declared already, in line %u: take another name, "
                   "or leave out the type to give it a new value",
                   STR_ARG(earlier->name), line);
}

void suspect_case(Parser *parser, const Expr *value) {
    if (!advice_is_wanted(parser) || value->is_constant) return;
    if (value->is_text)
        advice_suspect(parser, value->begin, parser->at,
                       "switch works on whole numbers and characters, not on "
                       "text: compare text with strcmp in a chain of if");
    else
        advice_suspect(parser, value->begin, parser->at,
                       "behind case stands a number that is known already "
                       "(5, 'a', a name from #define or enum), not a variable: "
                       "use if for this");
}

static bool is_octal_digit(char c) { return c >= '0' && c <= '7'; }

static void suspect_number(Parser *parser, uint32_t token) {
    Str text = parser->tokens[token].text;
    size_t digits = 0;
    while (digits < text.len && text.text[digits] >= '0' &&
           text.text[digits] <= '9')
        digits++;
    size_t octal = 0;
    while (octal < digits && is_octal_digit(text.text[octal])) octal++;
    if (memchr(text.text, '.', text.len) || text.text[0] == '0') {
        if (octal == digits || digits <= 1)
            advice_suspect(parser, token, token + 1,
                           "'%.*s' is no number: look at its digits, letters "
                           "and points",
                           STR_ARG(text));
    }
    if (text.text[0] == '0' && digits > 1 && octal < digits)
        advice_suspect(parser, token, token + 1,
                       "a whole number that begins with 0 is octal, with the "
                       "digits 0 to 7 only: leave out the 0 in front");
    else if (digits && digits < text.len && text.text[0] != '0' &&
             !memchr(text.text, '.', text.len))
        advice_suspect(parser, token, token + 1,
                       "'%.*s' is no number; if it is meant as a product, "
                       "write '%.*s * %.*s'",
                       STR_ARG(text), (int)digits, text.text,
                       (int)(text.len - digits), text.text + digits);
}

void suspect_literal(Parser *parser, uint32_t token) {
    const Token *at = &parser->tokens[token];
    int64_t value;
    if (!advice_is_wanted(parser)) return;
    if (at->kind == TOK_NUMBER &&
        literal_number(at->text, &value) == TYPE_UNKNOWN)
        suspect_number(parser, token);
    if (at->kind == TOK_CHAR && at->text.len == 2)
        advice_suspect(parser, token, token + 1,
                       "there is no character between the quotes: a space is "
                       "' ', the end of a text is '\\0'");
}
