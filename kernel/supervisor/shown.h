/* shown.h - what a cell displays, on its way to the page.
 *
 * What piles up on the page has the same bound as what is printed (streams.h).
 * What replaces something, by an update or after nb_clear(), may go on without
 * end, as an animation does: so it is slowed down instead, once it has been as
 * much as a page may hold. So are messages of which there are more than a
 * server hands on; those beyond it would be lost without a word.
 *
 * The program waits for an answer to each display. A late answer is what slows
 * it down, and neither loses anything nor lets it pile up here. */
#ifndef SUPERVISOR_SHOWN_H
#define SUPERVISOR_SHOWN_H

#include <stdint.h>

#include "link/link.h"

typedef struct Kernel Kernel;

typedef struct Shown {
    double messages; /* that may go out at once; below zero: too many did */
    double bytes;    /* likewise, of what replaces something */
    int64_t at;      /* when these two were right */
    int64_t answer_by; /* the program waits until then; 0: it does not */
    uint32_t cell;     /* what to answer */
} Shown;

/* RECORD_DISPLAY, RECORD_SLIDER or RECORD_CLEAR. */
void shown_on_record(Kernel *kernel, const Record *record);

void shown_answer(Kernel *kernel); /* now, if it waits: it is to end */
void shown_tick(Kernel *kernel, int64_t now);

#endif
