#include "base/vault.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"

enum {
    PAGE = 4096,
    PIECE = 256,     /* bytes, or more, that blocks of one size are cut from */
    PIECES = PAGE / PIECE,
    SLAB = 4,        /* pages that pieces are cut from, for blocks of any size */
    GRAIN = 16,      /* sizes of small blocks: up to FINE in steps of this, */
    FINE = 256,      /* then four in each doubling */
    SMALL = 2048,    /* the largest of them */
    FINE_COUNT = FINE / GRAIN,
    CLASSES = FINE_COUNT + 12,
    BINS = 21,       /* free runs of 1, 2, 4, ... pages and more */
    STEP = 16384,    /* pages that are opened at once */
    RETURNED = 256   /* runs of so many pages are given back when freed */
};

static const size_t vault_sizes[] = {(size_t)4 << 30, (size_t)1 << 30,
                                     (size_t)128 << 20};

typedef enum PageKind { PAGE_INNER, PAGE_FREE, PAGE_RUN, PAGE_SLAB } PageKind;

/* Of each page. A run says at its first page, and a free one also at its last,
 * how long it is. */
typedef struct PageNote {
    uint32_t length;
    uint32_t next, before; /* in the bin of a free run; 0: none */
    uint8_t kind;
    uint8_t classes[PIECES]; /* of a slab: the size of the blocks in each */
} PageNote;

typedef struct FreeBlock {
    struct FreeBlock *next;
} FreeBlock;

static struct {
    char *base;      /* NULL: there is no vault */
    PageNote *notes; /* own; page 0 is never used */
    uint32_t count;  /* pages */
    uint32_t used;   /* pages from here on were never used */
    uint32_t open;   /* pages that can be written to */
    char *large;     /* up to here the system may use large pages */
    char *piece;     /* the next one; what is left of a slab */
    size_t left;
    FreeBlock *blocks[CLASSES];
    uint32_t bins[BINS];
} vault;

void vault_init(void) {
    for (size_t i = 0; i < sizeof vault_sizes / sizeof *vault_sizes; i++) {
        size_t size = vault_sizes[i];
        char *base = mem_reserve(size, PROT_NONE);
        if (!base) continue;
        vault.notes = mem_reserve(size / PAGE * sizeof(PageNote),
                                  PROT_READ | PROT_WRITE);
        if (!vault.notes) {
            (void)munmap(base, size);
            continue;
        }
        /* A copy of the session is to copy pages, not 2 MB. */
        (void)madvise(base, size, MADV_NOHUGEPAGE);
        (void)madvise(vault.notes, size / PAGE * sizeof(PageNote),
                      MADV_NOHUGEPAGE);
        vault.count = (uint32_t)(size / PAGE);
        vault.used = 1;
        vault.base = vault.large = base;
        return;
    }
}

/* --- runs of pages --- */

/* The bin whose runs have `length` pages, or up to twice as many. */
static unsigned vault_bin(uint32_t length) {
    unsigned bin = 31u - (unsigned)__builtin_clz(length);
    return bin < BINS ? bin : BINS - 1;
}

static void vault_put(uint32_t page, uint32_t length) {
    PageNote *notes = vault.notes;
    uint32_t *bin = &vault.bins[vault_bin(length)];
    notes[page] = (PageNote){.length = length, .next = *bin, .kind = PAGE_FREE};
    notes[page + length - 1].kind = PAGE_FREE;
    notes[page + length - 1].length = length;
    if (*bin) notes[*bin].before = page;
    *bin = page;
}

static void vault_take(uint32_t page) {
    PageNote *notes = vault.notes, note = notes[page];
    if (note.before) notes[note.before].next = note.next;
    else vault.bins[vault_bin(note.length)] = note.next;
    if (note.next) notes[note.next].before = note.before;
    notes[page].kind = notes[page + note.length - 1].kind = PAGE_INNER;
}

/* 0: none. In its own bin a run may be too short, in those above none is. */
static uint32_t vault_find(uint32_t length) {
    unsigned bin = vault_bin(length);
    for (uint32_t page = vault.bins[bin]; page; page = vault.notes[page].next)
        if (vault.notes[page].length >= length) return page;
    while (++bin < BINS)
        if (vault.bins[bin]) return vault.bins[bin];
    return 0;
}

/* Pages that were never used; 0: there are none left. */
static uint32_t vault_extend(uint32_t length) {
    uint32_t page = vault.used, end = page + length;
    if (length > vault.count - page) return 0;
    if (end > vault.open) {
        uint32_t open = (end + STEP - 1) / STEP * STEP;
        if (open > vault.count) open = vault.count;
        if (mprotect(vault.base, (size_t)open * PAGE,
                     PROT_READ | PROT_WRITE) < 0)
            return 0;
        vault.open = open;
    }
    vault.used = end;
    return page;
}

static uint32_t vault_run(uint32_t length) {
    uint32_t page = vault_find(length);
    if (page) {
        uint32_t rest = vault.notes[page].length - length;
        vault_take(page);
        if (rest) vault_put(page + length, rest);
    } else if (!(page = vault_extend(length))) {
        return 0;
    }
    vault.notes[page] = (PageNote){.length = length, .kind = PAGE_RUN};
    return page;
}

/* Together with the free runs on both sides. */
static void vault_free_run(uint32_t page) {
    uint32_t length = vault.notes[page].length, end = page + length;
    if (length >= RETURNED)
        (void)madvise(vault.base + (size_t)page * PAGE, (size_t)length * PAGE,
                      MADV_DONTNEED);
    vault.notes[page].kind = PAGE_INNER;
    if (end < vault.used && vault.notes[end].kind == PAGE_FREE) {
        length += vault.notes[end].length;
        vault_take(end);
    }
    if (vault.notes[page - 1].kind == PAGE_FREE) {
        uint32_t before = page - vault.notes[page - 1].length;
        length += vault.notes[before].length;
        vault_take(before);
        page = before;
    }
    vault_put(page, length);
}

/* --- small blocks --- */

static unsigned vault_class(size_t size) {
    if (size <= FINE) return size ? (unsigned)((size - 1) / GRAIN) : 0;
    unsigned doubling = 63u - (unsigned)__builtin_clzl(size - 1);
    size_t step = (size_t)1 << (doubling - 2);
    size_t above = (size - 1 - ((size_t)1 << doubling)) / step;
    return FINE_COUNT + (doubling - 8) * 4 + (unsigned)above;
}

static size_t vault_class_size(unsigned size_class) {
    if (size_class < FINE_COUNT) return (size_class + 1) * (size_t)GRAIN;
    unsigned k = size_class - FINE_COUNT;
    return ((size_t)FINE + (size_t)FINE / 4 * (k % 4 + 1)) << (k / 4);
}

static bool vault_open_slab(void) {
    uint32_t page = vault_run(SLAB);
    if (!page) return false;
    for (uint32_t i = 0; i < SLAB; i++)
        vault.notes[page + i] = (PageNote){.kind = PAGE_SLAB};
    vault.piece = vault.base + (size_t)page * PAGE;
    vault.left = (size_t)SLAB * PAGE;
    return true;
}

static uint8_t *vault_class_of(const void *block) {
    size_t at = (size_t)((const char *)block - vault.base);
    return &vault.notes[at / PAGE].classes[at % PAGE / PIECE];
}

/* Blocks of different sizes that are made one after the other lie side by
 * side: what a cell leaves behind is on few pages. Where a slab's rest is too
 * short, it stays empty. */
static bool vault_cut_piece(unsigned size_class) {
    size_t size = vault_class_size(size_class);
    size_t length = (size + PIECE - 1) / PIECE * PIECE;
    if (vault.left < length && !vault_open_slab()) return false;
    char *piece = vault.piece;
    vault.piece += length;
    vault.left -= length;
    for (size_t at = 0; at < length; at += PIECE)
        *vault_class_of(piece + at) = (uint8_t)size_class;
    /* From the last to the first, so that they are handed out in order. */
    for (size_t i = length / size; i-- > 0;) {
        FreeBlock *block = (FreeBlock *)(piece + i * size);
        block->next = vault.blocks[size_class];
        vault.blocks[size_class] = block;
    }
    return true;
}

static void *vault_alloc_small(size_t size) {
    unsigned size_class = vault_class(size);
    if (!vault.blocks[size_class] && !vault_cut_piece(size_class)) return NULL;
    FreeBlock *block = vault.blocks[size_class];
    vault.blocks[size_class] = block->next;
    return block;
}

/* --- both --- */

void *vault_alloc(size_t size) {
    if (!vault.base) return NULL;
    if (size <= SMALL) return vault_alloc_small(size);
    size_t length = (size - 1) / PAGE + 1;
    if (length >= vault.count) return NULL;
    uint32_t page = vault_run((uint32_t)length);
    return page ? vault.base + (size_t)page * PAGE : NULL;
}

void *vault_alloc_zeroed(size_t size) {
    char *block = vault_alloc(size);
    if (!block) return NULL;
    size_t given_back = size / PAGE >= RETURNED ? size / PAGE * PAGE : 0;
    if (given_back && madvise(block, given_back, MADV_DONTNEED) < 0)
        given_back = 0;
    memset(block + given_back, 0, size - given_back);
    return block;
}

bool vault_has(const void *block) {
    return vault.base && (uintptr_t)block - (uintptr_t)vault.base <
                             (size_t)vault.used * PAGE;
}

static uint32_t vault_page(const void *block) {
    return (uint32_t)((size_t)((const char *)block - vault.base) / PAGE);
}

size_t vault_size(const void *block) {
    const PageNote *note = &vault.notes[vault_page(block)];
    return note->kind == PAGE_SLAB ? vault_class_size(*vault_class_of(block))
                                   : (size_t)note->length * PAGE;
}

void vault_free(void *block) {
    uint32_t page = vault_page(block);
    if (vault.notes[page].kind == PAGE_RUN) vault_free_run(page);
    if (vault.notes[page].kind != PAGE_SLAB) return;
    unsigned size_class = *vault_class_of(block);
    ((FreeBlock *)block)->next = vault.blocks[size_class];
    vault.blocks[size_class] = block;
}

void vault_allow_large(const void *start, size_t size) {
    const char *end = (const char *)start + size;
    if (!vault_has(start) || end <= vault.large) return;
    size_t more = (size_t)(end - vault.large);
    if (madvise(vault.large, more, MADV_HUGEPAGE) == 0) vault.large += more;
}
