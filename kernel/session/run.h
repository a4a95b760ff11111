/* run.h - one cell, from its text to its last value.
 *
 *     preprocess -> split -> draft -> unit -> compile -> load -> commit -> run
 *
 * Nothing is committed to the graph before all of the cell compiles and
 * links; nothing of it runs before it is committed. A cell with an array
 * whose extent must be computed first (`double w[n];`) runs in stages: the
 * whole is compiled once to see that it can be, then what stands before the
 * array runs, its extent is known, and the rest goes on as a cell would. */
#ifndef SESSION_RUN_H
#define SESSION_RUN_H

#include "graph/unit.h"
#include "session/failure.h"
#include "session/session.h"
#include "value.h"

enum { RUN_MOST_EXTENTS = 64, RUN_MOST_LAST_CALLS = 64, RUN_NAME_SIZE = 32 };

/* What the callbacks of the running cell need. */
struct Run {
    const Unit *unit;
    const Draft *draft;
    Failure *failure;
    bool is_expression; /* EVAL: keep the faces instead of reporting them */
    nb_mime faces[NB_MAX_FACES];
    size_t face_count;
    long extents[RUN_MOST_EXTENTS];
};

/* RUN: everything up to and including DONE. */
void run_cell(Session *session, Str code);
/* EVAL: an expression of user_expressions; answers VALUE. */
void run_expression(Session *session, Str code);
/* "In[3]", in name; borrow. */
Str run_name(const Session *session, char name[RUN_NAME_SIZE]);
/* Run code that a magic stands before; true if it ended well. */
bool run_code(Session *session, Str name, Str code, Run *run);

/* End the running cell with an error; the place is that of the call. */
__attribute__((noreturn)) void run_fail(const char *ename, const char *message);

/* What a unit's lines call: see unit.h. */
void run_on_value(int row, const void *address);
void run_on_magic(int item);
void run_on_extent(int number, long value);
void run_on_main(int result);
void run_on_zero(void *to, unsigned long size);
void *run_on_keep(const void *from, unsigned long size);
void run_on_unset(const Slot *slot);
/* What cells call as __assert_fail() and atexit(): a failed assertion ends
 * the cell; the functions run at its end. */
_Noreturn void run_on_assert(const char *text, const char *file, unsigned line,
                             const char *function);
int run_on_atexit(void (*function)(void));
/* What cells call as at_quick_exit(), quick_exit(), pthread_exit() and
 * thrd_exit(). */
int run_on_at_quick_exit(void (*function)(void));
_Noreturn void run_on_quick_exit(int status);
_Noreturn void run_on_thread_exit(void *result);
_Noreturn void run_on_thread_exit_c11(int result);
/* What cells call as _exit(): no last calls are made; a child that the cell
 * has forked is gone at once, with nothing written. */
_Noreturn void run_on_quit(int status);

#endif
