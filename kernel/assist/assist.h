/* assist.h - what help at the keyboard is drawn from.
 *
 *     text, cursor  ->  spot      what kind of place is it?
 *                   ->  outline   which names are in scope there?
 *                   ->  object    of what type is what stands before it?
 *                   ->  complete, explain
 *
 * All of this reads the definition graph and the text of one cell; none of the
 * reader's code is run, and nothing changes but the graph's own notes of what
 * it has parsed. The text may be broken anywhere. */
#ifndef ASSIST_ASSIST_H
#define ASSIST_ASSIST_H

#include "graph/graph.h"
#include "graph/headers.h"

/* "%time STATEMENTS", and what it does. */
typedef struct AssistMagic {
    const char *usage; /* the name with its % or %% comes first */
    const char *help;
} AssistMagic;

typedef struct Assist {
    Graph *graph;
    const Headers *headers; /* where #include looks; NULL: nowhere */
    const AssistMagic *magics;
    size_t magic_count;
    /* Append how the value of a variable of the session is shown, on a line;
     * NULL: values are not known. */
    void (*show_value)(const Node *node, Buf *ret);
    /* Append what the system's manual says of a name of libc; NULL: there is
     * no manual. */
    void (*show_manual)(Str name, Buf *ret);
} Assist;

#endif
