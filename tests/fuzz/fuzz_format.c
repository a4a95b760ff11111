/* A call of printf or scanf with any format and some arguments: whatever is
 * said about it is said in words, about tokens of the cell, and the call is
 * still one statement.
 *
 * The first byte says which function, the second which arguments; the rest is
 * what stands between the quotes. */
#include "cell/advice.h"
#include "fuzz.h"
#include "support/session.h"

static const char declarations[] =
    "typedef unsigned long size_t; typedef struct _IO_FILE FILE; FILE *out;\n"
    "int printf(const char *, ...); int scanf(const char *, ...);\n"
    "int fprintf(FILE *, const char *, ...);\n"
    "int snprintf(char *, size_t, const char *, ...);\n"
    "int sscanf(const char *, const char *, ...);\n"
    "int i; long n; double d; float f; char c, s[20]; void *v; unsigned u;\n"
    "long double w; struct pt { int x; } pt;\n";

static const char *const calls[] = {
    "printf(", "scanf(", "fprintf(out, ", "snprintf(s, sizeof s, ",
    "sscanf(s, "};
static const char *const arguments[] = {
    "",           ", i",      ", d",         ", i, d",   ", s",
    ", &i",       ", &d, s",  ", n, i, f",   ", v, c",   ", w, &w, u",
    ", pt, &pt",  ", 1, 2.5, \"x\"",         ", (char)1, 1L, -1, &f",
    ", 'x', s + 1, &s, d, d, d, d, i, i, i, i",
};

static void add_quoted(Buf *code, Str text) {
    buf_add_char(code, '"');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.text[i];
        if (c == '"' || c == '\n' || c == '\0') c = ' ';
        if (c == '\\' && i + 1 == text.len) c = ' ';
        buf_add_char(code, c);
        if (c == '\\') buf_add_char(code, '\\');
    }
    buf_add_char(code, '"');
}

static void check_advice(const Session *session, const Cell *cell) {
    for (uint32_t i = 0; i < cell->advice_count; i++) {
        const Advice *advice = &cell->advice[i];
        LAW(advice->problem.text.len > 0);
        LAW(advice->begin <= advice->end);
        LAW(advice->end <= session->token_count);
        LAW(advice->problem.span.begin <= advice->problem.span.end);
        LAW(advice->problem.span.end <= advice->problem.source->text.len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    enum {
        CALLS = sizeof calls / sizeof *calls,
        ARGUMENTS = sizeof arguments / sizeof *arguments
    };
    if (size < 2) return 0;
    Session session;
    Buf code = {0};
    session_init(&session);
    Cell cell = session_cell(&session, str_of(declarations));
    LAW(!cell.problem.source);
    buf_add_str(&code, str_of(calls[data[0] % CALLS]));
    add_quoted(&code, (Str){(const char *)data + 2, size - 2});
    buf_add_str(&code, str_of(arguments[data[1] % ARGUMENTS]));
    buf_add_str(&code, STR(");"));
    cell = session_cell(&session, buf_view(&code));
    check_advice(&session, &cell);
    if (!cell.problem.source) {
        LAW(cell.count == 1 && cell.items[0].kind == ITEM_STATEMENT);
        LAW(cell.items[0].end == session.token_count);
    }
    buf_done(&code);
    session_done(&session);
    return 0;
}
