#include "support/refusing.h"

#include <errno.h>
#include <sys/mman.h>

static int fine, failing;

void refuse(int after, int count) { fine = after, failing = count; }

bool refuse_end(void) {
    bool were_met = failing == 0;
    failing = 0;
    return were_met;
}

static bool is_refused(void) {
    if (failing == 0) return false;
    if (fine > 0) {
        fine--;
        return false;
    }
    failing--;
    errno = ENOMEM;
    return true;
}

/* The linker calls them so. mmap() is mmap64() where files may be large. */
void *__real_mmap64(void *at, size_t size, int access, int flags, int fd,
                    off_t offset);
void *__wrap_mmap64(void *at, size_t size, int access, int flags, int fd,
                    off_t offset);
void *__wrap_mmap64(void *at, size_t size, int access, int flags, int fd,
                    off_t offset) {
    return is_refused() ? MAP_FAILED
                        : __real_mmap64(at, size, access, flags, fd, offset);
}

int __real_mprotect(void *at, size_t size, int access);
int __wrap_mprotect(void *at, size_t size, int access);
int __wrap_mprotect(void *at, size_t size, int access) {
    return is_refused() ? -1 : __real_mprotect(at, size, access);
}
