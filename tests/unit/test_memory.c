#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "supervisor/memory.h"
#include "support/test.h"

static char root[] = "/tmp/nabla-memory-XXXXXX";

static void put(const char *path, const char *text) {
    char name[512];
    (void)snprintf(name, sizeof name, "%s%s", root, path);
    for (char *slash = name + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        (void)mkdir(name, 0700);
        *slash = '/';
    }
    assert_int_equal(io_write_file(name, str_of(text), NULL), 0);
}

static void begin(void) {
    assert_non_null(mkdtemp(root));
    put("/proc/meminfo", "MemTotal:       16000 kB\n"
                         "MemFree:          100 kB\n"
                         "MemAvailable:    9000 kB\n"
                         "SwapFree:        1000 kB\n");
}

static void end(void) {
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", root);
    assert_int_equal(system(command), 0);
    memcpy(root + strlen(root) - 6, "XXXXXX", 6);
}

static void check(int64_t total_kb, int64_t available_kb) {
    Memory memory = {0};
    assert_true(memory_read(root, &memory));
    assert_int_equal(memory.total, total_kb << 10);
    assert_int_equal(memory.available, available_kb << 10);
}

TEST(without_control_groups_the_machine_counts) {
    begin();
    check(16000, 10000);
    end();
}

TEST(the_tightest_group_of_version_2_counts) {
    begin();
    put("/proc/self/cgroup", "0::/a/b\n");
    put("/sys/fs/cgroup/a/memory.max", "8192000\n");
    put("/sys/fs/cgroup/a/memory.current", "6144000\n");
    put("/sys/fs/cgroup/a/memory.stat", "anon 5\ninactive_file 1024000\n");
    put("/sys/fs/cgroup/a/b/memory.max", "max\n");
    put("/sys/fs/cgroup/a/b/memory.current", "6144000\n");
    check(8000, 3000);
    end();
}

TEST(a_group_of_version_1_counts) {
    begin();
    put("/proc/self/cgroup", "9:cpu:/x\n4:memory:/job\n0::/\n");
    put("/sys/fs/cgroup/memory/job/memory.limit_in_bytes", "4096000\n");
    put("/sys/fs/cgroup/memory/job/memory.usage_in_bytes", "4196000\n");
    put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    put("/sys/fs/cgroup/memory/memory.usage_in_bytes", "1\n");
    check(4000, 0);
    end();
}

/* In a container the path is the host's, and the group looks like the root. */
TEST(a_container_sees_its_group_as_the_root) {
    begin();
    put("/proc/self/cgroup", "0::/../../host/path\n");
    put("/sys/fs/cgroup/memory.max", "2048000\n");
    put("/sys/fs/cgroup/memory.current", "1024000\n");
    check(2000, 1000);
    end();
}

TEST(without_meminfo_nothing_is_known) {
    Memory memory;
    assert_false(memory_read("/nowhere", &memory));
}

TEST(a_process_has_some_memory) {
    assert_true(memory_of(getpid()) > 100 << 10);
    assert_int_equal(memory_of(1 << 29), 0);
}

SUITE(CASE(without_control_groups_the_machine_counts),
      CASE(the_tightest_group_of_version_2_counts),
      CASE(a_group_of_version_1_counts),
      CASE(a_container_sees_its_group_as_the_root),
      CASE(without_meminfo_nothing_is_known),
      CASE(a_process_has_some_memory))
