#include "session/unknown.h"

#include "cell/advice.h"
#include "cell/flow.h"
#include "cell/nearest.h"
#include "cell/slip.h"

/* One name, and where it stands. */
typedef struct Unknown {
    const Draft *draft;
    const Token *token; /* or NULL */
    Str name;
    Str shown; /* "'x'", or "'x', which the macro 'SHOW' uses," */
    bool is_called;
    Arena *arena;
} Unknown;

/* --- the nearest name --- */

/* What the cell itself declares comes first: locals and parameters are in no
 * graph. A short word is near to too many names of the C library. */
static Str unknown_nearest(const Unknown *unknown) {
    const Draft *draft = unknown->draft;
    Nearest nearest = nearest_to(unknown->name);
    const Local *local = draft->cell->declared;
    for (; local; local = local->earlier)
        nearest_consider(&nearest, draft->tokens[local->token].text);
    for (uint32_t i = 0; i < draft->count; i++)
        nearest_consider(&nearest, draft->nodes[i]->name);
    bool is_short = unknown->name.len <= 4 && !unknown->is_called;
    Str known = graph_nearest(draft->graph, unknown->name,
                              is_short ? NEAREST_OWN : NEAREST_ANY);
    uint32_t distance = nearest.distance;
    nearest_consider(&nearest, known);
    return nearest.distance < distance || !nearest.best.len ? known
                                                            : nearest.best;
}

/* mt19937 of gsl_rng_mt19937: a word that is no name of a variable. */
static Str unknown_ending(const Unknown *unknown) {
    Str name = unknown->name;
    bool is_odd = unknown->is_called;
    for (size_t i = 1; i < name.len; i++)
        is_odd = is_odd || (name.text[i] >= '0' && name.text[i] <= '9' &&
                            name.len > 4);
    is_odd = is_odd || (name.text[0] >= 'A' && name.text[0] <= 'Z' &&
                        name.len > 3);
    return is_odd ? graph_ending(unknown->draft->graph, name) : (Str){0};
}

/* PI is M_PI */
static Str unknown_with_prefix(const Unknown *unknown) {
    static const char *const prefixes[] = {"M_", "GSL_", "gsl_", "nb_"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        Str full = arena_printf(unknown->arena, "%s%.*s", prefixes[i],
                                STR_ARG(unknown->name));
        if (unknown->name.len > 1 &&
            (graph_macro(unknown->draft->graph, full) ||
             graph_symbol(unknown->draft->graph, full)))
            return full;
    }
    return (Str){0};
}

/* Letters of another alphabet that look like those of the near name. */
static bool unknown_is_foreign(Str name, Str near) {
    bool is_foreign = false;
    for (size_t i = 0; i < name.len; i++)
        is_foreign = is_foreign || (unsigned char)name.text[i] >= 0x80;
    for (size_t i = 0; i < near.len; i++)
        if ((unsigned char)near.text[i] >= 0x80) return false;
    return is_foreign;
}

/* --- other reasons --- */

/* The line of a declaration before this place whose braces are closed. */
static uint32_t unknown_elsewhere(const Unknown *unknown) {
    const Draft *draft = unknown->draft;
    const Token *token = unknown->token;
    const Local *local = draft->cell->declared;
    for (; token && local; local = local->earlier) {
        const Token *at = &draft->tokens[local->token];
        if (local->is_inner && at < token && at->source &&
            str_equals(at->text, unknown->name))
            return source_place(at->source, at->span.begin).line;
    }
    return 0;
}

/* The bracket around this place. */
static const Token *unknown_around(const Unknown *unknown) {
    const Token *token = unknown->token;
    for (int depth = 0; token && token > unknown->draft->tokens; token--) {
        depth += parse_bracket_step(token - 1);
        if (depth > 0) return token - 1;
    }
    return NULL;
}

/* title = "x" among the options of nb_plot. */
static bool unknown_is_option(const Unknown *unknown) {
    const Token *token = unknown->token, *open = unknown_around(unknown);
    if (!token || !open || !open->source || !token_is(token + 1, PUNCT_ASSIGN))
        return false;
    Str name = source_text(open->source, open->span);
    return (open->flags & TOKEN_FROM_MACRO) && str_starts_with(name, STR("nb_"));
}

/* brek; */
static Str unknown_keyword(const Unknown *unknown) {
    const Token *token = unknown->token;
    if (!token || !token_is(token + 1, PUNCT_SEMICOLON)) return (Str){0};
    const Token *before = token - (token > unknown->draft->tokens);
    bool is_statement =
        token == unknown->draft->tokens || token_is(before, PUNCT_SEMICOLON) ||
        token_is(before, PUNCT_LBRACE) || token_is(before, PUNCT_RBRACE) ||
        token_is(before, PUNCT_RPAREN);
    return is_statement ? slip_near_keyword(unknown->name, false) : (Str){0};
}

/* gsl_vector_new, as other libraries call what is gsl_vector_alloc here. */
static Str unknown_maker(const Unknown *unknown) {
    static const char *const verbs[] = {"new", "create", "make", "init"};
    Str name = unknown->name;
    const char *last = memrchr(name.text, '_', name.len);
    if (!last || !str_starts_with(name, STR("gsl_"))) return (Str){0};
    Str verb = {last + 1, name.len - (size_t)(last + 1 - name.text)};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (!str_is(verb, verbs[i])) continue;
        Str maker = arena_printf(unknown->arena, "%.*salloc",
                                 (int)(last + 1 - name.text), name.text);
        if (graph_symbol(unknown->draft->graph, maker)) return maker;
    }
    return (Str){0};
}

/* What the parser suspects of this very word. */
static Str unknown_suspect(const Unknown *unknown) {
    const Draft *draft = unknown->draft;
    for (uint32_t i = 0; i < draft->cell->advice_count; i++) {
        const Advice *one = &draft->cell->advice[i];
        if (one->is_suspect && &draft->tokens[one->begin] == unknown->token &&
            str_starts_with(one->problem.text, STR("'")))
            return one->problem.text;
    }
    return (Str){0};
}

static bool unknown_is_capital(Str name) {
    for (size_t i = 0; i < name.len; i++)
        if (name.text[i] >= 'a' && name.text[i] <= 'z') return false;
    return name.len > 1;
}

static Str unknown_otherwise(const Unknown *unknown) {
    Str name = unknown->name, shown = unknown->shown;
    if (unknown->is_called)
        return arena_printf(unknown->arena,
                            "%.*s is not known here: run the cell that "
                            "defines this function, or #include the header "
                            "that has it",
                            STR_ARG(shown));
    if (unknown_is_capital(name))
        return arena_printf(unknown->arena,
                            "%.*s is not known here: define it first, as in "
                            "'#define %.*s 1', or run the cell that does",
                            STR_ARG(shown), STR_ARG(name));
    return arena_printf(unknown->arena,
                        "%.*s is not known here: declare it first, as in 'int "
                        "%.*s = 0;', or run the cell that does",
                        STR_ARG(shown), STR_ARG(name));
}

static Str unknown_words(const Unknown *unknown) {
    Arena *arena = unknown->arena;
    Str shown = unknown->shown, suspect = unknown_suspect(unknown);
    uint32_t line = unknown_elsewhere(unknown);
    if (line)
        return arena_printf(arena,
                            "%.*s is known only inside the braces (or the for, "
                            "or the function) where line %u declares it: "
                            "declare it before them to use it here, too",
                            STR_ARG(shown), line);
    if (unknown_is_option(unknown))
        return arena_printf(arena,
                            "%.*s is not known here; if it is an option, it "
                            "begins with a point: .%.*s = ...",
                            STR_ARG(shown), STR_ARG(unknown->name));
    Str gone = graph_gone(unknown->draft->graph, unknown->name);
    if (gone.len)
        return arena_printf(arena,
                            "%.*s is gone, since a definition that it was made "
                            "of has changed: run %.*s again to have it back",
                            STR_ARG(shown), STR_ARG(gone));
    Str near = unknown_keyword(unknown);
    if (!near.len) near = unknown_maker(unknown);
    if (!near.len) near = unknown_nearest(unknown);
    if (near.len && unknown_is_foreign(unknown->name, near))
        return arena_printf(arena,
                            "%.*s is not known here: it looks like '%.*s', but "
                            "has a letter of another alphabet; type it again",
                            STR_ARG(shown), STR_ARG(near));
    if (!near.len) near = unknown_with_prefix(unknown);
    Str ending = near.len ? (Str){0} : unknown_ending(unknown);
    if (ending.len && unknown->is_called)
        return arena_printf(arena,
                            "%.*s is not known here: run the cell that defines "
                            "this function; or did you mean '%.*s'?",
                            STR_ARG(shown), STR_ARG(ending));
    if (ending.len) near = ending;
    if (near.len)
        return arena_printf(arena,
                            "%.*s is not known here; did you mean '%.*s'?",
                            STR_ARG(shown), STR_ARG(near));
    return suspect.len ? suspect : unknown_otherwise(unknown);
}

Str unknown_name(const Draft *draft, const Token *token, Str name,
                 Arena *arena) {
    const char *foreign = slip_foreign(name, true);
    bool is_word = token && token->kind == TOK_IDENT;
    Unknown unknown = {
        .draft = draft,
        .token = token,
        .name = name,
        .shown = arena_printf(arena, "'%.*s'", STR_ARG(name)),
        .is_called = is_word && token_is(token + 1, PUNCT_LPAREN),
        .arena = arena,
    };
    if (foreign) return str_of(foreign);
    bool is_hidden = is_word && (token->flags & TOKEN_FROM_MACRO) &&
                     token->source && str_equals(token->text, name);
    Str macro = is_hidden ? source_text(token->source, token->span) : name;
    if (str_equals(macro, name)) return unknown_words(&unknown);
    /* nb_zeros(1, 2, 3) calls nb__zeros3 */
    if (str_starts_with(name, STR("nb__")) && unknown.is_called)
        return arena_printf(arena,
                            "%.*s does not take so many arguments: '%.*s?' in "
                            "a cell shows how it is called",
                            STR_ARG(macro), STR_ARG(macro));
    if (str_starts_with(name, STR("NB__")) && unknown.is_called)
        return arena_printf(arena,
                            "this is not how %.*s is called: '%.*s?' in a "
                            "cell shows it",
                            STR_ARG(macro), STR_ARG(macro));
    unknown.shown = arena_printf(arena, "'%.*s', which the macro '%.*s' uses,",
                                 STR_ARG(name), STR_ARG(macro));
    return unknown_words(&unknown);
}
