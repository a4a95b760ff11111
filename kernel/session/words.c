#include "session/words.h"

static bool words_is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Copy one word without its quotes; returns where it ends, or line.len + 1
 * when a quote is not closed. */
static size_t words_copy(Str line, size_t at, char *to, size_t *ret_len) {
    char quote = '\0';
    size_t len = 0;
    for (; at < line.len && (quote || !words_is_blank(line.text[at])); at++) {
        char c = line.text[at], next = '\0';
        if (at + 1 < line.len) next = line.text[at + 1];
        bool escapes = c == '\\' && next && quote != '\'' &&
                       (!quote || next == '"' || next == '\\');
        if (escapes) to[len++] = line.text[++at];
        else if (quote && c == quote) quote = '\0';
        else if (!quote && (c == '"' || c == '\'')) quote = c;
        else to[len++] = c;
    }
    *ret_len = len;
    return quote ? line.len + 1 : at;
}

int words_split(Str line, Arena *arena, Words *ret, Err *err) {
    char *room = arena_alloc(arena, 2 * line.len + 2);
    Str *items = arena_alloc(arena, (line.len / 2 + 1) * sizeof *items);
    uint32_t count = 0;
    for (size_t at = 0; at < line.len;) {
        size_t len = 0;
        if (words_is_blank(line.text[at])) {
            at++;
            continue;
        }
        at = words_copy(line, at, room, &len);
        if (at > line.len)
            return err_set(err, "a quote is not closed in: %.*s",
                           STR_ARG(line));
        items[count++] = (Str){room, len};
        room += len + 1;
    }
    *ret = (Words){items, count};
    return 0;
}
