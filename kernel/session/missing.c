#include "session/missing.h"

#include <unistd.h>

#include "cell/nearest.h"
#include "session/command.h"

/* `%lib mine` where ./libmine.so or ./libmine.a lies beside the notebook. */
static Str missing_beside(Str name, Arena *arena) {
    static const char *const suffixes[] = {".so", ".a"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        Str path = arena_printf(arena, "./lib%.*s%s", STR_ARG(name),
                                suffixes[i]);
        if (access(path.text, R_OK) == 0) return path;
    }
    return (Str){0};
}

/* The next line of a text; false at its end. */
static bool missing_line(Str *text, Str *ret) {
    if (!text->len) return false;
    *ret = str_next(text, '\n');
    return true;
}

/* The name that pkg-config knows and that looks most like this one. */
static Str missing_near(Str name, Arena *arena) {
    const char *argv[] = {"pkg-config", "--list-all", NULL};
    Buf output = {0}, complaint = {0};
    Nearest nearest = nearest_to(name);
    if (command_run(argv, &output, &complaint) == 0) {
        Str rest = arena_dup(arena, buf_view(&output)), line;
        while (missing_line(&rest, &line)) {
            size_t len = 0;
            while (len < line.len && line.text[len] != ' ') len++;
            nearest_consider(&nearest, (Str){line.text, len});
        }
    }
    buf_done(&output);
    buf_done(&complaint);
    return nearest.best;
}

static bool missing_is_digits(Str text) {
    for (size_t i = 0; i < text.len; i++)
        if (!str_has(STR("0123456789.-"), text.text[i])) return false;
    return true;
}

/* "libz3-dev" for z3: the package of this machine's lists that is called like
 * the library, apart from a version. */
static Str missing_package(Str name, Arena *arena) {
    Str stem = str_starts_with(name, STR("lib"))
                   ? arena_dup(arena, name)
                   : arena_printf(arena, "lib%.*s", STR_ARG(name));
    const char *argv[] = {"apt-cache", "pkgnames", stem.text, NULL};
    Buf output = {0}, complaint = {0};
    Str best = {0};
    if (command_run(argv, &output, &complaint) == 0) {
        Str rest = arena_dup(arena, buf_view(&output)), line;
        while (missing_line(&rest, &line)) {
            if (line.len < stem.len + 4 ||
                !str_is((Str){line.text + line.len - 4, 4}, "-dev") ||
                !missing_is_digits((Str){line.text + stem.len,
                                         line.len - 4 - stem.len}))
                continue;
            if (!best.len || line.len < best.len) best = line;
        }
    }
    buf_done(&output);
    buf_done(&complaint);
    return best;
}

int missing_library(Str name, Arena *arena, Err *err) {
    Str beside = missing_beside(name, arena);
    if (beside.len)
        return err_set(err,
                       "there is no library '%.*s' on this machine, but one "
                       "lies beside the notebook: %%lib %.*s",
                       STR_ARG(name), STR_ARG(beside));
    Str package = missing_package(name, arena);
    if (package.len)
        return err_set(err,
                       "there is no library '%.*s' on this machine; the "
                       "Debian package %.*s has it: apt install %.*s",
                       STR_ARG(name), STR_ARG(package), STR_ARG(package));
    Str near = missing_near(name, arena);
    if (near.len)
        return err_set(err,
                       "there is no library '%.*s' on this machine; did you "
                       "mean %%lib %.*s?",
                       STR_ARG(name), STR_ARG(near));
    return err_set(err,
                   "there is no library '%.*s' on this machine: pkg-config "
                   "does not know it, and there is no lib%.*s.so and no "
                   "lib%.*s.a; install it, or give its path: %%lib "
                   "./lib%.*s.so",
                   STR_ARG(name), STR_ARG(name), STR_ARG(name),
                   STR_ARG(name));
}
