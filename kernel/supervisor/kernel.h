/* kernel.h - the state of the supervisor, and the way of a request.
 *
 *     kernel_accept -> AT_ONCE:  busy, handler, idle
 *                   -> IN_ORDER: waiting -> current: busy, handler,
 *                                ... records of the executor ...,
 *                                reply, kernel_finish: idle
 *
 * A cell's handler says busy itself, when the executor is at work already.
 * One IN_ORDER request is current at a time; the executor is never asked for
 * a second thing before it has answered the first. */
#ifndef SUPERVISOR_KERNEL_H
#define SUPERVISOR_KERNEL_H

#include "supervisor/child.h"
#include "supervisor/history.h"
#include "supervisor/limits.h"
#include "supervisor/shown.h"
#include "supervisor/streams.h"
#include "wire/sockets.h"

/* The execute_request that is current. */
typedef struct Cell {
    Str code;      /* borrow; of `current`, or of the cell with the slider */
    Str page_cell; /* borrow, likewise: the front end's name of the cell */
    bool is_again; /* run by its slider: nobody awaits a reply */
    bool is_silent; /* shows nothing and leaves no trace */
    bool allows_input;
    bool stops_on_error;
    Buf expressions;     /* own; JSON, the user_expressions so far */
    void *expression_at; /* borrow; the one under way, NULL before the first */
    Str expression_name; /* borrow */
    Buf payload;         /* own; JSON array, open */
} Cell;

/* A question that a copy is asked while a cell runs: see aside.h. */
typedef struct Aside {
    Message *request; /* own; NULL: this place is free */
    Link link;        /* own */
    int64_t by;       /* then it waits like all others */
} Aside;

enum { ASIDES = 4 };

typedef struct SliderCell SliderCell; /* see slider.h */

struct Kernel {
    Sockets sockets;
    Child child;
    char *program; /* own; the executor's, NULL if it was not found */
    Streams streams;
    History history;
    Limits limits;
    Shown shown;

    Message *first_waiting; /* own */
    Message *last_waiting;
    Message *current; /* own; NULL when idle */
    Cell cell;
    Aside asides[ASIDES];
    SliderCell *slider_cells; /* own; the newest first */
    SliderCell *slider_cell;  /* borrow; the one that runs; NULL: no slider */
    unsigned slider_cell_count;

    RecordKind awaited; /* last record of what the executor does; or NONE */
    uint32_t asked;     /* number of what it was asked last */
    bool is_awaiting_input;
    Buf question;      /* own; input_request that could not be sent yet */
    int64_t ask_again; /* when to try; 0: there is none */
    int64_t ask_until; /* then the end of input is the answer */
    int64_t began;       /* the cell, in ms since 1970 */
    Buf typed;           /* own; answers to the cell, each ended by NUL */
    int death;           /* how the cell ended that is being diagnosed */
    int64_t diagnose_by; /* tell without a verdict; 0: none is awaited */
    bool asked_of_next; /* of the copy that is about to wake */
    bool was_interrupted;
    long undo_from; /* the cells that %undo takes back; 0: none */
    long undo_to;
    bool is_resetting; /* the executor ends for %reset */
    int64_t nudge_by;     /* interrupt the whole process group; 0: no */
    int64_t interrupt_by; /* end the executor; 0: no */

    long count;          /* execution count */
    Buf parent;          /* own; header of the last cell: output goes there */
    int64_t abort_until; /* cells sent before abort_stamp are not run */
    char abort_stamp[32];

    bool is_debugged; /* a front end watches the variables */
    bool is_stopping;
    bool is_quiet;    /* nobody reads our stderr */
    pid_t front_end;  /* stop when it is gone; 0: do not care */
    pid_t parent_pid; /* or when our parent is */
};

/* Milliseconds of a clock that never goes back. */
int64_t kernel_now(void);

/* Is a cell current, run by the reader or by its slider? */
bool kernel_has_cell(const Kernel *kernel);

/* Take a message that came on shell or control. */
void kernel_accept_take(Kernel *kernel, Message *message);

/* Put it behind those that wait. */
void kernel_wait_take(Kernel *kernel, Message *message);

/* Something was answered while perhaps a cell runs: idle, or busy again. */
void kernel_answered(Kernel *kernel, const Message *request);

/* Begin what waits, as long as nothing is current. */
void kernel_advance(Kernel *kernel);

/* The current request has its reply: idle. */
void kernel_finish(Kernel *kernel);

/* A cell failed: the execute_requests that wait are answered "aborted", and
 * those that were sent before this moment and are still on their way. */
void kernel_abort_waiting(Kernel *kernel);

/* Take all messages that are in a socket now. */
void kernel_receive(Kernel *kernel, Channel channel);

void kernel_done(Kernel *kernel);

#endif
