/* unshare.h - while nobody asks for anything, what the next cell will write
 * is copied already.
 *
 * After a checkpoint the session shares each page with its copy, and the
 * first write to a page waits for the system to copy it: a tenth of the time
 * of a cell that works on 100 MB. A reader thinks between two cells; in that
 * time the session goes over its pages, a few at a time, and has those copied
 * that cells have changed since it last looked. A request ends that at once. */
#ifndef SESSION_UNSHARE_H
#define SESSION_UNSHARE_H

#include "link/link.h"

/* Just before the checkpoint: which pages did the cell write? */
void unshare_learn(void);
/* Just after it: all pages are shared from here on. */
void unshare_begin(void);
/* Until every page was looked at, or something came on the line. */
void unshare_until_asked(const Link *link);

#endif
