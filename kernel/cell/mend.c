#include "cell/mend.h"

#include <stdlib.h>

#include "cell/beyond.h"
#include "cell/passing.h"

static void mend_add(Parser *parser, uint32_t token, MendPlace place,
                     Str text) {
    Mend *rows = parse_grow(parser->arena, parser->mends, parser->mend_count,
                            sizeof *rows);
    rows[parser->mend_count++] = (Mend){token, place, text};
    parser->mends = rows;
}

static void mend_add_fast(Parser *parser, uint32_t token, MendPlace place,
                          Str text) {
    Mend *rows = parse_grow(parser->arena, parser->fast_mends,
                            parser->fast_mend_count, sizeof *rows);
    rows[parser->fast_mend_count++] = (Mend){token, place, text};
    parser->fast_mends = rows;
}

void mend_replace_fast(Parser *parser, uint32_t begin, uint32_t end,
                       Str text) {
    /* What was noted within these tokens goes with them. */
    while (parser->fast_mend_count &&
           parser->fast_mends[parser->fast_mend_count - 1].token >= begin)
        parser->fast_mend_count--;
    for (uint32_t i = begin; i < end; i++)
        mend_add_fast(parser, i, MEND_INSTEAD, i == begin ? text : (Str){0});
}

void mend_divisor(Parser *parser, const Token *operator, const Expr *left,
                  const Expr *right, uint32_t begin) {
    bool divides = token_is(operator, PUNCT_SLASH) ||
                   token_is(operator, PUNCT_PERCENT) ||
                   token_is(operator, PUNCT_DIV_ASSIGN) ||
                   token_is(operator, PUNCT_MOD_ASSIGN);
    if (!divides || !type_is_integer(left->type) ||
        !type_is_integer(right->type) || parser->constant_depth ||
        (right->is_constant && right->value))
        return;
    mend_add_fast(parser, begin, MEND_BEFORE, STR("__nb_divisor("));
    mend_add_fast(parser, parser->at - 1, MEND_BEHIND, STR(")"));
}

void mend_around(Parser *parser, uint32_t begin, uint32_t end, Str before,
                 Str behind) {
    if (parser->constant_depth) return;
    mend_add(parser, begin, MEND_BEFORE, before);
    mend_add(parser, end - 1, MEND_BEHIND, behind);
}

void mend_before(Parser *parser, uint32_t token, Str text) {
    if (!parser->constant_depth) mend_add(parser, token, MEND_BEFORE, text);
}

/* A number as it is written, or a sum of such: the compiler knows it. What
 * else it could know may be left to be done when the program runs. */
static bool mend_is_written(const Parser *parser, uint32_t begin,
                            uint32_t end) {
    for (uint32_t i = begin; i < end; i++) {
        const Token *token = &parser->tokens[i];
        if (token->kind != TOK_NUMBER && !token_is(token, PUNCT_LPAREN) &&
            !token_is(token, PUNCT_RPAREN) && !token_is(token, PUNCT_MINUS) &&
            !token_is(token, PUNCT_PLUS) && !token_is(token, PUNCT_STAR))
            return false;
    }
    return true;
}

void mend_long_double(Parser *parser, const Type *becomes, const Expr *value,
                      uint32_t begin, uint32_t end) {
    bool is_long = type_kind(value->type) == TYPE_LDOUBLE;
    bool gets_long = type_kind(becomes) == TYPE_LDOUBLE &&
                     type_is_arithmetic(value->type);
    if (!is_long && !gets_long) return;
    if (is_long && value->is_lvalue) return; /* it is in memory */
    if (mend_is_written(parser, begin, end)) return;
    mend_around(parser, begin, end, STR("(*(long double [1]){ "), STR(" })"));
}

/* An unsigned long comes from a helper, which is exact. */
static bool mend_is_whole(const Type *to) {
    TypeKind kind = type_kind(to);
    return type_is_integer(to) && kind != TYPE_BOOL && kind != TYPE_ULONG &&
           kind != TYPE_ULLONG;
}

static bool mend_has_jump(const Parser *parser, uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; i++)
        if (token_is(&parser->tokens[i], PUNCT_AND) ||
            token_is(&parser->tokens[i], PUNCT_OR))
            return true;
    return false;
}

void mend_becomes(Parser *parser, const Type *to, const Expr *value,
                  uint32_t begin, uint32_t end) {
    if (type_kind(to) == TYPE_UINT && type_kind(value->type) == TYPE_INT &&
        mend_has_jump(parser, begin, end)) {
        mend_around(parser, begin, end, STR("(( "), STR(" ) + 0)"));
        return;
    }
    if (type_kind(value->type) != TYPE_LDOUBLE || !mend_is_whole(to) ||
        mend_is_written(parser, begin, end))
        return;
    mend_around(parser, begin, end, STR("__nb_whole( "), STR(" )"));
}

/* May it be written twice? */
static bool mend_is_plain(const Parser *parser, uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; i++) {
        const Token *token = &parser->tokens[i];
        bool is_call = token_is(token, PUNCT_LPAREN) && i > begin &&
                       !token_is(token - 1, PUNCT_LPAREN) &&
                       !token_is(token - 1, PUNCT_STAR);
        if (is_call || token_is(token, PUNCT_INCREMENT) ||
            token_is(token, PUNCT_DECREMENT) || token_is(token, PUNCT_ASSIGN))
            return false;
    }
    return parser->mend_count == 0 ||
           parser->mends[parser->mend_count - 1].token < begin ||
           parser->mends[parser->mend_count - 1].token >= end;
}

void mend_compound(Parser *parser, const Token *operator, const Expr *left,
                   const Expr *right, uint32_t begin) {
    uint32_t at = (uint32_t)(operator - parser->tokens);
    if (type_kind(right->type) != TYPE_LDOUBLE || token_is(operator, PUNCT_ASSIGN))
        return;
    mend_long_double(parser, right->type, right, at + 1, parser->at);
    if (!mend_is_whole(left->type)) return;
    if (!mend_is_plain(parser, begin, at)) {
        beyond_note(parser, operator, BEYOND_LONG_DOUBLE);
        return;
    }
    Buf text = {0};
    buf_printf(&text, "= __nb_whole((");
    for (uint32_t i = begin; i < at; i++)
        buf_printf(&text, "%.*s ", STR_ARG(parser->tokens[i].text));
    buf_printf(&text, ") %.*s ", (int)operator->text.len - 1,
               operator->text.text);
    mend_add(parser, at, MEND_INSTEAD,
             arena_dup(parser->arena, buf_view(&text)));
    buf_done(&text);
    mend_around(parser, at + 1, parser->at, STR("("), STR("))"));
}

/* --- structs by value ---------------------------------------------------- */

static void mend_call_name(Parser *parser, uint32_t token) {
    Str name = parser->tokens[token].text;
    mend_add(parser, token, MEND_INSTEAD,
             arena_printf(parser->arena, MEND_CALLED "%.*s", STR_ARG(name)));
    for (uint32_t i = 0; i < parser->called_count; i++)
        if (str_equals(parser->called[i], name)) return;
    parser->called = parse_grow(parser->arena, parser->called,
                                parser->called_count, sizeof(Str));
    parser->called[parser->called_count++] = name;
}

/* ((__typeof__(f) *)__nb_bridge((void *)( f ), "16:SS/II;")) */
static void mend_call_value(Parser *parser, uint32_t begin, uint32_t open,
                            bool is_pointer, Str signature) {
    Buf before = {0};
    buf_printf(&before, "((__typeof__(");
    for (uint32_t i = begin; i < open; i++)
        buf_printf(&before, "%.*s ", STR_ARG(parser->tokens[i].text));
    buf_printf(&before, ")%s)__nb_bridge((void *)(", is_pointer ? "" : " *");
    mend_around(parser, begin, open,
                arena_dup(parser->arena, buf_view(&before)),
                arena_printf(parser->arena, "), \"%.*s\"))",
                             STR_ARG(signature)));
    buf_done(&before);
}

void mend_call(Parser *parser, uint32_t begin, uint32_t open,
               const Type *callee, const Expr *arguments, uint32_t count) {
    const Type *function = type_strip(callee);
    bool is_pointer = function->kind == TYPE_POINTER;
    if (is_pointer) function = type_strip(function->target);
    if (function->kind != TYPE_FUNCTION ||
        !passing_function_differs(function, arguments, count))
        return;
    if (!passing_is_possible(function)) {
        beyond_note(parser, &parser->tokens[begin], BEYOND_BY_VALUE);
        return;
    }
    bool is_in_head = passing_function_differs(function, NULL, 0);
    bool is_name = !is_pointer && open == begin + 1 && is_in_head &&
                   count <= function->param_count &&
                   !parse_is_local(parser, parser->tokens[begin].text);
    if (is_name) {
        mend_call_name(parser, begin);
        return;
    }
    Buf signature = {0};
    passing_print(function, arguments, count, &signature);
    mend_call_value(parser, begin, open, is_pointer, buf_view(&signature));
    buf_done(&signature);
}

void mend_va_arg(Parser *parser, uint32_t open, const Type *type) {
    if (!passing_differs(type)) return;
    Buf words = {0};
    passing_print_class(type, &words);
    mend_add(parser, open - 1, MEND_INSTEAD, STR("__nb_va_arg"));
    mend_add(parser, open, MEND_BEHIND,
             arena_printf(parser->arena, "\"%.*s\", ",
                          STR_ARG(buf_view(&words))));
    buf_done(&words);
}

/* What is noted first is further inside: it is closed first, and opened
 * last. */
typedef struct MendRow {
    Mend mend;
    uint32_t number;
} MendRow;

static int mend_compare(const void *left, const void *right) {
    const MendRow *a = left, *b = right;
    if (a->mend.token != b->mend.token)
        return a->mend.token < b->mend.token ? -1 : 1;
    if (a->mend.place != b->mend.place)
        return a->mend.place < b->mend.place ? -1 : 1;
    bool is_first = a->mend.place == MEND_BEHIND ? a->number < b->number
                                                 : a->number > b->number;
    return is_first ? -1 : 1;
}

void mend_sort(Mend *mends, uint32_t count) {
    if (count < 2) return;
    MendRow *rows = mem_alloc(count * sizeof *rows);
    for (uint32_t i = 0; i < count; i++) rows[i] = (MendRow){mends[i], i};
    qsort(rows, count, sizeof *rows, mend_compare);
    for (uint32_t i = 0; i < count; i++) mends[i] = rows[i].mend;
    free(rows);
}

uint32_t mend_find(const Mend *mends, uint32_t count, uint32_t token) {
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (mends[middle].token < token) low = middle + 1;
        else high = middle;
    }
    return low;
}
