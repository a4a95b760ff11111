#include "code/space.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"
#include "code/image_parts.h"
#include "code/x86_64.h"

/* Everything must lie within 2 GB, addends included. */
static const size_t space_sizes[] = {(size_t)1792 << 20, (size_t)512 << 20,
                                     (size_t)128 << 20};

enum {
    SMALLEST_ALIGN = 16,
    STEP = 4 << 20, /* how far a frontier moves at least */
    STUBS_SIZE = 4 << 20,
    CODE_SHARE = 16, /* constants, code and fast code get one each */
    RELEASED_KEPT = 16 /* pages of released code that keep their memory */
};

static Range range_cut(uint8_t **at, size_t size) {
    Range range = {.start = *at, .size = size};
    *at += size;
    return range;
}

static void space_divide(Space *space) {
    size_t share = space->size / CODE_SHARE;
    uint8_t *at = space->base;
    space->data = range_cut(&at, space->size - 3 * share - STUBS_SIZE);
    space->consts = range_cut(&at, share);
    space->code = range_cut(&at, share);
    space->fast = range_cut(&at, share);
    space->stubs = range_cut(&at, STUBS_SIZE);
}

/* A checkpoint that took over keeps growing the session in a process that was
 * forked, and there Linux merges two areas only if they were one before the
 * fork. So the whole range becomes one area that has been written to; without
 * this, every crash would leave a few areas more for each fork to copy. */
static void space_make_one_area(void *base) {
    if (mprotect(base, SPACE_PAGE, PROT_READ | PROT_WRITE) < 0) return;
    *(volatile char *)base = 0;
    (void)mprotect(base, SPACE_PAGE, PROT_NONE);
}

Space *space_new(Err *err) {
    for (size_t i = 0; i < sizeof space_sizes / sizeof *space_sizes; i++) {
        void *base = mem_reserve(space_sizes[i], PROT_NONE);
        if (!base) continue;
        space_make_one_area(base);
        Space *space = mem_alloc(sizeof *space);
        space->base = base;
        space->size = space_sizes[i];
        space_divide(space);
        size_t pages = space->code.size / SPACE_PAGE;
        space->owners = mem_alloc(pages * sizeof(Image *));
        space->fast_owners = mem_alloc(pages * sizeof(Image *));
        return space;
    }
    (void)err_errno(err, "no address space for the session's code", "mmap");
    return NULL;
}

static void space_free_images(Image *image) {
    while (image) {
        Image *older = image->older;
        image_free(image);
        image = older;
    }
}

void space_free(Space *space) {
    if (!space) return;
    space_free_images(space->images);
    space_free_images(space->fast_images);
    slots_done(space);
    (void)munmap(space->base, space->size);
    free(space->literals);
    free(space->owners);
    free(space->fast_owners);
    free(space);
}

/* The place of the next size bytes; -1 when the range has no room left. An
 * alignment, of 32 bits at most, is nothing that would overflow. */
static int range_take(Range *range, size_t size, size_t align, size_t *ret) {
    if (align < SMALLEST_ALIGN) align = SMALLEST_ALIGN;
    size_t offset = (range->used + align - 1) & -align;
    if (offset > range->size || size > range->size - offset) return -1;
    *ret = offset;
    range->used = offset + size;
    return 0;
}

static size_t round_up(size_t size, size_t unit) {
    return (size + unit - 1) / unit * unit;
}

/* Move a frontier behind what is used: not beyond the range, whose size is a
 * multiple of such steps. All that lies before it has the
 * protection of its range, free pages too: so each range is one area, however
 * many pieces it holds (see space_make_one_area). */
static int range_open(Range *range, size_t used, int protection, Err *err) {
    if (used <= range->open) return 0;
    size_t open = round_up(used, STEP);
    if (mprotect(range->start + range->open, open - range->open, protection) <
        0)
        return err_errno(err, "no memory for the session's code and data",
                         "mprotect");
    range->open = open;
    return 0;
}

void *space_alloc(Space *space, size_t size, size_t align, Err *err) {
    Range *data = &space->data;
    size_t before = data->used, offset;
    if (range_take(data, size ? size : 1, align, &offset) < 0) {
        (void)err_set(err,
                      "The session has no room for %zu bytes more: %zu of %zu "
                      "MB are taken by variables and their older versions. "
                      "Restart the kernel to start with all of it, or allocate "
                      "large arrays with malloc.",
                      size, before >> 20, data->size >> 20);
        return NULL;
    }
    if (range_open(data, data->used, PROT_READ | PROT_WRITE, err) < 0) {
        data->used = before;
        return NULL;
    }
    return data->start + offset;
}

static uint8_t *page_of(uint8_t *address) {
    return address - (uintptr_t)address % SPACE_PAGE;
}

static int protect_pages(uint8_t *start, size_t size, int protection,
                         Err *err) {
    uint8_t *first = page_of(start);
    size_t length = round_up((size_t)(start - first) + size, SPACE_PAGE);
    if (mprotect(first, length, protection) < 0)
        return err_errno(err, "the system refuses to protect a page of code",
                         "mprotect");
    return 0;
}

/* The first page is shared with constants taken earlier: being writable for
 * a moment does no harm to who reads them. */
uint8_t *space_take_consts(Space *space, size_t size, size_t align, Err *err) {
    Range *consts = &space->consts;
    size_t before = consts->used, offset;
    if (range_take(consts, size, align, &offset) < 0) {
        (void)err_set(err,
                      "The session has no room for %zu bytes of constants "
                      "more. Restart the kernel.",
                      size);
        return NULL;
    }
    uint8_t *start = consts->start + offset;
    if (range_open(consts, consts->used, PROT_READ, err) < 0 ||
        protect_pages(start, size, PROT_READ | PROT_WRITE, err) < 0) {
        consts->used = before;
        return NULL;
    }
    return start;
}

int space_seal_consts(uint8_t *consts, size_t size, Err *err) {
    return protect_pages(consts, size, PROT_READ, err);
}

/* Untouched pages of large variables are not touched here either. */
void space_undo_data(Space *space, uint8_t *data, size_t size) {
    uint8_t *end = data + size, *first = page_of(data + SPACE_PAGE - 1);
    uint8_t *last = page_of(end);
    if (first < last) {
        memset(data, 0, (size_t)(first - data));
        (void)madvise(first, (size_t)(last - first), MADV_DONTNEED);
        memset(last, 0, (size_t)(end - last));
    } else {
        memset(data, 0, size);
    }
    space->data.used = (size_t)(data - space->data.start);
}

void space_undo_consts(Space *space, uint8_t *consts, size_t size) {
    (void)space_seal_consts(consts, size, NULL);
    space->consts.used = (size_t)(consts - space->consts.start);
}

/* The first run of free pages in [from, end) that is long enough; end if there
 * is none. */
static size_t find_free(Image *const *owners, size_t from, size_t end,
                        size_t pages) {
    size_t run = 0;
    for (size_t i = from; i < end; i++) {
        run = owners[i] ? 0 : run + 1;
        if (run == pages) return i + 1 - pages;
    }
    return end;
}

static void set_owner(Image **owners, size_t *lowest_free, Hole at,
                      Image *owner) {
    for (size_t i = 0; i < at.count; i++) owners[at.first + i] = owner;
    if (!owner && at.first < *lowest_free) *lowest_free = at.first;
    if (owner && at.first == *lowest_free) *lowest_free += at.count;
}

static Hole hole_of(const Range *range, const uint8_t *code, size_t pages) {
    return (Hole){(uint32_t)((size_t)(code - range->start) / SPACE_PAGE),
                  (uint32_t)pages};
}

uint8_t *space_take_code(Space *space, size_t pages, Image *owner, Err *err) {
    size_t all = space->code.size / SPACE_PAGE;
    size_t first = find_free(space->owners, space->lowest_free, all, pages);
    if (first == all) {
        (void)err_set(err,
                      "The session has no room for more code: %zu MB are "
                      "taken. Restart the kernel.",
                      space->code.size >> 20);
        return NULL;
    }
    uint8_t *code = space->code.start + first * SPACE_PAGE;
    if (range_open(&space->code, (first + pages) * SPACE_PAGE,
                   PROT_READ | PROT_EXEC, err) < 0 ||
        space_open_code(code, pages, err) < 0)
        return NULL;
    set_owner(space->owners, &space->lowest_free,
              hole_of(&space->code, code, pages), owner);
    return code;
}

int space_open_code(uint8_t *code, size_t pages, Err *err) {
    return protect_pages(code, pages * SPACE_PAGE, PROT_READ | PROT_WRITE, err);
}

int space_seal_code(uint8_t *code, size_t pages, Err *err) {
    return protect_pages(code, pages * SPACE_PAGE, PROT_READ | PROT_EXEC, err);
}

/* A call into code that is gone should fault: it finds traps. */
void space_trap_code(uint8_t *code, size_t pages) {
    size_t kept = pages < RELEASED_KEPT ? pages : RELEASED_KEPT;
    if (kept < pages)
        (void)madvise(code + kept * SPACE_PAGE, (pages - kept) * SPACE_PAGE,
                      MADV_DONTNEED);
    if (space_open_code(code, kept, NULL) == 0)
        machine_write_traps(code, kept * SPACE_PAGE);
    (void)space_seal_code(code, kept, NULL);
}

void space_give_code(Space *space, uint8_t *code, size_t pages) {
    set_owner(space->owners, &space->lowest_free,
              hole_of(&space->code, code, pages), NULL);
}

/* --- fast code --- */

/* Pages that were given back; NULL: none, or code is barred, and who does that
 * may not have seen this hole. */
static uint8_t *take_hole(Space *space, size_t pages) {
    Range *fast = &space->fast;
    size_t end = fast->used / SPACE_PAGE;
    size_t first =
        find_free(space->fast_owners, space->lowest_fast, end, pages);
    if (first == end) return NULL;
    atomic_store(&space->hole, ((Hole){(uint32_t)first, (uint32_t)pages}));
    uint8_t *code = fast->start + first * SPACE_PAGE;
    if (!atomic_load(&space->is_barred) &&
        space_open_code(code, pages, NULL) == 0)
        return code;
    atomic_store(&space->hole, (Hole){0});
    return NULL;
}

uint8_t *space_take_fast(Space *space, size_t pages, Err *err) {
    Range *fast = &space->fast;
    uint8_t *code = take_hole(space, pages);
    if (code) return code;
    if (pages * SPACE_PAGE > fast->size - fast->used) {
        (void)err_set(err, "The session has no room for more fast code.");
        return NULL;
    }
    code = fast->start + fast->used;
    if (range_open(fast, fast->used + pages * SPACE_PAGE,
                   PROT_READ | PROT_EXEC, err) < 0 ||
        space_open_code(code, pages, err) < 0)
        return NULL;
    return code;
}

/* Who runs into these pages must find their image: it is known before they
 * are in use. */
int space_seal_fast(Space *space, uint8_t *code, size_t pages, Image *owner,
                    Err *err) {
    Range *fast = &space->fast;
    if (space_seal_code(code, pages, err) < 0) return -1;
    set_owner(space->fast_owners, &space->lowest_fast,
              hole_of(fast, code, pages), owner);
    if (code == fast->start + fast->used)
        __atomic_store_n(&fast->used, fast->used + pages * SPACE_PAGE,
                         __ATOMIC_RELEASE);
    atomic_store(&space->hole, (Hole){0});
    return 0;
}

/* Behind the frontier nothing is kept. */
void space_undo_fast(Space *space, uint8_t *code, size_t pages) {
    if (code == space->fast.start + space->fast.used) return;
    space_trap_code(code, pages);
    atomic_store(&space->hole, (Hole){0});
}

void space_give_fast(Space *space, uint8_t *code, size_t pages) {
    set_owner(space->fast_owners, &space->lowest_fast,
              hole_of(&space->fast, code, pages), NULL);
}

bool space_has(const Space *space, uint64_t address) {
    uint64_t base = (uint64_t)(uintptr_t)space->base;
    return address >= base && address - base < space->size;
}

Image *space_image_at(const Space *space, const void *pc) {
    uintptr_t start = (uintptr_t)space->code.start;
    uintptr_t offset = (uintptr_t)pc - start;
    if ((uintptr_t)pc < start) return NULL;
    if (offset < space->code.size) return space->owners[offset / SPACE_PAGE];
    offset -= space->code.size;
    if (offset >= space->fast.size) return NULL;
    return space->fast_owners[offset / SPACE_PAGE];
}

bool space_overlaps(const Space *space, const void *start, size_t size) {
    uintptr_t base = (uintptr_t)space->base, at = (uintptr_t)start;
    return at < base + space->size && (at >= base || size > base - at);
}

bool space_has_code(const Space *space, const void *pc) {
    uintptr_t start = (uintptr_t)space->code.start;
    size_t size = space->code.size + space->fast.size + space->stubs.size;
    return (uintptr_t)pc >= start && (uintptr_t)pc - start < size;
}

static void space_protect_code(Space *space, int protection) {
    uint8_t *start = space->fast.start;
    size_t end = __atomic_load_n(&space->fast.used, __ATOMIC_ACQUIRE);
    Hole hole = atomic_load(&space->hole);
    size_t before = hole.count ? (size_t)hole.first * SPACE_PAGE : end;
    size_t behind = before + (size_t)hole.count * SPACE_PAGE;
    (void)mprotect(space->code.start, space->code.open, protection);
    if (before) (void)mprotect(start, before, protection);
    if (behind < end)
        (void)mprotect(start + behind, end - behind, protection);
}

/* Stubs stay executable: they lead to bodies, which are not. */
void space_bar_code(Space *space) {
    atomic_store(&space->is_barred, true);
    space_protect_code(space, PROT_READ);
}

void space_unbar_code(Space *space) {
    space_protect_code(space, PROT_READ | PROT_EXEC);
    atomic_store(&space->is_barred, false);
}
