#include "code/compile.h"

#include <libtcc.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "code/tcc_host.h"

/* -g: the line table. Nothing is included and nothing is linked. */
static const char options[] =
    "-g -nostdinc -nostdlib -Wimplicit-function-declaration";
static const char checked_options[] =
    "-b -g -nostdinc -nostdlib -Wimplicit-function-declaration";

/* A 10 MB cell must not bury its reader in warnings. */
enum {
    MESSAGE_LIMIT = 200
};

typedef struct Compile {
    const char *unit;
    Arena *arena;
    CompileMessage *messages; /* own; MESSAGE_LIMIT of them */
    size_t count;
    bool is_checked;
    bool is_started;
    bool is_finished; /* libtcc did not try to end the process */
    bool has_error;
} Compile;

/* Drop everything up to and with the mark; false if it is not there. */
static bool skip_past(Str *text, const char *mark) {
    const char *at = memmem(text->text, text->len, mark, strlen(mark));
    if (!at) return false;
    size_t skipped = (size_t)(at - text->text) + strlen(mark);
    *text = (Str){text->text + skipped, text->len - skipped};
    return true;
}

/* "<string>:3: warning: assignment makes ..." or, where libtcc knows no
 * line, "tcc: error: ...". */
static void message_parse(Str text, CompileMessage *ret) {
    static const char file_mark[] = "<string>:";
    *ret = (CompileMessage){0};
    Str rest = text;
    if (skip_past(&rest, file_mark))
        ret->line = (uint32_t)strtoul(rest.text, NULL, 10);
    Str as_warning = rest, as_error = rest;
    bool is_warning = skip_past(&as_warning, "warning: ");
    bool is_error = skip_past(&as_error, "error: ");
    /* Both words may occur: the mark is the one that stands first. */
    ret->is_warning =
        is_warning && (!is_error || as_warning.len > as_error.len);
    ret->text = ret->is_warning ? as_warning : as_error;
}

/* Two of libtcc's ways to say something that a reader could not follow. */
static void message_reword(CompileMessage *message, Arena *arena) {
    /* It would be called as if it took and returned ints: always an error. */
    if (message->is_warning &&
        str_starts_with(message->text, STR("implicit declaration of function")))
        message->is_warning = false;
    if (str_is(message->text, "memory full (vstack)"))
        message->text = arena_dup(
            arena, STR("this expression is nested too deeply; compute parts "
                       "of it in variables of their own"));
}

static void on_message(void *context, const char *text) {
    Compile *compile = context;
    CompileMessage message;
    message_parse(str_of(text), &message);
    message_reword(&message, compile->arena);
    if (!message.is_warning) compile->has_error = true;
    if (compile->count == MESSAGE_LIMIT) {
        /* The last place goes to an error, if there is one. */
        if (message.is_warning) return;
        compile->count--;
    }
    message.text = arena_dup(compile->arena, message.text);
    compile->messages[compile->count++] = message;
}

static void compile_work(void *context) {
    Compile *compile = context;
    TCCState *state = tcc_new();
    if (!state) return;
    compile->is_started = true;
    fault_at(FAULT_compiling);
    tcc_set_error_func(state, compile, on_message);
    tcc_set_options(state, compile->is_checked ? checked_options : options);
    /* No tcc_delete: all that libtcc has is dropped by tcc_host_run. */
    (void)tcc_set_output_type(state, TCC_OUTPUT_OBJ);
    if (tcc_compile_string(state, compile->unit) < 0 || compile->has_error ||
        tcc_output_file(state, TCC_HOST_OBJECT) < 0)
        compile->has_error = true;
    compile->is_finished = true;
}

/* libtcc takes a C string: it would silently compile half of the unit. */
static bool refuse_nul(Str unit, Compile *compile) {
    const char *nul = memchr(unit.text, '\0', unit.len);
    if (!nul) return false;
    uint32_t line = 1;
    for (const char *at = unit.text; at < nul; at++)
        if (*at == '\n') line++;
    compile->messages[compile->count++] = (CompileMessage){
        .line = line,
        .text = arena_dup(compile->arena, STR("a NUL byte in the text"))};
    compile->has_error = true;
    return true;
}

static void finish(Compile *compile, Buf *object, CompileResult *ret) {
    if (compile->has_error) buf_done(object);
    if (compile->has_error && compile->count == 0)
        compile->messages[compile->count++] = (CompileMessage){
            .text = arena_dup(compile->arena,
                              STR("the compiler gave up on this text"))};
    size_t size = compile->count * sizeof *compile->messages;
    CompileMessage *kept = arena_alloc(compile->arena, size);
    if (size) memcpy(kept, compile->messages, size);
    *ret = (CompileResult){.ok = !compile->has_error,
                           .object = *object,
                           .messages = kept,
                           .count = compile->count};
}

static int compile_text(Str unit, bool is_checked, Arena *arena,
                        CompileResult *ret, Err *err) {
    CompileMessage messages[MESSAGE_LIMIT];
    Compile compile = {.unit = unit.text,
                       .arena = arena,
                       .messages = messages,
                       .is_checked = is_checked};
    Buf object = {0};
    if (!refuse_nul(unit, &compile)) {
        static const char predefined[] = "__builtin_";
        bool has_predefined = is_checked || memmem(unit.text, unit.len, predefined,
                                     sizeof predefined - 1) != NULL;
        if (tcc_host_run(compile_work, &compile, has_predefined, &object, err) <
            0)
            return -1;
        if (!compile.is_started)
            return err_set(err, "The compiler libtcc could not be started.");
        if (!compile.is_finished) compile.has_error = true;
    }
    finish(&compile, &object, ret);
    return 0;
}

int compile_unit(Str unit, Arena *arena, CompileResult *ret, Err *err) {
    return compile_text(unit, false, arena, ret, err);
}

int compile_unit_checked(Str unit, Arena *arena, CompileResult *ret,
                         Err *err) {
    return compile_text(unit, true, arena, ret, err);
}
