#include "supervisor/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"

enum {
    MOST = 64 << 10 /* bytes of a file that is read here */
};

/* What a file of a control group is called in the two versions. */
typedef struct Version {
    const char *folder; /* where the groups are */
    const char *limit, *usage;
    const char *idle; /* in memory.stat: files that can be dropped */
} Version;

static const Version version_1 = {"/sys/fs/cgroup/memory",
                                  "memory.limit_in_bytes",
                                  "memory.usage_in_bytes",
                                  "total_inactive_file "};
static const Version version_2 = {"/sys/fs/cgroup", "memory.max",
                                  "memory.current", "inactive_file "};

static bool read_text(const char *root, const char *path, Buf *ret) {
    DEFER(buf_done) Buf name = {0};
    buf_printf(&name, "%s%s", root, path);
    return io_read_file(name.text, MOST, ret, NULL) == 0 && ret->text;
}

/* The number behind a word at the beginning of a line; -1: there is none. */
static int64_t number_behind(const char *text, const char *word) {
    size_t len = strlen(word);
    for (const char *line = text; line && *line;) {
        if (strncmp(line, word, len) == 0)
            return strtoll(line + len, NULL, 10);
        line = strchr(line, '\n');
        if (line) line++;
    }
    return -1;
}

static int64_t read_number(const char *root, const char *group,
                           const char *file, const char *word) {
    DEFER(buf_done) Buf path = {0};
    DEFER(buf_done) Buf text = {0};
    buf_printf(&path, "%s/%s", group, file);
    if (!read_text(root, path.text, &text)) return -1;
    /* "max": no limit. */
    if (!word[0] && (text.text[0] < '0' || text.text[0] > '9')) return -1;
    return number_behind(text.text, word);
}

static void tighten(const char *root, const Version *version,
                    const char *group, Memory *memory) {
    int64_t limit = read_number(root, group, version->limit, "");
    int64_t usage = read_number(root, group, version->usage, "");
    int64_t idle = read_number(root, group, "memory.stat", version->idle);
    if (limit < 0 || usage < 0) return;
    int64_t left = limit - usage + (idle > 0 ? idle : 0);
    if (limit < memory->total) memory->total = limit;
    if (left < memory->available) memory->available = left > 0 ? left : 0;
}

/* The group and all above it; in a container, the path may be one that only
 * the host knows, and the container's own group looks like the root. */
static void tighten_all(const char *root, const Version *version, Str path,
                        Memory *memory) {
    DEFER(buf_done) Buf group = {0};
    buf_printf(&group, "%s%.*s", version->folder, STR_ARG(path));
    size_t least = strlen(version->folder);
    while (group.len > least) {
        tighten(root, version, group.text, memory);
        while (group.len > least && group.text[group.len - 1] != '/')
            group.len--;
        if (group.len > least) group.len--;
        group.text[group.len] = '\0';
    }
    tighten(root, version, version->folder, memory);
}

/* "4:memory:/a/b" or, in version 2, "0::/a/b". */
static void tighten_by_line(const char *root, const char *line,
                            Memory *memory) {
    const char *names = strchr(line, ':');
    const char *path = names ? strchr(names + 1, ':') : NULL;
    if (!path) return;
    Str where = {path + 1, strcspn(path + 1, "\n")};
    if (strncmp(line, "0::", 3) == 0)
        tighten_all(root, &version_2, where, memory);
    else if (strncmp(names, ":memory:", 8) == 0)
        tighten_all(root, &version_1, where, memory);
}

bool memory_read(const char *root, Memory *ret) {
    DEFER(buf_done) Buf info = {0};
    DEFER(buf_done) Buf groups = {0};
    if (!read_text(root, "/proc/meminfo", &info)) return false;
    int64_t total = number_behind(info.text, "MemTotal:");
    int64_t available = number_behind(info.text, "MemAvailable:");
    int64_t swap = number_behind(info.text, "SwapFree:");
    if (total < 0 || available < 0) return false;
    *ret = (Memory){total << 10, (available + (swap > 0 ? swap : 0)) << 10};
    if (!read_text(root, "/proc/self/cgroup", &groups)) return true;
    for (const char *line = groups.text; line && *line;) {
        tighten_by_line(root, line, ret);
        line = strchr(line, '\n');
        if (line) line++;
    }
    return true;
}

int64_t memory_of(pid_t pid) {
    char path[32];
    (void)snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    DEFER(buf_done) Buf text = {0};
    if (io_read_file(path, MOST, &text, NULL) < 0 || !text.text) return 0;
    const char *resident = strchr(text.text, ' ');
    if (!resident) return 0;
    return strtoll(resident, NULL, 10) * sysconf(_SC_PAGESIZE);
}
