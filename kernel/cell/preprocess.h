/* preprocess.h - C's preprocessor over one cell: tokens in, tokens out.
 *
 * Directives are carried out, macros are expanded, and every token that comes
 * out still knows where the reader wrote it. The result needs no macros any
 * more: the compiler is never shown a #define. Magics (lines that begin with
 * % or !, and `name?`) come out as TOK_MAGIC where a statement could begin.
 *
 * Pure: files are read through Includes, older macros found through Macros. */
#ifndef CELL_PREPROCESS_H
#define CELL_PREPROCESS_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "cell/token.h"

typedef struct Macro {
    Str name;
    bool is_function;  /* F(x), not F */
    bool is_variadic;
    Str variadic_name; /* "__VA_ARGS__", or GNU's `args...` */
    const Str *params; /* without the variadic one */
    uint32_t param_count;
    const Token *body;
    uint32_t body_count;
    Str text;             /* "#define ..." as typed, lines joined */
    const Source *source; /* where, for messages and inspection */
    Span span;
} Macro;

/* The macros that exist before this text. */
typedef struct Macros {
    void *context;
    const Macro *(*find)(void *context, Str name);
    /* Is there anything of that name? Decides whether a line `!name` is C or
     * a command; may be NULL. */
    bool (*has_name)(void *context, Str name);
} Macros;

/* How `#include` finds a text. */
typedef struct Includes {
    void *context;
    /* 1: read *ret; 0: nothing to read, all its names are known already;
     * -1: not found or not readable (err says it). is_quoted: "x.h"; from is
     * the text that asks; is_next: #include_next. */
    int (*open)(void *context, Str name, bool is_quoted, bool is_next,
                const Source *from, const Source **ret, Err *err);
    /* A magic has been read. 1: it was carried out there and then, nothing
     * stands in its place; 0: it comes out as a token; -1: err says what is
     * wrong with it. May be NULL. */
    int (*magic)(void *context, Str line, Err *err);
} Includes;

typedef enum EventKind {
    EVENT_DEFINE,
    EVENT_UNDEF,
    EVENT_INCLUDE /* name is what open() read or knew */
} EventKind;

/* What the directives did, in order. */
typedef struct Event {
    EventKind kind;
    Str name;
    const Macro *macro;   /* EVENT_DEFINE */
    const Source *source; /* where the directive stands */
    Span span;
    uint32_t token; /* index of the output token that follows */
} Event;

/* Macro `name` was expanded (or asked for by #if) to make output token
 * `token`: what depends on which macro. Names that #ifdef or defined() found
 * missing are listed as well. Macros used inside macros too. */
typedef struct MacroUse {
    Str name;
    uint32_t token;
} MacroUse;

typedef struct Preprocessed {
    Token *tokens; /* own, see preprocess_done; the last one is TOK_END */
    uint32_t count; /* without the TOK_END */
    Event *events;
    uint32_t event_count;
    MacroUse *uses;
    uint32_t use_count;
    Problem problem; /* the first thing that is wrong; source NULL: none */
} Preprocessed;

/* All but the tokens of ret lives in the arena: they are most of it, and not
 * needed any more once a cell has run. __FILE__ is the name of the source,
 * __LINE__ its line, both of the outermost macro's place; __COUNTER__,
 * __func__ is left to the compiler; __DATE__ and __TIME__ are fixed texts so
 * that results do not depend on the day. */
void preprocess(const Source *source, const Macros *macros,
                const Includes *includes, Arena *arena, Preprocessed *ret);

void preprocess_done(Preprocessed *pre);

/* The same for a piece of a text, as if it stood alone at its place: how a
 * definition is read again. */
void preprocess_span(const Source *source, Span span, const Macros *macros,
                     const Includes *includes, Arena *arena,
                     Preprocessed *ret);

/* Make a macro from the text of a directive ("#define F(x) x+1"). NULL with
 * the problem set when it is none. Used for predefined macros and for the
 * preloaded ones, which are kept as text. */
const Macro *preprocess_define(Str text, Arena *arena, Problem *problem);

/* Print tokens as C text on one line, with a space exactly where two
 * neighbours would otherwise run together or stood apart. */
void preprocess_print(const Token *tokens, uint32_t count, Buf *ret);

#endif
