/* expand.h - macros: names to tokens, as C11 6.10.3 has it.
 *
 * What is being read is a stack of levels, newest on top: the text itself at
 * the bottom, then for each macro that is being expanded the rest of its
 * tokens. A macro is off while its level is on the stack, and a name that is
 * met while its macro is off is never expanded again (TOKEN_NO_EXPAND).
 *
 *     #define f(a) a*g        f(2)(9)
 *     #define g(a) f(a)
 *
 *     level of f:  2 * g      <- g looks for its '(': this level is finished,
 *     text:        (9)           is dropped, and f is on again
 */
#ifndef CELL_EXPAND_H
#define CELL_EXPAND_H

#include "base/map.h"
#include "cell/preprocess.h"

/* What the program calls the macros that no #define makes. */
typedef enum Dynamic {
    DYNAMIC_NONE,
    DYNAMIC_FILE,
    DYNAMIC_LINE,
    DYNAMIC_COUNTER,
    DYNAMIC_DATE,
    DYNAMIC_TIME,
    DYNAMIC_INCLUDE_LEVEL
} Dynamic;

/* Everything that is known of one identifier. */
typedef struct Name {
    Str text;
    const Macro *macro; /* NULL: none, or none any more */
    uint8_t dynamic;    /* Dynamic; as long as there is no macro */
    bool is_off;        /* its macro is being expanded */
    uint32_t noted;     /* use noted for this output token, + 1 */
} Name;

typedef struct Level {
    const Token *at;
    const Token *end;
    Name *name;      /* its macro is off while the level lives; may be NULL */
    Token use;       /* the macro's name, where its body must be placed */
    bool is_body;    /* these tokens are a macro's own, not yet placed */
    bool is_barrier; /* nothing below may be read */
    bool is_first;   /* no token was read from it */
} Level;

typedef enum FetchMode {
    FETCH_ANY,     /* the next token; directives are carried out */
    FETCH_PAREN,   /* `(` if it is the next token, else false */
    FETCH_ARGUMENT /* the next token inside a macro's arguments */
} FetchMode;

typedef struct TokenList {
    Token *items; /* own */
    uint32_t count;
    uint32_t size;
} TokenList;

/* What a #line says of the lines of its source that come behind it. Only
 * __LINE__ and __FILE__ follow it: messages point at the text as it stands. */
typedef struct LineMark {
    const Source *source;
    uint32_t line;   /* of the directive */
    uint32_t number; /* that the next line has */
    Str file;
    const struct LineMark *older; /* NULL: the first */
} LineMark;

typedef struct Expander {
    Arena *arena;
    const Macros *macros;
    void *context; /* of fetch */
    /* The next token of the text itself; TOK_END at its end. */
    bool (*fetch)(void *context, FetchMode mode, Token *ret);
    Map names;     /* own; of Name */
    Level *levels; /* own; the last is on top */
    uint32_t level_count;
    uint32_t level_size;
    TokenList scratch; /* own; used like a stack */
    MacroUse *uses;    /* own */
    uint32_t use_count;
    uint32_t use_size;
    uint32_t first_use; /* of the outermost macro that is being expanded */
    uint32_t token;     /* index of the next output token */
    uint32_t depth;     /* of arguments within arguments */
    uint32_t counter;   /* __COUNTER__ */
    uint32_t include_level;
    const LineMark *marks; /* the newest */
    uint64_t volume; /* tokens made so far, and the most that may be */
    uint64_t volume_limit;
    uint8_t pending; /* flags that the next token gets: an empty macro's */
    Problem problem;
} Expander;

/* `context` and `fetch` are set by the caller. */
void expand_init(Expander *expander, const Macros *macros, size_t text_len,
                 Arena *arena);
void expand_done(Expander *expander);

/* The next token with all macros expanded; TOK_END at the end of the text or
 * of the topmost barrier, and once there is a problem. */
Token expand_next(Expander *expander);
/* The next token as it is. */
Token expand_raw(Expander *expander);

/* Read these tokens, and then TOK_END, until they are popped, read or not. */
void expand_push(Expander *expander, const Token *tokens, uint32_t count);
void expand_pop(Expander *expander);

Name *expand_name(Expander *expander, Str text);
static inline bool expand_is_defined(const Name *name) {
    return name->macro || name->dynamic;
}
void expand_note_use(Expander *expander, Name *name);
/* All uses since the outermost macro began hold for the next token too. */
void expand_repeat_uses(Expander *expander);

bool expand_problem(Expander *expander, const Token *at, const char *format,
                    ...) __attribute__((format(printf, 3, 4)));
/* A problem when this many more tokens would be too many. */
bool expand_charge(Expander *expander, const Token *at, uint64_t tokens);

void expand_append(TokenList *list, const Token *token);
/* The tokens from `from` on, moved into the arena; room for one more. */
Token *expand_take(Expander *expander, uint32_t from, uint32_t *ret_count);
/* Make room in an array that doubles. */
void *expand_room(void *items, uint32_t count, uint32_t *size, size_t item);

#endif
