/* session.h - the executor's state: the program that the reader is writing.
 *
 * There is one session in a process. Cell code calls back into the executor
 * (a value to show, a magic to run) without any context, so one pointer to
 * the session is global; everything else is passed. */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include <sys/types.h>

#include "code/image.h"
#include "graph/graph.h"
#include "graph/headers.h"
#include "link/link.h"

typedef struct Run Run;
typedef struct Library Library; /* see library.c */

enum { SESSION_KNOBS = 16 };

typedef struct Session {
    Link link;
    int side; /* where copies are asked: see link/records.h */
    Graph graph;
    Space *space;
    Map slots;      /* name -> Slot, of each function that there ever was */
    Map raw_slots;  /* likewise: see load.c */
    Headers headers;
    Map included;   /* path -> IncludedFile: files that cells have read */
    uint64_t include_walks; /* searches for edited ones so far */
    Library *libraries; /* the newest first; NULL: none */
    Buf library_path;   /* own: directories, each ended by a colon */
    Buf flags;          /* own: of %cflags, one a line */
    Arena arena;    /* what lives as long as the session */
    uint32_t request; /* number of the request that is being served */
    long count;       /* In[count] */
    uint32_t page_cell; /* which cell of the notebook: see past_key */
    bool is_silent;
    bool has_changed; /* code ran or a definition came since the last copy */
    bool is_checked; /* what is compiled now looks at its use of memory */
    bool wants_fast; /* the cell waits for the optimising compiler */
    bool may_ask;   /* the front end answers input requests */
    double knobs[SESSION_KNOBS]; /* what the cell's sliders are set to */
    unsigned knob_count;
    unsigned knob_next; /* the one that is asked for next */
    bool is_serving; /* a request is being served */
    bool has_run;    /* some code of the cell has begun to run */
    pid_t pid;      /* of this process, unless a cell has forked */
    Run *run;       /* the cell that is running, or NULL */
    uint64_t tags;  /* units made so far, for images' tags */
    Map units;      /* decimal tag -> UnitLines: see trace.h */
} Session;

extern Session *session_current;

#endif
