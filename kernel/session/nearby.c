#include "session/nearby.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "cell/nearest.h"
#include "graph/preload.h"

/* "sub/" of "sub/shape.h"; nothing without a slash. */
static Str nearby_folder(Str name) {
    const char *slash = memrchr(name.text, '/', name.len);
    return (Str){name.text, slash ? (size_t)(slash - name.text) + 1 : 0};
}

/* The file of this folder whose name is nearest, if nearer than what the
 * earlier folders had; the answer is owned. */
static void nearby_look(Str folder, Nearest *nearest, char **best) {
    char *path = mem_dup(folder.len ? folder.text : ".",
                         folder.len ? folder.len : 1);
    DIR *directory = opendir(path);
    const struct dirent *entry;
    while (directory && (entry = readdir(directory))) {
        Str name = str_of(entry->d_name);
        uint32_t before = nearest->distance;
        if (name.text[0] == '.') continue;
        nearest_consider(nearest, name);
        if (nearest->distance == before) continue;
        free(*best);
        *best = mem_dup(name.text, name.len);
    }
    if (directory) (void)closedir(directory);
    free(path);
}

static char *nearby_best(const Headers *headers, Str name, bool is_quoted,
                         const Source *from) {
    Str inside = nearby_folder(name);
    Str base = {name.text + inside.len, name.len - inside.len};
    Str start = from->is_cell ? STR("") : nearby_folder(from->name);
    Nearest nearest = nearest_to(base);
    char *best = NULL;
    Buf folder = {0};
    if (is_quoted) {
        buf_printf(&folder, "%.*s%.*s", STR_ARG(start), STR_ARG(inside));
        nearby_look(buf_view(&folder), &nearest, &best);
    }
    for (uint32_t i = 0; i < headers->count && base.len; i++) {
        buf_clear(&folder);
        buf_printf(&folder, "%s/%.*s", headers->directories[i],
                   STR_ARG(inside));
        nearby_look(buf_view(&folder), &nearest, &best);
    }
    buf_done(&folder);
    return best;
}

/* Of the headers that are known, with the folder or without. */
static Str nearby_known(Str name) {
    enum {
        LONGEST = 60
    };
    Nearest nearest = nearest_to(name), behind = nearest;
    char full[LONGEST + 3];
    int len = snprintf(full, sizeof full, "%.*s.h",
                       (int)(name.len < LONGEST ? name.len : LONGEST),
                       name.text);
    Str with_end = {full, (size_t)len};
    for (uint32_t i = 0; i < preload_header()->file_count; i++) {
        Str known = preload_file_name(i);
        const char *slash = memrchr(known.text, '/', known.len);
        size_t skip = slash ? (size_t)(slash + 1 - known.text) : 0;
        Str last = {known.text + skip, known.len - skip};
        nearest_consider(&nearest, known);
        if (str_equals(last, name) || str_equals(known, with_end))
            return known;
        if (behind.distance > 1) {
            uint32_t before = behind.distance;
            nearest_consider(&behind, last);
            if (behind.distance < before) behind.best = known;
        }
    }
    return nearest.best.len ? nearest.best : behind.best;
}

static bool nearby_is_foreign(Str name) {
    static const char *const names[] = {"iostream", "vector",  "string",
                                        "cmath",    "cstdio",  "cstdlib",
                                        "algorithm", "fstream", "map"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return true;
    return false;
}

/* `#include <mine.h>` for a file that lies beside the notebook. */
static bool nearby_wants_quotes(Str name, bool is_quoted) {
    char *path = mem_dup(name.text, name.len);
    bool is_there = !is_quoted && access(path, R_OK) == 0;
    free(path);
    return is_there;
}

static int nearby_is_known(Str name, Str known, Err *err) {
    return err_set(err,
                   "the header '%.*s' was not found; did you mean '%.*s'?",
                   STR_ARG(name), STR_ARG(known));
}

/* Files beside the notebook first, if quotes ask for them. */
int nearby_not_found(const Headers *headers, Str name, bool is_quoted,
                     const Source *from, Err *err) {
    if (nearby_wants_quotes(name, is_quoted))
        return err_set(err,
                       "'%.*s' lies beside the notebook, where only quotes "
                       "look: write #include \"%.*s\"",
                       STR_ARG(name), STR_ARG(name));
    if (nearby_is_foreign(name))
        return err_set(err, "<%.*s> is C++; the headers of C that a cell "
                            "usually needs are known without #include",
                       STR_ARG(name));
    Str known = nearby_known(name);
    if (known.len && !is_quoted) return nearby_is_known(name, known, err);
    char *best = nearby_best(headers, name, is_quoted, from);
    Str folder = nearby_folder(name);
    char open = is_quoted ? '"' : '<', close = is_quoted ? '"' : '>';
    if (best)
        (void)err_set(err,
                      "the header '%.*s' was not found; did you mean "
                      "%c%.*s%s%c?",
                      STR_ARG(name), open, STR_ARG(folder), best, close);
    else if (known.len) (void)nearby_is_known(name, known, err);
    else
        (void)err_set(err,
                      "the header '%.*s' was not found%s in the include "
                      "directories; %%include DIR adds one",
                      STR_ARG(name),
                      is_quoted ? ", neither beside the notebook nor" : "");
    free(best);
    return -1;
}
