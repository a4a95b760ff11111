#include "support/cases.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "support/test.h"

#define CASES_CURSOR "‸"

static int cases_is_file(const struct dirent *entry) {
    size_t len = strlen(entry->d_name);
    return len > 6 && strcmp(entry->d_name + len - 6, ".cases") == 0;
}

static void cases_each_line_of(const char *path,
                               void (*step)(void *, const char *, Str),
                               void *table) {
    Buf file = {0};
    Err err;
    if (io_read_file(path, 1 << 20, &file, &err)) fail_msg("%s", err.text);
    for (Str text = buf_view(&file); text.len;) {
        const char *end = memchr(text.text, '\n', text.len);
        size_t len = end ? (size_t)(end - text.text) : text.len;
        step(table, path, (Str){text.text, len});
        len += end != NULL;
        text = (Str){text.text + len, text.len - len};
    }
    step(table, path, (Str){0});
    buf_done(&file);
}

void cases_each_line(const char *folder,
                     void (*step)(void *, const char *, Str), void *table) {
    char place[512], path[1024];
    struct dirent **entries = NULL;
    (void)snprintf(place, sizeof place, "%s/%s", getenv("TEST_DATA"), folder);
    int count = scandir(place, &entries, cases_is_file, alphasort);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", place, entries[i]->d_name);
        cases_each_line_of(path, step, table);
        free(entries[i]);
    }
    free(entries);
}

size_t cases_cut_cursor(const char *path, Buf *code) {
    size_t len = strlen(CASES_CURSOR);
    char *mark = memmem(code->text, code->len, CASES_CURSOR, len);
    if (!mark) fail_msg("%s: no cursor in: %s", path, code->text);
    size_t at = (size_t)(mark - code->text);
    memmove(mark, mark + len, code->len - at - len + 1);
    code->len -= len;
    return at;
}
