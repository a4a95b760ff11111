/* heap.h - what is known of each block of the heap: its size as asked for,
 * where in the reader's program it was allocated, and where it was freed.
 *
 * malloc and its family are ours in the whole process, libraries included.
 * While no cell runs they serve the session out of the vault; in a cell they
 * call libc's and leave a note. Beside the heap lies a shadow, one note
 * of 8 bytes for each 16 bytes of heap, of which only those at the start of a
 * block are ever used: so a note costs one store and no memory of its own,
 * and threads do not meet. Large blocks stand in a short list as well.
 *
 * The place is a number of a site: the call in the reader's code, turned into
 * In[n]:line at the latest when that code is given back. */
#ifndef SESSION_HEAP_H
#define SESSION_HEAP_H

#include "cell/source.h"
#include "session/session.h"

typedef struct HeapBlock {
    uintptr_t start;
    size_t size;
    bool is_free;
    unsigned made; /* sites; 0: not by the reader's code */
    unsigned freed;
} HeapBlock;

void heap_init(Session *session);
/* Cell code runs: who allocates is looked for on the stack. */
void heap_watch(bool is_running);
/* The block that an address lies in, or right behind; a freed one as long as
 * nothing else took its place. */
bool heap_find(uintptr_t address, HeapBlock *ret);
/* Is the address in the range that the heap grows in? */
bool heap_has(uintptr_t address);
/* Of the blocks that the reader's code allocated last, or last in one place,
 * and has not freed, the first that is not sound; 0: all are. */
uintptr_t heap_find_recent(bool (*is_sound)(uintptr_t block));
/* "In[5]:7"; empty if it is not known. The text lives as long as the
 * session. */
Str heap_site(unsigned site);
/* The code of this image, which has been there only since the last such call,
 * is about to be given back: its sites become text. */
void heap_settle(Session *session, const Image *image);
/* Likewise of any image. */
void heap_settle_old(Session *session, const Image *image);
/* While cells are checked, blocks that are freed are kept for a while, and
 * new ones are filled with HEAP_UNSET bytes. */
void heap_check(bool is_checked);

/* Counts what comes and goes: an answer of heap_find is good until it changes. */
extern unsigned heap_changes;

/* Called instead of freeing a block that is free already, in a checked
 * cell. */
void heap_on_second_free(void (*handler)(const void *block));

enum { HEAP_UNSET = 0xcb };

#endif
