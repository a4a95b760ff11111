#include "graph/headers.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"

void headers_init(Headers *headers) {
    *headers = (Headers){0};
    static const char *const fixed[] = {NABLA_INCLUDE_DIRECTORIES};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        headers->directories[headers->count++] = fixed[i];
}

int headers_add(Headers *headers, const char *directory, Err *err) {
    if (headers->count == HEADERS_MAX_DIRECTORIES)
        return err_set(err, "there are too many include directories (%d)",
                       HEADERS_MAX_DIRECTORIES);
    for (uint32_t i = 0; i < headers->added; i++)
        if (strcmp(headers->directories[i], directory) == 0) return 0;
    for (uint32_t i = headers->count++; i > headers->added; i--)
        headers->directories[i] = headers->directories[i - 1];
    headers->directories[headers->added++] = directory;
    return 0;
}

static bool headers_is_in(Str path, Str directory) {
    return path.len > directory.len && str_starts_with(path, directory) &&
           path.text[directory.len] == '/';
}

bool headers_are_fixed(const Headers *headers, Str path) {
    for (uint32_t i = headers->added; i < headers->count; i++)
        if (headers_is_in(path, str_of(headers->directories[i]))) return true;
    return false;
}

static bool headers_can_read(Str path) {
    return access(path.text, R_OK) == 0;
}

/* The directory part of a path, with the slash; nothing for a cell and for a
 * file beside it. */
static Str headers_directory(const Source *source) {
    const char *slash =
        source->is_cell ? NULL
                        : memrchr(source->name.text, '/', source->name.len);
    if (!slash) return STR("");
    return (Str){source->name.text, (size_t)(slash - source->name.text) + 1};
}

/* Row behind the directory that the asking header was found in. */
static uint32_t headers_next_row(const Headers *headers, const Source *from) {
    for (uint32_t i = 0; i < headers->count; i++) {
        if (headers_is_in(from->name, str_of(headers->directories[i])))
            return i + 1;
    }
    return 0;
}

Str headers_find(const Headers *headers, Str name, bool is_quoted, bool is_next,
                 const Source *from, Arena *arena) {
    if (name.len && name.text[0] == '/') {
        Str path = arena_dup(arena, name);
        return headers_can_read(path) ? path : (Str){0};
    }
    if (is_quoted && !is_next) {
        Str directory = headers_directory(from);
        Str path = arena_printf(arena, "%.*s%.*s", STR_ARG(directory),
                                STR_ARG(name));
        if (headers_can_read(path)) return path;
    }
    uint32_t row = is_next ? headers_next_row(headers, from) : 0;
    for (; row < headers->count; row++) {
        Str path = arena_printf(arena, "%s/%.*s", headers->directories[row],
                                STR_ARG(name));
        if (headers_can_read(path)) return path;
    }
    return (Str){0};
}

Str headers_short_name(const Headers *headers, Str path) {
    size_t longest = 0;
    for (uint32_t i = 0; i < headers->count; i++) {
        Str directory = str_of(headers->directories[i]);
        if (directory.len > longest && headers_is_in(path, directory))
            longest = directory.len;
    }
    size_t skip = longest ? longest + 1 : 0;
    return (Str){path.text + skip, path.len - skip};
}

const Source *headers_read(Str path, Arena *arena, Err *err) {
    Buf text = {0};
    struct stat status;
    /* A pipe would keep the session waiting for somebody to write. */
    if (stat(path.text, &status) == 0 && !S_ISREG(status.st_mode)) {
        (void)err_set(err, "'%s' is no file but a %s", path.text,
                      S_ISDIR(status.st_mode) ? "directory"
                                              : "pipe or a device");
        return NULL;
    }
    if (io_read_file(path.text, HEADERS_MAX_SIZE, &text, err) < 0) {
        buf_done(&text);
        return NULL;
    }
    Str kept = arena_dup(arena, buf_view(&text));
    buf_done(&text);
    return source_new(arena_dup(arena, path), kept, false, arena);
}
