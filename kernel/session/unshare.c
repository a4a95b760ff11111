#include "session/unshare.h"

#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/str.h"
#include "session/pagemap.h"

enum {
    PROBE = 2048,       /* where in a page it is looked at, for a cache line */
    PROBE_WORDS = 64 / sizeof(uint64_t),
    GROUP = 16,         /* pages between two looks at the line */
    WINDOW = 4096,      /* pages whose state is read at once */
    SEEN = 1 << 17,     /* pages whose contents are known: 512 MB */
    HOT = 1024,         /* pages that are copied first */
    RANGES = 256,       /* mappings; what lies in others is not copied */
    MOST = 128 << 8,    /* pages to copy after one cell: 128 MB */
    PAUSE_MS = 50       /* after which a reader is thinking */
};

/* What a page held when it was last looked at, in short. */
typedef struct Seen {
    uintptr_t page;
    uint64_t sum;
} Seen;

/* Pages that the next cell is likely to write. */
typedef struct Hot {
    uint32_t count;
    uintptr_t pages[HOT];
} Hot;

/* Shared with the copies: if it were not, writing here would cost what it is
 * meant to save. It only says what is worth a copy, so that a copy that wakes
 * may well find the notes of the one before. */
typedef struct Notes {
    Seen seen[SEEN];
    Hot always;      /* written by each cell, if only with what was there */
    Hot hot;         /* had changed in the last round through all pages */
    Hot found;       /* in this one, as far as it has come */
    bool has_looked; /* one round at least has come to its end */
} Notes;

static struct {
    Notes *notes; /* NULL: not asked for yet */
    bool is_off;  /* the system cannot do it */
    bool is_done; /* each page was looked at since the checkpoint */
    bool is_late; /* the round began before the checkpoint: one more */
    Area ranges[RANGES + 1]; /* of the memory that this round goes through */
    size_t count, range;
    uintptr_t next;  /* the page in it to go on with */
    uint32_t copied; /* pages since the checkpoint */
    uint32_t cells;
    int line;
    int pagemap; /* open while it is read, and so is */
    int pipe[2];
} unshare = {.is_done = true};

static bool unshare_is_asked_within(int milliseconds) {
    struct pollfd line = {unshare.line, POLLIN, 0};
    return poll(&line, 1, milliseconds) != 0;
}

static bool unshare_is_asked(void) { return unshare_is_asked_within(0); }

static void unshare_make_notes(void) {
    void *notes = mmap(NULL, sizeof(Notes), PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (notes != MAP_FAILED &&
        madvise(notes, PAGE, MADV_POPULATE_WRITE) == 0)
        unshare.notes = notes;
    else unshare.is_off = unshare.is_done = true;
}

/* A page that is gone, or must not be written, is left as it is. */
static void unshare_copy(uintptr_t page, size_t count) {
    (void)madvise((void *)page, count * PAGE, MADV_POPULATE_WRITE);
}

/* false: asked for something else. */
static bool unshare_hot(const Hot *hot) {
    for (uint32_t i = 0, n; i < hot->count; i += n) {
        if (unshare_is_asked()) return false;
        for (n = 1; n < GROUP && i + n < hot->count; n++)
            if (hot->pages[i + n] != hot->pages[i] + (uintptr_t)n * PAGE) break;
        unshare_copy(hot->pages[i], n);
    }
    return true;
}

/* Of a few words of a page: a cell that works on it hardly leaves them. */
static uint64_t unshare_sum(const uint64_t *words) {
    uint64_t sum = 0;
    for (size_t i = 0; i < PROBE_WORDS; i++) {
        sum = (sum ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
        sum ^= sum >> 29;
    }
    return sum;
}

/* The first look at all only takes note: what the session holds from the
 * start is hardly ever written. */
static bool unshare_has_changed(uintptr_t page, const uint64_t *words) {
    Seen *seen = &unshare.notes->seen[page / PAGE % SEEN];
    uint64_t sum = unshare_sum(words);
    bool is_same = seen->page == page && seen->sum == sum;
    *seen = (Seen){page, sum};
    return !is_same && unshare.notes->has_looked;
}

/* The first of the pages that have changed, as many as there are. */
static size_t unshare_changed(uintptr_t page, uint64_t (*words)[PROBE_WORDS],
                              size_t count) {
    Hot *found = &unshare.notes->found;
    for (size_t n = 0; n < count; n++) {
        if (!unshare_has_changed(page + n * PAGE, words[n])) return n;
        if (found->count < HOT)
            found->pages[found->count++] = page + n * PAGE;
    }
    return count;
}

/* The line of each page that is looked at, through a pipe: another thread may
 * take a page away at any time, and write() fails then where a program would
 * die. (process_vm_readv() would copy each page that it reads.) */
static bool unshare_read(uintptr_t page, size_t count,
                         uint64_t (*ret)[PROBE_WORDS]) {
    struct iovec from[GROUP];
    for (size_t i = 0; i < count; i++)
        from[i] = (struct iovec){(char *)page + i * PAGE + PROBE,
                                 sizeof *ret};
    ssize_t want = (ssize_t)(count * sizeof *ret);
    ssize_t came = writev(unshare.pipe[1], from, (int)count);
    return came > 0 && read(unshare.pipe[0], ret, (size_t)came) == want;
}

/* As one large page, what holds a few small ones would take all of its size,
 * and in each copy as well. */
static bool unshare_is_full(uintptr_t at) {
    uint64_t states[LARGE / PAGE];
    if (pagemap_read(unshare.pagemap, at, states, LARGE / PAGE) !=
        LARGE / PAGE)
        return false;
    for (size_t i = 0; i < LARGE / PAGE; i++)
        if (!(states[i] & PAGE_IS_PRESENT)) return false;
    return true;
}

/* A large page that is shared falls to pieces when it is written to, and code
 * that goes through all of them is half as fast then. Made anew, it is the
 * session's alone as well. */
static void unshare_make_large(uintptr_t page, size_t count) {
    enum { LEAST = 4 * LARGE };
    const Area *range = &unshare.ranges[unshare.range];
    uintptr_t at = (page + LARGE - 1) / LARGE * LARGE;
    if (at >= page + count * PAGE || range->end - range->start < LEAST ||
        range->end - at < LARGE || !unshare_is_full(at))
        return;
    (void)madvise((void *)at, LARGE, MADV_COLLAPSE);
}

/* A few pages, all of them present. */
static void unshare_look(uintptr_t page, size_t count) {
    uint64_t words[GROUP][PROBE_WORDS];
    if (!unshare_read(page, count, words)) return;
    for (size_t i = 0; i < count;) {
        size_t n = unshare_changed(page + i * PAGE, words + i, count - i);
        if (n && unshare.copied < MOST) {
            unshare_make_large(page + i * PAGE, n);
            unshare_copy(page + i * PAGE, n);
        }
        unshare.copied += (uint32_t)n;
        i += n ? n : 1;
    }
}

static bool unshare_open(void) {
    unshare.pagemap = pagemap_open();
    return unshare.pagemap >= 0;
}

static void unshare_close(void) { (void)close(unshare.pagemap); }

static uint64_t unshare_state[WINDOW];

/* The states of the pages from here on; how many they are. */
static size_t unshare_states(uintptr_t page, uintptr_t end) {
    size_t count = (end - page) / PAGE;
    return pagemap_read(unshare.pagemap, page, unshare_state,
                        count < WINDOW ? count : WINDOW);
}

/* false: asked for something else; the next time goes on from there. */
static bool unshare_window(size_t count) {
    const uint64_t *states = unshare_state;
    for (size_t i = 0, n; i < count; i += n) {
        for (n = 0; n < GROUP && i + n < count; n++)
            if ((states[i + n] & (PAGE_IS_PRESENT | PAGE_IS_OF_FILE)) !=
                PAGE_IS_PRESENT)
                break;
        if (n && unshare_is_asked()) return false;
        if (n) unshare_look(unshare.next, n);
        if (!n) n = 1;
        unshare.next += n * PAGE;
    }
    return true;
}

static bool unshare_range(uintptr_t end) {
    while (unshare.next < end) {
        if (unshare_is_asked()) return false;
        size_t count = unshare_states(unshare.next, end);
        if (!count) break;
        if (!unshare_window(count)) return false;
    }
    return true;
}

/* What can be written and is our own. */
static void unshare_read_ranges(void) {
    size_t all = pagemap_areas(unshare.ranges, RANGES);
    unshare.count = unshare.range = 0;
    for (size_t i = 0; i < all; i++)
        if (unshare.ranges[i].may_write)
            unshare.ranges[unshare.count++] = unshare.ranges[i];
    unshare.ranges[unshare.count] = (Area){0};
}

/* false: asked for something else. */
static bool unshare_ranges(void) {
    while (unshare.range < unshare.count) {
        if (!unshare_range(unshare.ranges[unshare.range].end)) return false;
        unshare.range++;
        unshare.next = unshare.ranges[unshare.range].start;
    }
    return true;
}

/* The cells to learn from: the first ones, and then one in many, because it
 * takes a tenth of a millisecond. */
static bool unshare_is_lesson(uint32_t n) {
    enum { OFTEN = 64 };
    return n < OFTEN ? (n & (n - 1)) == 0 : n % OFTEN == 0;
}

static void unshare_learn_from(const Area *range) {
    enum { LARGEST = 64 << 20 };
    Hot *always = &unshare.notes->always;
    if (range->end - range->start > LARGEST) return;
    for (uintptr_t page = range->start; page < range->end;) {
        size_t count = unshare_states(page, range->end);
        if (!count) return;
        for (size_t i = 0; i < count; i++, page += PAGE)
            if (unshare_state[i] & PAGE_IS_ALONE && always->count < HOT)
                always->pages[always->count++] = page;
    }
}

/* A page that a cell wrote is the session's alone now. */
void unshare_learn(void) {
    unshare.cells++;
    if (!unshare.notes || !unshare_is_lesson(unshare.cells)) return;
    if (!unshare_open()) return;
    if (!unshare.count) unshare_read_ranges();
    unshare.notes->always.count = 0;
    for (size_t i = 0; i < unshare.count; i++)
        unshare_learn_from(&unshare.ranges[i]);
    unshare_close();
}

void unshare_begin(void) {
    unshare.copied = 0;
    unshare.is_late = !unshare.is_done;
    unshare.is_done = unshare.is_off;
}

static void unshare_end_round(Notes *notes) {
    notes->hot = notes->found;
    notes->found.count = 0;
    notes->has_looked = true;
    unshare.range = 0;
    unshare.next = 0;
    unshare.is_done = !unshare.is_late;
    unshare.is_late = false;
}

static void unshare_rounds(Notes *notes) {
    while (!unshare.is_done) {
        if (!unshare.next) {
            unshare_read_ranges();
            unshare.next = unshare.ranges[0].start;
        }
        if (!unshare_ranges()) return;
        unshare_end_round(notes);
    }
}

/* Before a lesson nothing is copied: what is alone then was written. */
static bool unshare_known(const Notes *notes) {
    return unshare_is_lesson(unshare.cells + 1) ||
           (unshare_hot(&notes->always) && unshare_hot(&notes->hot));
}

void unshare_until_asked(const Link *link) {
    if (unshare.is_done) return;
    if (!unshare.notes) unshare_make_notes();
    unshare.line = link->fd;
    if (unshare.is_off || !unshare_known(unshare.notes)) return;
    /* To look at all pages drives from the processor's caches what the next
     * cell needs, if that one comes at once. */
    if (unshare_is_asked_within(PAUSE_MS) || !unshare_open()) return;
    if (pipe2(unshare.pipe, O_CLOEXEC) == 0) {
        unshare_rounds(unshare.notes);
        (void)close(unshare.pipe[0]);
        (void)close(unshare.pipe[1]);
    }
    unshare_close();
}
