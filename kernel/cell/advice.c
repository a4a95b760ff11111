#include "cell/advice.h"

#include <stdarg.h>
#include <stdio.h>

enum {
    ADVICE_MOST = 100 /* in one cell; nobody reads more */
};

bool advice_is_wanted(const Parser *parser) {
    return parser->is_advised && !parser->unchecked && !parser->problem.source;
}

static bool advice_is_typed(const Token *token) {
    return token->source && token->source->is_cell &&
           !(token->flags & TOKEN_FROM_MACRO);
}

/* From the first token to the last, if both stand in one text. */
static Span advice_span(const Parser *parser, uint32_t begin, uint32_t end) {
    const Token *first = &parser->tokens[begin];
    const Token *last = &parser->tokens[end > begin ? end - 1 : begin];
    if (last->source != first->source || last->span.end < first->span.begin)
        return first->span;
    return (Span){first->span.begin, last->span.end};
}

/* A place may be parsed twice: what is said about it is said once. */
static bool advice_is_said(const Parser *parser, uint32_t begin, Str text) {
    for (uint32_t i = 0; i < parser->advice_count; i++) {
        const Advice *one = &parser->advice[i];
        if (one->begin == begin && str_equals(one->problem.text, text))
            return true;
    }
    return false;
}

__attribute__((format(printf, 5, 0))) static void
advice_add(Parser *parser, bool is_suspect, uint32_t begin, uint32_t end,
           const char *format, va_list args) {
    char room[500];
    int len = vsnprintf(room, sizeof room, format, args);
    if (len < 0) return;
    if (len >= (int)sizeof room) len = sizeof room - 1;
    Str text = {room, (size_t)len};
    if (parser->advice_count == ADVICE_MOST) return;
    if (advice_is_said(parser, begin, text)) return;
    parser->advice = parse_grow(parser->arena, parser->advice,
                                parser->advice_count, sizeof *parser->advice);
    parser->advice[parser->advice_count++] = (Advice){
        .problem = {parser->tokens[begin].source,
                    advice_span(parser, begin, end),
                    arena_dup(parser->arena, text)},
        .begin = begin,
        .end = end > begin ? end : begin + 1,
        .is_suspect = is_suspect,
    };
}

void advice_warn(Parser *parser, uint32_t begin, uint32_t end,
                 const char *format, ...) {
    const Token *last = &parser->tokens[end > begin ? end - 1 : begin];
    if (!advice_is_wanted(parser) || !advice_is_typed(last) ||
        !advice_is_typed(&parser->tokens[begin]))
        return;
    va_list args;
    va_start(args, format);
    advice_add(parser, false, begin, end, format, args);
    va_end(args);
}

void advice_suspect(Parser *parser, uint32_t begin, uint32_t end,
                    const char *format, ...) {
    if (!advice_is_wanted(parser) || !parser->tokens[begin].source) return;
    va_list args;
    va_start(args, format);
    advice_add(parser, true, begin, end, format, args);
    va_end(args);
}

Str advice_type(const Parser *parser, const Type *type) {
    Buf text = {0};
    type_print(type, STR(""), &text);
    Str ret = arena_dup(parser->arena, buf_view(&text));
    buf_done(&text);
    return ret;
}

Str advice_a_type(const Parser *parser, const Type *type) {
    Str text = advice_type(parser, type);
    bool is_vowel = text.len && strchr("aeiou", text.text[0]);
    if (str_starts_with(text, STR("union"))) is_vowel = false;
    return arena_printf(parser->arena, "%s %.*s", is_vowel ? "an" : "a",
                        STR_ARG(text));
}

Str advice_text(const Parser *parser, uint32_t begin, uint32_t end) {
    enum {
        LONGEST = 40
    };
    const Token *first = &parser->tokens[begin];
    Span span = advice_span(parser, begin, end);
    if (!advice_is_typed(first) || span.end - span.begin > LONGEST)
        return STR("this");
    Str text = source_text(first->source, span);
    if (str_has(text, '\n')) return STR("this");
    return arena_printf(parser->arena, "'%.*s'", STR_ARG(text));
}
