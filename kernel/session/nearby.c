#include "session/nearby.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/near.h"

/* "sub/" of "sub/shape.h"; nothing without a slash. */
static Str nearby_folder(Str name) {
    const char *slash = memrchr(name.text, '/', name.len);
    return (Str){name.text, slash ? (size_t)(slash - name.text) + 1 : 0};
}

/* The file of this folder whose name is nearest, if nearer than what the
 * earlier folders had; the answer is owned. */
static void nearby_look(Str folder, Near *near, char **best) {
    char *path = mem_dup(folder.len ? folder.text : ".",
                         folder.len ? folder.len : 1);
    DIR *directory = opendir(path);
    const struct dirent *entry;
    while (directory && (entry = readdir(directory))) {
        Str name = str_of(entry->d_name);
        if (name.text[0] == '.' || !near_offer(near, name)) continue;
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
    Near near = near_to(base);
    char *best = NULL;
    Buf folder = {0};
    if (is_quoted) {
        buf_printf(&folder, "%.*s%.*s", STR_ARG(start), STR_ARG(inside));
        nearby_look(buf_view(&folder), &near, &best);
    }
    for (uint32_t i = 0; i < headers->count && base.len; i++) {
        buf_clear(&folder);
        buf_printf(&folder, "%s/%.*s", headers->directories[i],
                   STR_ARG(inside));
        nearby_look(buf_view(&folder), &near, &best);
    }
    buf_done(&folder);
    return best;
}

/* `#include <mine.h>` for a file that lies beside the notebook. */
static bool nearby_wants_quotes(Str name, bool is_quoted) {
    char *path = mem_dup(name.text, name.len);
    bool is_there = !is_quoted && access(path, R_OK) == 0;
    free(path);
    return is_there;
}

int nearby_not_found(const Headers *headers, Str name, bool is_quoted,
                     const Source *from, Err *err) {
    if (nearby_wants_quotes(name, is_quoted))
        return err_set(err,
                       "'%.*s' lies beside the notebook, where only quotes "
                       "look: write #include \"%.*s\"",
                       STR_ARG(name), STR_ARG(name));
    char *best = nearby_best(headers, name, is_quoted, from);
    Str folder = nearby_folder(name);
    char open = is_quoted ? '"' : '<', close = is_quoted ? '"' : '>';
    if (best)
        (void)err_set(err,
                      "the header '%.*s' was not found; did you mean "
                      "%c%.*s%s%c?",
                      STR_ARG(name), open, STR_ARG(folder), best, close);
    else
        (void)err_set(err,
                      "the header '%.*s' was not found%s in the include "
                      "directories; %%include DIR adds one",
                      STR_ARG(name),
                      is_quoted ? ", neither beside the notebook nor" : "");
    free(best);
    return -1;
}
