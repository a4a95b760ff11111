#include "assist/paths.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { PATHS_LONGEST = 4096, PATHS_MOST_READ = 5000 };

typedef struct Folder {
    Str path;   /* with its `/` at the end; empty: the working directory */
    Str prefix; /* of the names in it */
    bool is_headers;
    MatchScope scope;
} Folder;

/* "a/b/c" -> "a/b/" and "c" */
static Folder paths_split(Str path) {
    size_t cut = path.len;
    while (cut > 0 && path.text[cut - 1] != '/') cut--;
    return (Folder){.path = {path.text, cut},
                    .prefix = {path.text + cut, path.len - cut},
                    .scope = MATCH_SESSION};
}

static bool paths_is_folder(Str path, const char *name) {
    char whole[PATHS_LONGEST];
    struct stat info;
    int len = snprintf(whole, sizeof whole, "%.*s%s", STR_ARG(path), name);
    return len > 0 && len < PATHS_LONGEST && stat(whole, &info) == 0 &&
           S_ISDIR(info.st_mode);
}

static void paths_add_entry(const Folder *folder, Str place, const char *name,
                            Matches *matches) {
    Str text = str_of(name);
    bool is_hidden = name[0] == '.' && !str_starts_with(folder->prefix, STR("."));
    if (is_hidden || !str_starts_with(text, folder->prefix)) return;
    if (str_is(text, ".") || str_is(text, "..")) return;
    bool is_folder = paths_is_folder(place, name);
    bool is_header = text.len > 2 && name[text.len - 2] == '.' &&
                     name[text.len - 1] == 'h';
    if (folder->is_headers && !is_folder && !is_header) return;
    const Match match = {
        .text = arena_printf(matches->arena, "%s%s", name, is_folder ? "/" : ""),
        .type = is_folder ? "folder" : "file",
        .scope = folder->scope,
        .fit = FIT_UNKNOWN};
    matches_add(matches, &match);
}

static void paths_read(const Folder *folder, Str place, Matches *matches) {
    char path[PATHS_LONGEST];
    if (place.len >= sizeof path) return;
    (void)snprintf(path, sizeof path, "%.*s", STR_ARG(place));
    DIR *listing = opendir(place.len ? path : ".");
    if (!listing) return;
    const struct dirent *entry;
    for (int i = 0; i < PATHS_MOST_READ && (entry = readdir(listing)); i++)
        paths_add_entry(folder, place, entry->d_name, matches);
    (void)closedir(listing);
}

/* "~/" is the reader's home. */
static Str paths_home(Str path, Arena *arena) {
    const char *home = getenv("HOME");
    if (!home || !str_starts_with(path, STR("~/"))) return path;
    return arena_printf(arena, "%s%.*s", home, (int)path.len - 1,
                        path.text + 1);
}

void paths_add(Str prefix, Matches *matches) {
    if (str_has(prefix, '\0')) return;
    Folder folder = paths_split(prefix);
    matches->begin += folder.path.len;
    paths_read(&folder, paths_home(folder.path, matches->arena), matches);
    matches_sort(matches);
}

void paths_add_headers(const Assist *assist, Str prefix, bool is_quoted,
                       Matches *matches) {
    if (str_has(prefix, '\0')) return;
    Folder folder = paths_split(prefix);
    folder.is_headers = true;
    matches->begin += folder.path.len;
    if (is_quoted) paths_read(&folder, folder.path, matches);
    folder.scope = MATCH_LIBRARY;
    const Headers *headers = assist->headers;
    for (uint32_t i = 0; headers && i < headers->count; i++)
        paths_read(&folder,
                   arena_printf(matches->arena, "%s/%.*s",
                                headers->directories[i],
                                STR_ARG(folder.path)),
                   matches);
    matches_sort(matches);
}
