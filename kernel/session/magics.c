#include "session/magics.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#include "base/clock.h"
#include "base/fault.h"
#include "cell/nearest.h"
#include "graph/own_headers.h"
#include "session/bench.h"
#include "session/check/check.h"
#include "session/complain.h"
#include "session/disasm.h"
#include "session/expansion.h"
#include "session/export.h"
#include "session/inspect.h"
#include "session/library.h"
#include "session/load.h"
#include "session/past.h"
#include "session/program.h"
#include "session/check/replay.h"
#include "session/report.h"
#include "session/settings.h"
#include "session/show.h"
#include "session/surroundings.h"

typedef struct Magic {
    const char *name;
    const char *usage;
    const char *help;
    bool (*run)(Session *session, Str arguments, Failure *failure);
} Magic;

static Str magics_trim(Str text) {
    while (text.len && (text.text[0] == ' ' || text.text[0] == '\t'))
        text.text++, text.len--;
    while (text.len && strchr(" \t\r\n", text.text[text.len - 1])) text.len--;
    return text;
}

static double magics_now(void) {
    return (double)clock_ns(CLOCK_MONOTONIC) * 1e-9;
}

static void magics_print_time(double seconds) {
    if (seconds < 1e-3) printf("time: %.0f µs\n", seconds * 1e6);
    else if (seconds < 1) printf("time: %.1f ms\n", seconds * 1e3);
    else printf("time: %.2f s\n", seconds);
}

/* C from inside a running cell, as a cell of its own. */
static bool magics_time(Session *session, Str code, Failure *failure) {
    Run run = {.failure = failure};
    char name[RUN_NAME_SIZE];
    double start = magics_now();
    bool is_ok = run_code(session, run_name(session, name), code, &run);
    if (is_ok) magics_print_time(magics_now() - start);
    return is_ok;
}

/* A line of a list is for finding things; a value in full has its cell. */
static void magics_shorten(Buf *text) {
    enum { MOST = 120 };
    if (text->len <= MOST) return;
    text->len = MOST;
    while ((text->text[text->len] & 0xc0) == 0x80) text->len--;
    buf_add_str(text, STR("\u2026"));
}

static void magics_print_node(const Node *node) {
    Buf text = {0};
    buf_printf(&text, "%.*s", STR_ARG(node->declaration));
    if (node->kind == NODE_VARIABLE && node->place) {
        buf_clear(&text);
        type_print(node->symbol.type, node->name, &text);
        buf_printf(&text, " = ");
        show_text(node->symbol.type, load_storage(node), 0, &text);
    }
    magics_shorten(&text);
    printf("%-60.*s %.*s\n", STR_ARG(buf_view(&text)),
           STR_ARG(node_origin(node)));
    buf_done(&text);
}

/* Declared by a header of the system, or of the kernel's own as <complex.h>. */
static bool magics_is_of_system(const Node *node) {
    Str file = node->source->name;
    return !node->source->is_cell &&
           (own_headers_text(file).len || str_starts_with(file, STR("/usr/")));
}

static bool magics_who(Session *session, Str arguments, Failure *failure) {
    (void)arguments;
    (void)failure;
    size_t count = 0, at = 0;
    const MapEntry *entry;
    const Map *nodes = &session->graph.nodes[SPACE_ORDINARY];
    const Node **rows = mem_alloc((nodes->count + 1) * sizeof *rows);
    while ((entry = map_next(nodes, &at))) rows[count++] = entry->value;
    qsort(rows, count, sizeof *rows, node_order);
    for (size_t i = 0; i < count; i++)
        if (!magics_is_of_system(rows[i]) &&
            !str_starts_with(rows[i]->name, STR("nb__")))
            magics_print_node(rows[i]);
    if (!count) printf("nothing is defined yet\n");
    past_print_stale(session);
    free(rows);
    return true;
}

/* The supervisor ends this process and wakes the copy that slept before the
 * cells to undo; if there is none, it has told the reader already. */
static bool magics_undo(Session *session, Str arguments, Failure *failure) {
    Str count = arguments.len ? arguments : STR("1");
    bool is_number =
        count.len <= 3 && strspn(count.text, "0123456789") >= count.len;
    if (!is_number || strspn(count.text, "0") >= count.len) {
        failure_set(failure, "UsageError",
                    "%%undo takes the number of cells to undo, not '%.*s'",
                    STR_ARG(arguments));
        return false;
    }
    (void)fflush(NULL);
    report_record(session, RECORD_UNDO, &count, 1);
    fault_at(FAULT_undoing);
    report_wait_shown(session);
    return true;
}

/* %undo 0 is what the supervisor takes for all cells. */
static bool magics_reset(Session *session, Str arguments, Failure *failure) {
    if (arguments.len) {
        failure_set(failure, "UsageError",
                    "%%reset forgets everything and takes no words, so not "
                    "'%.*s'; %%undo takes back single cells",
                    STR_ARG(arguments));
        return false;
    }
    (void)fflush(NULL);
    report_record(session, RECORD_UNDO, &STR("0"), 1);
    report_wait_shown(session);
    return true;
}

/* With arguments these act while the cell is read: see settings.h. */
static bool magics_include(Session *session, Str arguments,
                           Failure *failure) {
    (void)arguments, (void)failure;
    settings_print_include(session);
    return true;
}

static bool magics_lib(Session *session, Str arguments, Failure *failure) {
    (void)arguments, (void)failure;
    library_print(session);
    return true;
}

static bool magics_cflags(Session *session, Str arguments, Failure *failure) {
    (void)arguments, (void)failure;
    settings_print_flags(session);
    return true;
}

static bool magics_args(Session *session, Str arguments, Failure *failure) {
    (void)session, (void)arguments, (void)failure;
    program_print_arguments();
    return true;
}

static bool magics_help(Session *session, Str arguments, Failure *failure);
static bool magics_unknown(const char *sign, Str name, Failure *failure);

static const Magic magics_lines[] = {
    {"args", "%args WORD...", "what main gets as argv; %args -- for none",
     magics_args},
    {"asm", "%asm FUNCTION", "its machine code, with your lines", disasm_line},
    {"cd", "%cd FOLDER", "go there; files are looked for from there",
     surroundings_cd},
    {"cflags", "%cflags FLAG...", "-DNAME=VALUE -UNAME -IDIR -LDIR -lNAME",
     magics_cflags},
    {"env", "%env NAME=VALUE", "set a variable of the environment",
     surroundings_env},
    {"expand", "%expand CODE", "C with its macros expanded", expansion_line},
    {"export", "%export FILE.c", "the cells that ran, as one C program",
     export_write},
    {"help", "%help [NAME]", "this list, or what one of them does",
     magics_help},
    {"history", "%history [CELLS]", "the cells so far, or the last few",
     past_history},
    {"include", "%include DIR", "look for headers there, too",
     magics_include},
    {"lib", "%lib NAME", "load a library: z, ./libmine.so, libmine.a, mine.o",
     magics_lib},
    {"reset", "%reset", "forget everything: the session begins anew",
     magics_reset},
    {"run", "%run FILE.c", "a file of C, as if it stood here",
     surroundings_run},
    {"time", "%time STATEMENTS", "run C and print how long it took",
     magics_time},
    {"timeit", "%timeit STATEMENTS", "run C many times: mean and spread",
     bench_line},
    {"undo", "%undo [CELLS]", "take back the last cell, or the last few",
     magics_undo},
    {"who", "%who", "what this session has defined, and where", magics_who},
    {"whos", "%whos", "the same", magics_who},
};

static const AssistMagic magics_cells[] = {
    {"%%bench", "run the statements of the cell many times: mean and spread"},
    {"%%check", "run the cell and look at each use of memory: slow, and exact"},
    {"%%expand", "the cell with its macros expanded; nothing runs"},
    {"%%fast", "wait for the C compiler, so that all of the cell runs fast"},
    {"%%time", "run the whole cell and print how long"},
    {"%%writefile FILE", "write the rest of the cell into a file"},
    {"!COMMAND", "run a command of the shell"},
    {"NAME?", "what is known about a name; NAME?? tells all of it"},
};

enum {
    MAGICS_LINES = sizeof magics_lines / sizeof *magics_lines,
    MAGICS_CELLS = sizeof magics_cells / sizeof *magics_cells
};

const AssistMagic *magics_all(size_t *ret_count) {
    static AssistMagic all[MAGICS_LINES + MAGICS_CELLS];
    for (size_t i = 0; i < MAGICS_LINES; i++)
        all[i] = (AssistMagic){magics_lines[i].usage, magics_lines[i].help};
    memcpy(all + MAGICS_LINES, magics_cells, sizeof magics_cells);
    *ret_count = MAGICS_LINES + MAGICS_CELLS;
    return all;
}

/* The name of a magic with its sign: "%%time". */
static Str magics_signed(const AssistMagic *magic) {
    return (Str){magic->usage, strcspn(magic->usage, " ")};
}

/* "time", "%time" and "%%time" all ask for both. */
static bool magics_help_one(Str name, Failure *failure) {
    size_t count, found = 0;
    const AssistMagic *all = magics_all(&count);
    while (name.len && name.text[0] == '%') name.text++, name.len--;
    for (size_t i = 0; i < count; i++) {
        Str word = magics_signed(&all[i]);
        while (word.len && word.text[0] == '%') word.text++, word.len--;
        if (!str_equals(word, name)) continue;
        printf("%-20s %s\n", all[i].usage, all[i].help);
        found++;
    }
    return found || magics_unknown("%", name, failure);
}

static bool magics_help(Session *session, Str arguments, Failure *failure) {
    (void)session;
    size_t count;
    const AssistMagic *all = magics_all(&count);
    if (arguments.len) return magics_help_one(arguments, failure);
    for (size_t i = 0; i < count; i++)
        printf("%-20s %s\n", all[i].usage, all[i].help);
    printf("Without words, %%args, %%cflags, %%include and %%lib tell what is "
           "set.\n");
    return true;
}

/* A command's output goes where the cell's goes. */
static bool magics_shell(Str command, Failure *failure) {
    char *text = mem_dup(command.text, command.len);
    (void)fflush(stdout);
    int status = system(text);
    free(text);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    failure_set(failure, "CommandError", "'%.*s' ended with status %d",
                STR_ARG(command), code);
    return false;
}

static bool magics_question(Session *session, Str line, Failure *failure) {
    int level = 0;
    for (size_t i = 0; i + 1 < line.len; i++)
        level |= line.text[i] == '?' && line.text[i + 1] == '?';
    while (line.len && line.text[0] == '?') line.text++, line.len--;
    while (line.len && line.text[line.len - 1] == '?') line.len--;
    line = magics_trim(line);
    nb_mime faces[INSPECT_MAX_FACES];
    size_t count = inspect_name(session, line, level, faces);
    if (!count) {
        Str near = graph_nearest(&session->graph, line, NEAREST_ANY);
        failure_set(failure, "NameError", "nothing is known about '%.*s'%s%.*s%s",
                    STR_ARG(line), near.len ? "; did you mean '" : "",
                    STR_ARG(near), near.len ? "'?" : "");
        return false;
    }
    report_bundle(session, RECORD_PAGE, NULL, 0, faces, count);
    inspect_free(faces, count);
    return true;
}

/* "time f();" -> "time" and "f();" */
static Str magics_split(Str line, Str *ret_arguments) {
    size_t len = 0;
    while (len < line.len && !strchr(" \t\r\n", line.text[len])) len++;
    *ret_arguments =
        magics_trim((Str){line.text + len, line.len - len});
    return (Str){line.text, len};
}

/* The nearest one; where none is near, the one that begins alike. */
static const char *magics_nearest(const char *sign, Str name) {
    size_t count, longest = 0;
    const AssistMagic *all = magics_all(&count);
    const char *best = "%help";
    Nearest nearest = nearest_to(name);
    for (size_t i = 0; i < count; i++) {
        Str word = magics_signed(&all[i]);
        size_t len = strlen(sign), same = 0;
        if (!str_starts_with(word, str_of(sign)) || word.text[len] == '%' ||
            word.text[0] != '%')
            continue;
        word = (Str){word.text + len, word.len - len};
        Str before = nearest.best;
        nearest_consider(&nearest, word);
        while (same < name.len && same < word.len &&
               word.text[same] == name.text[same])
            same++;
        bool is_nearer = nearest.best.text != before.text;
        if (!is_nearer && (nearest.best.len || same <= longest)) continue;
        longest = same;
        best = all[i].usage;
    }
    return best;
}

static bool magics_unknown(const char *sign, Str name, Failure *failure) {
    const char *near = magics_nearest(sign, name);
    failure_set(failure, "UnknownMagic",
                "there is no magic %s%.*s; did you mean %.*s? %%help lists "
                "them",
                sign, STR_ARG(name), (int)strcspn(near, " "), near);
    return false;
}

bool magics_line(Session *session, Str line, Failure *failure) {
    line = magics_trim(line);
    Str rest = {line.text + 1, line.len - 1};
    if (line.text[0] == '!') return magics_shell(magics_trim(rest), failure);
    if (line.text[0] != '%') return magics_question(session, line, failure);
    Str arguments, name = magics_split(rest, &arguments);
    for (size_t i = 0; i < sizeof magics_lines / sizeof *magics_lines; i++)
        if (str_is(name, magics_lines[i].name))
            return magics_lines[i].run(session, arguments, failure);
    return magics_unknown("%", name, failure);
}

/* %%check, %%fast, %%time: the cell runs as always, but for one thing. */
static bool magics_cell_runs(Session *session, Str magic, Str name, Str body,
                             Run *run) {
    bool is_check = str_is(magic, "check"), is_fast = str_is(magic, "fast");
    double start = magics_now();
    if (!is_check && !is_fast && !str_is(magic, "time"))
        return magics_unknown("%%", magic, run->failure);
    if (is_check) check_begin(session);
    session->wants_fast = is_fast && !replay_is_on();
    bool is_ok = run_code(session, name, body, run);
    session->wants_fast = false;
    if (is_check) check_end(session);
    else if (is_ok && !is_fast) magics_print_time(magics_now() - start);
    return is_ok;
}

bool magics_cell(Session *session, Str name, Str code, Run *run) {
    Str text = magics_trim(code);
    if (!str_starts_with(text, STR("%%"))) return false;
    const char *newline = memchr(text.text, '\n', text.len);
    size_t len = newline ? (size_t)(newline - text.text) : text.len;
    Str arguments;
    Str magic = magics_split((Str){text.text + 2, len - 2}, &arguments);
    /* Blank instead of gone, so that the other lines keep their numbers. */
    char *copy = mem_dup(code.text, code.len);
    memset(copy + (text.text - code.text), ' ', len);
    Str body = {copy, code.len};
    size_t behind = (size_t)(text.text - code.text) + len + (newline != NULL);
    if (str_is(magic, "writefile"))
        (void)surroundings_write(arguments,
                                 (Str){copy + behind, code.len - behind},
                                 run->failure);
    else if (str_is(magic, "expand"))
        (void)expansion_cell(session, name, body, run->failure);
    else if (str_is(magic, "bench"))
        (void)bench_cell(session, name, body, run);
    else
        (void)magics_cell_runs(session, magic, name, body, run);
    free(copy);
    return true;
}
