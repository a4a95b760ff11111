#include "session/check/unset.h"

#include <stdint.h>
#include <sys/mman.h>

enum {
    UNSET_MOST = 8192,
    UNSET_FRAME = 64 << 10, /* larger frames are left as they are */
    ENTRY_SIZE = 32
};

/* One way in, as machine code. */
typedef struct __attribute__((packed)) Entry {
    uint8_t set_body[2]; /* movabs $body, %r11 */
    uint64_t body;
    uint8_t set_size[2]; /* mov $size, %r10d */
    uint32_t size;
    uint8_t jump[6]; /* jmp *filler(%rip), which stands right behind it */
    uint64_t filler;
    uint8_t unused[2];
} Entry;

_Static_assert(sizeof(Entry) == ENTRY_SIZE, "as many bytes as it has");

static struct {
    Entry *entries; /* own, for ever */
    size_t count;
} unset;

/* %r10: bytes, %r11: the body. All that may hold an argument stays. */
__attribute__((naked)) static void unset_fill(void) {
    __asm__("neg %r10\n"
            "1:\n\t"
            "test %r10, %r10\n\t"
            "jge 2f\n\t"
            "movl $0xcbcbcbcb, -8(%rsp,%r10,1)\n\t"
            "add $4, %r10\n\t"
            "jmp 1b\n"
            "2:\n\t"
            "jmp *%r11");
}

/* push %rbp; mov %rsp, %rbp; sub $size, %rsp */
static uint32_t unset_frame_size(const uint8_t *body) {
    static const uint8_t start[] = {0x55, 0x48, 0x89, 0xe5, 0x48, 0x81, 0xec};
    uint32_t size;
    if (memcmp(body, start, sizeof start) != 0) return 0;
    memcpy(&size, body + sizeof start, sizeof size);
    return size <= UNSET_FRAME ? size / 4 * 4 : 0;
}

static bool unset_reserve(void) {
    if (unset.entries) return true;
    void *room = mmap(NULL, (size_t)UNSET_MOST * ENTRY_SIZE, PROT_READ,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) return false;
    unset.entries = room;
    return true;
}

void *unset_enter(void *body) {
    uint32_t size = unset_frame_size(body);
    size_t bytes = (size_t)UNSET_MOST * ENTRY_SIZE;
    if (!size || unset.count == UNSET_MOST || !unset_reserve()) return body;
    if (mprotect(unset.entries, bytes, PROT_READ | PROT_WRITE) < 0) return body;
    Entry *entry = &unset.entries[unset.count++];
    *entry = (Entry){.set_body = {0x49, 0xbb},
                     .body = (uint64_t)(uintptr_t)body,
                     .set_size = {0x41, 0xba},
                     .size = size,
                     .jump = {0xff, 0x25, 0, 0, 0, 0},
                     .filler = (uint64_t)(uintptr_t)unset_fill};
    return mprotect(unset.entries, bytes, PROT_READ | PROT_EXEC) < 0 ? body
                                                                     : entry;
}

void *unset_body(const void *entry) {
    uintptr_t at = (uintptr_t)entry - (uintptr_t)unset.entries;
    if (!unset.entries || at >= unset.count * ENTRY_SIZE) return NULL;
    return (void *)(uintptr_t)unset.entries[at / ENTRY_SIZE].body;
}

void unset_clear(void) { unset.count = 0; }
