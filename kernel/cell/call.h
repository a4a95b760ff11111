/* call.h - calls of the C library whose arguments tell more than their types:
 * printf and scanf, strcpy, malloc, free, memset. */
#ifndef CELL_CALL_H
#define CELL_CALL_H

#include "cell/expr.h"

typedef enum CallKind {
    CALL_OTHER, /* nothing is known about it */
    CALL_PRINTF,
    CALL_SCANF,
    CALL_STRCPY,   /* array, text */
    CALL_MEMORY,   /* pointer, ..., size */
    CALL_ALLOCATE, /* gives memory; the size is a product of its arguments */
    CALL_FREE,
    CALL_ABS,
    CALL_LENGTH,  /* of a text */
    CALL_READ,    /* a character, or EOF */
    CALL_TEXT,    /* its arguments are texts that end in '\0' */
    CALL_STOP     /* never returns */
} CallKind;

typedef struct Argument {
    Expr expr;
    uint32_t end; /* token */
} Argument;

typedef struct Call {
    CallKind kind;
    Str name;
    uint32_t format; /* printf and scanf: which argument it is */
    uint32_t size;   /* CALL_MEMORY: which argument it is */
    Argument *arguments;
    uint32_t count;
} Call;

/* What is the function that this name calls? */
Call call_begin(Parser *parser, const Expr *callee);
/* One more argument was parsed. Only for a kind that is not CALL_OTHER. */
void call_add(Parser *parser, Call *call, const Expr *argument);
/* All were; ret is the value of the call. */
void call_end(Parser *parser, Call *call, uint32_t name, Expr *ret);

/* A text that must end in '\0'. */
void call_check_text(Parser *parser, const Argument *text);

#endif
