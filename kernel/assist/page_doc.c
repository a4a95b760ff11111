#include "assist/page_doc.h"

/* A piece of a doc, lines [begin, end) of it. */
typedef enum PieceKind {
    PIECE_TEXT,
    PIECE_FIELD,
    PIECE_EXAMPLE
} PieceKind;

typedef struct Piece {
    PieceKind kind;
    Str name; /* of a field */
    Str text; /* of an example: its lines, indented as they were */
} Piece;

static Str doc_line(Str rest) { return str_next(&rest, '\n'); }

static Str doc_behind(Str rest, Str line) {
    size_t len = line.len + (line.len < rest.len);
    return (Str){rest.text + len, rest.len - len};
}

static bool doc_is_indented(Str line) {
    return line.len > 0 && line.text[0] == ' ';
}

/* "Shapes   X: ..." -> 6; 0: the line begins no field. */
static size_t doc_field(Str line) {
    size_t i = 0;
    if (!line.len || line.text[0] < 'A' || line.text[0] > 'Z') return 0;
    while (i < line.len && line.text[i] != ' ') {
        char c = line.text[i++];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter) return 0;
    }
    return i + 1 < line.len && line.text[i + 1] == ' ' ? i : 0;
}

static bool doc_begins(Str line) {
    return doc_field(line) || str_is(line, "Example");
}

/* The next piece of a doc that has one; text that is left in *rest. */
static Piece doc_take(Str *rest) {
    Str line = doc_line(*rest);
    size_t name = doc_field(line);
    Piece piece = {PIECE_TEXT, {line.text, name}, *rest};
    if (name) piece.kind = PIECE_FIELD;
    if (str_is(line, "Example")) piece.kind = PIECE_EXAMPLE;
    Str after = doc_behind(*rest, line), begin = after;
    while (after.len) {
        line = doc_line(after);
        bool goes_on = piece.kind == PIECE_TEXT ? line.len && !doc_begins(line)
                       : piece.kind == PIECE_FIELD
                           ? doc_is_indented(line)
                           : !line.len || doc_is_indented(line);
        if (!goes_on) break;
        after = doc_behind(after, line);
    }
    if (piece.kind == PIECE_EXAMPLE) piece.text = begin;
    if (piece.kind == PIECE_FIELD)
        piece.text = (Str){piece.text.text + name, piece.text.len - name};
    piece.text.len = (size_t)(after.text - piece.text.text);
    while (after.len && after.text[0] == '\n') after.text++, after.len--;
    *rest = after;
    return piece;
}

/* Lines of prose as one. */
static void doc_join(Str text, Buf *ret) {
    bool is_white = true;
    for (size_t i = 0; i < text.len; i++) {
        bool is_blank = text.text[i] == ' ' || text.text[i] == '\n';
        if (!is_blank) buf_add_char(ret, text.text[i]);
        else if (!is_white) buf_add_char(ret, ' ');
        is_white = is_blank;
    }
    while (ret->len && ret->text[ret->len - 1] == ' ')
        ret->text[--ret->len] = '\0';
}

/* The lines of an example without what all of them are indented by. */
static void doc_code(Str text, Buf *ret) {
    size_t indent = 0;
    while (indent < text.len && text.text[indent] == ' ') indent++;
    while (text.len) {
        Str line = doc_line(text), rest = doc_behind(text, line);
        size_t cut = 0;
        while (cut < indent && cut < line.len && line.text[cut] == ' ') cut++;
        buf_printf(ret, "%.*s\n", (int)(line.len - cut), line.text + cut);
        text = rest;
    }
    while (ret->len && ret->text[ret->len - 1] == '\n')
        ret->text[--ret->len] = '\0';
}

/* --- Markdown --- */

void doc_escape_markdown(Str text, Buf *ret) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] != '\0' && strchr("\\`*_<>[]#$|", text.text[i]))
            buf_add_char(ret, '\\');
        buf_add_char(ret, text.text[i]);
    }
}

void doc_markdown(Str doc, Buf *ret) {
    bool was_field = false;
    for (bool is_first = true; doc.len; is_first = false) {
        Piece piece = doc_take(&doc);
        Buf text = {0};
        bool is_field = piece.kind == PIECE_FIELD;
        if (!is_first && !(is_field && was_field)) buf_add_char(ret, '\n');
        if (piece.kind == PIECE_EXAMPLE) {
            doc_code(piece.text, &text);
            buf_printf(ret, "**Example**\n\n```c\n%.*s\n```\n",
                       STR_ARG(buf_view(&text)));
        } else {
            doc_join(piece.text, &text);
            if (is_field) buf_printf(ret, "- **%.*s** ", STR_ARG(piece.name));
            doc_escape_markdown(buf_view(&text), ret);
            buf_add_char(ret, '\n');
        }
        was_field = is_field;
        buf_done(&text);
    }
}

/* --- HTML --- */

void doc_escape_html(Str text, Buf *ret) {
    for (size_t i = 0; i < text.len; i++) {
        switch (text.text[i]) {
        case '<': buf_add_str(ret, STR("&lt;")); break;
        case '>': buf_add_str(ret, STR("&gt;")); break;
        case '&': buf_add_str(ret, STR("&amp;")); break;
        case '"': buf_add_str(ret, STR("&quot;")); break;
        default: buf_add_char(ret, text.text[i]);
        }
    }
}

void doc_html(Str doc, Buf *ret) {
    while (doc.len) {
        Piece piece = doc_take(&doc);
        Buf text = {0};
        if (piece.kind == PIECE_EXAMPLE) {
            doc_code(piece.text, &text);
            buf_printf(ret, "<p><b>Example</b></p>\n<pre>");
            doc_escape_html(buf_view(&text), ret);
            buf_printf(ret, "</pre>\n");
        } else {
            doc_join(piece.text, &text);
            buf_printf(ret, "<p>");
            if (piece.kind == PIECE_FIELD)
                buf_printf(ret, "<b>%.*s</b> ", STR_ARG(piece.name));
            doc_escape_html(buf_view(&text), ret);
            buf_printf(ret, "</p>\n");
        }
        buf_done(&text);
    }
}
