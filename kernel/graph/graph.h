/* graph.h - the definition graph: everything that has a name, and what its
 * text needs.
 *
 *     node   "lr": a variable, double, declared as "extern double lr;",
 *            stands in In[3], lives at 0x7f..., needs nothing
 *     node   "step": a function, "double step(pt *p);", needs pt and, in its
 *            body, lr and the macro EPS
 *
 * The session's nodes hide the preloaded ones (preload.h) of the same name.
 * Compilation, completion, inspection, invalidation and export read this. */
#ifndef GRAPH_GRAPH_H
#define GRAPH_GRAPH_H

#include "base/map.h"
#include "cell/beyond.h"
#include "cell/parse.h"
#include "cell/preprocess.h"
#include "graph/preload.h"

typedef enum NodeKind {
    NODE_VARIABLE,
    NODE_FUNCTION,
    NODE_TYPEDEF,
    NODE_CONSTANT, /* of an enum: the text is with the enum's tag */
    NODE_TAG,
    NODE_MACRO
} NodeKind;

/* The text of a cell and all that was made from it, kept as long as a node
 * refers to it. */
typedef struct CellText {
    Arena arena;
    const Source *source;
    uint32_t references;
    bool is_program; /* it defines main: a whole that no other cell builds on */
} CellText;

CellText *celltext_new(Str name, Str code); /* one reference, the caller's */
void celltext_drop(CellText *text);         /* one reference less; NULL ok */

typedef struct Need {
    NameSpace space;
    Str name;
} Need;

typedef struct Node {
    NodeKind kind;
    NameSpace space;
    Str name;
    Symbol symbol;      /* SPACE_ORDINARY */
    Tag *tag;           /* NODE_TAG, and the enum of a NODE_CONSTANT */
    const Macro *macro; /* NODE_MACRO; NULL: the name was undefined again */
    CellText *text;     /* own: one reference; the rest here lives in it */
    const Source *source; /* where it stands: the cell, or a header of it */
    Span span;            /* the whole item in that source */
    Str declaration;      /* what the units of others need: one line of C */
    const Need *needs;    /* first those of the declaration, then the body's */
    uint32_t need_count;
    uint32_t declaration_needs;
    void *place;     /* variable: storage; function: what callers call */
    void *handle;    /* function: its slot; borrow, the session's business */
    Beyond beyond;   /* what its declaration has that TinyCC has not */
    bool is_thread_local; /* place: not storage, but that of tls.h */
    void *raw;       /* likewise, of a function that TinyCC's code calls in
                        another way than the ABI has it; else NULL */
    bool is_defined; /* more than `extern int z;` or `int f(int);` */
    bool is_private; /* a .c file's own: see graph_replaces */
    uint32_t words;  /* hash of a function's tokens, macros expanded */
    Str complaint;   /* a function that no longer compiles: why; or empty */
    uint64_t serial; /* when it was defined */
    uint32_t said;   /* hash of its text without comments; 0: not yet made */
    /* Of a tag or constant: the outermost tag around it, and the declaration
     * that made them, which live in the text. */
    const Tag *outer;
    const struct Declaration *made_by;
} Node;

typedef struct Aside Aside; /* see aside.h */

typedef struct Graph {
    Map nodes[SPACE_KINDS];  /* name -> Node, own */
    Map symbols;             /* preloaded names looked up so far -> Symbol */
    Map tags;                /* preloaded -> Tag */
    Map macros;              /* preloaded -> Macro */
    bool *parsed;            /* own: preloaded items parsed so far */
    Map gone; /* variables that were dropped -> Str *, where they came from */
    Arena arena;             /* of those */
    Aside *aside;            /* own */
    uint32_t aside_count;
    uint32_t aside_size;
    uint64_t serial;
    bool has_complaints; /* some node may have a complaint */
} Graph;

void graph_init(Graph *graph);
void graph_done(Graph *graph);

/* A node of the session, or NULL. */
Node *graph_find(const Graph *graph, NameSpace space, Str name);
/* Does the new node take the older one's place, so that whatever uses that
 * one uses this one from now on? Not what is a .c file's own, and two files
 * may each have one of a name: what is static, macros as far as other files
 * go, and types that no declaration mentions which others can see. */
bool graph_replaces(const Graph *graph, const Node *node, const Node *older);
/* What the name means in this file. */
Node *graph_find_in(const Graph *graph, const Source *file, NameSpace space,
                    Str name);
/* The session's node whose place this one takes, or NULL. */
Node *graph_older(const Graph *graph, const Node *node);
/* Insert a node (own); the one whose place it takes is freed. */
void graph_put(Graph *graph, Node *node);
void graph_remove(Graph *graph, Node *node); /* and free it */
/* A variable is about to be removed, since its type is no more: graph_gone
 * tells where it was defined; empty: no such name. */
void graph_note_gone(Graph *graph, const Node *node);
Str graph_gone(const Graph *graph, Str name);
void node_free(Node *node);
NameSpace node_space(NodeKind kind);
/* For qsort over Node *: oldest definition first. */
int node_order(const void *a, const void *b);
/* Does the new node mean something else than the old one to its users? */
bool node_differs(const Node *node, const Node *older);
/* "In[3]", or the header that it came from. */
Str node_origin(const Node *node);

/* What a name means: the session first, then the preloaded part. Borrowed
 * until the node is replaced. */
const Symbol *graph_symbol(Graph *graph, Str name);
Tag *graph_tag(Graph *graph, Str name);
const Macro *graph_macro(Graph *graph, Str name);

typedef enum NearestOf {
    NEAREST_ANY,
    NEAREST_TYPE,
    NEAREST_OWN /* defined in the session */
} NearestOf;

/* The known name that looks most like this one; empty if none is near. */
Str graph_nearest(const Graph *graph, Str name, NearestOf of);
/* The shortest known name of which this is the last word; or empty. */
Str graph_ending(const Graph *graph, Str word);
/* The graph as the front end sees it. */
Scope graph_scope(Graph *graph);
Macros graph_macros(Graph *graph);


#endif
