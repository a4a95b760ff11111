#include "session/settings.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "session/library.h"
#include "session/program.h"
#include "session/run.h"

/* What a settings line carries along. */
typedef struct Settings {
    Session *session;
    Arena arena;     /* of the line */
    Buf idle;        /* flags that change nothing */
    bool is_foreign; /* flags of a library, not of the reader's */
} Settings;

/* --- what is set --- */

/* "-DN" of "-DN=3": what a later flag of the same name replaces. */
static Str settings_flag_name(Str flag) {
    const char *equals = memchr(flag.text, '=', flag.len);
    return (Str){flag.text,
                 equals ? (size_t)(equals - flag.text) : flag.len};
}

static bool settings_is_same(Str a, Str b) {
    Str x = settings_flag_name(a), y = settings_flag_name(b);
    bool are_macros = x.len > 2 && y.len > 2 && strchr("DU", x.text[1]) &&
                      strchr("DU", y.text[1]);
    if (!are_macros) return str_equals(a, b);
    return str_equals((Str){x.text + 2, x.len - 2},
                      (Str){y.text + 2, y.len - 2});
}

static void settings_remember(Settings *settings, Str flag) {
    Buf *flags = &settings->session->flags;
    Buf kept = {0};
    for (const char *at = flags->text; at && *at;) {
        const char *end = strchrnul(at, '\n');
        Str line = {at, (size_t)(end - at)};
        if (!settings_is_same(line, flag))
            buf_printf(&kept, "%.*s\n", STR_ARG(line));
        at = *end ? end + 1 : end;
    }
    buf_printf(&kept, "%.*s\n", STR_ARG(flag));
    buf_done(flags);
    *flags = kept;
}

/* --- one setting --- */

static int settings_include(Settings *settings, Str directory, Err *err) {
    Session *session = settings->session;
    struct stat status;
    while (directory.len > 1 && directory.text[directory.len - 1] == '/')
        directory.len--;
    Str path = arena_dup(&session->arena, directory);
    if (stat(path.text, &status) < 0 && settings->is_foreign) return 0;
    if (stat(path.text, &status) < 0)
        return err_set(err,
                       "there is no directory '%s' (names are looked for "
                       "beside the notebook)",
                       path.text);
    if (!S_ISDIR(status.st_mode))
        return err_set(err, "'%s' is a file; %%include takes a directory",
                       path.text);
    return headers_add(&session->headers, path.text, err);
}

/* A cell of its own, so that whatever used the macro follows. */
static int settings_run(Settings *settings, Str code, Err *err) {
    Failure failure = {0};
    Run run = {.failure = &failure};
    bool is_ok = run_code(settings->session, STR("%cflags"), code, &run);
    if (!is_ok) (void)err_set(err, "%.*s", STR_ARG(buf_view(&failure.evalue)));
    failure_done(&failure);
    return is_ok ? 0 : -1;
}

static bool settings_is_name(Str name) {
    if (!name.len || isdigit((unsigned char)name.text[0])) return false;
    for (size_t i = 0; i < name.len; i++)
        if (!isalnum((unsigned char)name.text[i]) && name.text[i] != '_')
            return false;
    return true;
}

/* NAME, NAME=VALUE or NAME(x)=VALUE. */
static int settings_define(Settings *settings, Str text, Err *err) {
    Str head = settings_flag_name(text);
    const char *open = memchr(head.text, '(', head.len);
    Str name = {head.text, open ? (size_t)(open - head.text) : head.len};
    if (!settings_is_name(name))
        return err_set(err, "-D needs the name of a macro: -DNAME or "
                            "-DNAME=VALUE, not '-D%.*s'",
                       STR_ARG(text));
    Str value = head.len < text.len ? (Str){text.text + head.len + 1,
                                            text.len - head.len - 1}
                                    : STR("1");
    return settings_run(settings,
                        arena_printf(&settings->arena, "#define %.*s %.*s\n",
                                     STR_ARG(head), STR_ARG(value)),
                        err);
}

static int settings_undefine(Settings *settings, Str name, Err *err) {
    if (!settings_is_name(name))
        return err_set(err, "-U needs the name of a macro: -UNAME, not "
                            "'-U%.*s'",
                       STR_ARG(name));
    return settings_run(settings,
                        arena_printf(&settings->arena, "#undef %.*s\n",
                                     STR_ARG(name)),
                        err);
}

static int settings_library_directory(Settings *settings, Str directory,
                                      Err *err) {
    struct stat status;
    Str path = arena_dup(&settings->arena, directory);
    if (stat(path.text, &status) < 0 || !S_ISDIR(status.st_mode))
        return err_set(err, "there is no directory '%s' for -L", path.text);
    library_add_directory(settings->session, path);
    return 0;
}

static int settings_flags(Settings *settings, const Words *words, Err *err);

static int settings_library(Settings *settings, Str name, Err *err) {
    Words flags = {0};
    if (str_starts_with(name, STR("-L")))
        return settings_library_directory(
            settings, (Str){name.text + 2, name.len - 2}, err);
    if (library_load(settings->session, name, &settings->arena, &flags, err) <
        0)
        return -1;
    bool was_foreign = settings->is_foreign;
    settings->is_foreign = true;
    int result = settings_flags(settings, &flags, err);
    settings->is_foreign = was_foreign;
    return result;
}

/* --- flags --- */

typedef struct SettingsFlag {
    const char *prefix;
    int (*run)(Settings *settings, Str value, Err *err);
} SettingsFlag;

static const SettingsFlag settings_known[] = {
    {"-D", settings_define},
    {"-U", settings_undefine},
    {"-I", settings_include},
    {"-L", settings_library_directory},
    {"-l", settings_library},
};

/* Of other compilers' flags, those that would not change what a cell does. */
static bool settings_is_idle(Str flag) {
    static const char *const prefixes[] = {
        "-O",    "-g",      "-W",  "-w",   "-std=",     "-pedantic",
        "-ansi", "-march=", "-mtune=", "-pipe", "-pthread", "-fPIC",
        "-fpic", "-fPIE",   "-fno-omit-frame-pointer", "-fopenmp"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_starts_with(flag, str_of(prefixes[i]))) return true;
    return false;
}

static int settings_unknown(Settings *settings, Str flag, Err *err) {
    if (settings->is_foreign) return 0;
    if (settings_is_idle(flag)) {
        buf_printf(&settings->idle, " %.*s", STR_ARG(flag));
        return 0;
    }
    return err_set(err,
                   "%%cflags does not know '%.*s'; it takes -DNAME=VALUE, "
                   "-UNAME, -IDIRECTORY, -LDIRECTORY and -lLIBRARY",
                   STR_ARG(flag));
}

/* The flag at *at, whose value may be the next word. */
static int settings_flag(Settings *settings, const Words *words, uint32_t *at,
                         Err *err) {
    Str flag = words->items[*at];
    for (size_t i = 0; i < sizeof settings_known / sizeof *settings_known;
         i++) {
        const SettingsFlag *row = &settings_known[i];
        if (!str_starts_with(flag, str_of(row->prefix))) continue;
        if (flag.len == 2 && *at + 1 < words->count) {
            *at += 1;
            flag = arena_printf(&settings->arena, "%s%.*s", row->prefix,
                                STR_ARG(words->items[*at]));
        }
        if (flag.len == 2)
            return err_set(err, "'%s' needs something behind it", row->prefix);
        if (row->run(settings, (Str){flag.text + 2, flag.len - 2}, err) < 0)
            return -1;
        if (!settings->is_foreign) settings_remember(settings, flag);
        return 0;
    }
    return settings_unknown(settings, flag, err);
}

static int settings_flags(Settings *settings, const Words *words, Err *err) {
    for (uint32_t i = 0; i < words->count; i++)
        if (settings_flag(settings, words, &i, err) < 0) return -1;
    return 0;
}

/* --- a line --- */

static int settings_each(Settings *settings, const Words *words,
                         int (*run)(Settings *, Str, Err *), Err *err) {
    for (uint32_t i = 0; i < words->count; i++)
        if (run(settings, words->items[i], err) < 0) return -1;
    return 0;
}

/* `%args --` is for none. */
static int settings_arguments(const Words *words) {
    bool is_none = words->count == 1 && str_is(words->items[0], "--");
    program_set_arguments(is_none ? &(Words){0} : words);
    return 0;
}

/* `%lib z  # for crc32` */
static void settings_drop_comment(Words *words) {
    for (uint32_t i = 0; i < words->count; i++) {
        Str word = words->items[i];
        if (str_starts_with(word, STR("//")) || str_starts_with(word, STR("/*")) ||
            str_starts_with(word, STR("#")))
            words->count = i;
    }
}

static int settings_run_line(Settings *settings, Str name, Str arguments,
                             Err *err) {
    Words words;
    if (words_split(arguments, &settings->arena, &words, err) < 0) return -1;
    if (!str_is(name, "args")) settings_drop_comment(&words);
    if (str_is(name, "include"))
        return settings_each(settings, &words, settings_include, err);
    if (str_is(name, "lib"))
        return settings_each(settings, &words, settings_library, err);
    if (str_is(name, "args")) return settings_arguments(&words);
    int result = settings_flags(settings, &words, err);
    if (settings->idle.len)
        (void)fprintf(stderr, "note: these flags change nothing in a cell:%s\n",
                      settings->idle.text);
    return result;
}

int settings_line(Session *session, Str line, Err *err) {
    size_t len = 1;
    while (len < line.len && isalpha((unsigned char)line.text[len])) len++;
    Str name = {line.text + 1, len - 1};
    Str arguments = {line.text + len, line.len - len};
    while (arguments.len && strchr(" \t\r", arguments.text[0]))
        arguments.text++, arguments.len--;
    bool is_setting = line.text[0] == '%' &&
                      (str_is(name, "include") || str_is(name, "lib") ||
                       str_is(name, "cflags") || str_is(name, "args"));
    if (!is_setting || !arguments.len) return 0;
    Settings settings = {.session = session};
    int result = settings_run_line(&settings, name, arguments, err);
    session->has_changed = true;
    arena_clear(&settings.arena);
    buf_done(&settings.idle);
    return result < 0 ? -1 : 1;
}

static bool settings_is_repeated(const Session *session, uint32_t i) {
    const char *const *directories = session->headers.directories;
    for (uint32_t k = 0; k < i; k++)
        if (strcmp(directories[k], directories[i]) == 0) return true;
    return false;
}

void settings_print_include(const Session *session) {
    for (uint32_t i = 0; i < session->headers.count; i++)
        if (!settings_is_repeated(session, i)) printf("%s%s\n", session->headers.directories[i],
               i < session->headers.added ? "" : "   (always)");
}

void settings_print_flags(const Session *session) {
    if (session->flags.len) (void)fputs(session->flags.text, stdout);
    else printf("no flags are set; %%cflags -DNAME=VALUE sets a macro\n");
}
