#include "session/program.h"

#include <ctype.h>
#include <errno.h>
#include <fenv.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

#include "session/guard.h"

/* What cell code reaches by name has to be global. */
int program_argc = 1;
char **program_argv;

/* The arguments as they were set, each ended by a NUL; own. */
static struct {
    char *text;
    size_t len;
    int count;
} program;

/* The notebook's name, if whoever started the kernel has said it. */
static const char *program_name(void) {
    static char name[256];
    const char *path = getenv("JPY_SESSION_NAME");
    const char *slash = path ? strrchr(path, '/') : NULL;
    if (slash) path = slash + 1;
    (void)snprintf(name, sizeof name, "%s", path && *path ? path : "program");
    char *dot = strrchr(name, '.');
    if (dot && strcmp(dot, ".ipynb") == 0) *dot = '\0';
    return name;
}

void program_set_arguments(const Words *words) {
    free(program.text);
    program.text = NULL;
    program.len = 0;
    program.count = (int)words->count;
    for (uint32_t i = 0; i < words->count; i++) {
        Str word = words->items[i];
        program.text = mem_grow(program.text, program.len + word.len + 1);
        memcpy(program.text + program.len, word.text, word.len + 1);
        program.len += word.len + 1;
    }
}

void program_print_arguments(void) {
    const char *at = program.text;
    printf("argv[0]  %s\n", program_name());
    for (int i = 1; i <= program.count; i++, at += strlen(at) + 1)
        printf("argv[%d]  %s\n", i, at);
}

/* In one block, new each time: a program may write to its arguments. */
static void program_make_arguments(void) {
    const char *name = program_name();
    size_t pointers = (size_t)(program.count + 2) * sizeof(char *);
    size_t first = strlen(name) + 1;
    free(program_argv);
    program_argv = mem_alloc(pointers + first + program.len);
    char *room = (char *)program_argv + pointers;
    memcpy(room, name, first);
    if (program.len) memcpy(room + first, program.text, program.len);
    for (int i = 0; i <= program.count; i++, room += strlen(room) + 1)
        program_argv[i] = room;
    program_argc = program.count + 1;
}

/* getopt keeps its place in the last program's arguments. */
static void program_reset_getopt(void) {
    char *nothing[] = {program_argv[0], NULL};
    optind = 0;
    (void)getopt(1, nothing, "");
    optind = opterr = 1;
    optopt = '?';
    optarg = NULL;
}

/* Does the text call for a `main` of its own? */
static bool program_is_one(Str code) {
    const char *at = code.text, *end = code.text + code.len;
    while (at && (at = memmem(at, (size_t)(end - at), "main", 4))) {
        bool is_word = at == code.text || !(isalnum((unsigned char)at[-1]) ||
                                            at[-1] == '_');
        at += 4;
        const char *next = at;
        while (next < end && (*next == ' ' || *next == '\n')) next++;
        if (is_word && next < end && *next == '(') return true;
    }
    return false;
}

/* A macro of an earlier program would change the text of this one; so would
 * its own `struct stat`. */
static bool program_is_in_the_way(const Node *node) {
    if (node->space == SPACE_MACRO && node->source->is_cell) return true;
    return preload_find(node->space, node->name) != PRELOAD_NONE;
}

void program_clear_names(Session *session, Str code) {
    if (!program_is_one(code)) return;
    for (int space = 0; space < SPACE_KINDS; space++) {
        size_t at = 0;
        const MapEntry *entry;
        while ((entry = map_next(&session->graph.nodes[space], &at))) {
            Node *node = entry->value;
            if (!node->text->is_program || !program_is_in_the_way(node))
                continue;
            /* Types of others may lead into its text: that stays. */
            node->text->references++;
            graph_remove(&session->graph, node);
        }
    }
}

void program_begin(void) {
    unsigned short seed[3] = {0};
    program_make_arguments();
    program_reset_getopt();
    guard_reset_signals();
    srand(1);
    (void)seed48(seed);
    (void)setlocale(LC_ALL, "C");
    (void)fesetenv(FE_DFL_ENV);
    errno = 0;
}

/* A timer that the program left behind would go off in a later cell, or kill
 * a session that is idle. */
void program_end(void) {
    struct itimerval none = {{0, 0}, {0, 0}};
    (void)setitimer(ITIMER_REAL, &none, NULL);
}
