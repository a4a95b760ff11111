/* The laws of tokens: they stand in the order of the text, what lies between
 * them is white space or comments, and a token's text lexes to that token. */
#include "cell/lexer.h"
#include "fuzz.h"

/* Without its comments and joined lines, is this only white space? The lexer
 * is asked again: a gap by itself must hold no token. */
static void check_gap(const Source *source, uint32_t begin, uint32_t end,
                      Arena *arena) {
    Str text = source_text(source, (Span){begin, end});
    Lexer lexer;
    lexer_init(&lexer, source_new(STR(""), text, false, arena), arena);
    Token token = lexer_next(&lexer);
    LAW(token.kind == TOK_END);
}

static void check_again(const Token *token, Arena *arena) {
    Lexer lexer;
    if (token->kind == TOK_OTHER) return;
    lexer_init(&lexer, source_new(STR(""), token->text, false, arena), arena);
    Token again = lexer_next(&lexer);
    LAW(again.kind == token->kind && again.id == token->id);
    LAW(str_equals(again.text, token->text));
    LAW(lexer_next(&lexer).kind == TOK_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Str text = {(const char *)data, size};
    const Source *source = source_new(STR("In[1]"), text, true, &arena);
    Lexer lexer;
    lexer_init(&lexer, source, &arena);
    uint32_t at = lexer.at;
    for (;;) {
        Token token = lexer_next(&lexer);
        LAW(token.span.begin >= at && token.span.end >= token.span.begin);
        LAW(token.span.end <= size);
        check_gap(source, at, token.span.begin, &arena);
        if (token.kind == TOK_END) break;
        LAW(token.span.end > token.span.begin);
        check_again(&token, &arena);
        at = token.span.end;
    }
    LAW(at <= size && lexer.at == size);
    arena_clear(&arena);
    return 0;
}
