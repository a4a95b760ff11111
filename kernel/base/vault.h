/* vault.h - a heap beside the C library's: the session's own memory.
 *
 * A cell that writes beyond the end of a block, or into one that it has freed,
 * must not hit what the session lives on. So what is allocated while no cell
 * runs comes from pages of its own: small blocks by size from pieces of slabs,
 * larger ones as runs of pages. Only one thread may use it. */
#ifndef BASE_VAULT_H
#define BASE_VAULT_H

#include <stdbool.h>
#include <stddef.h>

void vault_init(void);
void *vault_alloc(size_t size); /* own; NULL: it is full, or there is none */
/* All bytes are 0. */
void *vault_alloc_zeroed(size_t size); /* own; NULL likewise */
bool vault_has(const void *block);
size_t vault_size(const void *block); /* bytes that can be used */
void vault_free(void *block);         /* one that vault_has */
/* So far new pages are small, lest a copy of the session copy large ones; all
 * that lies before the end of this, if it is ours, may be made large now. */
void vault_allow_large(const void *start, size_t size);

#endif
