#include "support/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"

bool oracle_command(const char *command, Buf *ret) {
    FILE *pipe = popen(command, "re");
    if (!pipe) return false;
    size_t len;
    do {
        enum {
            PIECE = 65536
        };
        len = fread(buf_reserve(ret, PIECE), 1, PIECE, pipe);
        ret->len += len;
    } while (len > 0);
    buf_add_str(ret, STR(""));
    return pclose(pipe) == 0;
}

bool oracle_exists(const char *compiler) {
    Buf command = {0}, unused = {0};
    buf_printf(&command, "command -v %s >/dev/null 2>&1", compiler);
    bool exists = oracle_command(command.text, &unused);
    buf_done(&command);
    buf_done(&unused);
    return exists;
}

bool oracle_run(const char *compiler, Str program, Buf *ret) {
    char folder[] = "/tmp/oracle-XXXXXX";
    if (!mkdtemp(folder)) return false;
    Buf path = {0}, command = {0};
    buf_printf(&path, "%s/program.c", folder);
    buf_printf(&command, "cd %s && %s -w -o program program.c && ./program",
               folder, compiler);
    bool is_fine = io_write_file(path.text, program, NULL) == 0 &&
                   oracle_command(command.text, ret);
    if (is_fine) {
        buf_clear(&command);
        buf_printf(&command, "rm -r %s", folder);
        Buf unused = {0};
        (void)oracle_command(command.text, &unused);
        buf_done(&unused);
    } else {
        (void)fprintf(stderr, "%s cannot run %s\n", compiler, path.text);
    }
    buf_done(&path);
    buf_done(&command);
    return is_fine;
}
