#include "session/complain.h"

#include <stdlib.h>

/* --- the nearest name --- */

/* Edits (insert, delete, replace, swap neighbours) from a to b, or `limit`
 * when there are at least that many. */
static uint32_t complain_distance(Str a, Str b, uint32_t limit) {
    enum { LONGEST = 64 };
    uint32_t rows[3][LONGEST + 1];
    if (a.len > LONGEST || b.len > LONGEST) return limit;
    size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (gap >= limit) return limit;
    for (uint32_t j = 0; j <= b.len; j++) rows[0][j] = j;
    for (uint32_t i = 1; i <= a.len; i++) {
        uint32_t *row = rows[i % 3], *above = rows[(i + 2) % 3];
        const uint32_t *higher = rows[(i + 1) % 3];
        uint32_t least = row[0] = i;
        for (uint32_t j = 1; j <= b.len; j++) {
            bool is_same = a.text[i - 1] == b.text[j - 1];
            uint32_t best = above[j - 1] + !is_same;
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            bool is_swap = i > 1 && j > 1 && a.text[i - 1] == b.text[j - 2] &&
                           a.text[i - 2] == b.text[j - 1];
            if (is_swap && higher[j - 2] + 1 < best) best = higher[j - 2] + 1;
            row[j] = best;
            if (best < least) least = best;
        }
        if (least >= limit) return limit;
    }
    return rows[a.len % 3][b.len];
}

typedef struct Nearest {
    Str wanted;
    Str best;
    uint32_t distance;
} Nearest;

static void complain_consider(Nearest *nearest, Str name) {
    if (name.len && name.text[0] == '_' && nearest->wanted.text[0] != '_')
        return;
    uint32_t distance =
        complain_distance(nearest->wanted, name, nearest->distance);
    if (distance >= nearest->distance) return;
    nearest->distance = distance;
    nearest->best = name;
}

Str complain_nearest(const Graph *graph, Str name) {
    /* One slip in a short name, two or three in a long one. */
    uint32_t limit = name.len <= 3 ? 2 : name.len <= 8 ? 3 : 4;
    Nearest nearest = {name, {0}, limit};
    if (!name.len) return name;
    for (int space = 0; space < SPACE_KINDS; space++) {
        size_t at = 0;
        const MapEntry *entry;
        while ((entry = map_next(&graph->nodes[space], &at)))
            complain_consider(&nearest, entry->key);
    }
    for (uint32_t i = 0; i < preload_header()->name_count; i++)
        if (preload_name(i)->space != SPACE_TAG)
            complain_consider(&nearest, preload_name_text(preload_name(i)));
    return str_equals(nearest.best, name) ? (Str){0} : nearest.best;
}

/* --- the place --- */

/* The first quoted word of a message: 'x' in "'x' undeclared". */
static Str complain_quoted(Str text) {
    const char *open = memchr(text.text, '\'', text.len);
    if (!open) return (Str){0};
    size_t rest = text.len - (size_t)(open + 1 - text.text);
    const char *close = memchr(open + 1, '\'', rest);
    if (!close) return (Str){0};
    return (Str){open + 1, (size_t)(close - open - 1)};
}

/* TinyCC names the line of the token that it has just read. The word that it
 * complains about, if it quotes one, stands there or before; otherwise the
 * complaint is about what stands before the token. */
static const Token *complain_token(const CompileMessage *message,
                                   const Unit *unit, Str quoted) {
    enum { FARTHEST = 400 };
    uint32_t line = message->line;
    if (line > unit->lines) line = unit->lines;
    for (uint32_t i = 0; quoted.len && i < FARTHEST && i < line; i++) {
        const Token *token = unit->origins[line - 1 - i];
        if (token && str_equals(token->text, quoted)) return token;
    }
    return unit_token_at(unit, line);
}

static const Token *complain_before(const Unit *unit, uint32_t line) {
    return line > 1 ? unit_token_at(unit, line - 1) : NULL;
}

/* --- the words --- */

static Str complain_unknown(const Draft *draft, Str name, Arena *arena) {
    Str near = complain_nearest(draft->graph, name);
    if (near.len)
        return arena_printf(arena,
                            "'%.*s' is not known here; did you mean '%.*s'?",
                            STR_ARG(name), STR_ARG(near));
    return arena_printf(arena,
                        "'%.*s' is not known here: no cell has defined it, "
                        "and no header that is included has it",
                        STR_ARG(name));
}

static Str complain_arguments(const Draft *draft, const Token *callee,
                              const char *much, Arena *arena) {
    const Node *node = draft_lookup(draft, SPACE_ORDINARY, callee->text);
    const Symbol *symbol =
        node ? &node->symbol : graph_symbol(draft->graph, callee->text);
    if (!symbol || !symbol->type)
        return arena_printf(arena, "too %s arguments in this call", much);
    Buf prototype = {0};
    type_print(symbol->type, symbol->name, &prototype);
    Str text = arena_printf(arena, "too %s arguments: the function is %.*s",
                            much, STR_ARG(buf_view(&prototype)));
    buf_done(&prototype);
    return text;
}

static bool complain_has(Str text, const char *part) {
    return memmem(text.text, text.len, part, strlen(part)) != NULL;
}

/* The function that is called around this line: the identifier before the
 * innermost open parenthesis. */
static const Token *complain_callee(const Unit *unit, uint32_t line) {
    int depth = 0;
    const Token *open = NULL;
    for (uint32_t i = line < unit->lines ? line : unit->lines; i > 0; i--) {
        const Token *token = unit->origins[i - 1];
        if (!token) continue;
        if (open && token->kind == TOK_IDENT) return token;
        if (open) open = NULL;
        /* The closing parenthesis of the call itself was read already. */
        if (token_is(token, PUNCT_RPAREN) && i + 1 < line) depth++;
        if (token_is(token, PUNCT_LPAREN) && depth-- == 0) {
            open = token;
            depth = 0;
        }
    }
    return NULL;
}

static void complain_expected(const CompileMessage *message, const Unit *unit,
                              Str quoted, Arena *arena, Problem *ret) {
    const Token *before = complain_before(unit, message->line);
    if (!before || !str_is(quoted, ";")) return;
    ret->source = before->source;
    ret->span = before->span;
    ret->text = arena_printf(arena, "expected ';' after '%.*s'",
                             STR_ARG(before->text));
}

/* --- what TinyCC says, and what a reader should hear --- */

typedef struct Wording {
    const char *part; /* of the compiler's message */
    const char *text;
} Wording;

static const Wording complain_wordings[] = {
    {"read-only", "this is const: it cannot be assigned to"},
    {"makes pointer from integer",
     "an integer stands where a pointer is needed (is an & missing?)"},
    {"makes integer from pointer",
     "a pointer stands where an integer is needed (is a * or an index "
     "missing?)"},
    {"index too large", "there are more values than the array has elements"},
    {"too many field init", "there are more values than the struct has members"},
    {"struct or union expected",
     "what stands before the . or -> is no struct or union"},
    {"lvalue expected",
     "this is a value, not a place in memory: it can be neither assigned to "
     "nor pointed to"},
    {"pointer expected", "what is dereferenced or indexed here is no pointer"},
    {"cannot break", "break stands outside of a loop or switch"},
    {"operand types", "this operator cannot be applied to what stands here"},
    {"constant expression expected",
     "this must be known when the cell is compiled: a number, an enum "
     "constant, sizeof"},
};

/* v[i] of a GSL vector or matrix gives a whole struct, which no message of a
 * compiler explains. */
static bool complain_about_index(const Unit *unit, uint32_t line,
                                 const Draft *draft, Arena *arena,
                                 Problem *ret) {
    enum { FARTHEST = 60 };
    const Token *bracket = NULL;
    for (uint32_t i = line, left = FARTHEST; i > 0 && left; i--, left--) {
        const Token *token = i <= unit->lines ? unit->origins[i - 1] : NULL;
        if (!token) continue;
        const Token *behind = bracket;
        bracket = token_is(token, PUNCT_LBRACKET) ? token : NULL;
        if (!behind || token->kind != TOK_IDENT) continue;
        const Node *node = draft_lookup(draft, SPACE_ORDINARY, token->text);
        const Type *type = node ? node->symbol.type : NULL;
        if (!type || type_strip(type)->kind != TYPE_POINTER) continue;
        const Type *target = type_strip(type)->target;
        bool is_vector = str_is(target->name, "gsl_vector");
        if (!is_vector && !str_is(target->name, "gsl_matrix")) continue;
        ret->source = token->source;
        ret->span = token->span;
        ret->text = arena_printf(
            arena,
            "'%.*s' is a %.*s *, not an array: its elements are nb_at(%.*s, %s)",
            STR_ARG(token->text), STR_ARG(target->name), STR_ARG(token->text),
            is_vector ? "i" : "i, j");
        return true;
    }
    return false;
}

static void complain_about_member(const CompileMessage *message,
                                  const Unit *unit, Arena *arena,
                                  Problem *ret) {
    size_t skip = strlen("field not found: ");
    if (message->text.len <= skip) return;
    Str name = {message->text.text + skip, message->text.len - skip};
    const Token *token = complain_token(message, unit, name);
    if (token) {
        ret->source = token->source;
        ret->span = token->span;
    }
    ret->text = arena_printf(arena, "this struct has no member '%.*s'",
                             STR_ARG(name));
}

/* `.titel = "x"` in the arguments of nb_plot, or in an initialiser. */
static void complain_about_option(const CompileMessage *message,
                                  const Unit *unit, Arena *arena,
                                  Problem *ret) {
    enum { FARTHEST = 8 };
    const Token *behind = NULL;
    for (uint32_t i = message->line, left = FARTHEST; i > 0 && left;
         i--, left--) {
        const Token *token = i <= unit->lines ? unit->origins[i - 1] : NULL;
        if (!token) continue;
        if (token_is(token, PUNCT_DOT) && behind) {
            ret->source = behind->source;
            ret->span = behind->span;
            ret->text = arena_printf(
                arena, "'%.*s' is no option or member that is known here",
                STR_ARG(behind->text));
            return;
        }
        behind = token;
    }
}

static void complain_about_call(const CompileMessage *message,
                                const Unit *unit, const Draft *draft,
                                Arena *arena, Problem *ret) {
    const Token *callee = complain_callee(unit, message->line);
    if (!callee) return;
    const char *much = complain_has(message->text, "too few") ? "few" : "many";
    ret->span = callee->span;
    ret->source = callee->source;
    ret->text = complain_arguments(draft, callee, much, arena);
}

static void complain_reword(const CompileMessage *message, const Unit *unit,
                            const Draft *draft, Arena *arena, Problem *ret) {
    bool is_of_struct = complain_has(message->text, "struct") ||
                        complain_has(message->text, "aggregate") ||
                        complain_has(message->text, "operand types");
    if (is_of_struct &&
        complain_about_index(unit, message->line, draft, arena, ret))
        return;
    for (size_t i = 0; i < sizeof complain_wordings / sizeof(Wording); i++) {
        if (!complain_has(message->text, complain_wordings[i].part)) continue;
        ret->text = str_of(complain_wordings[i].text);
        return;
    }
}

Problem complain_about(const CompileMessage *message, const Unit *unit,
                       const Draft *draft, Arena *arena) {
    Str text = message->text, quoted = complain_quoted(text);
    const Token *token = complain_token(message, unit, quoted);
    Problem problem = {.text = text};
    if (token) {
        problem.source = token->source;
        problem.span = token->span;
    }
    if (complain_has(text, "undeclared") ||
        complain_has(text, "implicit declaration"))
        problem.text = complain_unknown(draft, quoted, arena);
    else if (complain_has(text, "' expected"))
        complain_expected(message, unit, quoted, arena, &problem);
    else if (complain_has(text, "arguments to function"))
        complain_about_call(message, unit, draft, arena, &problem);
    else if (complain_has(text, "field expected"))
        complain_about_option(message, unit, arena, &problem);
    else if (complain_has(text, "field not found"))
        complain_about_member(message, unit, arena, &problem);
    else complain_reword(message, unit, draft, arena, &problem);
    return problem;
}

/* The first token of the cell with this name. */
static Problem complain_at_name(Str name, const Unit *unit) {
    for (uint32_t i = 0; i < unit->lines; i++) {
        const Token *token = unit->origins[i];
        if (token && str_equals(token->text, name))
            return (Problem){token->source, token->span, {0}};
    }
    return (Problem){0};
}

Problem complain_missing(Str name, const Unit *unit, const Draft *draft,
                         Arena *arena) {
    Problem problem = complain_at_name(name, unit);
    const Node *node = draft_lookup(draft, SPACE_ORDINARY, name);
    problem.text =
        node ? arena_printf(arena,
                            "'%.*s' was declared in %.*s but never defined",
                            STR_ARG(name), STR_ARG(node_origin(node)))
             : arena_printf(arena,
                            "'%.*s' is declared, but no library that is "
                            "loaded has it (undefined symbol); %%lib NAME "
                            "loads a library",
                            STR_ARG(name));
    return problem;
}

/* Where the cell has the construct, or the name of what has it. */
static const Token *complain_beyond_token(const Unit *unit) {
    if (unit->beyond_token && unit->beyond_token->source->is_cell)
        return unit->beyond_token;
    const Token *first = NULL;
    for (uint32_t i = 0; i < unit->lines; i++) {
        const Token *token = unit->origins[i];
        if (!token || !token->source->is_cell) continue;
        if (!first) first = token;
        if (unit->beyond_node &&
            str_equals(token->text, unit->beyond_node->name))
            return token;
    }
    return first;
}

Problem complain_beyond(const Unit *unit, Arena *arena) {
    const Token *token = complain_beyond_token(unit);
    const Node *node = unit->beyond_node;
    if (!node && unit->beyond == BEYOND_BY_VALUE) node = unit->by_value;
    Problem problem = {0};
    if (token) problem = (Problem){token->source, token->span, {0}};
    Str name = {0};
    if (node)
        name = arena_printf(arena, "'%.*s', which is used here, ",
                            STR_ARG(node->name));
    problem.text = arena_printf(
        arena,
        "%.*sneeds a C compiler, and none was found (gcc, clang or cc in "
        "PATH): TinyCC, which compiles cells, cannot do %s. Install one "
        "(sudo apt install gcc) and restart the kernel; or do without: %s",
        STR_ARG(node ? name : STR("this ")), beyond_what(unit->beyond),
        beyond_instead(unit->beyond));
    return problem;
}

bool complain_is_fatal(const CompileMessage *message) {
    return !message->is_warning ||
           complain_has(message->text, "implicit declaration") ||
           complain_has(message->text, "read-only") ||
           complain_has(message->text, "without a cast");
}
