#include "session/library.h"

#include <dirent.h>
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "session/archive.h"
#include "session/command.h"
#include "session/load.h"
#include "session/missing.h"
#include "session/trial.h"

struct Library {
    Library *older;
    Str name; /* as the reader calls it */
    Str path;
    void *handle; /* of a shared one, for ever; or NULL */
    Image *image; /* of a static one */
    struct timespec changed;
    off_t size;
};

/* --- what kind of file it is --- */

typedef enum LibraryKind {
    LIBRARY_NONE, /* with an error */
    LIBRARY_TEXT, /* of the linker: "INPUT(libc.so.6 ...)" */
    LIBRARY_SHARED,
    LIBRARY_STATIC
} LibraryKind;

static LibraryKind library_of_elf(const char *path, const Elf64_Ehdr *head,
                                  Err *err) {
    if (head->e_ident[EI_CLASS] != ELFCLASS64 ||
        head->e_machine != EM_X86_64) {
        (void)err_set(err,
                      "'%s' was made for another kind of processor; this one "
                      "is a 64-bit x86",
                      path);
        return LIBRARY_NONE;
    }
    if (head->e_type == ET_REL) return LIBRARY_STATIC;
    if (head->e_type == ET_DYN) return LIBRARY_SHARED;
    (void)err_set(err, "'%s' is a program, not a library", path);
    return LIBRARY_NONE;
}

static LibraryKind library_kind(const char *path, Err *err) {
    Elf64_Ehdr head = {0};
    struct stat status;
    DEFER(io_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) < 0) {
        (void)err_errno(err, "cannot read the library", path);
        return LIBRARY_NONE;
    }
    if (!S_ISREG(status.st_mode)) {
        (void)err_set(err, "'%s' is no file", path);
        return LIBRARY_NONE;
    }
    ssize_t n = read(fd, &head, sizeof head);
    if (n >= 8 && (memcmp(&head, "!<arch>\n", 8) == 0 ||
                   memcmp(&head, "!<thin>\n", 8) == 0))
        return LIBRARY_STATIC;
    if (n >= SELFMAG && memcmp(head.e_ident, ELFMAG, SELFMAG) == 0)
        return library_of_elf(path, &head, err);
    (void)err_set(err, "'%s' is not a library: it is neither an ELF file nor "
                       "an archive", path);
    return LIBRARY_TEXT;
}

/* --- loading a file --- */

static Library *library_loaded(const Session *session, Str path) {
    for (Library *at = session->libraries; at; at = at->older)
        if (str_equals(at->path, path)) return at;
    return NULL;
}

/* A copy under a new name: the loader would take the file that has changed
 * for the one that it knows. */
static void *library_open_again(const char *path, Err *err) {
    char copy[] = "/tmp/nabla-library-XXXXXX";
    Buf bytes = {0};
    void *handle = NULL;
    int fd = mkostemp(copy, O_CLOEXEC);
    if (fd >= 0 && io_read_file(path, SIZE_MAX, &bytes, err) == 0 &&
        io_write_all(fd, bytes.text, bytes.len) == 0)
        handle = dlopen(copy, RTLD_NOW | RTLD_GLOBAL);
    if (!handle) (void)err_set(err, "'%s' cannot be loaded again", path);
    if (fd >= 0) (void)unlink(copy);
    io_close(&fd);
    buf_done(&bytes);
    return handle;
}

static int library_open_shared(Library *library, bool is_again, Err *err) {
    const char *path = library->path.text;
    if (trial_open(path, err) < 0) return -1;
    if (is_again) {
        library->handle = library_open_again(path, err);
        return library->handle ? 0 : -1;
    }
    library->handle = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
    if (library->handle) return 0;
    return err_set(err, "'%s' cannot be loaded: %s", path, dlerror());
}

static bool library_has_changed(const Library *library,
                                const struct stat *now) {
    return library->size != now->st_size ||
           library->changed.tv_sec != now->st_mtim.tv_sec ||
           library->changed.tv_nsec != now->st_mtim.tv_nsec;
}

/* What cells have declared before the library came, and what compiled code
 * calls already, leads to it from now on. */
static void library_serve_waiting(const Session *session) {
    size_t at = 0;
    const MapEntry *entry;
    while ((entry = map_next(&session->graph.nodes[SPACE_ORDINARY], &at))) {
        Node *node = entry->value;
        if (node->is_defined || node->kind != NODE_FUNCTION || !node->handle ||
            slot_target(node->handle))
            continue;
        void *found = library_find(session, node->name);
        if (found) load_bind_late(node, found);
    }
}

static int library_load_file(Session *session, Str name, Str path,
                             LibraryKind kind, Err *err) {
    struct stat now;
    const Library *older = library_loaded(session, path);
    if (stat(path.text, &now) < 0)
        return err_errno(err, "cannot read the library", path.text);
    if (older && !library_has_changed(older, &now)) return 0;
    Library *library = ARENA_NEW(&session->arena, Library);
    *library = (Library){.older = session->libraries,
                         .name = arena_dup(&session->arena, name),
                         .path = arena_dup(&session->arena, path),
                         .changed = now.st_mtim,
                         .size = now.st_size};
    Archive archive = {0};
    if (kind == LIBRARY_STATIC &&
        archive_load(session, library->path.text, &archive, err) < 0)
        return -1;
    library->image = archive.image;
    library->handle = archive.handle;
    if (kind == LIBRARY_SHARED &&
        library_open_shared(library, older != NULL, err) < 0)
        return -1;
    session->libraries = library;
    library_serve_waiting(session);
    return 0;
}

/* --- searching by name --- */

/* The library of this name in this directory: libz.so, unless that is a text
 * for the linker, then the newest libz.so.*, then libz.a. */
static bool library_look_for(Str directory, Str name, const char *suffix,
                             Arena *arena, Str *ret, LibraryKind *ret_kind) {
    *ret = arena_printf(arena, "%.*s/lib%.*s%s", STR_ARG(directory),
                        STR_ARG(name), suffix);
    if (access(ret->text, R_OK) < 0) return false;
    *ret_kind = library_kind(ret->text, NULL);
    return *ret_kind == LIBRARY_SHARED || *ret_kind == LIBRARY_STATIC;
}

static bool library_look_for_version(Str directory, Str name, Arena *arena,
                                     Str *ret, LibraryKind *ret_kind) {
    Str stem = arena_printf(arena, "lib%.*s.so.", STR_ARG(name));
    Str path = arena_dup(arena, directory), best = {0};
    DIR *files = opendir(path.text);
    const struct dirent *entry;
    while (files && (entry = readdir(files))) {
        Str file = str_of(entry->d_name);
        if (!str_starts_with(file, stem)) continue;
        if (!best.len || strverscmp(file.text, best.text) > 0)
            best = arena_dup(arena, file);
    }
    if (files) (void)closedir(files);
    if (!best.len) return false;
    best.text += strlen("lib") + name.len;
    return library_look_for(directory, name, best.text, arena, ret, ret_kind);
}

static bool library_look_in(Str directory, Str name, Arena *arena, Str *ret,
                            LibraryKind *ret_kind) {
    return library_look_for(directory, name, ".so", arena, ret, ret_kind) ||
           library_look_for_version(directory, name, arena, ret, ret_kind) ||
           library_look_for(directory, name, ".a", arena, ret, ret_kind);
}

void library_add_directory(Session *session, Str directory) {
    buf_printf(&session->library_path, "%.*s:", STR_ARG(directory));
}

/* The directories, in order, each once, separated by colons. */
static void library_directories(const Session *session, Buf *ret) {
    const char *const variables[] = {"LD_LIBRARY_PATH", "LIBRARY_PATH"};
    buf_add_str(ret, buf_view(&session->library_path));
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value) buf_printf(ret, "%s:", value);
    }
    buf_printf(ret, "/usr/local/lib:/usr/local/lib/x86_64-linux-gnu:"
                    "/usr/lib/x86_64-linux-gnu:/lib/x86_64-linux-gnu:"
                    "/usr/lib64:/lib64:/usr/lib:/lib");
}

static bool library_search(const Session *session, Str name, Arena *arena,
                           Str *ret, LibraryKind *ret_kind) {
    Buf all = {0};
    library_directories(session, &all);
    bool is_found = false;
    for (const char *at = all.text; at && *at && !is_found;) {
        const char *end = strchrnul(at, ':');
        Str directory = {at, (size_t)(end - at)};
        is_found = directory.len &&
                   library_look_in(directory, name, arena, ret, ret_kind);
        at = *end ? end + 1 : end;
    }
    buf_done(&all);
    return is_found;
}

/* "z" of libz, libz.so.1 and libz.a. */
static Str library_core(Str name) {
    const char *dot = memmem(name.text, name.len, ".so", 3);
    if (!dot) dot = memrchr(name.text, '.', name.len);
    if (dot) name.len = (size_t)(dot - name.text);
    if (name.len > 3 && str_starts_with(name, STR("lib")))
        name.text += 3, name.len -= 3;
    return name;
}

static int library_load_named(Session *session, Str name, Arena *arena,
                              Err *err) {
    Str path;
    LibraryKind kind;
    Str core = library_core(name);
    if (!library_search(session, name, arena, &path, &kind) &&
        !library_search(session, core, arena, &path, &kind))
        return missing_library(name, arena, err);
    return library_load_file(session, name, path, kind, err);
}

/* --- pkg-config --- */

static bool library_ask(const char *what, Str name, Arena *arena, Words *ret) {
    Buf output = {0}, complaint = {0};
    Str module = arena_dup(arena, name);
    const char *argv[] = {"pkg-config", what, "--", module.text, NULL};
    Err err;
    bool is_known = command_run(argv, &output, &complaint) == 0 &&
                    words_split(arena_dup(arena, buf_view(&output)), arena,
                                ret, &err) == 0;
    buf_done(&output);
    buf_done(&complaint);
    return is_known;
}

/* Each library that pkg-config names; those that come later are needed by the
 * earlier ones. */
static int library_load_words(Session *session, Str name, const Words *words,
                              Arena *arena, Err *err) {
    Err ignored;
    for (uint32_t i = 0; i < words->count; i++)
        if (str_starts_with(words->items[i], STR("-L")))
            library_add_directory(session, (Str){words->items[i].text + 2,
                                                 words->items[i].len - 2});
    for (uint32_t i = words->count; i > 0; i--) {
        Str word = words->items[i - 1];
        if (str_starts_with(word, STR("-l"))) {
            Str part = {word.text + 2, word.len - 2};
            if (library_load_named(session, part, arena, err) < 0) return -1;
        } else if (str_starts_with(word, STR("/"))) {
            LibraryKind kind = library_kind(word.text, &ignored);
            if (kind >= LIBRARY_SHARED &&
                library_load_file(session, name, word, kind, err) < 0)
                return -1;
        }
    }
    return 0;
}

/* --- by whatever the reader calls it --- */

static bool library_is_path(Str name) {
    const char *dot = memrchr(name.text, '.', name.len);
    Str suffix = dot ? (Str){dot, name.len - (size_t)(dot - name.text)}
                     : (Str){0};
    return str_has(name, '/') || str_is(suffix, ".so") ||
           str_is(suffix, ".a") || str_is(suffix, ".o") ||
           memmem(name.text, name.len, ".so.", 4);
}

static int library_load_path(Session *session, Str name, Arena *arena,
                             Err *err) {
    /* The loader searches its own directories for a name without a slash. */
    Str path = str_has(name, '/') ? arena_dup(arena, name)
                                  : arena_printf(arena, "./%.*s",
                                                 STR_ARG(name));
    LibraryKind kind = library_kind(path.text, err);
    if (kind < LIBRARY_SHARED) return -1;
    return library_load_file(session, name, path, kind, err);
}

int library_load(Session *session, Str name, Arena *arena, Words *ret_flags,
                 Err *err) {
    Words words;
    *ret_flags = (Words){0};
    if (str_starts_with(name, STR("-l"))) name.text += 2, name.len -= 2;
    if (!name.len)
        return err_set(err, "%%lib needs the name of a library, such as z, or "
                            "its file: ./libmine.so");
    /* "libz.so" of those who do not say where. */
    if (!str_has(name, '/') && library_is_path(name) &&
        access(arena_dup(arena, name).text, F_OK) < 0 &&
        library_search(session, library_core(name), arena, &(Str){0},
                       &(LibraryKind){0}))
        name = library_core(name);
    if (library_is_path(name))
        return library_load_path(session, name, arena, err);
    if (library_ask("--libs", name, arena, &words)) {
        (void)library_ask("--cflags", name, arena, ret_flags);
        return library_load_words(session, name, &words, arena, err);
    }
    return library_load_named(session, name, arena, err);
}

/* --- what they have --- */

/* dlsym looks into what the library needs as well; that is found without us,
 * and perhaps better. */
static void *library_symbol(const Library *library, const char *name) {
    struct link_map *map = NULL;
    Dl_info info;
    void *found = dlsym(library->handle, name);
    if (!found || dlinfo(library->handle, RTLD_DI_LINKMAP, &map) != 0 ||
        !dladdr(found, &info) || !info.dli_fname)
        return NULL;
    return strcmp(info.dli_fname, map->l_name) == 0 ? found : NULL;
}

void *library_find(const Session *session, Str name) {
    char text[256];
    if (!session->libraries || name.len >= sizeof text) return NULL;
    memcpy(text, name.text, name.len);
    text[name.len] = '\0';
    for (const Library *at = session->libraries; at; at = at->older) {
        void *found = at->image ? image_global(at->image, name)
                                : library_symbol(at, text);
        if (found) return found;
    }
    return NULL;
}

static void library_print_from(const Library *library) {
    if (!library) return;
    library_print_from(library->older);
    printf("%-20.*s %.*s\n", STR_ARG(library->name), STR_ARG(library->path));
}

void library_print(const Session *session) {
    if (!session->libraries)
        printf("no library is loaded yet; %%lib NAME loads one\n");
    library_print_from(session->libraries);
}
