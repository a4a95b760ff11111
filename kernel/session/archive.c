#include "session/archive.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "session/command.h"
#include "session/library.h"
#include "session/load.h"
#include "session/trial.h"

enum { ARCHIVE_LARGEST = 1 << 30 };

/* A folder that nobody else can write to, for what the tools make. */
typedef struct Workshop {
    char folder[32];
    char file[48];
} Workshop;

static int archive_open_workshop(Workshop *ret, Err *err) {
    *ret = (Workshop){.folder = "/tmp/nabla-library-XXXXXX"};
    if (!mkdtemp(ret->folder))
        return err_errno(err, "cannot make a folder", ret->folder);
    (void)snprintf(ret->file, sizeof ret->file, "%s/library", ret->folder);
    return 0;
}

static void archive_close_workshop(const Workshop *workshop) {
    (void)unlink(workshop->file);
    (void)rmdir(workshop->folder);
}

/* Run a tool; if it fails, its first line says why. */
static int archive_tool(const char *const *argv, const char *path, Err *err) {
    Buf output = {0}, complaint = {0};
    int status = command_run(argv, &output, &complaint);
    if (status == COMMAND_MISSING)
        (void)err_set(err,
                      "loading the static library '%s' needs the program "
                      "'%s', which is not on this machine (the Debian "
                      "packages binutils and gcc have it)",
                      path, argv[0]);
    else if (status != 0)
        (void)err_set(err, "'%s' is damaged, or not for this machine: %.*s",
                      path, complaint.text ? (int)strcspn(complaint.text, "\n")
                                           : 0,
                      complaint.text ? complaint.text : "");
    buf_done(&output);
    buf_done(&complaint);
    return status == 0 ? 0 : -1;
}

/* --- by our linker --- */

static void *archive_find_first(void *context, Str name) {
    (void)context;
    return load_builtin(name);
}

static void *archive_find_last(void *context, Str name) {
    const Session *session = context;
    void *found = library_find(session, name);
    const Node *node =
        found ? NULL : graph_find(&session->graph, SPACE_ORDINARY, name);
    return node ? node->place : found;
}

static Image *archive_link(Session *session, const char *path,
                           const char *object, Err *err) {
    Names names = {session, archive_find_first, archive_find_last};
    Buf bytes = {0};
    Str missing = {0};
    Image *image = NULL;
    if (io_read_file(object, ARCHIVE_LARGEST, &bytes, err) == 0)
        image = image_load(session->space, buf_view(&bytes), &names, &missing,
                           err);
    if (!image && missing.len)
        (void)err_set(err,
                      "'%s' needs '%.*s', which no library that is loaded "
                      "has; load the library that has it first, with %%lib",
                      path, STR_ARG(missing));
    buf_done(&bytes);
    return image;
}

static bool archive_is_object(const char *path) {
    size_t len = strlen(path);
    return len > 2 && strcmp(path + len - 2, ".o") == 0;
}

static int archive_join(const char *path, const Workshop *workshop, Err *err) {
    const char *argv[] = {"ld",           "-r", "-o", workshop->file,
                          "--whole-archive", path, NULL};
    return archive_tool(argv, path, err);
}

/* --- by the system's loader --- */

static void *archive_open(const char *path, const Workshop *workshop,
                          Err *err) {
    const char *argv[] = {"cc",
                          "-shared",
                          "-o",
                          workshop->file,
                          "-Wl,-Bsymbolic",
                          "-Wl,--whole-archive",
                          path,
                          "-Wl,--no-whole-archive",
                          NULL};
    if (archive_tool(argv, path, err) < 0) return NULL;
    if (trial_open(workshop->file, err) < 0) return NULL;
    return dlopen(workshop->file, RTLD_NOW | RTLD_GLOBAL);
}

/* The first complaint is the one that counts: the second way is for few. */
int archive_load(Session *session, const char *path, Archive *ret, Err *err) {
    Workshop workshop;
    Err second;
    *ret = (Archive){0};
    if (archive_open_workshop(&workshop, err) < 0) return -1;
    if (archive_is_object(path))
        ret->image = archive_link(session, path, path, err);
    else if (archive_join(path, &workshop, err) == 0)
        ret->image = archive_link(session, path, workshop.file, err);
    if (!ret->image) ret->handle = archive_open(path, &workshop, &second);
    archive_close_workshop(&workshop);
    return ret->image || ret->handle ? 0 : -1;
}
