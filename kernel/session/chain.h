/* chain.h - is the heap still a chain of blocks?
 *
 * A block of the C library's heap begins with its size, which leads to the
 * next. A cell that writes beyond the end of a block destroys the size behind
 * it, and as a rule nobody notices until some later cell allocates or frees.
 * So the chain is followed when a cell has ended: then the cell that did the
 * damage is the one that is undone. */
#ifndef SESSION_CHAIN_H
#define SESSION_CHAIN_H

#include <stdint.h>

#include "base/str.h"

/* Before anything but the libraries has allocated. */
void chain_init(void);
/* The block at whose end, or start, the chain is broken; 0: it is sound, or
 * cannot be followed. A cell that ran for so long has all blocks looked at if
 * that takes a small part of it, else those that the reader's code allocated
 * last. */
uintptr_t chain_find_damage(int64_t ran_ns);
/* sbrk() and brk(), as cells call them: what they add to the heap is no chain.
 * NULL: another. */
void *chain_find(Str name);

#endif
