/* fault.h - the steps of a cell, each a line of the trace, at which a test may
 * end a process.
 *
 * NABLA_FAULT=step[:time[:signal]] in the environment ends the process that
 * comes to this step for the time-th time, all forks of it counted together.
 * Without a signal it is killed as if by another program, at once and with no
 * last word. Steps of the supervisor end the executor instead; so do tests
 * know that wherever a session is cut off, the next cell finds an answer.
 *
 * Without that and without NABLA_TRACE (see trace.h) a step costs one
 * comparison. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdbool.h>

/* clang-format off */
/* X(step, what has just happened), in the order of a cell's life */
#define FAULT_STEPS(X)                                                         \
    X(asked,       "the supervisor has sent the cell")                          \
    X(received,    "the executor has the record")                               \
    X(parsed,      "the cell is split into items")                              \
    X(compiling,   "libtcc is at work")                                         \
    X(compiled,    "there is an object")                                        \
    X(linking,     "its code lies in place and is still writable")              \
    X(linked,      "the code may run")                                          \
    X(committed,   "the session's definitions are the new ones")                \
    X(running,     "the cell's first statement is next")                        \
    X(ran,         "its last statement has run")                                \
    X(half_record, "half of a record is on the line")                           \
    X(reported,    "DONE is sent, the state is not kept yet")                   \
    X(answered,    "the supervisor has DONE")                                   \
    X(forking,     "the helper is about to fork the copy")                      \
    X(forked,      "the copy exists, nobody knows of it")                       \
    X(kept,        "the supervisor was told of the copy")                       \
    X(sleeping,    "the copy is about to sleep")                                \
    X(waking,      "the supervisor is about to wake the copy")                  \
    X(woken,       "the copy is awake and has not said so")                     \
    X(revived,     "the copy has said READY")                                   \
    X(undoing,     "the executor has asked to be undone")                       \
    X(consulted,   "a copy's child is about to read a question")
/* clang-format on */

typedef enum FaultStep {
    FAULT_NONE,
#define X(step, what) FAULT_##step,
    FAULT_STEPS(X)
#undef X
} FaultStep;

extern bool fault_is_armed; /* somebody wants to know of the steps */

void fault_init(void); /* read the environment, after trace_init */
void fault_disarm(void); /* no step ends this process any more */
bool fault_comes(FaultStep step);
void fault_strike(void);

/* Has the moment come? The caller does what the fault does. */
static inline bool fault_is_at(FaultStep step) {
    return __builtin_expect(fault_is_armed, 0) && fault_comes(step);
}

/* If the moment has come, this process ends here. */
static inline void fault_at(FaultStep step) {
    if (fault_is_at(step)) fault_strike();
}

#endif
