#include "export/comment.h"

void comment_text(Str text, Buf *ret) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.text[i], next = '\0';
        if (i + 1 < text.len) next = text.text[i + 1];
        buf_add_char(ret, c);
        if ((c == '*' && next == '/') || (c == '/' && next == '*'))
            buf_add_char(ret, ' ');
    }
}

static Str comment_line(Str text, size_t at) {
    const char *end = memchr(text.text + at, '\n', text.len - at);
    return (Str){text.text + at,
                 end ? (size_t)(end - text.text) - at : text.len - at};
}

/* Is it a line of the kind `<!-- check: 0.5 -->`? */
static bool comment_is_hidden(Str line) {
    return str_starts_with(line, STR("<!--"));
}

void comment_block(Str text, Buf *ret) {
    bool is_first = true;
    for (size_t at = 0; at < text.len;) {
        Str line = comment_line(text, at);
        at += line.len + 1;
        if (comment_is_hidden(line) || (is_first && !line.len)) continue;
        buf_printf(ret, "%s", is_first ? "/* " : " *");
        if (!is_first && line.len) buf_add_char(ret, ' ');
        comment_text(line, ret);
        buf_add_char(ret, '\n');
        is_first = false;
    }
    if (!is_first) buf_printf(ret, " */\n");
}

void comment_indent(Str text, Buf *ret) {
    for (size_t at = 0; at < text.len;) {
        Str line = comment_line(text, at);
        at += line.len + 1;
        if (line.len && line.text[0] != '#') buf_printf(ret, "    ");
        buf_add_str(ret, line);
        buf_add_char(ret, '\n');
    }
}
