#include "cell/comment.h"

enum { COMMENT_LINES = 12 }; /* of declarations below it */

static bool comment_is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static Str comment_trim(Str text) {
    while (text.len && comment_is_blank(text.text[0]))
        text.text++, text.len--;
    while (text.len && comment_is_blank(text.text[text.len - 1])) text.len--;
    return text;
}

static bool comment_ends_with(Str text, const char *end) {
    size_t len = strlen(end);
    return text.len >= len && memcmp(text.text + text.len - len, end, len) == 0;
}

/* Where the comment begins whose end is at byte `end`, if nothing else stands
 * before it on its line; else `end`. */
static size_t comment_begin(Str text, size_t end) {
    size_t at = end;
    while (at > 1 && !(text.text[at - 2] == '/' && text.text[at - 1] == '*'))
        at--;
    if (at < 2) return end;
    size_t begin = at - 2, line = begin;
    while (line > 0 && text.text[line - 1] != '\n') line--;
    Str before = comment_trim((Str){text.text + line, begin - line});
    return before.len ? end : begin;
}

/* Lines that begin with two slashes, up to this one. */
static Str comment_of_lines(const Source *source, uint32_t last) {
    uint32_t first = last;
    while (first > 1 &&
           str_starts_with(comment_trim(source_line(source, first - 1)),
                           STR("//")))
        first--;
    Str begin = source_line(source, first), end = source_line(source, last);
    return (Str){begin.text, (size_t)(end.text + end.len - begin.text)};
}

Str comment_above(const Source *source, uint32_t offset, bool in_group) {
    uint32_t line = source_place(source, offset).line;
    for (int i = 0; i < COMMENT_LINES && --line > 0; i++) {
        Str text = comment_trim(source_line(source, line));
        if (str_starts_with(text, STR("//")))
            return comment_of_lines(source, line);
        if (comment_ends_with(text, "*/")) {
            size_t end = (size_t)(text.text + text.len - source->text.text);
            size_t begin = comment_begin(source->text, end);
            if (begin < end)
                return (Str){source->text.text + begin, end - begin};
        }
        if (!text.len || !in_group) break;
    }
    return (Str){0};
}

/* One line of a comment without what marks it as one. */
static Str comment_line(Str line) {
    Str text = comment_trim(line);
    if (comment_ends_with(text, "*/")) text.len -= 2;
    if (str_starts_with(text, STR("/*")) || str_starts_with(text, STR("//")))
        text.text += 2, text.len -= 2;
    else if (str_starts_with(text, STR("*")))
        text.text++, text.len--;
    else
        return comment_trim(text);
    while (text.len && text.text[0] == '*') text.text++, text.len--;
    if (text.len && text.text[0] == ' ') text.text++, text.len--;
    while (text.len && comment_is_blank(text.text[text.len - 1])) text.len--;
    return text;
}

void comment_plain(Str comment, Buf *ret) {
    size_t begin = ret->len;
    while (comment.len) {
        Str line = comment_line(str_next(&comment, '\n'));
        if (line.len || ret->len > begin) {
            buf_add_str(ret, line);
            buf_add_char(ret, '\n');
        }
    }
    while (ret->len > begin && ret->text[ret->len - 1] == '\n') ret->len--;
    if (ret->text) ret->text[ret->len] = '\0';
}
