#include "session/surroundings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"

enum { SURROUNDINGS_PATH = 4096 };

/* "~/x" and "~" are in the reader's home. Own. */
static char *surroundings_path(Str text) {
    Buf path = {0};
    const char *home = getenv("HOME");
    bool is_home = str_is(text, "~") || str_starts_with(text, STR("~/"));
    if (is_home && home) {
        buf_add_str(&path, str_of(home));
        text.text++;
        text.len--;
    }
    buf_add_str(&path, text);
    return buf_take(&path);
}

bool surroundings_cd(Session *session, Str folder, Failure *failure) {
    char here[SURROUNDINGS_PATH];
    char *path = surroundings_path(folder.len ? folder : STR("."));
    (void)session;
    bool is_ok = chdir(path) == 0;
    if (!is_ok)
        failure_set(failure, "FileError", "cannot go to '%s': %s", path,
                    strerror(errno));
    else if (getcwd(here, sizeof here))
        printf("%s\n", here);
    free(path);
    return is_ok;
}

static void surroundings_print_all(void) {
    for (char **row = environ; *row; row++) printf("%s\n", *row);
}

bool surroundings_env(Session *session, Str setting, Failure *failure) {
    (void)session;
    const char *sign =
        setting.len ? memchr(setting.text, '=', setting.len) : NULL;
    size_t len = sign ? (size_t)(sign - setting.text) : setting.len;
    char *name = mem_dup(setting.text, len);
    bool is_ok = true;
    if (!setting.len) {
        surroundings_print_all();
    } else if (sign) {
        char *value = mem_dup(sign + 1, setting.len - len - 1);
        is_ok = setenv(name, value, 1) == 0;
        free(value);
        if (!is_ok)
            failure_set(failure, "UsageError",
                        "%%env takes NAME=VALUE; '%s' is no name", name);
    } else {
        const char *value = getenv(name);
        is_ok = value != NULL;
        if (is_ok) printf("%s\n", value);
        else
            failure_set(failure, "NameError",
                        "there is no '%s' in the environment; %%env lists all",
                        name);
    }
    free(name);
    return is_ok;
}

bool surroundings_run(Session *session, Str file, Failure *failure) {
    Buf code = {0};
    char name[RUN_NAME_SIZE];
    Run run = {.failure = failure};
    bool is_path = file.len && !str_has(file, '"') && !str_has(file, '\n');
    if (!is_path) {
        failure_set(failure, "UsageError",
                    "%%run takes a file of C: %%run program.c");
        return false;
    }
    char *path = surroundings_path(file);
    buf_printf(&code, "#include \"%s\"\n", path);
    bool is_ok = run_code(session, run_name(session, name), buf_view(&code),
                          &run);
    buf_done(&code);
    free(path);
    return is_ok;
}

bool surroundings_write(Str file, Str body, Failure *failure) {
    Err err = {0};
    if (!file.len) {
        failure_set(failure, "UsageError",
                    "%%%%writefile takes the name of the file");
        return false;
    }
    char *path = surroundings_path(file);
    bool is_new = access(path, F_OK) != 0;
    bool is_ok = io_write_file(path, body, &err) == 0;
    if (is_ok) printf("%s %s\n", is_new ? "wrote" : "overwrote", path);
    else failure_set(failure, "FileError", "%s", err.text);
    free(path);
    return is_ok;
}
