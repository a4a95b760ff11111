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
 * never given back. Code is taken in whole pages: a page that runs is never
 * made writable, since a thread or a signal handler of the reader's may be on
 * it at any time. Pages of code that was replaced hold traps for a while, and
 * are known by what they were, before they are free.
 *
 * Fast code is written in pages that were given back, or behind what is in
 * use, which grows when the pages are sealed. One thread writes them while
 * another may bar all code, and neither waits: the hole that is being filled
 * is published before it is opened, so who bars leaves it out; and it is not
 * begun while code is barred. */
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

enum { SPACE_RETIRED = 64 };

/* Pages of fast code; count 0: none. In one word, so that a handler reads
 * both. */
typedef struct Hole {
    uint32_t first, count;
} Hole;

struct Space {
    uint8_t *base; /* own */
    size_t size;
    Range data, consts, code, fast, stubs;
    Image **owners;        /* own: per code page; NULL: the page is free */
    Image **fast_owners;   /* own: likewise */
    size_t lowest_free;    /* no code page below this one is free */
    size_t lowest_fast;    /* likewise */
    _Atomic Hole hole;     /* being filled with fast code */
    _Atomic bool is_barred;
    Image *images;         /* own: the newest first */
    Image *fast_images;    /* own: likewise */
    Image *idle;           /* borrow: no slot leads to them any more */
    Image *retired[SPACE_RETIRED]; /* borrow: the last that were, a ring */
    size_t retired_count;          /* so far */
    Nameless *literals; /* own: of images that are gone */
    size_t literal_count, literal_size;
    SlotPage **slot_pages; /* own: SLOT_PAGE_COUNT pointers */
    size_t slot_count;
    void (*on_unset)(const Slot *slot);
    bool was_watched; /* the plain body of a watched slot is another one now */
};

/* Whole free pages, RW; the owner is found again by space_image_at. */
uint8_t *space_take_code(Space *space, size_t pages, Image *owner, Err *err);
int space_open_code(uint8_t *code, size_t pages, Err *err); /* RW */
int space_seal_code(uint8_t *code, size_t pages, Err *err); /* RX */
/* Who still runs into them finds traps; they are not free yet. */
void space_trap_code(uint8_t *code, size_t pages);
void space_give_code(Space *space, uint8_t *code, size_t pages);

/* Pages for fast code, RW: each is sealed or undone before the next. */
uint8_t *space_take_fast(Space *space, size_t pages, Err *err);
int space_seal_fast(Space *space, uint8_t *code, size_t pages, Image *owner,
                    Err *err); /* RX */
void space_undo_fast(Space *space, uint8_t *code, size_t pages);
/* Nobody may be in it, and nobody link fast code or bar code meanwhile. */
void space_give_fast(Space *space, uint8_t *code, size_t pages);

/* Constants: RW until they are sealed. */
uint8_t *space_take_consts(Space *space, size_t size, size_t align, Err *err);
int space_seal_consts(uint8_t *consts, size_t size, Err *err); /* R */
/* Undo the newest space_alloc or space_take_consts: its bytes are zero again
 * and its place is free. */
void space_undo_data(Space *space, uint8_t *data, size_t size);
void space_undo_consts(Space *space, uint8_t *consts, size_t size);

bool space_has(const Space *space, uint64_t address);

/* How many slots lead to an image; see image_allow_end. */
void image_add_slot(Image *image);
void image_drop_slot(Image *image);

/* Free what slots.c keeps. */
void slots_done(Space *space);

#endif
