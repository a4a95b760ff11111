#include "assist/matches.h"

#include <stdlib.h>

#include "assist/signature.h"
#include "cell/expr.h"

void matches_add(Matches *matches, const Match *match) {
    if (!match->text.len || map_get(&matches->seen, match->text)) return;
    matches->rows = parse_grow(matches->arena, matches->rows, matches->count,
                               sizeof *matches->rows);
    map_set(&matches->seen, match->text, matches);
    matches->rows[matches->count++] = *match;
}

static int matches_order(const void *left, const void *right) {
    const Match *a = left, *b = right;
    if (a->scope != b->scope) return a->scope < b->scope ? -1 : 1;
    if (a->level != b->level) return a->level > b->level ? -1 : 1;
    if (a->fit != b->fit) return a->fit > b->fit ? -1 : 1;
    if (a->use != b->use) return a->use > b->use ? -1 : 1;
    return str_compare(a->text, b->text);
}

void matches_sort(Matches *matches) {
    if (matches->count)
        qsort(matches->rows, matches->count, sizeof *matches->rows,
              matches_order);
}

const char *match_type(SymbolKind kind) {
    switch (kind) {
    case SYMBOL_FUNCTION: return "function";
    case SYMBOL_TYPEDEF: return "type";
    case SYMBOL_CONSTANT: return "constant";
    default: return "variable";
    }
}

static void match_sign(Matches *matches, Match *match) {
    Buf text = {0};
    signature_print(match->symbol, SIGNATURE_NONE, &text);
    match->signature = arena_dup(matches->arena, buf_view(&text));
    buf_done(&text);
}

void matches_finish(Matches *matches) {
    if (matches->count > MATCHES_MOST) matches->count = MATCHES_MOST;
    for (uint32_t i = 0; i < matches->count; i++) {
        Match *match = &matches->rows[i];
        if (!match->signature.len && match->symbol && match->symbol->type)
            match_sign(matches, match);
    }
}

void matches_done(Matches *matches) { map_done(&matches->seen); }

/* --- types --- */

static bool match_is_void(const Type *type) {
    return type_strip(type)->kind == TYPE_VOID;
}

static bool match_points_to_void(const Type *pointer) {
    return match_is_void(type_strip(pointer)->target);
}

static uint32_t match_fit_types(const Type *wanted, const Type *type,
                                Arena *arena) {
    if (type->kind == TYPE_UNKNOWN || wanted->kind == TYPE_UNKNOWN) return FIT_UNKNOWN;
    wanted = type_unqualify(expr_decay(wanted, arena), arena);
    type = type_unqualify(expr_decay(type, arena), arena);
    if (type_equals(wanted, type)) return FIT_SAME;
    if (type_is_arithmetic(wanted) && type_is_arithmetic(type)) return FIT_BECOMES;
    if (type_kind(wanted) != TYPE_POINTER || type_kind(type) != TYPE_POINTER)
        return FIT_NOT;
    const Type *to = type_unqualify(type_strip(wanted)->target, arena);
    const Type *from = type_unqualify(type_strip(type)->target, arena);
    if (type_equals(to, from)) return FIT_SAME;
    return match_points_to_void(wanted) || match_points_to_void(type) ? FIT_BECOMES : FIT_NOT;
}

uint32_t match_fit(const Type *wanted, const Symbol *symbol, Arena *arena) {
    if (!wanted || !symbol || !symbol->type) return FIT_UNKNOWN;
    if (symbol->kind == SYMBOL_TYPEDEF) return FIT_NOT;
    uint32_t fit = match_fit_types(wanted, symbol->type, arena);
    const Type *type = type_strip(symbol->type);
    if (type->kind != TYPE_FUNCTION || fit == FIT_SAME) return fit;
    if (match_is_void(type->target)) return FIT_NOT;
    fit = match_fit_types(wanted, type->target, arena);
    return fit > FIT_UNKNOWN ? fit - 1 : fit;
}
