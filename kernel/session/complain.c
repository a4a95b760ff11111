#include "session/complain.h"

#include <stdlib.h>

#include "cell/advice.h"
#include "session/unknown.h"

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
    {"used but not defined",
     "this function has no such label: the place that goto is to go to is "
     "marked by the name and a colon, 'done:'"},
    {"has incomplete type",
     "this member has a type that is not complete yet: a struct cannot contain "
     "itself, but it can have a pointer to one of its kind (with *)"},
    {"variable length array",
     "an array whose size is computed cannot be initialised: set its elements "
     "in a loop"},
    {"redefinition of enumerator",
     "this name is a constant of an enum already: take another one"},
    {"switch quantity",
     "switch works on whole numbers and characters only: use if"},
    {"with no value",
     "this function has a result: write the value behind 'return'"},
    {"storage size of",
     "this type is not known here: it is declared, but its members never were"},
    {"excess elements",
     "there are more values than there is room for"},
    {"incompatible types when",
     "this value is of another kind than what it is to become"},
    {"identifier expected", "a name is missing here"},
    {"multi-character",
     "single quotes hold one character: text stands in double quotes, and in "
     "an array of char"},
    {"invalid number", "this is no number: look at its digits and points"},
    {"discards qualifiers",
     "what this points to is const, that is, not to be changed, but the "
     "pointer that gets it may change it: declare that one const, too"},
    {"incompatible pointer",
     "this points to something of another type than is needed here"},
    {"pointer type mismatch",
     "these two pointers point to different types"},
    {"mismatch in conditional",
     "of the two values of this ?:, one is a pointer and the other a number"},
    {"pointer/integer mismatch",
     "a pointer is compared with a number here: is a * or an index missing?"},
    {"void function returns",
     "a void function returns nothing: give it the type of its value"},
    {"constant overflow", "this number is too large"},
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

/* The parser's own words for what the compiler stops at: what it suspected
 * last before that token, in the same statement. The compiler complains when
 * it has read the token behind, or a `;`. */
static const Problem *complain_suspect(const Draft *draft,
                                       const Token *token) {
    const Cell *cell = draft->cell;
    uint32_t count = 0;
    while (draft->tokens[count].kind != TOK_END) count++;
    if (!token || token < draft->tokens || token > draft->tokens + count)
        return NULL;
    uint32_t at = (uint32_t)(token - draft->tokens);
    const Advice *best = NULL;
    for (uint32_t i = 0; i < cell->advice_count; i++) {
        const Advice *one = &cell->advice[i];
        bool is_later = !best || one->begin >= best->begin;
        if (one->is_suspect && one->begin <= at && is_later) best = one;
    }
    uint32_t ends = 0;
    for (uint32_t i = best ? best->end : at; i < at; i++)
        ends += token_is(&draft->tokens[i], PUNCT_SEMICOLON) ||
                token_is(&draft->tokens[i], PUNCT_LBRACE);
    return best && ends <= 1 ? &best->problem : NULL;
}

/* Warnings of the compiler that say nothing new: the front end says it
 * better, or there is nothing to be said. */
bool complain_is_noise(const CompileMessage *message, const Unit *unit,
                       const Draft *draft) {
    static const char *const parts[] = {
        "might return no value",  "declared but not used", "#pragma",
        "static storage ignored", "attribute",
    };
    if (!message->is_warning) return false;
    bool is_const = complain_has(message->text, "read-only") ||
                    complain_has(message->text, "discards qualifiers");
    const Token *token = unit_token_at(unit, message->line);
    if (is_const && !complain_suspect(draft, token)) return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (complain_has(message->text, parts[i])) return true;
    return false;
}

Problem complain_about(const CompileMessage *message, const Unit *unit,
                       const Draft *draft, Arena *arena) {
    Str text = message->text, quoted = complain_quoted(text);
    const Token *token = complain_token(message, unit, quoted);
    Problem problem = {.text = text};
    const Token *here = unit_token_at(unit, message->line);
    const Problem *suspect;
    if (token) {
        problem.source = token->source;
        problem.span = token->span;
    }
    bool is_unknown = complain_has(text, "undeclared") ||
                      complain_has(text, "implicit declaration");
    if (is_unknown && quoted.len)
        problem.text = unknown_name(draft, token, quoted, arena);
    else if (complain_has(text, "';' expected"))
        complain_expected(message, unit, quoted, arena, &problem);
    else if ((suspect = complain_suspect(draft, here)))
        problem = *suspect;
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
