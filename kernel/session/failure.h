/* failure.h - why a cell ended early: what Jupyter calls an error. */
#ifndef SESSION_FAILURE_H
#define SESSION_FAILURE_H

#include "base/buf.h"
#include "cell/source.h"

typedef struct Failure {
    const char *ename; /* a stable identifier: "CompileError"; NULL: none */
    Buf evalue;        /* one sentence, with its place */
    Buf traceback;     /* lines */
} Failure;

/* A failure at a place of the reader's text: the line, and the token
 * underlined. */
void failure_at(Failure *ret, const char *ename, const Problem *problem);
/* A failure while the cell ran: the line, whole. */
void failure_on_line(Failure *ret, const char *ename, const Problem *problem);
/* A failure without a place in the text. */
void failure_set(Failure *ret, const char *ename, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* "In[5]:3: error: ..." with the line and the underline, for messages. */
void failure_print(const char *what, const Problem *problem, Buf *ret);
void failure_done(Failure *failure);

#endif
