#include "session/pages.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/mman.h>

#include "session/session.h"
#include "session/stand_in.h"

static bool pages_are_ours(const void *start, size_t size) {
    if (!space_overlaps(session_current->space, start, size)) return false;
    errno = EINVAL;
    return true;
}

static int pages_munmap(void *start, size_t size) {
    return pages_are_ours(start, size) ? -1 : munmap(start, size);
}

static int pages_mprotect(void *start, size_t size, int access) {
    return pages_are_ours(start, size) ? -1 : mprotect(start, size, access);
}

static int pages_madvise(void *start, size_t size, int advice) {
    return pages_are_ours(start, size) ? -1 : madvise(start, size, advice);
}

static void *pages_mmap(void *start, size_t size, int access, int flags,
                        int fd, off_t offset) {
    if ((flags & MAP_FIXED) && pages_are_ours(start, size)) return MAP_FAILED;
    return mmap(start, size, access, flags, fd, offset);
}

static void *pages_mremap(void *start, size_t old_size, size_t size, int flags,
                          ...) {
    va_list list;
    va_start(list, flags);
    void *to = flags & MREMAP_FIXED ? va_arg(list, void *) : NULL;
    va_end(list);
    if (pages_are_ours(start, old_size) || (to && pages_are_ours(to, size)))
        return MAP_FAILED;
    return mremap(start, old_size, size, flags, to);
}

void *pages_find(Str name) {
    static const StandIn rows[] = {
        {"munmap", (void (*)(void))pages_munmap},
        {"mprotect", (void (*)(void))pages_mprotect},
        {"madvise", (void (*)(void))pages_madvise},
        {"mmap", (void (*)(void))pages_mmap},
        {"mmap64", (void (*)(void))pages_mmap},
        {"mremap", (void (*)(void))pages_mremap},
    };
    return stand_in_find(rows, sizeof rows / sizeof *rows, name);
}
