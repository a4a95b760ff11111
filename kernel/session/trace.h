/* trace.h - from program counters to lines of cells.
 *
 * Every image carries the number of its unit; the unit's lines are kept as
 * places in the cell, so that a traceback costs nothing while cells run. */
#ifndef SESSION_TRACE_H
#define SESSION_TRACE_H

#include "graph/unit.h"
#include "session/session.h"

/* Remember which place each line of the unit stands for, and its text if
 * TinyCC is to compile it again; returns the tag that the unit's image is to
 * carry. */
uint64_t trace_keep(Session *session, CellText *text, const Unit *unit,
                    bool keeps_unit);
/* The unit's text; empty if it was not kept. */
Str trace_unit(const Session *session, uint64_t tag);
/* "In[3]": where the text of the unit stood; empty if it is not known. */
Str trace_origin(const Session *session, uint64_t tag);
/* The place of the instruction before this counter; false: not known. */
bool trace_place_of(const Session *session, const void *pc, Problem *ret);
void trace_forget(Session *session, uint64_t tag);

/* The frames of cell code below the caller, innermost first, as text:
 * "f at In[3]:2\n". Returns how many; the place of the innermost goes to
 * ret_problem (its text is left alone) if there is one. */
int trace_frames(Session *session, Buf *ret, Problem *ret_problem);
/* Behind the instruction of cell code below the caller, and its frame
 * pointer; false: the caller was not called from cell code. */
bool trace_here(Session *session, const void **ret_pc,
                void *const **ret_frame);
/* Is this counter in a function of a C compiler's that has no frame, since it
 * calls nothing? Then the stack pointer points to the place of its call. */
bool trace_is_frameless(const Session *session, const void *pc);
/* The word at this address; false: it cannot be read. */
bool trace_word(const void *address, void **ret);
/* Where the stack pointer points to no frame that can be followed: the first
 * word above it that is the place behind a call in cell code; NULL: none. */
const void *trace_return_above(const Session *session, const void *stack);
/* Which function of a library cell code has called to come here: "gsl_sf_log";
 * empty if there is none. Borrowed from the library. */
Str trace_callee(Session *session);
/* The frames from one of cell code on: pc lies behind an instruction of it,
 * frame is its frame pointer. Allocates nothing while ret has room. */
int trace_frames_from(Session *session, const void *pc, void *const *frame,
                      Buf *ret, Problem *ret_problem);

#endif
