/* parse.h - what the parsers of declarations, expressions and cells share:
 * the tokens, the place, and what the names mean.
 *
 * Names are looked up from the innermost block outwards, then in the cell's
 * own file scope, then through Scope in what existed before the cell. */
#ifndef CELL_PARSE_H
#define CELL_PARSE_H

#include "base/map.h"
#include "base/mem.h"
#include "cell/token.h"
#include "cell/type.h"

typedef enum SymbolKind {
    SYMBOL_NONE,
    SYMBOL_VARIABLE,
    SYMBOL_FUNCTION,
    SYMBOL_TYPEDEF,
    SYMBOL_CONSTANT /* of an enum */
} SymbolKind;

typedef struct Local Local; /* see flow.h */

typedef struct Symbol {
    SymbolKind kind;
    Str name;
    const Type *type;
    int64_t value; /* SYMBOL_CONSTANT */
    bool is_noreturn;
    bool is_unterminated; /* a text fills the array to its last element */
    Local *local; /* of a variable that this cell declares; or NULL */
} Symbol;

/* What exists before the cell: the definition graph, seen from here. */
typedef struct Scope {
    void *context;
    const Symbol *(*find)(void *context, Str name); /* NULL: unknown */
    Tag *(*find_tag)(void *context, Str name);      /* NULL: unknown */
    /* A type whose name looks like this, or empty; NULL: cannot be told. */
    Str (*find_near_type)(void *context, Str name);
} Scope;

typedef struct Block Block; /* names of one { } or parameter list */
typedef struct Return Return; /* see split.h */
typedef struct Mend Mend;     /* see mend.h */
typedef struct Advice Advice; /* see advice.h */

/* What is known of the way through a function at the place that is parsed:
 * see flow.h. */
enum { FLOW_LOOPS = 32 };
typedef struct Flow {
    bool stops;      /* nothing runs on behind what was parsed last */
    bool is_dead;    /* nothing can run here: behind a return, before a label */
    bool has_break;  /* the loop or switch around has one so far */
    bool has_jump;   /* break, continue, return in the loop so far */
    bool has_result; /* the function returns a value somewhere */
    bool is_unsure;  /* asm: anything may have happened */
    bool has_ended;  /* the expression calls exit() or its like */
    uint32_t labels; /* and cases seen so far */
    uint32_t loops;  /* around this place */
    uint32_t conditions; /* if, switch, ?:, && around this place */
    uint32_t entries[FLOW_LOOPS]; /* conditions around each loop */
    uint32_t unevaluated; /* inside sizeof or typeof */
    Local *locals;        /* the last one without a value; see Local */
    const Symbol *counter; /* of the loop around, in steps of 1, ... */
    uint32_t counter_loops; /* ... which is that many loops deep, ... */
    int64_t counter_last;   /* ... until it has this value */
    const Symbol *freed;  /* was given to free() in this block, ... */
    const Block *freed_in;
    uint32_t freed_at; /* ... by this token */
    uint32_t freed_labels;
} Flow;

/* Brackets, statements and operators may nest this deep in all: enough for
 * 1000 of each, and less than the stack of a thread can take. */
enum { PARSE_DEPTH = 1600 };

/* The values of a switch so far. */
typedef struct Case Case;
struct Case {
    const Case *before;
    int64_t value;
    uint32_t token;
    uint32_t number; /* from 1 */
};

typedef struct Parser {
    const Token *tokens; /* ends in TOK_END */
    uint32_t at;
    const Scope *scope;
    Arena *arena;
    Block *block;         /* innermost; the outermost is the cell's own */
    Str anonymous_prefix; /* "nb_3_": anonymous tags become nb_3_1, nb_3_2 */
    uint32_t anonymous_count;
    uint32_t loop_depth;
    uint32_t switch_depth;
    const Case *cases; /* of the innermost switch */
    uint32_t depth; /* of nesting, at most PARSE_DEPTH */
    uint8_t pack;   /* as the last #pragma pack says */
    Tag **tags;     /* completed by the declarations that are being parsed */
    uint32_t tag_count;
    const Token **bodies; /* names of tags that have a body, sorted; NULL: not
                             looked for yet */
    uint32_t body_count;
    Tag **forward_tags; /* mentioned there for the first time */
    uint32_t forward_count;
    Return *returns; /* of the statements at the top level */
    uint32_t return_count;
    Mend *mends;            /* noted so far */
    uint32_t mend_count;
    Mend *fast_mends;       /* for the optimising compiler: mend_divisor */
    uint32_t fast_mend_count;
    struct Loop *loops;     /* see loop.h */
    uint32_t loop_count;
    uint32_t *int_ops; /* operators of ints that may overflow: see heat.h */
    uint32_t int_op_count;
    struct Static *statics; /* likewise */
    uint32_t static_count;
    Str *called;            /* functions that are called over bridges */
    uint32_t called_count;
    uint32_t constant_depth; /* inside the value of a static variable of a
                                block, which must stay a constant */
    const Type *result; /* of the function whose body is parsed */
    uint32_t unchecked; /* inside _Generic, whose other branches may be wrong */
    uint8_t beyond; /* the item's first construct of beyond.h */
    const Token *beyond_token;
    struct Erased *erased; /* of the item: see split.h */
    uint32_t erased_count;
    bool in_function; /* returns are those of a function: not noted */
    Problem problem;  /* the first; nothing is parsed after it */
    Flow flow;
    bool is_unterminated; /* the array that was initialised last is */
    bool is_literal;      /* what was initialised last points to one */
    bool is_advised; /* of a cell: collect advice */
    bool is_told_of_threads; /* that OpenMP has none here */
    Advice *advice;
    uint32_t advice_count;
    const Local *declared; /* all so far, the last one first */
} Parser;

void parse_init(Parser *parser, const Token *tokens, const Scope *scope,
                Arena *arena);

const Token *parse_peek(const Parser *parser, uint32_t ahead);
bool parse_accept(Parser *parser, TokenId id);
/* A problem at this token unless it is `id`: "expected ';' after ...". */
bool parse_expect(Parser *parser, TokenId id);
/* Note the first problem; returns false, so that a parser can return it. */
bool parse_problem(Parser *parser, const Token *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same for a bracket that closes the one at token `open`. */
bool parse_close(Parser *parser, TokenId id, uint32_t open);
/* A problem at a token that cannot stand here; `wanted` says what could. */
bool parse_unexpected(Parser *parser, const char *wanted);
/* 1 for an opening bracket, -1 for a closing one, else 0. */
int parse_bracket_step(const Token *token);
/* From an opening bracket to behind its partner. */
bool parse_skip_brackets(Parser *parser);
bool parse_is_name(const Token *token); /* an identifier, not a keyword */
/* Every function that can call itself enters and leaves. */
bool parse_enter(Parser *parser);
void parse_leave(Parser *parser);
/* Room for one more behind `count` elements of a list in the arena, which
 * only grows through this. Use: list = parse_grow(...); list[count++] = x; */
void *parse_grow(Arena *arena, void *list, uint32_t count, size_t size);

/* A block of parameters is none for struct tags: a tag first mentioned in a
 * parameter list belongs to the block around it, as TinyCC has it. */
void parse_push_block(Parser *parser);
void parse_push_params(Parser *parser);
void parse_pop_block(Parser *parser);
/* Is a block open, other than the cell's own and those of parameters? */
bool parse_block_is_inner(const Parser *parser);
/* Is this block the innermost one, or one around it? */
bool parse_block_is_open(const Parser *parser, const Block *block);
/* The name's declaration in the innermost block itself, to which the
 * parameters belong in the outermost block of a function; or NULL. */
const Symbol *parse_find_here(const Parser *parser, Str name);
void parse_declare(Parser *parser, const Symbol *symbol); /* copies it */
void parse_declare_tag(Parser *parser, Tag *tag);
const Symbol *parse_find(const Parser *parser, Str name);
/* Is it declared in a block that is not the outermost? */
bool parse_is_local(const Parser *parser, Str name);
/* innermost_only: a definition `struct s {` makes a new tag in a new block */
Tag *parse_find_tag(const Parser *parser, Str name, bool innermost_only);

/* One name of a block that is open; tag is NULL for an ordinary name. level
 * is 0 for the outermost block, and grows inwards. */
typedef void ParseVisit(void *context, const Symbol *symbol, Tag *tag,
                        uint32_t level);
/* All names in scope that the text itself declares, innermost block first; a
 * name that hides another comes before it. */
void parse_each_name(const Parser *parser, ParseVisit *visit, void *context);

#endif
