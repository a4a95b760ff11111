#include "session/includes.h"

#include <sys/stat.h>

#include "cell/nearest.h"
#include "graph/own_headers.h"

/* A header as it was when it was read. */
typedef struct IncludedFile {
    struct timespec changed;
    off_t size;
} IncludedFile;

static bool includes_is_stale(const Reading *reading, Str path) {
    if (!reading->stale.len || !path.len) return false;
    return memmem(reading->stale.text, reading->stale.len, path.text,
                  path.len) != NULL;
}

static bool includes_same(const IncludedFile *file, const struct stat *now) {
    return file->size == now->st_size &&
           file->changed.tv_sec == now->st_mtim.tv_sec &&
           file->changed.tv_nsec == now->st_mtim.tv_nsec;
}

static int includes_read(Reading *reading, Str path, const Source **ret,
                         Err *err) {
    struct stat now;
    const IncludedFile *file = map_get(&reading->session->included, path);
    if (file && !includes_is_stale(reading, path)) {
        if (stat(path.text, &now) == 0 && includes_same(file, &now)) return 0;
        buf_printf(&reading->stale, "%.*s\n", STR_ARG(path));
    }
    *ret = headers_read(path, reading->arena, err);
    return *ret ? 1 : -1;
}

/* TinyCC comes without this header of C's. */
static const char includes_iso646[] =
    "#define and &&\n#define and_eq &=\n#define bitand &\n"
    "#define bitor |\n#define compl ~\n#define not !\n#define not_eq !=\n"
    "#define or ||\n#define or_eq |=\n#define xor ^\n#define xor_eq ^=\n";
/* A header is mistyped: the nearest one, with the folder or without. */
static Str includes_nearest(Str name) {
    Nearest nearest = nearest_to(name), behind = nearest;
    for (uint32_t i = 0; i < preload_header()->file_count; i++) {
        Str known = preload_file_name(i);
        const char *slash = memrchr(known.text, '/', known.len);
        size_t skip = slash ? (size_t)(slash + 1 - known.text) : 0;
        Str last = {known.text + skip, known.len - skip};
        nearest_consider(&nearest, known);
        if (str_equals(last, name)) return known;
        if (behind.distance > 1) {
            uint32_t before = behind.distance;
            nearest_consider(&behind, last);
            if (behind.distance < before) behind.best = known;
        }
    }
    return nearest.best.len ? nearest.best : behind.best;
}

static bool includes_is_foreign(Str name) {
    static const char *const names[] = {"iostream", "vector",  "string",
                                        "cmath",    "cstdio",  "cstdlib",
                                        "algorithm", "fstream", "map"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return true;
    return false;
}

static int includes_missing(Str name, Err *err) {
    if (includes_is_foreign(name))
        return err_set(err, "<%.*s> is C++; the headers of C that a cell "
                            "usually needs are known without #include",
                       STR_ARG(name));
    Str near = includes_nearest(name);
    if (near.len)
        return err_set(err,
                       "the header '%.*s' was not found; did you mean '%.*s'?",
                       STR_ARG(name), STR_ARG(near));
    return err_set(err,
                   "the header '%.*s' was not found: it is looked for in this "
                   "notebook's folder (in quotes) and among those of the "
                   "system",
                   STR_ARG(name));
}

static int includes_open(void *context, Str name, bool is_quoted, bool is_next,
                         const Source *from, const Source **ret, Err *err) {
    Reading *reading = context;
    /* assert.h is meant to be read again: NDEBUG may have changed. */
    bool is_assert = str_is(name, "assert.h");
    if (!is_quoted && !is_next && !is_assert && preload_knows_header(name))
        return 0;
    Str own = own_headers_text(name);
    if (own.len) {
        *ret = source_new(arena_dup(reading->arena, name), own, false,
                          reading->arena);
        return 1;
    }
    Str path = headers_find(&reading->session->headers, name, is_quoted,
                            is_next, from, reading->arena);
    if (!path.len && str_is(name, "iso646.h")) {
        *ret = source_new(name, str_of(includes_iso646), false,
                          reading->arena);
        return 1;
    }
    if (!path.len)
        return includes_missing(name, err);
    if (is_assert) {
        *ret = headers_read(path, reading->arena, err);
        return *ret ? 1 : -1;
    }
    return preload_knows_header(path) ? 0
                                      : includes_read(reading, path, ret, err);
}

Includes includes_for(Reading *reading) {
    return (Includes){reading, includes_open};
}

static const Macro *includes_macro(void *context, Str name) {
    const Reading *reading = context;
    const Macro *macro = graph_macro(&reading->session->graph, name);
    if (macro && reading->stale.len && macro->source &&
        includes_is_stale(reading, macro->source->name))
        return NULL;
    return macro;
}

static bool includes_has_name(void *context, Str name) {
    Reading *reading = context;
    return graph_symbol(&reading->session->graph, name) != NULL;
}

Macros includes_macros(Reading *reading) {
    return (Macros){reading, includes_macro, includes_has_name};
}

/* The sources of tokens and events tell which files were read; a header that
 * only defines macros has events alone. */
static void includes_remember(Reading *reading, const Source *source) {
    Session *session = reading->session;
    struct stat now;
    if (source->is_cell || stat(source->name.text, &now) < 0) return;
    IncludedFile *file = map_get(&session->included, source->name);
    if (!file) {
        file = ARENA_NEW(&session->arena, IncludedFile);
        Str path = arena_dup(&session->arena, source->name);
        map_set(&session->included, path, file);
    }
    file->changed = now.st_mtim;
    file->size = now.st_size;
}

void includes_commit(Reading *reading, const Preprocessed *pre) {
    const Source *last = NULL;
    for (uint32_t i = 0; i < pre->event_count; i++)
        if (pre->events[i].source != last)
            includes_remember(reading, last = pre->events[i].source);
    for (uint32_t i = 0; i < pre->count; i++)
        if (pre->tokens[i].source != last)
            includes_remember(reading, last = pre->tokens[i].source);
}

void includes_done(Reading *reading) { buf_done(&reading->stale); }
