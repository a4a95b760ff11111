#include "session/pagemap.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int pagemap_open(void) {
    return open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
}

size_t pagemap_read(int pagemap, uintptr_t page, uint64_t *ret, size_t count) {
    ssize_t came = pread(pagemap, ret, count * sizeof *ret,
                         (off_t)(page / PAGE * sizeof *ret));
    return came < 0 ? 0 : (size_t)came / sizeof *ret;
}

/* "55e7c07b5000-55e7c07b6000 rw-p 00000000 00:00 0 ..." */
static bool pagemap_read_area(const char *line, Area *ret) {
    char *rest = NULL;
    *ret = (Area){.start = strtoul(line, &rest, 16)};
    if (*rest != '-') return false;
    ret->end = strtoul(rest + 1, &rest, 16);
    ret->may_write = strncmp(rest, " rw-p", 5) == 0;
    return ret->may_write || strncmp(rest, " r-xp 00000000 00:00 0", 22) == 0;
}

size_t pagemap_areas(Area *ret, size_t most) {
    char line[512];
    size_t count = 0;
    FILE *file = fopen("/proc/self/maps", "re");
    if (!file) return 0;
    while (count < most && fgets(line, sizeof line, file))
        if (pagemap_read_area(line, &ret[count])) count++;
    (void)fclose(file);
    return count;
}
