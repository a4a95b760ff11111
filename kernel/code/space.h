/* space.h - the inside of a Space: what image.c and slots.c share with it.
 *
 * From low to high addresses:
 *
 *     | data, variables | constants | code of images | fast code | stubs |
 *       R W               R           R X              R X         R X
 *
 * Code lies at the upper end because the system maps downwards: the libraries
 * of the process are right above, mostly within reach of a 32-bit distance.
 *
 * Each range is open (with the protection above) up to a frontier; behind it
 * nothing can be read or written. Data and constants grow by a mark and are
 * never given back. Code is taken in whole pages: a page that runs is never made writable, since a
 * thread or a signal handler of the reader's may be on it at any time.
 *
 * Fast code is written behind what is in use, which grows when the pages are
 * sealed: so the thread that writes them and one that bars all code do not
 * meet, and nobody waits. */
#ifndef CODE_SPACE_H
#define CODE_SPACE_H

#include "code/image.h"

enum {
    SPACE_PAGE = 4096
};

typedef struct Range {
    uint8_t *start;
    size_t size;
    size_t used;
    size_t open; /* bytes up to the frontier; a multiple of the page size */
} Range;

struct Slot {
    Space *space;
    void **value;   /* what the stub jumps to; lies in the data part */
    uint8_t *entry; /* the stub */
    void *owner;    /* the caller's */
    void *plain;    /* what slot_set was given; NULL: unset */
    bool is_watched;
};

typedef struct SlotPage SlotPage;

struct Space {
    uint8_t *base; /* own */
    size_t size;
    Range data, consts, code, fast, stubs;
    Image **owners;        /* own: per code page; NULL: the page is free */
    Image **fast_owners;   /* own: likewise */
    size_t lowest_free;    /* no code page below this one is free */
    Image *images;         /* own: the newest first; two threads add */
    SlotPage **slot_pages; /* own: SLOT_PAGE_COUNT pointers */
    size_t slot_count;
    void (*on_unset)(const Slot *slot);
    bool was_watched; /* the plain body of a watched slot is another one now */
};

/* Whole free pages, RW; the owner is found again by space_image_at. */
uint8_t *space_take_code(Space *space, size_t pages, Image *owner, Err *err);
int space_open_code(uint8_t *code, size_t pages, Err *err); /* RW */
int space_seal_code(uint8_t *code, size_t pages, Err *err); /* RX */
void space_give_code(Space *space, uint8_t *code, size_t pages);

/* The pages behind the fast code that is in use, RW; the next call gives the
 * same ones unless they were sealed. */
uint8_t *space_take_fast(Space *space, size_t pages, Err *err);
int space_seal_fast(Space *space, size_t pages, Image *owner, Err *err); /* RX */

/* Constants: RW until they are sealed. */
uint8_t *space_take_consts(Space *space, size_t size, size_t align, Err *err);
int space_seal_consts(uint8_t *consts, size_t size, Err *err); /* R */
/* Undo the newest space_alloc or space_take_consts: its bytes are zero again
 * and its place is free. */
void space_undo_data(Space *space, uint8_t *data, size_t size);
void space_undo_consts(Space *space, uint8_t *consts, size_t size);

bool space_has(const Space *space, uint64_t address);

/* Free what slots.c and image.c keep. */
void slots_done(Space *space);
void image_free(Image *image);

#endif
