#include "session/includes.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/scratch.h"
#include "graph/own_headers.h"
#include "session/nearby.h"
#include "session/settings.h"

typedef struct IncludedFile IncludedFile;

typedef struct Inner {
    IncludedFile *file;
    struct Inner *next;
} Inner;

/* A file as it was when it was read. */
struct IncludedFile {
    Str path;
    struct timespec changed;
    off_t size;
    Inner *inner; /* the files that it includes */
    bool is_once; /* #pragma once */
    uint64_t walk; /* the last one that came here */
};

/* --- what has been edited --- */

static bool includes_is_stale(const Reading *reading, Str path) {
    Str rest = buf_view(&reading->stale);
    while (rest.len)
        if (str_equals(path, str_next(&rest, '\n'))) return true;
    return false;
}

static bool includes_is_as_read(const IncludedFile *file) {
    struct stat now;
    return stat(file->path.text, &now) == 0 && file->size == now.st_size &&
           file->changed.tv_sec == now.st_mtim.tv_sec &&
           file->changed.tv_nsec == now.st_mtim.tv_nsec;
}

/* An edit of a file concerns those that include it, too: their guards would
 * hide it. Files include each other in rings and by many ways, so each is
 * looked at once in a walk. */
static bool includes_was_edited(const Session *session, IncludedFile *file) {
    if (file->walk == session->include_walks) return false;
    file->walk = session->include_walks;
    if (!includes_is_as_read(file)) return true;
    if (headers_are_fixed(&session->headers, file->path)) return false;
    for (const Inner *at = file->inner; at; at = at->next)
        if (includes_was_edited(session, at->file)) return true;
    return false;
}

/* --- reading --- */

static int includes_read(Reading *reading, Str path, const Source **ret,
                         Err *err) {
    Session *session = reading->session;
    IncludedFile *file = map_get(&session->included, path);
    if (file && !includes_is_stale(reading, path)) {
        bool is_needless =
            file->is_once || headers_are_fixed(&session->headers, path);
        session->include_walks++;
        if (includes_was_edited(session, file))
            buf_printf(&reading->stale, "%.*s\n", STR_ARG(path));
        else if (is_needless) return 0;
    }
    *ret = headers_read(path, reading->arena, err);
    return *ret ? 1 : -1;
}

/* TinyCC comes without this header of C's. */
static const char includes_iso646[] =
    "#define and &&\n#define and_eq &=\n#define bitand &\n"
    "#define bitor |\n#define compl ~\n#define not !\n#define not_eq !=\n"
    "#define or ||\n#define or_eq |=\n#define xor ^\n#define xor_eq ^=\n";

static int includes_open(void *context, Str name, bool is_quoted, bool is_next,
                         const Source *from, const Source **ret, Err *err) {
    Reading *reading = context;
    const Headers *headers = &reading->session->headers;
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
    Str path =
        headers_find(headers, name, is_quoted, is_next, from, reading->arena);
    if (!path.len && str_is(name, "iso646.h")) {
        *ret = source_new(name, str_of(includes_iso646), false,
                          reading->arena);
        return 1;
    }
    if (!path.len) return nearby_not_found(headers, name, is_quoted, from, err);
    if (is_assert) {
        *ret = headers_read(path, reading->arena, err);
        return *ret ? 1 : -1;
    }
    return preload_knows_header(path) ? 0
                                      : includes_read(reading, path, ret, err);
}

static int includes_magic(void *context, Str line, Err *err) {
    const Reading *reading = context;
    bool was_scratch = scratch_use(false); /* settings stay */
    int code = settings_line(reading->session, line, err);
    (void)scratch_use(was_scratch);
    return code;
}

Includes includes_for(Reading *reading) {
    return (Includes){reading, includes_open, includes_magic};
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

/* --- what an edit has removed --- */

static bool includes_defines(const Preprocessed *pre, Str name) {
    for (uint32_t i = 0; i < pre->event_count; i++)
        if (pre->events[i].kind != EVENT_INCLUDE &&
            str_equals(pre->events[i].name, name))
            return true;
    return false;
}

void includes_settle(Reading *reading, const Source *cell, Preprocessed *pre) {
    if (!reading->stale.len) return;
    const Map *macros = &reading->session->graph.nodes[SPACE_MACRO];
    size_t at = 0;
    const MapEntry *entry;
    Event *events = arena_alloc(reading->arena, (pre->event_count +
                                                 macros->count) *
                                                    sizeof *events);
    uint32_t count = pre->event_count;
    if (count) memcpy(events, pre->events, count * sizeof *events);
    while ((entry = map_next(macros, &at))) {
        const Node *node = entry->value;
        if (!node->macro || !includes_is_stale(reading, node->source->name) ||
            includes_defines(pre, node->name))
            continue;
        events[count++] = (Event){.kind = EVENT_UNDEF,
                                  .name = arena_dup(reading->arena, node->name),
                                  .source = cell,
                                  .token = pre->count};
    }
    pre->events = events;
    pre->event_count = count;
}

/* --- what was read --- */

static bool includes_says_once(Str text) {
    const char *at = text.text, *end = text.text + text.len;
    static const char word[] = "pragma once";
    while ((at = memmem(at, (size_t)(end - at), word, sizeof word - 1))) {
        const char *before = at;
        while (before > text.text && strchr(" \t#", before[-1])) before--;
        bool is_line = before == text.text || before[-1] == '\n';
        if (is_line && *before == '#') return true;
        at++;
    }
    return false;
}

static IncludedFile *includes_file(Session *session, Str path) {
    IncludedFile *file = map_get(&session->included, path);
    if (file) return file;
    file = ARENA_NEW(&session->arena, IncludedFile);
    file->path = arena_dup(&session->arena, path);
    map_set(&session->included, file->path, file);
    return file;
}

/* The sources of tokens and events tell which files were read; a header that
 * only defines macros has events alone. */
static void includes_remember(Reading *reading, const Source *source) {
    struct stat now;
    if (!source || source->is_cell || stat(source->name.text, &now) < 0) return;
    IncludedFile *file = includes_file(reading->session, source->name);
    file->changed = now.st_mtim;
    file->size = now.st_size;
    file->is_once = includes_says_once(source->text);
}

static void includes_remember_inner(Session *session, const Event *event) {
    /* What includes something stands in a text.
     * NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    IncludedFile *outer = map_get(&session->included, event->source->name);
    IncludedFile *file = map_get(&session->included, event->name);
    if (!outer || !file || outer == file) return;
    for (const Inner *at = outer->inner; at; at = at->next)
        if (at->file == file) return;
    Inner *inner = ARENA_NEW(&session->arena, Inner);
    *inner = (Inner){file, outer->inner};
    outer->inner = inner;
}

void includes_commit(Reading *reading, const Preprocessed *pre) {
    const Source *last = NULL;
    for (uint32_t i = 0; i < pre->event_count; i++)
        if (pre->events[i].source != last)
            includes_remember(reading, last = pre->events[i].source);
    for (uint32_t i = 0; i < pre->count; i++)
        if (pre->tokens[i].source != last)
            includes_remember(reading, last = pre->tokens[i].source);
    for (uint32_t i = 0; i < pre->event_count; i++)
        if (pre->events[i].kind == EVENT_INCLUDE)
            includes_remember_inner(reading->session, &pre->events[i]);
}

void includes_done(Reading *reading) { buf_done(&reading->stale); }
