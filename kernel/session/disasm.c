#include "session/disasm.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "session/command.h"
#include "session/trace.h"

/* The code of a function in a file that objdump can read. */
static int disasm_file(const void *code, size_t size) {
    int fd = memfd_create("asm", 0);
    if (fd < 0) return -1;
    if (write(fd, code, size) == (ssize_t)size) return fd;
    (void)close(fd);
    return -1;
}

/* "  7f01c: 55  push %rbp" begins with an address. */
static const void *disasm_address(Str line) {
    char digits[24];
    size_t at = 0, len = 0;
    while (at < line.len && line.text[at] == ' ') at++;
    while (at + len < line.len && len + 1 < sizeof digits &&
           line.text[at + len] != ':')
        len++;
    if (!len || at + len == line.len || line.text[at + len] != ':') return NULL;
    (void)snprintf(digits, sizeof digits, "%.*s", (int)len, line.text + at);
    char *end;
    unsigned long long address = strtoull(digits, &end, 16);
    return *end ? NULL : (const void *)(uintptr_t)address;
}

/* "In[3]:2  return x * x;", where that is another line than the one before.
 * The instruction is the one before the counter that trace_place_of takes. */
static void disasm_print_place(const Session *session, const void *at,
                               Str *last) {
    Problem place = {0};
    if (!trace_place_of(session, (const char *)at + 1, &place)) return;
    uint32_t number = source_place(place.source, place.span.begin).line;
    Str line = source_line(place.source, number);
    if (line.text == last->text) return;
    *last = line;
    printf("%.*s:%u  %.*s\n", STR_ARG(place.source->name), number,
           STR_ARG(line));
}

static void disasm_print(const Session *session, Str listing) {
    Str last = {0};
    while (listing.len) {
        Str line = str_next(&listing, '\n');
        const void *at = disasm_address(line);
        if (at) disasm_print_place(session, at, &last);
        if (at) printf("    %.*s\n", STR_ARG(line));
    }
}

static bool disasm_code(const Session *session, const void *code, size_t size,
                        Failure *failure) {
    char path[64], origin[40];
    Buf listing = {0}, complaint = {0};
    int fd = disasm_file(code, size);
    (void)snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)getpid(), fd);
    (void)snprintf(origin, sizeof origin, "--adjust-vma=%p", code);
    const char *const argv[] = {
        "objdump", "-D", "-b", "binary", "-m", "i386:x86-64",
        "--no-show-raw-insn", origin, path, NULL};
    int status = fd < 0 ? COMMAND_MISSING
                        : command_run(argv, &listing, &complaint);
    if (fd >= 0) (void)close(fd);
    if (status == 0) disasm_print(session, buf_view(&listing));
    else
        failure_set(failure, "CommandError",
                    "%%asm asks objdump, which does not run here: install "
                    "binutils");
    buf_done(&listing);
    buf_done(&complaint);
    return status == 0;
}

bool disasm_line(Session *session, Str name, Failure *failure) {
    const Node *node = graph_find(&session->graph, SPACE_ORDINARY, name);
    if (!node || node->kind != NODE_FUNCTION || !node->handle) {
        failure_set(failure, "NameError",
                    "%%asm takes the name of a function that a cell has "
                    "defined; there is no '%.*s'",
                    STR_ARG(name));
        return false;
    }
    const void *code = slot_target(node->handle);
    size_t size = 0;
    const Image *image = code ? space_image_at(session->space, code) : NULL;
    const void *start = image ? image_symbol(image, name, &size) : NULL;
    if (!start || start != code || !size) {
        failure_set(failure, "NameError",
                    "the code of '%.*s' is not known: it is declared, or comes "
                    "from a library",
                    STR_ARG(name));
        return false;
    }
    return disasm_code(session, code, size, failure);
}
