#include "assist/spot.h"

#include "assist/cursor.h"

/* --- comments and texts -------------------------------------------------- */

typedef enum ScanState {
    SCAN_CODE,
    SCAN_TEXT,
    SCAN_CHAR,
    SCAN_LINE_COMMENT,
    SCAN_COMMENT
} ScanState;

typedef struct Scan {
    Str text;
    ScanState state;
    size_t open; /* where the text or comment begins */
} Scan;

static bool spot_has(Str text, size_t at, const char *what) {
    return at <= text.len &&
           str_starts_with((Str){text.text + at, text.len - at}, str_of(what));
}

static bool spot_is_blank(char c) { return c == ' ' || c == '\t'; }

static bool spot_is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t spot_skip_blanks(Str text, size_t at) {
    while (at < text.len && spot_is_blank(text.text[at])) at++;
    return at;
}

static size_t spot_line_end(Str text, size_t at) {
    while (at < text.len && text.text[at] != '\n') at++;
    return at;
}

/* Is the line a magic? C's own % and ! stand at the beginning of a line only
 * where an expression was broken off. */
static bool spot_is_magic_line(Str text, size_t line) {
    size_t at = spot_skip_blanks(text, line);
    if (at >= text.len) return false;
    if (text.text[at] == '%') return true;
    if (text.text[at] != '!' || at + 1 >= text.len) return false;
    size_t end = spot_line_end(text, at);
    bool is_word = spot_is_letter(text.text[at + 1]) || text.text[at + 1] == '.';
    size_t behind = at + 1;
    while (behind < end && cursor_is_word(text.text[behind])) behind++;
    bool is_member = behind > at + 1 && (spot_has(text, behind, ".") ||
                                         spot_has(text, behind, "->"));
    return is_word && !is_member &&
           !memchr(text.text + at, '(', end - at) &&
           !memchr(text.text + at, ';', end - at);
}

/* One step in code; returns where to go on. */
static size_t scan_code(Scan *scan, size_t at) {
    scan->open = at;
    switch (scan->text.text[at]) {
    case '"': scan->state = SCAN_TEXT; return at + 1;
    case '\'': scan->state = SCAN_CHAR; return at + 1;
    case '\n':
        at++;
        return spot_is_magic_line(scan->text, at) ? spot_line_end(scan->text, at)
                                                  : at;
    default: break;
    }
    if (spot_has(scan->text, at, "//")) scan->state = SCAN_LINE_COMMENT;
    if (spot_has(scan->text, at, "/*")) scan->state = SCAN_COMMENT;
    return scan->state == SCAN_CODE ? at + 1 : at + 2;
}

static size_t scan_inside(Scan *scan, size_t at) {
    char c = scan->text.text[at];
    bool is_comment = scan->state == SCAN_COMMENT;
    if (is_comment && spot_has(scan->text, at, "*/")) {
        scan->state = SCAN_CODE;
        return at + 2;
    }
    if (is_comment) return at + 1;
    if (c == '\\') return at + 2;
    char closing = scan->state == SCAN_TEXT ? '"' : '\'';
    bool is_literal = scan->state != SCAN_LINE_COMMENT;
    if (c == '\n' || (is_literal && c == closing)) scan->state = SCAN_CODE;
    return c == '\n' ? at : at + 1;
}

static Scan spot_scan(Str text, size_t at) {
    Scan scan = {.text = {text.text, at}};
    size_t i = 0;
    if (spot_is_magic_line(text, 0)) i = spot_line_end(scan.text, 0);
    while (i < at)
        i = scan.state == SCAN_CODE ? scan_code(&scan, i)
                                    : scan_inside(&scan, i);
    return scan;
}

/* --- lines --------------------------------------------------------------- */

/* Where the line of this byte begins, lines joined by a backslash as one. */
static size_t spot_line_begin(Str text, size_t at) {
    while (at > 0) {
        bool is_joined = at > 1 && text.text[at - 2] == '\\';
        if (text.text[at - 1] == '\n' && !is_joined) break;
        at--;
    }
    return at;
}

/* %%writefile and the like: what follows is no C. */
static bool spot_is_foreign(Str text, size_t at) {
    size_t begin = 0;
    while (begin < text.len && strchr(" \t\n", text.text[begin])) begin++;
    return spot_has(text, begin, "%%writefile") &&
           spot_line_end(text, begin) < at;
}

static bool spot_ends_word(char c) {
    return spot_is_blank(c) || c == '"' || c == '\'' || c == '=' || c == '>' ||
           c == '<' || c == '|' || c == ';' || c == '&' || c == '(';
}

static Spot spot_magic(Str text, size_t at, size_t first) {
    size_t name = first;
    while (name < text.len && strchr("%!", text.text[name])) name++;
    while (name < text.len && spot_is_letter(text.text[name])) name++;
    Spot spot = {SPOT_MAGIC, first, at, name, .open = first};
    if (text.text[first] == '%' && at <= name) return spot;
    spot.kind = SPOT_WORDS;
    spot.begin = at;
    while (spot.begin > first + 1 && !spot_ends_word(text.text[spot.begin - 1]))
        spot.begin--;
    spot.end = at;
    return spot;
}

/* --- directives ---------------------------------------------------------- */

static bool spot_is_one_of(Str word, const char *const *list) {
    for (; *list; list++)
        if (str_is(word, *list)) return true;
    return false;
}

/* The rest of a line with #include: from its bracket or quote on. */
static Spot spot_include(Str text, size_t at, size_t open) {
    Spot spot = {SPOT_NOWHERE, at, at, at, .open = open};
    open = spot_skip_blanks(text, open);
    if (open >= at || !strchr("<\"", text.text[open])) return spot;
    char closing = '>';
    if (text.text[open] == '"') closing = '"';
    if (memchr(text.text + open + 1, closing, at - open - 1)) return spot;
    spot.kind = SPOT_INCLUDE;
    spot.is_quoted = closing == '"';
    spot.open = open;
    spot.begin = open + 1;
    size_t line = spot_line_end(text, at);
    while (spot.end < line && text.text[spot.end] != closing) spot.end++;
    if (spot.end == line) spot.end = at;
    return spot;
}

/* SPOT_CODE: it is a place like any other. */
static Spot spot_directive(Str text, size_t at, size_t hash) {
    static const char *const includes[] = {"include", "include_next", "import",
                                           NULL};
    static const char *const conditions[] = {"if",    "ifdef", "ifndef", "elif",
                                             "undef", NULL};
    size_t begin = spot_skip_blanks(text, hash + 1), end = begin;
    while (end < text.len && spot_is_letter(text.text[end])) end++;
    Spot spot = {SPOT_DIRECTIVE, begin, at, end, .open = hash};
    if (at < begin) return (Spot){SPOT_NOWHERE, at, at, at, .open = hash};
    if (at <= end) return spot;
    Str name = {text.text + begin, end - begin};
    if (spot_is_one_of(name, includes)) return spot_include(text, at, end);
    spot.kind = SPOT_CODE;
    spot.begin = spot.end = at;
    spot.is_macro = spot_is_one_of(name, conditions);
    spot.in_define = str_is(name, "define");
    return spot;
}

/* --- the whole ----------------------------------------------------------- */

/* \theta, which no C has outside of texts. In texts \n and \t do. */
static bool spot_latex(Str text, bool in_text, Spot *spot) {
    size_t begin = spot->at;
    while (begin > 0 && (spot_is_letter(text.text[begin - 1]) ||
                         (begin < spot->at && text.text[begin - 1] == '^') ||
                         (text.text[begin - 1] >= '0' &&
                          text.text[begin - 1] <= '9') ||
                         text.text[begin - 1] == '_' ||
                         text.text[begin - 1] == '^'))
        begin--;
    if (begin == 0 || text.text[begin - 1] != '\\') return false;
    if (in_text && spot->at - begin < 2) return false;
    if (begin > 1 && text.text[begin - 2] == '\\') return false;
    spot->kind = SPOT_LATEX;
    spot->begin = begin - 1;
    spot->end = spot->at;
    return true;
}

static Spot spot_code(Str text, Spot spot) {
    size_t begin;
    Str word = cursor_word(text, spot.at, &begin);
    spot.kind = SPOT_CODE;
    spot.begin = begin;
    spot.end = begin == spot.at ? begin : begin + word.len;
    bool is_number = spot.at > begin && text.text[begin] >= '0' &&
                     text.text[begin] <= '9';
    spot.is_number = is_number;
    if (is_number) spot.kind = SPOT_NOWHERE;
    return spot;
}

/* Before the word in a text, up to its quote. */
static Spot spot_text(Str text, const Scan *scan, Spot spot) {
    spot.kind = SPOT_TEXT;
    spot.open = scan->open;
    spot.begin = scan->open + 1;
    spot.end = spot.at;
    while (spot.end < text.len && !strchr("\"\n", text.text[spot.end]))
        spot.end++;
    return spot;
}

Spot spot_find(Str text, size_t at) {
    if (at > text.len) at = text.len;
    Spot spot = {SPOT_NOWHERE, at, at, at, .open = 0};
    if (spot_is_foreign(text, at)) return spot;
    Scan scan = spot_scan(text, at);
    bool in_comment =
        scan.state == SCAN_COMMENT || scan.state == SCAN_LINE_COMMENT;
    size_t line = spot_line_begin(text, at);
    size_t first = spot_skip_blanks(text, line);
    bool begins_outside = scan.state == SCAN_CODE || scan.open >= line;
    if (begins_outside && first < at && spot_is_magic_line(text, line))
        return spot_magic(text, at, first);
    if (!in_comment && begins_outside && first < at &&
        text.text[first] == '#') {
        spot = spot_directive(text, at, first);
        if (spot.kind != SPOT_CODE) return spot;
    }
    if (in_comment || scan.state == SCAN_CHAR) spot.kind = SPOT_NOWHERE;
    else if (spot_latex(text, scan.state == SCAN_TEXT, &spot)) return spot;
    else if (scan.state == SCAN_TEXT) spot = spot_text(text, &scan, spot);
    else spot = spot_code(text, spot);
    return spot;
}
