#include "session/heap.h"

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "session/trace.h"
#include "base/scratch.h"
#include "base/vault.h"

enum {
    HEAP_GRAIN = 16,
    HEAP_LARGE = 32 << 10, /* blocks from here on stand in the list too */
    HEAP_MOST_LARGE = 4096,
    HEAP_MOST_SITES = 1 << 16,
    HEAP_SITE_SLOTS = 1 << 14,
    HEAP_SITE_PROBES = 8,
    HEAP_DEPTH = 96, /* words of stack between malloc and the cell's call */
    HEAP_MOST_KEPT = 1 << 14,
    HEAP_PATIENCE = 100000,
    HEAP_STEP = 128 << 20,
    HEAP_LAST = 128,   /* the last blocks of all, */
    HEAP_RECENT = 640 /* and the last one of each call */
};

static const size_t heap_shadow_sizes[] = {(size_t)32 << 30, (size_t)4 << 30,
                                           (size_t)256 << 20};
static const size_t heap_kept_bytes = (size_t)128 << 20;

/* What stands in the shadow, where a block starts. All 0: nothing. */
typedef struct Note {
    uint64_t size : 30;
    uint64_t is_used : 1;
    uint64_t is_free : 1;
    uint64_t made : 16;
    uint64_t freed : 16;
} Note;

_Static_assert(sizeof(Note) == 8, "half of the shadow's scale");

typedef struct Site {
    const void *pc; /* behind the call; NULL: text is known */
    const char *text;
    unsigned older; /* the next older site that has no text; 0: none */
} Site;

/* libc's own, under the names that it keeps for this.
 * NOLINTBEGIN(readability-identifier-naming) */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);
void *__libc_memalign(size_t align, size_t size);
/* NOLINTEND(readability-identifier-naming) */

/* malloc has no other way to the session. */
static struct {
    Session *session;
    Note *notes; /* own: the shadow; NULL: nothing is noted */
    uintptr_t base;
    size_t size; /* of the heap that it covers */
    atomic_size_t open; /* of which the notes can be used */
    Site *sites;
    atomic_uint site_count;
    unsigned newest;  /* site without text */
    unsigned settled; /* sites below have text, or older code */
    struct {
        const void *pc;
        unsigned site;
    } slots[HEAP_SITE_SLOTS];
    HeapBlock large[HEAP_MOST_LARGE];
    unsigned large_count;
    uintptr_t recent[HEAP_RECENT]; /* blocks of the reader's code */
    unsigned recent_next;
    atomic_flag lock;
    bool is_running;
    bool is_checked;
    void (*on_second_free)(const void *block);
    void *kept[HEAP_MOST_KEPT]; /* own: freed by the reader, not by us yet */
    unsigned kept_next;
    size_t kept_size;
} heap = {.lock = ATOMIC_FLAG_INIT};

unsigned heap_changes;

/* Of the thread that runs the cells, and the session between them. */
static __thread bool heap_is_main;

static bool heap_is_own(void) { return heap_is_main && !heap.is_running; }

/* A lock that a thread held while the process was forked stays locked for
 * ever: then notes are lost, and nothing else. */
static bool heap_lock(void) {
    for (int i = 0; i < HEAP_PATIENCE; i++)
        if (!atomic_flag_test_and_set_explicit(&heap.lock,
                                               memory_order_acquire))
            return true;
    return false;
}

static void heap_unlock(void) {
    atomic_flag_clear_explicit(&heap.lock, memory_order_release);
}

/* --- sites --- */

static unsigned heap_new_site(size_t slot, const void *pc) {
    if (!heap_lock()) return 0;
    unsigned site = atomic_load(&heap.site_count);
    if (site < HEAP_MOST_SITES) {
        heap.sites[site].pc = pc;
        heap.sites[site].older = heap.newest;
        heap.newest = site;
        heap.slots[slot].site = site;
        heap.slots[slot].pc = pc;
        atomic_store(&heap.site_count, site + 1);
    } else {
        site = 0;
    }
    heap_unlock();
    return site;
}

static size_t heap_slot_of(const void *pc) {
    return ((uintptr_t)pc * 0x9e3779b1u >> 8) & (HEAP_SITE_SLOTS - 1);
}

static unsigned heap_site_of(const void *pc) {
    size_t first = heap_slot_of(pc);
    for (size_t i = 0; i < HEAP_SITE_PROBES; i++) {
        size_t slot = (first + i) & (HEAP_SITE_SLOTS - 1);
        if (heap.slots[slot].pc == pc) return heap.slots[slot].site;
        if (!heap.slots[slot].pc) return heap_new_site(slot, pc);
    }
    return heap_new_site(first, pc);
}

/* The reader's call that led here: mostly our caller; below a library it is
 * the first word on the stack that points behind a call in cell code. */
static unsigned heap_caller(const void *pc, const void *const *frame) {
    const Space *space = heap.session->space;
    if (space_has_code(space, pc)) return heap_site_of(pc);
    for (int i = 0; i < HEAP_DEPTH; i++)
        if (space_has_code(space, frame[i]) && space_image_at(space, frame[i]))
            return heap_site_of(frame[i]);
    return 0;
}

Str heap_site(unsigned site) {
    if (!site || site >= atomic_load(&heap.site_count)) return (Str){0};
    Site *at = &heap.sites[site];
    Problem place = {0};
    if (at->pc && trace_place_of(heap.session, at->pc, &place)) {
        Str text = arena_printf(&heap.session->arena, "%.*s:%u",
                                STR_ARG(place.source->name),
                                source_place(place.source,
                                             place.span.begin).line);
        at->text = text.text;
    }
    return str_of(at->text);
}

static void heap_forget_pc(const void *pc) {
    size_t first = heap_slot_of(pc);
    for (size_t i = 0; i < HEAP_SITE_PROBES; i++) {
        size_t slot = (first + i) & (HEAP_SITE_SLOTS - 1);
        /* The place stays taken, or what was put behind it is not found. */
        if (heap.slots[slot].pc == pc)
            heap.slots[slot].pc = (const void *)&heap;
    }
}

/* Of the sites from this one on. */
static void heap_settle_from(const Session *session, const Image *image,
                             unsigned first) {
    if (!heap_lock()) return;
    for (unsigned *at = &heap.newest; *at && *at >= first;) {
        Site *site = &heap.sites[*at];
        if (space_image_at(session->space, site->pc) != image) {
            at = &site->older;
            continue;
        }
        (void)heap_site(*at);
        heap_forget_pc(site->pc);
        site->pc = NULL;
        *at = site->older;
    }
    heap.settled = atomic_load(&heap.site_count);
    heap_unlock();
}

void heap_settle(Session *session, const Image *image) {
    heap_settle_from(session, image, heap.settled);
}

void heap_settle_old(Session *session, const Image *image) {
    heap_settle_from(session, image, 1);
}

/* --- notes --- */

bool heap_has(uintptr_t address) {
    return heap.notes && address - heap.base < atomic_load(&heap.open);
}

/* The shadow opens as the heap grows: were all of it open, a pointer that has
 * gone astray would do its damage there, without an end and unseen. */
static void heap_open_to(uintptr_t address) {
    size_t open = atomic_load(&heap.open), wanted = address - heap.base;
    if (wanted < open || wanted >= heap.size) return;
    size_t more = wanted / HEAP_STEP * HEAP_STEP + HEAP_STEP;
    if (more > heap.size) more = heap.size;
    char *shadow = (char *)heap.notes;
    if (mprotect(shadow + open / 2, (more - open) / 2,
                 PROT_READ | PROT_WRITE) < 0)
        return;
    while (open < more &&
           !atomic_compare_exchange_weak(&heap.open, &open, more))
        continue;
}

static Note *heap_note_at(uintptr_t address) {
    return &heap.notes[(address - heap.base) / HEAP_GRAIN];
}

/* Of one that was freed the row is still there, and gives way. */
static void heap_add_large(uintptr_t start, size_t size, unsigned made) {
    if (!heap_lock()) return;
    for (unsigned i = 0; i < heap.large_count; i++)
        if (heap.large[i].start == start)
            heap.large[i--] = heap.large[--heap.large_count];
    if (heap.large_count < HEAP_MOST_LARGE)
        heap.large[heap.large_count++] = (HeapBlock){start, size, false, made, 0};
    heap_unlock();
}

/* A large block that is freed stays in the list, until its place is taken. */
static void heap_drop_large(uintptr_t start, unsigned freed, bool is_kept) {
    if (!heap_lock()) return;
    for (unsigned i = 0; i < heap.large_count; i++) {
        if (heap.large[i].start != start) continue;
        heap.large[i].is_free = true;
        heap.large[i].freed = freed;
        if (!is_kept) heap.large[i] = heap.large[--heap.large_count];
        break;
    }
    heap_unlock();
}

/* A block of the session's own, which the reader's code does not know: what
 * stands there of another one is out of date. A page of the shadow that was
 * never written to costs nothing, and stays so. */
static void heap_note_own(uintptr_t start, size_t size) {
    if (size >= HEAP_LARGE && heap.large_count)
        heap_drop_large(start, 0, /* is_kept= */ false);
    if (!heap_has(start)) return;
    Note *note = heap_note_at(start);
    if (note->is_used || note->is_free) *note = (Note){0};
}

/* A large block in large pages: what writes it, and each copy of the session,
 * goes through 512 times fewer of them. Not within the heap proper, which is
 * to stay one area. */
static void heap_use_large_pages(uintptr_t start, size_t size) {
    enum { PAGE = 2 << 20, LEAST = 4 * PAGE };
    uintptr_t from = (start + PAGE - 1) / PAGE * PAGE;
    uintptr_t to = (start + size) / PAGE * PAGE;
    if (size < LEAST || start - heap.base < heap.size) return;
    (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
}

/* A loop that allocates thousands leaves room for what was there before. */
static void heap_add_recent(uintptr_t start, unsigned made) {
    heap.recent[heap.recent_next++ % HEAP_LAST] = start;
    heap.recent[HEAP_LAST + made % (HEAP_RECENT - HEAP_LAST)] = start;
}

static void heap_note(void *block, size_t size, const void *pc,
                      const void *const *frame) {
    if (!heap.notes || !block) return;
    uintptr_t start = (uintptr_t)block;
    heap_changes++;
    unsigned made = heap.is_running ? heap_caller(pc, frame) : 0;
    if (!made) {
        heap_note_own(start, size);
        heap_use_large_pages(start, size);
        return;
    }
    heap_use_large_pages(start, size);
    heap_open_to(start);
    bool is_in_heap = heap_has(start);
    if (is_in_heap) {
        heap_add_recent(start, made);
        *heap_note_at(start) = (Note){.size = size & 0x3fffffff,
                                      .is_used = 1,
                                      .made = made & 0xffff};
    }
    if (size >= HEAP_LARGE || !is_in_heap) heap_add_large(start, size, made);
}

/* Only for the reader's own calls: libraries may know what they do. */
static void heap_unset(void *block, size_t size, const void *pc) {
    if (block && heap.is_checked && space_has_code(heap.session->space, pc))
        memset(block, HEAP_UNSET, size);
}

static bool heap_is_large(const void *block) {
    return !heap_has((uintptr_t)block) ||
           heap_note_at((uintptr_t)block)->size >= HEAP_LARGE;
}

static void heap_note_free(void *block, const void *pc,
                           const void *const *frame) {
    if (!heap.notes) return;
    heap_changes++;
    uintptr_t start = (uintptr_t)block;
    /* What a library frees is not worth a search, unless it is asked for. */
    bool is_known = heap.is_running &&
                    (heap.is_checked || space_has_code(heap.session->space, pc));
    unsigned freed = is_known ? heap_caller(pc, frame) : 0;
    if (heap_is_large(block)) heap_drop_large(start, freed, heap.is_checked);
    if (!heap_has(start)) return;
    Note *note = heap_note_at(start);
    if (!note->is_used && !freed) return;
    note->is_used = 0;
    note->is_free = 1;
    note->freed = freed & 0xffff;
}

static bool heap_find_large(uintptr_t address, HeapBlock *ret) {
    bool found = false;
    if (!heap_lock()) return false;
    for (unsigned i = 0; i < heap.large_count; i++) {
        const HeapBlock *block = &heap.large[i];
        if (address < block->start || address - block->start > block->size)
            continue;
        if (!found || !block->is_free) *ret = *block;
        found = true;
        if (!block->is_free) break;
    }
    heap_unlock();
    return found;
}

/* A block that lives may lie where several were freed, so it goes before
 * them. */
static bool heap_find_small(uintptr_t address, HeapBlock *ret) {
    uintptr_t from = address / HEAP_GRAIN * HEAP_GRAIN;
    bool found = false;
    for (size_t i = 0; heap_has(from) && i <= HEAP_LARGE / HEAP_GRAIN;
         i++, from -= HEAP_GRAIN) {
        const Note *note = heap_note_at(from);
        bool is_empty = !note->is_used && !note->is_free;
        if (is_empty || address - from > note->size) continue;
        if (!found || !note->is_free)
            *ret = (HeapBlock){from, note->size, note->is_free, note->made,
                               note->freed};
        found = true;
        if (!note->is_free) break;
    }
    return found;
}

bool heap_find(uintptr_t address, HeapBlock *ret) {
    HeapBlock large;
    if (!heap.notes) return false;
    bool found = heap_find_small(address, ret);
    if (found && !ret->is_free) return true;
    if (!heap_find_large(address, &large)) return found;
    if (!found || !large.is_free) *ret = large;
    return true;
}

static bool heap_is_used(uintptr_t start) {
    return heap_has(start) && heap_note_at(start)->is_used;
}

uintptr_t heap_find_recent(bool (*is_sound)(uintptr_t block)) {
    for (unsigned i = 0; i < HEAP_RECENT; i++)
        if (heap_is_used(heap.recent[i]) && !is_sound(heap.recent[i]))
            return heap.recent[i];
    for (unsigned i = 0; i < heap.large_count; i++)
        if (heap_is_used(heap.large[i].start) && !is_sound(heap.large[i].start))
            return heap.large[i].start;
    return 0;
}

/* --- keeping what was freed --- */

static void heap_keep(void *block) {
    size_t size = malloc_usable_size(block);
    if (size > heap_kept_bytes / 4) {
        if (heap_is_large(block)) heap_drop_large((uintptr_t)block, 0, false);
        __libc_free(block);
        return;
    }
    do {
        void **oldest = &heap.kept[heap.kept_next++ % HEAP_MOST_KEPT];
        if (*oldest) {
            heap.kept_size -= malloc_usable_size(*oldest);
            heap_drop_large((uintptr_t)*oldest, 0, false);
            __libc_free(*oldest);
        }
        *oldest = block;
        if (block) heap.kept_size += size;
        block = NULL;
    } while (heap.kept_size > heap_kept_bytes);
}

void heap_check(bool is_checked) {
    heap.is_checked = is_checked;
    if (is_checked) return;
    for (size_t i = 0; i < HEAP_MOST_KEPT; i++) {
        if (!heap.kept[i]) continue;
        heap_drop_large((uintptr_t)heap.kept[i], 0, false);
        __libc_free(heap.kept[i]);
        heap.kept[i] = NULL;
    }
    heap.kept_size = 0;
}

/* --- what the process calls --- */

#define HEAP_NOTE(block, size)                                                 \
    heap_note(block, size, __builtin_return_address(0),                       \
              __builtin_frame_address(0))
/* The parameters have the names that <malloc.h> gives them. */
#define HEAP_EXPORT __attribute__((visibility("default")))

static void *heap_alloc_own(size_t size) {
    void *block = scratch_alloc(size);
    return block ? block : vault_alloc(size);
}

static void *heap_alloc_own_zeroed(size_t size) {
    void *block = scratch_alloc(size);
    return block ? memset(block, 0, size) : vault_alloc_zeroed(size);
}

HEAP_EXPORT void *malloc(size_t size) {
    void *block = heap_is_own() ? heap_alloc_own(size) : NULL;
    if (block) return block;
    block = __libc_malloc(size);
    HEAP_NOTE(block, size);
    heap_unset(block, size, __builtin_return_address(0));
    return block;
}

HEAP_EXPORT void *calloc(size_t nmemb, size_t size) {
    size_t all;
    bool is_own = heap_is_own() && !__builtin_mul_overflow(nmemb, size, &all);
    void *block = is_own ? heap_alloc_own_zeroed(all) : NULL;
    if (block) return block;
    block = __libc_calloc(nmemb, size);
    HEAP_NOTE(block, nmemb * size);
    return block;
}

static bool heap_is_free(const void *block) {
    HeapBlock found;
    return heap_find((uintptr_t)block, &found) && found.is_free &&
           found.start == (uintptr_t)block;
}

void heap_on_second_free(void (*handler)(const void *block)) {
    heap.on_second_free = handler;
}

static bool heap_is_owned(const void *block) {
    return scratch_has(block) || vault_has(block);
}

static void heap_free_own(void *block) {
    if (!heap_is_main) return;
    if (scratch_has(block)) scratch_free(block);
    else vault_free(block);
}

HEAP_EXPORT void free(void *ptr) {
    if (!ptr) return;
    if (heap_is_owned(ptr)) {
        heap_free_own(ptr);
        return;
    }
    if (heap.is_checked && heap.is_running && heap_is_free(ptr))
        heap.on_second_free(ptr);
    heap_note_free(ptr, __builtin_return_address(0),
                   __builtin_frame_address(0));
    if (heap.is_checked && heap.is_running) heap_keep(ptr);
    else __libc_free(ptr);
}

/* While cells are checked a block always moves, so that who still uses the
 * old place is found. */
static void *heap_move(void *block, size_t size) {
    HeapBlock old;
    size_t room = heap_find((uintptr_t)block, &old) &&
                          old.start == (uintptr_t)block
                      ? old.size
                      : malloc_usable_size(block);
    void *moved = __libc_malloc(size);
    if (!moved) return NULL;
    size_t same = room < size ? room : size;
    memcpy(moved, block, same);
    memset((char *)moved + same, HEAP_UNSET, size - same);
    return moved;
}

/* A block stays where it is if it has the room; in a cell, a library may ask
 * for more of what it got before. */
static void *heap_grow_own(void *block, size_t size) {
    bool is_scratch = scratch_has(block);
    size_t room = is_scratch ? scratch_size(block) : vault_size(block);
    if (is_scratch ? scratch_grow(block, size)
                   : size <= room && size >= room / 2)
        return block;
    void *moved = malloc(size);
    if (!moved) return NULL;
    /* The vault has no NULL.
     * NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker) */
    memcpy(moved, block, room < size ? room : size);
    free(block);
    return moved;
}

HEAP_EXPORT void *realloc(void *ptr, size_t size) {
    if (!ptr && heap_is_own()) return malloc(size);
    if (heap_is_owned(ptr) && size) return heap_grow_own(ptr, size);
    if (heap_is_owned(ptr)) {
        free(ptr);
        return NULL;
    }
    const void *pc = __builtin_return_address(0);
    const void *const *frame = __builtin_frame_address(0);
    bool moves = heap.is_checked && heap.is_running && ptr && size;
    void *again = moves ? heap_move(ptr, size) : __libc_realloc(ptr, size);
    if (ptr && (again || !size)) heap_note_free(ptr, pc, frame);
    if (moves && again) heap_keep(ptr);
    heap_note(again, size, pc, frame);
    return again;
}

HEAP_EXPORT void *memalign(size_t alignment, size_t size) {
    void *block = __libc_memalign(alignment, size);
    HEAP_NOTE(block, size);
    return block;
}

HEAP_EXPORT void *aligned_alloc(size_t alignment, size_t size) {
    void *block = __libc_memalign(alignment, size);
    HEAP_NOTE(block, size);
    return block;
}

HEAP_EXPORT int posix_memalign(void **memptr, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) || !alignment ||
        (alignment & (alignment - 1)))
        return EINVAL;
    void *block = __libc_memalign(alignment, size);
    if (!block) return ENOMEM;
    HEAP_NOTE(block, size);
    *memptr = block;
    return 0;
}

/* --- start --- */

void heap_watch(bool is_running) { heap.is_running = is_running; }

void heap_init(Session *session) {
    vault_init();
    scratch_init();
    heap_is_main = true;
    heap.session = session;
    heap.sites = mem_reserve(HEAP_MOST_SITES * sizeof *heap.sites,
                             PROT_READ | PROT_WRITE);
    if (!heap.sites) return;
    /* Libraries have begun the heap already, a little below. */
    enum { BEGUN = 16 << 20, PAGE = 4096 };
    heap.base = ((uintptr_t)sbrk(0) - BEGUN) / PAGE * PAGE;
    atomic_store(&heap.site_count, 1);
    for (size_t i = 0; i < sizeof heap_shadow_sizes / sizeof(size_t); i++) {
        heap.size = heap_shadow_sizes[i] * 2;
        Note *notes = mem_reserve(heap_shadow_sizes[i], PROT_NONE);
        if (!notes) continue;
        /* A note must not take 2 MB, and each fork copy them. */
        (void)madvise(notes, heap_shadow_sizes[i], MADV_NOHUGEPAGE);
        heap.notes = notes;
        return;
    }
}
