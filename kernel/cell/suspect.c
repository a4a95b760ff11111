#include "cell/suspect.h"

#include <string.h>

#include "cell/advice.h"
#include "cell/flow.h"
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

/* gsl_vector and gsl_matrix of any element, as the pointer's target. */
static bool is_gsl_array(const Type *type) {
    const Type *bare = type_strip(type);
    if (bare->kind != TYPE_POINTER) return false;
    Str name = bare->target->name;
    return str_starts_with(name, STR("gsl_vector")) ||
           str_starts_with(name, STR("gsl_matrix"));
}

static bool is_gsl_matrix(const Type *type) {
    return str_starts_with(type_strip(type)->target->name, STR("gsl_matrix"));
}

/* The name of the vector in `v[0]`, or empty. */
static Str gsl_element_of(const Parser *parser, const Expr *value) {
    const Token *token = &parser->tokens[value->begin];
    bool is_index = value->op == PUNCT_LBRACKET && parse_is_name(token);
    if (!is_index || !is_record(value->type)) return (Str){0};
    const Symbol *symbol = parse_find(parser, token->text);
    if (!symbol || !symbol->type || !is_gsl_array(symbol->type))
        return (Str){0};
    return token->text;
}

/* --- a value where another kind is needed --- */

static bool suspect_gsl_value(Parser *parser, const Expr *value) {
    Str name = gsl_element_of(parser, value);
    if (!name.len) return false;
    const Symbol *symbol = parse_find(parser, name);
    bool is_matrix = is_gsl_matrix(symbol->type);
    parse_problem(parser, &parser->tokens[value->begin],
                  "'%.*s' is a %.*s *, not an array: its elements are "
                  "nb_at(%.*s, %s)",
                  STR_ARG(name),
                  STR_ARG(type_strip(symbol->type)->target->name),
                  STR_ARG(name), is_matrix ? "i, j" : "i");
    return true;
}

/* A struct or nothing at all where a number or a pointer is needed. */
static bool suspect_whole(Parser *parser, const Type *to, const Expr *value) {
    if (suspect_gsl_value(parser, value)) return false;
    const Token *at = &parser->tokens[value->begin];
    Str wanted = advice_a_type(parser, to);
    if (type_strip(value->type)->kind == TYPE_VOID)
        return parse_problem(parser, at,
                             "%.*s gives no value (its type is void), but "
                             "%.*s is needed here",
                             STR_ARG(value_text(parser, value)),
                             STR_ARG(wanted));
    Str given = advice_type(parser, value->type);
    return parse_problem(parser, at,
                         "%.*s is a whole %.*s, but %.*s is needed here: "
                         "name one of its members",
                         STR_ARG(value_text(parser, value)), STR_ARG(given),
                         STR_ARG(wanted));
}

static void suspect_pointer_needed(Parser *parser, uint32_t begin,
                                   const Type *to, const Expr *value) {
    const Token *token = &parser->tokens[begin];
    const char *hint = "";
    if (value->is_constant && value->value == 0) return;
    if (value->symbol && type_equals(type_strip(to)->target, value->type))
        hint = ": write & before it to pass its address";
    if (token->kind == TOK_CHAR && begin + 1 == parser->at) {
        advice_suspect(parser, begin, parser->at,
                       "single quotes hold one character, but text is needed "
                       "here: text stands in double quotes, \"...\"");
        return;
    }
    advice_suspect(parser, begin, parser->at,
                   "a pointer (%.*s) is needed here, but %.*s is %.*s%s",
                   STR_ARG(advice_type(parser, to)),
                   STR_ARG(value_text(parser, value)),
                   STR_ARG(advice_a_type(parser, value->type)), hint);
}

static void suspect_number_needed(Parser *parser, uint32_t begin,
                                  const Type *to, const Expr *value) {
    const Type *from = type_strip(value->type);
    Str wanted = advice_type(parser, to);
    if (value->is_text && type_kind(to) == TYPE_CHAR)
        advice_suspect(parser, begin, parser->at,
                       "this is text, but a char is one character: write it in "
                       "single quotes, as in 'a', or declare a char * or "
                       "char [...] for text");
    else if (value->is_text)
        advice_suspect(parser, begin, parser->at,
                       "this is text, but a number (%.*s) is needed here",
                       STR_ARG(wanted));
    else if (from->kind == TYPE_ARRAY)
        advice_suspect(parser, begin, parser->at,
                       "%.*s is a whole array, but one %.*s is needed here: "
                       "give an index, as in [0]",
                       STR_ARG(value_text(parser, value)), STR_ARG(wanted));
    else if (from->kind == TYPE_FUNCTION)
        advice_suspect(parser, begin, parser->at,
                       "%.*s is a function that is not called: write its "
                       "arguments in parentheses behind it",
                       STR_ARG(value_text(parser, value)));
    else if (value->op == PUNCT_AMP && value->is_unary)
        advice_suspect(parser, begin, parser->at,
                       "& gives an address, but %.*s is needed here: leave out "
                       "the &",
                       STR_ARG(advice_a_type(parser, to)));
    else
        advice_suspect(parser, begin, parser->at,
                       "%.*s is a pointer (%.*s), but %.*s is needed here: "
                       "write * before it to use what it points to",
                       STR_ARG(value_text(parser, value)),
                       STR_ARG(advice_type(parser, from)),
                       STR_ARG(advice_a_type(parser, to)));
}

static void suspect_other_pointer(Parser *parser, uint32_t begin,
                                  const Type *to, const Expr *value) {
    const Type *from = expr_decay(value->type, parser->arena);
    const Type *a = type_strip(type_strip(to)->target);
    const Type *b = type_strip(type_strip(from)->target);
    if (a->kind == TYPE_VOID || b->kind == TYPE_VOID || type_equals(a, b))
        return;
    if (b->kind == TYPE_ARRAY && value->op == PUNCT_AMP &&
        type_equals(a, b->target)) {
        advice_suspect(parser, begin, parser->at,
                       "an array is a pointer to its first element already: "
                       "leave out the &");
        return;
    }
    advice_suspect(parser, begin, parser->at,
                   "%.*s is %.*s, but %.*s is needed here",
                   STR_ARG(value_text(parser, value)),
                   STR_ARG(advice_a_type(parser, from)),
                   STR_ARG(advice_a_type(parser, to)));
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

bool suspect_value(Parser *parser, uint32_t begin, const Type *to,
                   const Expr *value) {
    TypeKind kind = type_kind(to), from = type_kind(value->type);
    if (!advice_is_wanted(parser) || parser->at <= begin) return true;
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
        suspect_other_pointer(parser, begin, to, value);
    else if (kind == TYPE_POINTER && type_is_integer(value->type))
        suspect_pointer_needed(parser, begin, to, value);
    else if (type_is_arithmetic(to) && kind != TYPE_BOOL && from_points)
        suspect_number_needed(parser, begin, to, value);
    else if (is_record(to) && !type_equals(to, value->type))
        advice_suspect(parser, begin, parser->at,
                       from_points && type_equals(type_strip(value->type)
                                                      ->target, to)
                           ? "a whole %.*s is needed here, but %.*s is %.*s: "
                             "declare a pointer, with a * before the name"
                           : "a whole %.*s is needed here, but %.*s is %.*s",
                       STR_ARG(advice_type(parser, to)),
                       STR_ARG(value_text(parser, value)),
                       STR_ARG(advice_a_type(parser, value->type)));
    else if (kind == TYPE_VOID)
        advice_suspect(parser, begin, parser->at,
                       "this function is void, so it returns nothing: give it "
                       "the type of its value, or write 'return;'");
    return true;
}

bool suspect_extra(Parser *parser, const Expr *value) {
    if (!advice_is_wanted(parser)) return true;
    return !suspect_gsl_value(parser, value);
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
    else
        advice_suspect(parser, op_at, op_at + 1,
                       "%.*s is %.*s and has no members: only a struct or "
                       "union has",
                       STR_ARG(text), STR_ARG(advice_a_type(parser, type)));
}

/* --- calls, pointers, indices --- */

static void suspect_count(Parser *parser, const Expr *callee,
                          const Type *type, uint32_t open, uint32_t count) {
    Str name = parser->tokens[callee->begin].text;
    Buf text = {0};
    type_print(type, callee->symbol ? name : STR("it"), &text);
    advice_suspect(parser, callee->begin, open,
                   "too %s arguments, %u instead of %u: it is declared as "
                   "%.*s",
                   count < type->param_count ? "few" : "many", count,
                   type->param_count, STR_ARG(buf_view(&text)));
    buf_done(&text);
}

void suspect_call(Parser *parser, const Expr *callee, uint32_t open,
                  uint32_t count) {
    const Type *type = type_strip(callee->type);
    if (!advice_is_wanted(parser) || type->kind == TYPE_UNKNOWN) return;
    if (type->kind == TYPE_POINTER) type = type_strip(type->target);
    if (type->kind == TYPE_FUNCTION) {
        bool is_fine = type->is_unprototyped || count == type->param_count ||
                       (type->is_variadic && count > type->param_count);
        if (!is_fine) suspect_count(parser, callee, type, open, count);
        return;
    }
    Str text = advice_text(parser, callee->begin, open);
    advice_suspect(parser, open, open + 1,
                   "%.*s is no function, so it cannot be called with ( ): is "
                   "a * for multiplication missing?",
                   STR_ARG(text));
}

void suspect_target(Parser *parser, const Expr *pointer, uint32_t op_at) {
    const Type *type = expr_decay(pointer->type, parser->arena);
    const Token *star = &parser->tokens[op_at];
    if (!advice_is_wanted(parser) || type_kind(type) == TYPE_UNKNOWN) return;
    if (is_pointer(type)) return;
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
    if (gsl_element_of(parser, base).len) return; /* m[0][1]: said already */
    if (is_gsl_array(type))
        advice_suspect(parser, base->begin, open,
                       "%.*s is a %.*s *, not an array: its elements are "
                       "nb_at(%.*s, %s)",
                       STR_ARG(text), STR_ARG(type_strip(type)->target->name),
                       STR_ARG(parser->tokens[base->begin].text),
                       is_gsl_matrix(type) ? "i, j" : "i");
    else if (!is_pointer(type))
        advice_suspect(parser, open, open + 1,
                       "%.*s is %.*s, not an array, so it has no elements "
                       "[...]",
                       STR_ARG(text), STR_ARG(advice_a_type(parser, type)));
}

/* --- operators --- */

bool suspect_assignment(Parser *parser, const Expr *target, uint32_t op_at,
                        const Expr *value) {
    if (!advice_is_wanted(parser)) return true;
    if (type_is_scalar(value->type) && suspect_gsl_value(parser, target))
        return false;
    Str text = advice_text(parser, target->begin, op_at);
    const Type *type = type_strip(target->type);
    if (type->kind == TYPE_UNKNOWN) return true;
    if (type->kind == TYPE_ARRAY) {
        TypeKind element = type_kind(type->target);
        advice_suspect(parser, target->begin, op_at,
                       "%.*s is an array, which = cannot fill: %s",
                       STR_ARG(text),
                       element == TYPE_CHAR
                           ? "copy the text into it with strcpy or snprintf"
                           : "assign its elements one by one");
    } else if (target->is_lvalue && type_is_const(target->type)) {
        advice_suspect(parser, target->begin, op_at,
                       "%.*s is const: it keeps the value that it was declared "
                       "with; leave out the const there to change it",
                       STR_ARG(text));
    } else if (!target->is_lvalue) {
        advice_suspect(parser, target->begin, op_at,
                       "nothing can be stored in %.*s: on the left of %.*s "
                       "stands a variable, an element or a member",
                       STR_ARG(text), STR_ARG(parser->tokens[op_at].text));
    }
    return true;
}

void suspect_step(Parser *parser, const Expr *target, uint32_t op_at) {
    if (!advice_is_wanted(parser) || type_kind(target->type) == TYPE_UNKNOWN)
        return;
    Str text = parser->tokens[op_at].text;
    if (!target->is_lvalue || type_kind(target->type) == TYPE_ARRAY)
        advice_suspect(parser, op_at, op_at + 1,
                       "%.*s changes a variable, an element or a member, but "
                       "this is none",
                       STR_ARG(text));
    else if (type_is_const(target->type))
        advice_suspect(parser, op_at, op_at + 1,
                       "%.*s would change what is const: it keeps the value "
                       "that it was declared with",
                       STR_ARG(text));
}

static const char *suspect_of_numbers(TokenId op) {
    switch (op) {
    case PUNCT_PERCENT:
        return "% is the remainder of whole numbers: for numbers with a "
               "fraction write fmod(x, y)";
    case PUNCT_CARET:
        return "^ is no power in C (it works on the bits of whole numbers): "
               "write pow(x, 2), or x * x";
    case PUNCT_AMP:
    case PUNCT_PIPE:
        return "& and | work on the bits of whole numbers: for 'and' and 'or' "
               "write && and ||";
    case PUNCT_SHL:
    case PUNCT_SHR:
        return "<< and >> shift the bits of whole numbers; output is written "
               "with printf";
    default: return NULL;
    }
}

static void suspect_of_records(Parser *parser, uint32_t op_at,
                               const Expr *operand) {
    const Token *token = &parser->tokens[op_at];
    const char *way = token_is(token, PUNCT_EQ) || token_is(token, PUNCT_NE)
                          ? "compare its members"
                          : "work on its members";
    advice_suspect(parser, op_at, op_at + 1,
                   "%.*s does not work on a whole %.*s: %s one by one",
                   STR_ARG(token->text),
                   STR_ARG(advice_type(parser, operand->type)), way);
}

/* s == 'a' */
static bool suspect_of_text(const Parser *parser, TokenId op, const Expr *left,
                            const Expr *right) {
    bool is_comparison = op == PUNCT_EQ || op == PUNCT_NE;
    bool left_is_char = parser->tokens[left->begin].kind == TOK_CHAR;
    bool right_is_char = parser->tokens[right->begin].kind == TOK_CHAR;
    return is_comparison && ((is_pointer(left->type) && right_is_char) ||
                             (is_pointer(right->type) && left_is_char));
}

void suspect_binary(Parser *parser, uint32_t op_at, const Expr *left,
                    const Expr *right) {
    if (!advice_is_wanted(parser)) return;
    TokenId op = (TokenId)parser->tokens[op_at].id;
    const char *about = NULL;
    bool has_fraction =
        type_is_floating(left->type) || type_is_floating(right->type);
    if (has_fraction) about = suspect_of_numbers(op);
    bool a_points = is_pointer(left->type), b_points = is_pointer(right->type);
    bool is_vector = (a_points && is_gsl_array(left->type)) ||
                     (b_points && is_gsl_array(right->type));
    if (is_vector && op != PUNCT_EQ && op != PUNCT_NE &&
        lexer_precedence(op) >= 9)
        about = "C's operators do not work on vectors and matrices: use "
                "functions, such as gsl_vector_add(v, w), which adds w to v, "
                "and gsl_vector_scale(v, 2)";
    else if (a_points && b_points && op == PUNCT_PLUS)
        about = left->is_text || right->is_text
                    ? "+ does not join texts: print them one after the other, "
                      "or join them with snprintf in an array"
                    : "two pointers cannot be added: is a * before them "
                      "missing?";
    else if ((a_points || b_points) && op == PUNCT_STAR)
        about = "a pointer cannot be multiplied: is a * before it missing, or "
                "an index [i] behind it?";
    else if ((op == PUNCT_EQ || op == PUNCT_NE) &&
             ((left->is_text && type_is_integer(right->type)) ||
              (right->is_text && type_is_integer(left->type))))
        about = "one character is compared with a text here: a character "
                "stands in single quotes, 'a'";
    else if (suspect_of_text(parser, op, left, right))
        about = "text is compared with one character here: compare one letter "
                "of it, s[0] == 'a', or all of it, strcmp(s, \"a\") == 0";
    if (type_strip(left->type)->kind == TYPE_VOID ||
        type_strip(right->type)->kind == TYPE_VOID)
        about = "one side of this gives no value: its type is void";
    bool is_element = gsl_element_of(parser, left).len ||
                      gsl_element_of(parser, right).len;
    if (is_element) return; /* said already, at the index */
    if (about) advice_suspect(parser, op_at, op_at + 1, "%s", about);
    else if (is_record(left->type)) suspect_of_records(parser, op_at, left);
    else if (is_record(right->type)) suspect_of_records(parser, op_at, right);
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
