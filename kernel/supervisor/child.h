/* child.h - the process that holds the reader's program: the executor.
 *
 *     fd 0      /dev/null          fd 1, 2   pipes to the supervisor
 *     fd 3      the private line, which it makes close-on-exec itself
 *     fd 4      where copies of it are asked, see records.h; likewise
 *
 * It leads a process group of its own, so that signals for the kernel do not
 * reach it by accident, and dies with the supervisor. It may hand its place to
 * a process that it forked: that one says READY with its own process id. So
 * the executor is dead when its process has ended and nobody holds the line;
 * if only one of the two is true, it gets a second to make up its mind. */
#ifndef SUPERVISOR_CHILD_H
#define SUPERVISOR_CHILD_H

#include <stdint.h>
#include <sys/types.h>

#include "link/link.h"
#include "supervisor/streams.h"

typedef enum ChildState {
    CHILD_STARTING, /* it has not said READY yet */
    CHILD_READY,
    CHILD_FAILED /* it could not be started again and again; see err */
} ChildState;

enum { CHILD_SLEEPERS = 6 };

/* A copy of the session as it was after In[count]; the cells behind that one,
 * up to `same_until`, have changed nothing. */
typedef struct Sleeper {
    pid_t pid;
    long count;
    long same_until;
} Sleeper;

typedef struct Child {
    ChildState state;
    pid_t pid;
    pid_t group; /* that of the process that was started first */
    Link link;
    int pipes[STREAMS]; /* own; what it prints; -1 when closed */
    int side;           /* own; where its copies are asked; -1: nowhere */
    int status;         /* from waitpid, when is_reaped */
    bool is_reaped;
    bool is_line_lost;
    bool is_garbled;  /* what it says is no record: it must go */
    bool was_stopped; /* by a signal; it was told to go on */
    bool has_told_stop; /* the reader knows, in this cell */
    int64_t start_by; /* deadlines in ms; 0: none */
    int64_t die_by;
    int64_t wake_by;  /* the sleeper was called */
    long done;        /* the last cell that it has answered */
    long lost_from;   /* cells that a copy which took over does not know, */
    long lost_to;     /* though they were answered; from > to: there is none */
    Sleeper sleepers[CHILD_SLEEPERS]; /* oldest first; the last one takes over
                                         when the executor dies */
    int sleeper_count;
    pid_t like_session; /* the copy that knows all that the session knew when
                           its cell began; 0: none does */
    bool awaits_copy; /* it has more to say of that */
    Buf crash;      /* own; its last words: fields, each ended by NUL */
    int failures;   /* deaths in a row without a request in between */
    Buf last_words; /* own; what it printed before it was ready */
    Err err;        /* why CHILD_FAILED */
} Child;

void child_init(Child *child);
/* In the supervisor: what a program could end it with and has no use here. */
void child_ignore_signals(void);

/* Start the program; on failure the state is CHILD_FAILED and err says why. */
void child_start(Child *child, const char *program, int64_t now);

/* Collect all processes that ended, also those that were adopted. A copy that
 * was killed in its sleep is forgotten; a program that has stopped itself goes
 * on, since here is no shell that could wake it. */
void child_reap(Child *child);

/* A new copy sleeps; 0: there is none of this state, and older ones would
 * undo more than a cell; -1: the newest one is still like the session. */
void child_add_sleeper(Child *child, pid_t pid, long count);
/* A cell has ended, and what it has changed is in no copy yet. */
void child_await_sleeper(Child *child);
/* The newest `cells` copies are not wanted any more: the state before them
 * is the one to go back to. */
void child_drop_sleepers(Child *child, int cells);
/* Memory is short: the oldest copy goes, but never the newest. */
bool child_drop_oldest(Child *child);
/* The executor is dead and a copy sleeps: call it. It says READY, or it is
 * ended when a deadline passes, and the one before it is called. */
bool child_can_wake(const Child *child);
bool child_knows(const Child *child, pid_t pid); /* is it one of the copies? */
void child_wake(Child *child, int64_t now);
/* Ask the newest copy something: the socket (own) takes one question and gives
 * one answer, or is closed from the other end. -1: there is nobody to ask. */
int child_consult(const Child *child);
/* The copy was woken and is the executor now; what the old one had started
 * ends with it. */
void child_take_over(Child *child, pid_t pid);

/* Is it dead? Ends what is left of it when a deadline has passed. */
bool child_is_dead(Child *child, int64_t now);
int64_t child_deadline(const Child *child); /* 0: none */

/* Send a record; nothing happens if nobody is there. */
void child_tell(Child *child, RecordKind kind, uint32_t cell, const Str *fields,
                size_t count);
void child_flush(Child *child); /* the line has room for what it did not take */

void child_interrupt(const Child *child); /* SIGINT, to it alone */
/* SIGINT to what it started as well, and to it a signal that no program
 * handles by accident: it may ignore SIGINT. */
void child_interrupt_group(const Child *child);
void child_kill(Child *child); /* it and all processes of its group */

/* Read what is in a pipe, at most size bytes; 0: nothing. */
size_t child_read(Child *child, Stream stream, char *ret, size_t size);
size_t child_printed(const Child *child, Stream stream); /* bytes in it */

/* Forget a dead one: its descriptors are closed, the failures stay. */
void child_bury(Child *child);

/* At the end of the kernel: ask it to quit, then end it and every process
 * that it left behind. */
void child_end(Child *child, bool is_idle);

/* Where the program is; NULL if nowhere. Own. */
char *child_find_program(void);

#endif
