/* The laws of preprocessing: what comes out, printed, lexes back to the same
 * tokens; every token, event and problem has a place in a text; work and
 * memory are bounded. */
#include "cell/lexer.h"
#include "cell/preprocess.h"
#include "fuzz.h"

static int open_header(void *context, Str name, bool is_quoted, bool is_next,
                       const Source *from, const Source **ret, Err *err) {
    (void)is_next;
    if (!is_quoted) return 0;
    /* "x" is the cell itself: it may include itself to any depth. */
    if (!str_is(name, "x")) return err_set(err, "there is no such file");
    *ret = source_new(name, from->text, false, context);
    return 1;
}

static void check_place(const Source *source, Span span) {
    LAW(source != NULL && span.begin <= span.end);
    LAW(span.end <= source->text.len);
}

/* Magics and pragmas are whole lines; their words are not tokens. */
static bool is_line(const Token *token) {
    return token->kind == TOK_PRAGMA || token->kind == TOK_MAGIC;
}

static void check_printed(const Preprocessed *out, Arena *arena) {
    Buf printed = {0};
    uint32_t from = 0;
    for (uint32_t i = 0; i <= out->count; i++) {
        if (i < out->count && !is_line(&out->tokens[i])) continue;
        buf_clear(&printed);
        preprocess_print(out->tokens + from, i - from, &printed);
        Lexer lexer;
        lexer_init(&lexer,
                   source_new(STR(""), buf_view(&printed), false, arena),
                   arena);
        for (; from < i; from++) {
            Token again = lexer_next(&lexer);
            LAW(again.kind == out->tokens[from].kind);
            LAW(again.id == out->tokens[from].id);
            LAW(str_equals(again.text, out->tokens[from].text));
        }
        LAW(lexer_next(&lexer).kind == TOK_END);
        from = i + 1;
    }
    buf_done(&printed);
}

static void check_lists(const Preprocessed *out) {
    LAW(out->tokens[out->count].kind == TOK_END);
    for (uint32_t i = 0; i < out->count; i++) {
        const Token *token = &out->tokens[i];
        LAW(token->kind != TOK_END && token->kind != TOK_OTHER);
        LAW(!(token->flags & TOKEN_PARAM));
        check_place(token->source, token->span);
    }
    for (uint32_t i = 0; i < out->event_count; i++) {
        check_place(out->events[i].source, out->events[i].span);
        LAW(out->events[i].token <= out->count);
        LAW((out->events[i].kind == EVENT_DEFINE) == !!out->events[i].macro);
    }
    for (uint32_t i = 0; i < out->use_count; i++)
        LAW(out->uses[i].token <= out->count && out->uses[i].name.len > 0);
}

/* A macro's text is a definition again, and of the same text. */
static void check_macros(const Preprocessed *out, Arena *arena) {
    for (uint32_t i = 0; i < out->event_count; i++) {
        const Macro *macro = out->events[i].macro;
        Problem problem;
        if (!macro) continue;
        const Macro *again = preprocess_define(macro->text, arena, &problem);
        LAW(again != NULL);
        LAW(again->body_count == macro->body_count);
        LAW(again->param_count == macro->param_count);
        LAW(str_equals(again->text, macro->text));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Preprocessed out;
    const Includes includes = {.context = &arena, .open = open_header};
    Str text = {(const char *)data, size};
    const Source *source = source_new(STR("In[1]"), text, true, &arena);
    preprocess(source, NULL, &includes, &arena, &out);
    LAW(arena.total < 400u << 20);
    check_lists(&out);
    if (out.problem.source) check_place(out.problem.source, out.problem.span);
    check_printed(&out, &arena);
    check_macros(&out, &arena);
    preprocess_done(&out);
    arena_clear(&arena);
    return 0;
}
