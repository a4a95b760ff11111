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

/* A place may be parsed twice, and a macro may repeat its argument: what is
 * said about a place of the reader's text is said once. */
static bool advice_is_said(const Parser *parser, uint32_t begin, Str text) {
    const Token *token = &parser->tokens[begin];
    for (uint32_t i = 0; i < parser->advice_count; i++) {
        const Advice *one = &parser->advice[i];
        bool is_here = one->begin == begin ||
                       (!one->is_suspect &&
                        one->problem.source == token->source &&
                        one->problem.span.begin == token->span.begin);
        if (is_here && str_equals(one->problem.text, text)) return true;
    }
    return false;
}

__attribute__((format(printf, 5, 0))) static void
advice_add(Parser *parser, bool is_suspect, uint32_t begin, uint32_t end,
           const char *format, va_list args) {
    char room[500];
    int len = vsnprintf(room, sizeof room, format, args);
    Str text = str_printed(room, sizeof room, len);
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

void advice_tell(Parser *parser, uint32_t begin, uint32_t end,
                 const char *format, ...) {
    const Token *tokens = parser->tokens;
    if (!advice_is_wanted(parser) || begin == 0 ||
        !advice_is_typed(&tokens[begin - 1]) || !advice_is_typed(&tokens[end]))
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

/* What C or a library calls by a name of its own, as readers know it. A type
 * of the runtime whose name is a sentence stands for "none of these". */
static const struct {
    Str name, plain;
} advice_names[] = {
#define ROW(name, plain)                                                       \
    {{name, sizeof(name) - 1}, {plain, sizeof(plain) - 1}}
    ROW("_Complex", "complex"),
    ROW("_Bool", "bool"),
    ROW("__builtin_va_list", "va_list"),
    ROW("struct _IO_FILE", "FILE"),
    ROW("__compar_fn_t", "int (*)(const void *, const void *)"),
    ROW("_gsl_vector_view", "gsl_vector_view"),
    ROW("_gsl_matrix_view", "gsl_matrix_view"),
    ROW("_gsl_vector_const_view", "gsl_vector_const_view"),
    ROW("_gsl_matrix_const_view", "gsl_matrix_const_view"),
    ROW("struct a_vector_or_array__or_nb_n_pointer_length",
        "a vector or array, or nb_n(pointer, length),"),
    ROW("struct a_function_of_the_plane_or_a_matrix",
        "a function of x and y, or a matrix,"),
#undef ROW
};

static bool advice_is_word(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
}

static void advice_add_plain(Str text, Buf *ret) {
    for (size_t i = 0; i < text.len;) {
        Str rest = {text.text + i, text.len - i};
        size_t taken = 0, count = sizeof advice_names / sizeof *advice_names;
        bool is_start = i == 0 || !advice_is_word(text.text[i - 1]);
        for (size_t k = 0; is_start && k < count && !taken; k++) {
            size_t len = advice_names[k].name.len;
            if (!str_starts_with(rest, advice_names[k].name) ||
                (len < rest.len && advice_is_word(rest.text[len])))
                continue;
            buf_add_str(ret, advice_names[k].plain);
            taken = len;
        }
        if (!taken) buf_add_char(ret, text.text[i]);
        i += taken ? taken : 1;
    }
}

/* The qualifiers of the value itself are of no interest to who gives one. */
Str advice_type(const Parser *parser, const Type *type) {
    Buf text = {0}, plain = {0};
    type_print(type_unqualify(type, parser->arena), STR(""), &text);
    advice_add_plain(buf_view(&text), &plain);
    Str ret = arena_dup(parser->arena, buf_view(&plain));
    buf_done(&text);
    buf_done(&plain);
    return ret;
}

Str advice_a_type(const Parser *parser, const Type *type) {
    Str text = advice_type(parser, type);
    if (str_starts_with(text, STR("a "))) return text;
    bool is_vowel = text.len && strchr("aeiou", text.text[0]);
    if (str_starts_with(text, STR("union"))) is_vowel = false;
    if (str_starts_with(text, STR("nb_"))) is_vowel = true;
    return arena_printf(parser->arena, "%s %.*s", is_vowel ? "an" : "a",
                        STR_ARG(text));
}

Str advice_prototype(const Parser *parser, const Type *function, Str name) {
    Buf text = {0}, plain = {0};
    type_print(function, name, &text);
    advice_add_plain(buf_view(&text), &plain);
    Str ret = arena_dup(parser->arena, buf_view(&plain));
    buf_done(&text);
    buf_done(&plain);
    return ret;
}

Str advice_macro(const Token *token) {
    if (!(token->flags & TOKEN_FROM_MACRO) || !token->source) return (Str){0};
    return source_text(token->source, token->span);
}

Str advice_name(const Token *token) {
    bool is_inner = str_starts_with(token->text, STR("nb__")) ||
                    str_starts_with(token->text, STR("NB__")) ||
                    str_starts_with(token->text, STR("_"));
    Str macro = is_inner ? advice_macro(token) : (Str){0};
    return macro.len ? macro : token->text;
}

bool advice_is_macro_end(Parser *parser, uint32_t begin, bool is_suspect) {
    const Token *end = &parser->tokens[begin - (begin > 0)];
    Str name = advice_macro(end);
    if (!token_is(end, PUNCT_SEMICOLON) || !name.len ||
        (parser->tokens[begin].flags & (TOKEN_FROM_MACRO | TOKEN_LINE_START)))
        return false;
    static const char words[] =
        "the #define of '%.*s' ends in a ;, which ends the statement before "
        "this: remove the ; there";
    if (is_suspect)
        advice_suspect(parser, begin, begin + 1, words, STR_ARG(name));
    else advice_warn(parser, begin, begin + 1, words, STR_ARG(name));
    return true;
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
    bool is_quoted = end == begin + 1 && (first->kind == TOK_STRING ||
                                          first->kind == TOK_CHAR);
    if (is_quoted) return text;
    return arena_printf(parser->arena, "'%.*s'", STR_ARG(text));
}
