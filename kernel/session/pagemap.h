/* pagemap.h - what the system says about each of our pages: there, a file's,
 * shared with a copy of the session? And what its headers are too old to know. */
#ifndef SESSION_PAGEMAP_H
#define SESSION_PAGEMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef MADV_POPULATE_WRITE
#    define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif
#ifndef MADV_COLLAPSE
#    define MADV_COLLAPSE 25 /* Linux 6.1 */
#endif

enum {
    PAGE = 4096,
    LARGE = 2 << 20 /* a large page */
};

#define PAGE_IS_PRESENT (UINT64_C(1) << 63)
#define PAGE_IS_OF_FILE (UINT64_C(1) << 61)
#define PAGE_IS_ALONE   (UINT64_C(1) << 56) /* not shared with a copy */

int pagemap_open(void); /* to be closed; -1: there is none */
/* The states of the pages from here on; of how many. */
size_t pagemap_read(int pagemap, uintptr_t page, uint64_t *ret, size_t count);

/* A mapping that is our own and no file's. */
typedef struct Area {
    uintptr_t start, end;
    bool may_write;
} Area;

/* Those that can be written to or are code; how many, at most `most`. */
size_t pagemap_areas(Area *ret, size_t most);

#endif
