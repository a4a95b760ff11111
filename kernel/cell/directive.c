#include "cell/directive.h"

#include "cell/condition.h"
#include "cell/define.h"
#include "cell/nearest.h"

enum {
    DIRECTIVE_DEEPEST_INCLUDE = 64
};

/* One directive that is being carried out. */
typedef struct Directive {
    Reader *reader;
    Lexer *lexer; /* of the file that it stands in */
    Token hash;
    Token name;
    Token made; /* what takes the place of the line; TOK_END: nothing */
} Directive;

#define FAIL(dir, at, ...)                                                     \
    expand_problem(&(dir)->reader->expander, (at), __VA_ARGS__)

/* The rest of the line, in the arena; ends in TOK_END. */
static const Token *directive_rest(Directive *dir, uint32_t *ret_count) {
    Expander *expander = &dir->reader->expander;
    uint32_t from = expander->scratch.count;
    for (;;) {
        Token token = lexer_next(dir->lexer);
        if (token.kind == TOK_END) break;
        expand_append(&expander->scratch, &token);
    }
    return expand_take(expander, from, ret_count);
}

/* The next word of the line, which must be a name. */
static bool directive_word(Directive *dir, Token *ret) {
    *ret = lexer_next(dir->lexer);
    if (ret->kind == TOK_IDENT) return true;
    return FAIL(dir, ret->kind == TOK_END ? &dir->name : ret,
                "#%.*s needs the name of a macro", STR_ARG(dir->name.text));
}

static Span directive_span(const Directive *dir) {
    return (Span){dir->hash.span.begin, dir->lexer->at};
}

static void directive_event(Directive *dir, EventKind kind, Str name,
                            const Macro *macro) {
    Reader *reader = dir->reader;
    reader->events = expand_room(reader->events, reader->event_count,
                                 &reader->event_size, sizeof *reader->events);
    reader->events[reader->event_count++] =
        (Event){.kind = kind,
                .name = name,
                .macro = macro,
                .source = dir->hash.source,
                .span = directive_span(dir),
                .token = reader->expander.token};
}

/* --- macros -------------------------------------------------------------- */

/* glibc's headers define __attribute__ away for compilers other than gcc; we
 * want to keep what it says. */
static bool directive_is_kept(Str name) {
    return lexer_keyword(name) == KW_ATTRIBUTE;
}

static void directive_define(Directive *dir) {
    Expander *expander = &dir->reader->expander;
    const Macro *macro =
        define_parse(dir->lexer, &dir->hash, &expander->problem);
    if (!macro || directive_is_kept(macro->name)) return;
    expand_name(expander, macro->name)->macro = macro;
    directive_event(dir, EVENT_DEFINE, macro->name, macro);
}

static void directive_undef(Directive *dir) {
    Token word;
    if (!directive_word(dir, &word) || directive_is_kept(word.text)) return;
    Name *name = expand_name(&dir->reader->expander, word.text);
    name->macro = NULL;
    name->dynamic = DYNAMIC_NONE;
    directive_event(dir, EVENT_UNDEF, word.text, NULL);
}

/* --- conditions ---------------------------------------------------------- */

static bool directive_has(void *context, Str name, bool is_quoted,
                          bool is_next) {
    Reader *reader = context;
    const Includes *includes = reader->includes;
    const Source *source = NULL;
    Err err;
    return includes && includes->open &&
           includes->open(includes->context, name, is_quoted, is_next,
                          reader->file->lexer.source, &source, &err) >= 0;
}

static bool directive_condition(Directive *dir) {
    uint32_t count;
    const Token *tokens = directive_rest(dir, &count);
    return condition_holds(&dir->reader->expander, tokens, count, &dir->name,
                           directive_has);
}

static bool directive_is_defined(Directive *dir) {
    Token word;
    if (!directive_word(dir, &word)) return false;
    Expander *expander = &dir->reader->expander;
    Name *name = expand_name(expander, word.text);
    expand_note_use(expander, name);
    return expand_is_defined(name);
}

static void directive_open_group(Directive *dir, bool holds) {
    Reader *reader = dir->reader;
    bool outer = reader_is_live(reader);
    reader->groups = expand_room(reader->groups, reader->group_count,
                                 &reader->group_size, sizeof *reader->groups);
    reader->groups[reader->group_count++] = (Group){
        .at = dir->name, .live = outer && holds, .taken = !outer || holds};
}

static void directive_if(Directive *dir) {
    directive_open_group(dir, reader_is_live(dir->reader) &&
                                  directive_condition(dir));
}

static void directive_ifdef(Directive *dir) {
    directive_open_group(dir, reader_is_live(dir->reader) &&
                                  directive_is_defined(dir));
}

static void directive_ifndef(Directive *dir) {
    directive_open_group(dir, reader_is_live(dir->reader) &&
                                  !directive_is_defined(dir));
}

/* The #if that this #else, #elif or #endif belongs to; NULL is a problem. */
static Group *directive_group(Directive *dir) {
    Reader *reader = dir->reader;
    if (reader->group_count > reader->file->first_group)
        return &reader->groups[reader->group_count - 1];
    (void)FAIL(dir, &dir->name, "this #%.*s has no #if before it",
               STR_ARG(dir->name.text));
    return NULL;
}

/* Begin another branch; false when it need not even be looked at. */
static bool directive_next_branch(Directive *dir, Group **ret) {
    Group *group = *ret = directive_group(dir);
    if (!group) return false;
    if (group->had_else)
        return FAIL(dir, &dir->name, "this #%.*s comes behind the #else",
                    STR_ARG(dir->name.text));
    group->live = false;
    return !group->taken;
}

static void directive_take(Group *group, bool holds) {
    group->live = group->taken = holds;
}

static void directive_elif(Directive *dir) {
    Group *group;
    if (directive_next_branch(dir, &group))
        directive_take(group, directive_condition(dir));
}

static void directive_elifdef(Directive *dir) {
    Group *group;
    if (directive_next_branch(dir, &group))
        directive_take(group, directive_is_defined(dir));
}

static void directive_elifndef(Directive *dir) {
    Group *group;
    if (directive_next_branch(dir, &group))
        directive_take(group, !directive_is_defined(dir));
}

static void directive_else(Directive *dir) {
    Group *group;
    if (directive_next_branch(dir, &group)) directive_take(group, true);
    if (group) group->had_else = true;
}

static void directive_endif(Directive *dir) {
    if (directive_group(dir)) dir->reader->group_count--;
}

/* --- #include ------------------------------------------------------------ */

typedef struct Header {
    Str name;
    Token at; /* where it is written, for problems */
    bool is_quoted;
} Header;

/* The characters between < > or " " are no tokens: a quote or // in them
 * means nothing. False when no name is written so. */
static bool directive_raw_header(Directive *dir, Header *ret) {
    Lexer before = *dir->lexer;
    Token token = lexer_next(dir->lexer);
    Str text = dir->lexer->source->text;
    uint32_t begin = token.span.begin, end = begin + 1;
    bool is_angle = begin < text.len && text.text[begin] == '<';
    bool written = is_angle || (begin < text.len && text.text[begin] == '"');
    char close = is_angle ? '>' : '"';
    while (written && end < text.len && text.text[end] != close &&
           text.text[end] != '\n')
        end++;
    if (!written || end >= text.len || text.text[end] != close) {
        *dir->lexer = before;
        return false;
    }
    ret->name = source_text(dir->lexer->source, (Span){begin + 1, end});
    ret->is_quoted = close == '"';
    ret->at = token;
    ret->at.span.end = dir->lexer->at = end + 1;
    return true;
}

/* #include NAME, where a macro says what is meant. */
static bool directive_expanded_header(Directive *dir, Header *ret) {
    Expander *expander = &dir->reader->expander;
    uint32_t count;
    const Token *tokens = directive_rest(dir, &count);
    expand_push(expander, tokens, count);
    Token first = expand_next(expander);
    bool good = condition_header(expander, &first, &ret->name, &ret->is_quoted);
    ret->at = count ? tokens[0] : dir->name;
    if (!good)
        return FAIL(dir, &ret->at,
                    "#%.*s needs a name: #include \"x.h\" or #include <x.h>",
                    STR_ARG(dir->name.text));
    expand_pop(expander);
    return true;
}

static bool directive_open(Directive *dir, const Header *header, bool is_next,
                           const Source **ret) {
    const Includes *includes = dir->reader->includes;
    Err err = {"no files can be included here"};
    int found = -1;
    *ret = NULL;
    if (includes && includes->open)
        found =
            includes->open(includes->context, header->name, header->is_quoted,
                           is_next, dir->lexer->source, ret, &err);
    if (found < 0) return FAIL(dir, &header->at, "%s", err.text);
    if (found == 0) *ret = NULL;
    return true;
}

static void directive_read(Directive *dir, bool is_next) {
    Reader *reader = dir->reader;
    Header header;
    const Source *source;
    if (!directive_raw_header(dir, &header) &&
        !directive_expanded_header(dir, &header))
        return;
    if (!header.name.len) {
        (void)FAIL(dir, &header.at, "the name of the file is missing");
        return;
    }
    if (reader->file->depth >= DIRECTIVE_DEEPEST_INCLUDE) {
        (void)FAIL(dir, &header.at,
                   "files include each other more than %d deep: does "
                   "'%.*s' include itself?",
                   DIRECTIVE_DEEPEST_INCLUDE, STR_ARG(header.name));
        return;
    }
    if (!directive_open(dir, &header, is_next, &source)) return;
    directive_event(dir, EVENT_INCLUDE, source ? source->name : header.name,
                    NULL);
    if (!source || map_get(&reader->once, source->name)) return;
    reader_enter(reader, source);
}

static void directive_include(Directive *dir) { directive_read(dir, false); }

static void directive_include_next(Directive *dir) {
    directive_read(dir, true);
}

/* --- the others ---------------------------------------------------------- */

static void directive_error(Directive *dir) {
    uint32_t count;
    const Token *tokens = directive_rest(dir, &count);
    Token whole = dir->hash;
    whole.span.end = count ? tokens[count - 1].span.end : dir->name.span.end;
    Span said = {count ? tokens[0].span.begin : whole.span.end, whole.span.end};
    Str text = source_text(whole.source, said);
    (void)FAIL(dir, &whole, "#error%s%.*s", text.len ? ": " : "",
               STR_ARG(text));
}

static bool directive_is_once(Directive *dir, const Token *words,
                              uint32_t count) {
    if (count != 1 || !str_is(words[0].text, "once")) return false;
    Reader *reader = dir->reader;
    /* The cell itself is read once anyway. */
    if (reader->file->outer)
        map_set(&reader->once, dir->hash.source->name, reader);
    return true;
}

/* Pragmas are for the compiler: the line goes on as one token. */
static void directive_pragma(Directive *dir) {
    uint32_t count;
    const Token *words = directive_rest(dir, &count);
    if (directive_is_once(dir, words, count)) return;
    Buf text = {0};
    buf_add_str(&text, STR("#pragma "));
    preprocess_print(words, count, &text);
    dir->made = dir->hash;
    dir->made.kind = TOK_PRAGMA;
    dir->made.id = ID_NONE;
    dir->made.text = arena_dup(dir->reader->expander.arena, buf_view(&text));
    buf_done(&text);
    if (count) dir->made.span.end = words[count - 1].span.end;
}

static void directive_ignore(Directive *dir) { (void)dir; }

/* --- #line --------------------------------------------------------------- */

/* Digits alone, as a decimal number; false: something else. */
static bool directive_digits(const Token *token, uint32_t *ret) {
    *ret = 0;
    for (size_t i = 0; i < token->text.len; i++) {
        char c = token->text.text[i];
        if (c < '0' || c > '9' || *ret > INT32_MAX / 10 - 1) return false;
        *ret = *ret * 10 + (uint32_t)(c - '0');
    }
    return token->kind == TOK_NUMBER;
}

/* #line 7, #line 7 "name": macros may stand for both. */
static void directive_line(Directive *dir) {
    Expander *expander = &dir->reader->expander;
    const Source *source = dir->hash.source;
    LineMark *mark = ARENA_NEW(expander->arena, LineMark);
    *mark = (LineMark){.source = source, .older = expander->marks};
    mark->line = source_place(source, dir->hash.span.begin).line;
    mark->file = source->name;
    for (const LineMark *at = mark->older; at; at = at->older)
        if (at->source == source) {
            mark->file = at->file;
            break;
        }
    uint32_t count;
    const Token *tokens = directive_rest(dir, &count);
    expand_push(expander, tokens, count);
    Token number = expand_next(expander), name = expand_next(expander);
    bool is_named = name.kind == TOK_STRING && name.text.text[0] == '"';
    bool is_fine = directive_digits(&number, &mark->number) &&
                   (is_named || name.kind == TOK_END);
    expand_pop(expander);
    if (is_named)
        mark->file = (Str){name.text.text + 1, name.text.len - 2};
    if (is_fine) expander->marks = mark;
    else if (!expander->problem.source)
        (void)FAIL(dir, &dir->name,
                   "#line needs a number, and perhaps a name in quotes: "
                   "#line 7 \"name.c\"");
}

/* --- which one is it? ---------------------------------------------------- */

typedef struct DirectiveRow {
    Str name;
    void (*run)(Directive *dir);
    bool always; /* also where lines do not count */
} DirectiveRow;

/* clang-format off */
#define DIRECTIVES(X)                                                          \
    X(define, directive_define, false)                                         \
    X(undef, directive_undef, false)                                           \
    X(include, directive_include, false)                                       \
    X(include_next, directive_include_next, false)                             \
    X(if, directive_if, true)                                                  \
    X(ifdef, directive_ifdef, true)                                            \
    X(ifndef, directive_ifndef, true)                                          \
    X(elif, directive_elif, true)                                              \
    X(elifdef, directive_elifdef, true)                                        \
    X(elifndef, directive_elifndef, true)                                      \
    X(else, directive_else, true)                                              \
    X(endif, directive_endif, true)                                            \
    X(error, directive_error, false)                                           \
    X(pragma, directive_pragma, false)                                         \
    X(line, directive_line, false)                                             \
    X(warning, directive_ignore, false)                                        \
    X(ident, directive_ignore, false)
#define ROW(name, run, always) {{#name, sizeof #name - 1}, run, always},
/* clang-format on */

static const DirectiveRow rows[] = {DIRECTIVES(ROW)};
enum {
    ROWS = sizeof rows / sizeof *rows
};

static void directive_unknown(Directive *dir) {
    Str name = dir->name.text;
    Nearest nearest = nearest_to(name);
    for (size_t i = 0; i < ROWS; i++) nearest_consider(&nearest, rows[i].name);
    if (nearest.best.len)
        (void)FAIL(dir, &dir->name,
                   "there is no directive #%.*s; did you mean #%.*s?",
                   STR_ARG(name), STR_ARG(nearest.best));
    else
        (void)FAIL(dir, &dir->name,
                   "there is no directive #%.*s; if this is a comment, begin "
                   "it with // in C",
                   STR_ARG(name));
}

static void directive_dispatch(Directive *dir) {
    bool live = reader_is_live(dir->reader);
    /* `#` alone, and `# 3 "file"`, which other preprocessors leave. */
    if (dir->name.kind == TOK_END || dir->name.kind == TOK_NUMBER) return;
    for (size_t i = 0; i < ROWS; i++) {
        if (!str_equals(dir->name.text, rows[i].name)) continue;
        if (live || rows[i].always) rows[i].run(dir);
        return;
    }
    if (live) directive_unknown(dir);
}

bool directive_run(Reader *reader, Token *token) {
    Directive dir = {
        .reader = reader, .lexer = &reader->file->lexer, .hash = *token};
    dir.lexer->keep_newlines = true;
    dir.name = lexer_next(dir.lexer);
    directive_dispatch(&dir);
    while (lexer_next(dir.lexer).kind != TOK_END) continue;
    dir.lexer->keep_newlines = false;
    if (dir.made.kind != TOK_PRAGMA) return false;
    *token = dir.made;
    return true;
}
