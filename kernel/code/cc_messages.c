/* cc_messages.c - what gcc and clang say, as TinyCC would have said it.
 *
 *     <stdin>:12:5: error: 'x' undeclared (first use in this function)
 *
 * Both name the very token; TinyCC names the line of the one behind it, where
 * it found something missing. */
#include <stdlib.h>

#include "code/cc.h"

enum { CC_MOST_MESSAGES = 100 };

typedef struct Wording {
    const char *part;  /* of what the C compiler says */
    const char *words; /* what TinyCC says; %s: what is quoted first */
} Wording;

/* The first that fits counts. */
static const Wording cc_wordings[] = {
    {"unknown builtin",                "'%s' undeclared"},
    {"call to undeclared",             "implicit declaration of function '%s'"},
    {"undeclared",                     "'%s' undeclared"},
    {"implicit declaration",           "implicit declaration of function '%s'"},
    {"too few arguments",              "too few arguments to function"},
    {"too many arguments",             "too many arguments to function"},
    {"has no member named",            "field not found: %s"},
    {"no member named",                "field not found: %s"},
    {"read-only",                      "assignment of read-only location"},
    {"with const-qualified type",      "assignment of read-only location"},
    {"lvalue required",                "lvalue expected"},
    {"not assignable",                 "lvalue expected"},
    {"neither array nor pointer",      "pointer expected"},
    {"is not an array, pointer",       "pointer expected"},
    {"invalid type argument of unary", "pointer expected"},
    {"indirection requires pointer",   "pointer expected"},
    {"not a structure or union",       "struct or union expected"},
    {"invalid operands to binary",     "operand types cannot be combined"},
    {"discards 'const' qualifier", "assignment discards qualifiers"},
    {"discards qualifiers", "assignment discards qualifiers"},
    {"incompatible pointer", "assignment from incompatible pointer type"},
    {"incompatible types when", "incompatible types when assigning"},
    {"from incompatible type", "incompatible types when assigning"},
    {"excess elements", "excess elements"},
    {"pointer from integer without a",
     "makes pointer from integer without a cast"},
    {"integer to pointer conversion",
     "makes pointer from integer without a cast"},
    {"integer from pointer without a",
     "makes integer from pointer without a cast"},
    {"pointer to integer conversion",
     "makes integer from pointer without a cast"},
};

static bool cc_has(Str text, const char *part) {
    return text.len && memmem(text.text, text.len, part, strlen(part));
}

/* The n-th text in quotes; empty: there is none. */
static Str cc_quoted(Str text, int n) {
    const char *at = text.text, *end = text.text + text.len;
    for (;;) {
        const char *open = memchr(at, '\'', (size_t)(end - at));
        if (!open) return (Str){0};
        const char *close = memchr(open + 1, '\'', (size_t)(end - open - 1));
        if (!close) return (Str){0};
        if (n-- == 0) return (Str){open + 1, (size_t)(close - open - 1)};
        at = close + 1;
    }
}

/* "field not found: m" names the member, which gcc quotes second. */
static Str cc_subject(Str text) {
    if (cc_has(text, "has no member named")) return cc_quoted(text, 1);
    return cc_quoted(text, 0);
}

static bool cc_expects(Str text) {
    return str_starts_with(text, STR("expected '"));
}

/* A call's arguments, and values that become something else, TinyCC complains
 * about behind them. */
static bool cc_is_told_behind(Str words) {
    static const char *const parts[] = {
        "arguments to function", "discards", "incompatible", "excess",
        "without a cast",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (cc_has(words, parts[i])) return true;
    return false;
}

static void cc_reword(CompileMessage *message, Arena *arena) {
    Str text = message->text;
    if (cc_expects(text)) {
        /* Of "expected ',' or ';' before 'x'" the second is what was
         * forgotten, and the line is that of the x. */
        bool has_choice = cc_has(text, "' or ';'");
        Str wanted = cc_quoted(text, has_choice);
        message->text = arena_printf(arena, "'%.*s' expected", STR_ARG(wanted));
        message->line += !has_choice;
        return;
    }
    for (size_t i = 0; i < sizeof cc_wordings / sizeof(Wording); i++) {
        const Wording *row = &cc_wordings[i];
        if (!cc_has(text, row->part)) continue;
        const char *hole = strstr(row->words, "%s");
        Str subject = cc_subject(text);
        if (!hole) message->text = str_of(row->words);
        else
            message->text = arena_printf(
                arena, "%.*s%.*s%s", (int)(hole - row->words), row->words,
                STR_ARG(subject), hole + 2);
        if (cc_is_told_behind(message->text)) message->line += 2;
        return;
    }
    const char *flag = memmem(text.text, text.len, " [-W", 4);
    if (flag) message->text.len = (size_t)(flag - text.text);
}

static uint32_t cc_number(const char **at) {
    uint32_t number = 0;
    while (**at >= '0' && **at <= '9')
        number = number * 10 + (uint32_t)(*(*at)++ - '0');
    return number;
}

/* "FILE:LINE:COLUMN: ", and no line of the unit, which is quoted below it. */
static bool cc_is_place(const char *text, size_t len) {
    Str place = {text, len};
    return len > 2 && text[len - 1] == ' ' && text[len - 2] == ':' &&
           !str_has((Str){text, len - 1}, ' ') && !str_has(place, '"');
}

/* Behind a place, the kind and the text; false: no message. */
static bool cc_split(Str line, CompileMessage *ret, bool *ret_is_note) {
    static const char *const kinds[] = {"fatal error: ", "warning: ",
                                        "note: ", "error: "};
    *ret = (CompileMessage){0};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t len = strlen(kinds[i]);
        const char *at = memmem(line.text, line.len, kinds[i], len);
        if (!at) continue;
        if (!cc_is_place(line.text, (size_t)(at - line.text))) continue;
        ret->is_warning = i == 1;
        *ret_is_note = i == 2;
        ret->text = (Str){at + len, (size_t)(line.text + line.len - at) - len};
        static const char file[] = "<stdin>:";
        if (str_starts_with(line, STR("<stdin>:"))) {
            const char *number = line.text + sizeof file - 1;
            ret->line = cc_number(&number);
        }
        return true;
    }
    return false;
}

/* Of the compiler's own headers only the note tells whence they were used. */
static void cc_take_note(CompileResult *result, const CompileMessage *note) {
    if (!result->count || !note->line) return;
    CompileMessage *last = &result->messages[result->count - 1];
    if (!last->line) last->line = note->line;
}

void cc_read_messages(Str text, Arena *arena, CompileResult *ret) {
    ret->messages =
        arena_alloc(arena, CC_MOST_MESSAGES * sizeof *ret->messages);
    while (text.len && ret->count < CC_MOST_MESSAGES) {
        Str line = str_next(&text, '\n');
        CompileMessage message;
        bool is_note = false;
        if (!cc_split(line, &message, &is_note)) continue;
        /* clang's object has no name, so it cannot be removed. */
        if (cc_has(message.text, "unable to remove file")) continue;
        if (is_note) {
            cc_take_note(ret, &message);
            continue;
        }
        message.text = arena_dup(arena, message.text);
        cc_reword(&message, arena);
        ret->messages[ret->count++] = message;
    }
}
