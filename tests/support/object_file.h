/* object_file.h - the objects that the build makes for the tests of code/. */
#ifndef SUPPORT_OBJECT_FILE_H
#define SUPPORT_OBJECT_FILE_H

#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "support/test.h"

/* Is it one of second_tier.c? */
static inline bool object_is_second_tier(const char *name) {
    return !strstr(name, "constructor") && !strstr(name, "thread") &&
           !strstr(name, "not_pic") && !strstr(name, "common");
}

/* own */
static inline Buf object_file(const char *name) {
    Buf file = {0};
    Err err = {""};
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", OBJECT_DIR, name);
    assert_int_equal(io_read_file(path, 1 << 20, &file, &err), 0);
    return file;
}

#endif
