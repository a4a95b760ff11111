#include "assist/outline.h"

#include "cell/lexer.h"
#include "cell/statement.h"

enum {
    OUTLINE_TRIES = 8, /* places that are blanked */
    OUTLINE_DEPTH = 256
};

/* --- tokens as typed ----------------------------------------------------- */

/* The tokens of a directive are of no use here. */
static void outline_skip_directive(Lexer *lexer) {
    lexer->keep_newlines = true;
    while (lexer_next(lexer).kind != TOK_END) continue;
    lexer->keep_newlines = false;
}

static void outline_lex(Outline *outline) {
    Lexer lexer;
    Token token;
    uint32_t count = 0;
    lexer_init(&lexer, outline->source, &outline->arena);
    do {
        token = lexer_next(&lexer);
        if (token_is(&token, PUNCT_HASH) && token.flags & TOKEN_LINE_START) {
            outline_skip_directive(&lexer);
            continue;
        }
        outline->raw = parse_grow(&outline->arena, outline->raw, count,
                                  sizeof *outline->raw);
        outline->raw[count++] = token;
    } while (token.kind != TOK_END);
    outline->raw_count = count - 1;
}

/* --- preprocessing ------------------------------------------------------- */

static const Macro *outline_find_macro(void *context, Str name) {
    const Outline *outline = context;
    for (uint32_t i = outline->pre.event_count; i-- > 0;) {
        const Event *event = &outline->pre.events[i];
        if (event->kind == EVENT_INCLUDE || !str_equals(event->name, name))
            continue;
        return event->kind == EVENT_DEFINE ? event->macro : NULL;
    }
    return graph_macro(outline->graph, name);
}

const Macro *outline_macro(const Outline *outline, Str name) {
    return outline->macros.find(outline->macros.context, name);
}

/* The runtime's macros choose by type, each time with all their arguments
 * anew: nested calls become thousands of tokens. They are values, which
 * declare nothing, so for the walk they may stay as they are. */
static bool outline_is_value(const Outline *outline, const Macro *macro,
                             uint32_t depth) {
    enum { DEEPEST = 8 };
    if (depth == DEEPEST) return false;
    for (uint32_t i = 0; i < macro->body_count; i++) {
        const Token *token = &macro->body[i];
        bool is_statement = token_is(token, PUNCT_SEMICOLON) ||
                            token_is(token, KW_FOR) || token_is(token, KW_IF) ||
                            token_is(token, KW_WHILE);
        if (is_statement) return false;
        if (!parse_is_name(token) || str_equals(token->text, macro->name))
            continue;
        const Macro *inner = graph_macro(outline->graph, token->text);
        if (inner && !outline_is_value(outline, inner, depth + 1))
            return false;
    }
    return true;
}

/* Of preloaded macros with arguments. */
static bool outline_may_stay(Outline *outline, Str name) {
    static const char value, other;
    if (graph_find(outline->graph, SPACE_MACRO, name)) return false;
    const char *known = map_get(&outline->values, name);
    if (known) return known == &value;
    const Macro *macro = graph_macro(outline->graph, name);
    bool may = macro && macro->is_function &&
               outline_is_value(outline, macro, 0);
    if (macro)
        map_set(&outline->values, macro->name,
                (void *)(uintptr_t)(may ? &value : &other));
    return may;
}

static const Macro *outline_find_needed(void *context, Str name) {
    Outline *outline = context;
    return outline_may_stay(outline, name) ? NULL
                                           : graph_macro(outline->graph, name);
}

/* auto and typeof ask for the type of any value. */
static bool outline_needs_values(Str text) {
    static const char *const words[] = {"auto", "typeof"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text.len && memmem(text.text, text.len, words[i], strlen(words[i])))
            return true;
    return false;
}

/* What the headers of the cell declare is known once the cell has run. */
static int outline_open_nothing(void *context, Str name, bool is_quoted,
                                bool is_next, const Source *from,
                                const Source **ret, Err *err) {
    (void)context, (void)name, (void)is_quoted, (void)is_next, (void)from;
    (void)ret, (void)err;
    return 0;
}

/* Make this part of a text white; a directive goes as a whole. false: there
 * was nothing left to blank. */
static bool outline_blank(char *text, size_t len, Span span) {
    size_t begin = span.begin, end = span.end, line = span.begin;
    bool is_new = false;
    while (line > 0 && text[line - 1] != '\n') line--;
    while (line < len && (text[line] == ' ' || text[line] == '\t')) line++;
    if (line < len && text[line] == '#') {
        begin = line;
        while (end < len && text[end] != '\n') end++;
    }
    for (size_t i = begin; i < end && i < len; i++) {
        if (text[i] == '\n' || text[i] == ' ') continue;
        text[i] = ' ';
        is_new = true;
    }
    return is_new;
}

static void outline_preprocess(Outline *outline) {
    const Includes includes = {.open = outline_open_nothing};
    Str typed = outline->source->text;
    Macros macros = graph_macros(outline->graph);
    if (!outline_needs_values(typed))
        macros = (Macros){outline, outline_find_needed, NULL};
    char *text = arena_alloc(&outline->arena, typed.len + 1);
    if (typed.len) memcpy(text, typed.text, typed.len);
    for (int i = 0; i < OUTLINE_TRIES; i++) {
        const Source *source = source_new(
            STR("cell"), arena_dup(&outline->arena, (Str){text, typed.len}),
            true, &outline->arena);
        preprocess_done(&outline->pre);
        preprocess(source, &macros, &includes, &outline->arena, &outline->pre);
        const Problem *problem = &outline->pre.problem;
        if (problem->source != source ||
            !outline_blank(text, typed.len, problem->span))
            break;
    }
}

/* --- the walk ------------------------------------------------------------ */

typedef enum FrameKind {
    FRAME_BRACES,
    FRAME_FUNCTION, /* its body; the parameters are a block around it */
    FRAME_LOOP      /* for (int i ...), until its statement ends */
} FrameKind;

typedef struct Frame {
    FrameKind kind;
    Block *outer;       /* what is in scope when it has ended */
    const Type *result; /* likewise */
} Frame;

typedef struct Walker {
    Outline *outline;
    Parser *parser;
    Frame frames[OUTLINE_DEPTH];
    uint32_t depth;
} Walker;

static bool walker_at(const Walker *walker, TokenId id) {
    return token_is(parse_peek(walker->parser, 0), id);
}

static bool walker_is_end(const Walker *walker) {
    return parse_peek(walker->parser, 0)->kind == TOK_END;
}

static void walker_push(Walker *walker, FrameKind kind, Block *outer) {
    if (walker->depth < OUTLINE_DEPTH)
        walker->frames[walker->depth++] =
            (Frame){kind, outer, walker->outline->result};
    parse_push_block(walker->parser);
}

static void walker_pop(Walker *walker) {
    if (!walker->depth) return;
    const Frame *frame = &walker->frames[--walker->depth];
    walker->parser->block = frame->outer;
    walker->outline->result = frame->result;
}

/* A statement has ended, and with it the loops that had it as their body. */
static void walker_end_statement(Walker *walker) {
    if (walker_at(walker, KW_ELSE)) return;
    while (walker->depth && walker->frames[walker->depth - 1].kind == FRAME_LOOP)
        walker_pop(walker);
}

/* From a bracket to behind its partner, or to the end. */
static void walker_skip_brackets(Walker *walker) {
    int64_t depth = 0;
    do {
        depth += parse_bracket_step(parse_peek(walker->parser, 0));
        walker->parser->at++;
    } while (depth > 0 && !walker_is_end(walker));
}

/* Is this `{` one of statements: ({ ... }), or the body of a function whose
 * type nobody knows, `foo f(int n) {`? */
static bool walker_opens_statements(const Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    if (parser->at == 0) return true;
    if (token_is(token - 1, PUNCT_LPAREN)) return true;
    if (!token_is(token - 1, PUNCT_RPAREN)) return false;
    int64_t depth = 0;
    uint32_t at = parser->at - 1;
    while ((depth -= parse_bracket_step(&parser->tokens[at])) > 0 && at > 0)
        at--;
    return depth == 0 && at > 0 && parse_is_name(&parser->tokens[at - 1]);
}

/* Behind the `;` of an expression. Braces in it belong to values. */
static void walker_skip_expression(Walker *walker) {
    Parser *parser = walker->parser;
    while (!walker_is_end(walker)) {
        const Token *token = parse_peek(parser, 0);
        if (token_is(token, PUNCT_RBRACE)) return;
        if (token_is(token, PUNCT_LBRACE)) {
            if (walker_opens_statements(parser)) return;
            walker_skip_brackets(walker);
            continue;
        }
        parser->at++;
        if (!token_is(token, PUNCT_SEMICOLON)) continue;
        walker_end_statement(walker);
        return;
    }
}

/* Behind a declaration that could not be read; the body of a function is
 * walked all the same. */
static void walker_recover(Walker *walker) {
    Parser *parser = walker->parser;
    while (!walker_is_end(walker)) {
        const Token *token = parse_peek(parser, 0);
        if (token_is(token, PUNCT_RBRACE)) return;
        if (token_is(token, PUNCT_LBRACE)) {
            if (parser->at > 0 && token_is(token - 1, PUNCT_RPAREN)) return;
            walker_skip_brackets(walker);
            continue;
        }
        parser->at++;
        if (token_is(token, PUNCT_SEMICOLON)) return;
    }
}

static void walker_declaration(Walker *walker) {
    Parser *parser = walker->parser;
    Block *block = parser->block;
    uint32_t begin = parser->at;
    bool is_function = false;
    Declaration *declaration = decl_parse(parser, &is_function);
    parser->problem = (Problem){0};
    parser->depth = 0;
    parser->block = block;
    if (!declaration) {
        if (parser->at < begin || walker_is_end(walker)) parser->at = begin;
        parser->at += parser->at == begin;
        walker_recover(walker);
    } else if (is_function) {
        walker_push(walker, FRAME_FUNCTION, block);
        walker->outline->result =
            type_strip(declaration->declarators[0].type)->target;
        parser->block = declaration->params;
        parse_push_block(parser);
        parser->at++;
    } else {
        walker_end_statement(walker);
    }
}

/* for (int i = 0; ...) */
static void walker_loop(Walker *walker) {
    Parser *parser = walker->parser;
    parser->at++;
    if (!walker_at(walker, PUNCT_LPAREN)) return;
    uint32_t open = parser->at++;
    walker_push(walker, FRAME_LOOP, parser->block);
    if (decl_starts(parser)) {
        bool unused;
        Block *block = parser->block;
        (void)decl_parse(parser, &unused);
        parser->problem = (Problem){0};
        parser->depth = 0;
        parser->block = block;
    }
    parser->at = open;
    walker_skip_brackets(walker);
}

/* if (...), while (...), switch (...): a statement follows. */
static void walker_head(Walker *walker) {
    walker->parser->at++;
    if (walker_at(walker, PUNCT_LPAREN)) walker_skip_brackets(walker);
}

static void walker_label(Walker *walker) {
    while (!walker_is_end(walker) && !walker_at(walker, PUNCT_COLON) &&
           !walker_at(walker, PUNCT_SEMICOLON) &&
           !walker_at(walker, PUNCT_RBRACE))
        walker->parser->at++;
    walker->parser->at += walker_at(walker, PUNCT_COLON);
}

static void walker_close(Walker *walker) {
    walker->parser->at++;
    while (walker->depth && walker->frames[walker->depth - 1].kind == FRAME_LOOP)
        walker_pop(walker);
    walker_pop(walker);
    /* What follows is ({ ... }) or the next statement. */
    walker_end_statement(walker);
}

static void walker_step(Walker *walker) {
    Parser *parser = walker->parser;
    const Token *token = parse_peek(parser, 0);
    switch ((TokenId)token->id) {
    case PUNCT_LBRACE:
        parser->at++;
        walker_push(walker, FRAME_BRACES, parser->block);
        return;
    case PUNCT_RBRACE: walker_close(walker); return;
    case KW_FOR: walker_loop(walker); return;
    case KW_IF:
    case KW_WHILE:
    case KW_SWITCH: walker_head(walker); return;
    case KW_ELSE:
    case KW_DO: parser->at++; return;
    case KW_CASE:
    case KW_DEFAULT: walker_label(walker); return;
    default: break;
    }
    if (token->kind == TOK_MAGIC || token->kind == TOK_PRAGMA) parser->at++;
    else if (statement_is_label(parser)) parser->at += 2;
    else if (decl_starts(parser)) walker_declaration(walker);
    else walker_skip_expression(walker);
}

static void outline_walk(Outline *outline) {
    Walker *walker = ARENA_NEW(&outline->arena, Walker);
    walker->outline = outline;
    walker->parser = &outline->parser;
    parse_init(walker->parser, outline->pre.tokens, &outline->scope,
               &outline->arena);
    walker->parser->anonymous_prefix = STR("nb_cursor_");
    while (!walker_is_end(walker)) walker_step(walker);
}

void outline_make(Graph *graph, Str before, Outline *ret) {
    *ret = (Outline){.graph = graph, .scope = graph_scope(graph)};
    ret->scope.find_near_type = NULL; /* it is for messages, and slow */
    ret->macros = (Macros){ret, outline_find_macro, NULL};
    ret->source = source_new(STR("cell"), arena_dup(&ret->arena, before), true,
                             &ret->arena);
    outline_lex(ret);
    outline_preprocess(ret);
    outline_walk(ret);
}

void outline_done(Outline *outline) {
    preprocess_done(&outline->pre);
    map_done(&outline->values);
    arena_clear(&outline->arena);
}

/* --- types of pieces ----------------------------------------------------- */

typedef const Type *OutlineParse(Parser *parser);

static const Type *outline_parse_value(Parser *parser) {
    Expr value = {0};
    return expr_parse(parser, &value) ? value.type : NULL;
}

/* The piece must be of that kind from its first to its last token. */
static const Type *outline_parse(Outline *outline, const Token *tokens,
                                 OutlineParse *parse) {
    Parser parser = outline->parser;
    parser.tokens = tokens;
    parser.at = parser.depth = 0;
    parser.problem = (Problem){0};
    const Type *type = parse(&parser);
    bool is_whole = tokens[parser.at].kind == TOK_END;
    return is_whole && type && type->kind != TYPE_UNKNOWN ? type : NULL;
}

static const Type *outline_piece(Outline *outline, uint32_t begin, uint32_t end,
                                 OutlineParse *parse) {
    if (begin >= end) return NULL;
    Span span = {outline->raw[begin].span.begin,
                 outline->raw[end - 1].span.end};
    Preprocessed pre;
    const Includes includes = {.open = outline_open_nothing};
    preprocess_span(outline->source, span, &outline->macros, &includes,
                    &outline->arena, &pre);
    const Type *type = pre.problem.source
                           ? NULL
                           : outline_parse(outline, pre.tokens, parse);
    preprocess_done(&pre);
    return type;
}

const Type *outline_type(Outline *outline, uint32_t begin, uint32_t end) {
    return outline_piece(outline, begin, end, outline_parse_value);
}

static const Type *outline_parse_name(Parser *parser) {
    return decl_starts(parser) ? decl_type_name(parser) : NULL;
}

const Type *outline_type_name(Outline *outline, uint32_t begin, uint32_t end) {
    return outline_piece(outline, begin, end, outline_parse_name);
}

const Type *outline_type_named(Outline *outline, const Token *tokens,
                               uint32_t count) {
    Token *copy = arena_alloc(&outline->arena, (count + 1) * sizeof *copy);
    if (count) memcpy(copy, tokens, count * sizeof *copy);
    copy[count] = (Token){.kind = TOK_END, .source = outline->source};
    return outline_parse(outline, copy, outline_parse_name);
}

/* --- brackets ------------------------------------------------------------ */

uint32_t outline_open(const Outline *outline, uint32_t close) {
    int64_t depth = 0;
    for (uint32_t at = close + 1; at-- > 0;) {
        depth -= parse_bracket_step(&outline->raw[at]);
        if (depth == 0) return at;
    }
    return close;
}

uint32_t outline_around(const Outline *outline, uint32_t end,
                        uint32_t *ret_commas) {
    *ret_commas = 0;
    for (uint32_t at = end; at-- > 0;) {
        const Token *token = &outline->raw[at];
        int step = parse_bracket_step(token);
        if (step > 0) return at;
        if (token_is(token, PUNCT_SEMICOLON)) return end;
        *ret_commas += token_is(token, PUNCT_COMMA);
        if (step >= 0) continue;
        uint32_t open = outline_open(outline, at);
        if (open == at) return end;
        at = open;
    }
    return end;
}
