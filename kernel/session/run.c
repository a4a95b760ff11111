#include "session/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/scratch.h"
#include "session/chain.h"
#include "session/check/check.h"
#include "session/crash.h"
#include "session/dump.h"
#include "session/export.h"
#include "session/guard.h"
#include "session/includes.h"
#include "session/magics.h"
#include "session/past.h"
#include "session/program.h"
#include "session/report.h"
#include "session/show.h"
#include "session/stage.h"
#include "session/streams.h"
#include "session/thread.h"
#include "session/trace.h"
#include "session/check/unset.h"

/* --- what cell code calls --- */

void run_on_value(int row, const void *address) {
    Session *session = session_current;
    Run *run = session->run;
    if (row < 0) return; /* of a type that has no face */
    const Type *type = run->unit->values[row].type;
    nb_mime faces[NB_MAX_FACES];
    size_t count = show_faces(&session->graph, type, address, faces);
    if (run->is_expression) {
        nb_faces_free(run->faces, run->face_count);
        memcpy(run->faces, faces, sizeof faces);
        run->face_count = count;
        return;
    }
    if (!session->is_silent)
        report_bundle(session, RECORD_RESULT, NULL, 0, faces, count);
    nb_faces_free(faces, count);
}

void run_on_magic(int item) {
    Session *session = session_current;
    const Draft *draft = session->run->draft;
    const Token *token = &draft->tokens[draft->cell->items[item].begin];
    Failure failure = {0};
    if (magics_line(session, token->text, &failure)) return;
    failure_done(session->run->failure);
    *session->run->failure = failure;
    guard_stop(GUARD_FAILED);
}

void run_on_extent(int number, long value) {
    session_current->run->extents[number] = value;
}

void *run_on_keep(const void *from, unsigned long size) {
    return memcpy(mem_alloc(size ? size : 1), from, size);
}

/* Whole pages of a large variable are given back: they are zero when they are
 * touched again, and cost nothing until then. */
void run_on_zero(void *to, unsigned long size) {
    enum { PAGE = 4096, LARGE = 1 << 20 };
    char *end = (char *)to + size;
    char *first = (char *)(((uintptr_t)to + PAGE - 1) & -(uintptr_t)PAGE);
    char *last = (char *)((uintptr_t)end & -(uintptr_t)PAGE);
    if (size < LARGE ||
        madvise(first, (size_t)(last - first), MADV_DONTNEED) < 0) {
        memset(to, 0, size);
        return;
    }
    memset(to, 0, (size_t)(first - (char *)to));
    memset(last, 0, (size_t)(end - last));
}

static int run_main_result;

void run_on_main(int result) {
    if (getpid() != session_current->pid) guard_exit(result);
    run_main_result = result;
}

/* No cell is running: it is a thread that one of them has left behind. */
static _Noreturn void run_fail_late(const char *ename, const char *message) {
    (void)fprintf(stderr, "note: a thread of an earlier cell has ended: %s: %s\n",
                  ename, message);
    guard_stop(GUARD_FAILED);
}

void run_fail(const char *ename, const char *message) {
    Session *session = session_current;
    if (!session->run) run_fail_late(ename, message);
    Failure *failure = session->run->failure;
    Buf frames = {0};
    Problem place = {0};
    int count = trace_frames(session, &frames, &place);
    place.text = str_of(message);
    if (count) failure_on_line(failure, ename, &place);
    else failure_set(failure, ename, "%s", message);
    if (count > 1) buf_add_str(&failure->traceback, buf_view(&frames));
    buf_done(&frames);
    guard_stop(GUARD_FAILED);
}

static const Node *run_node_of_slot(const Session *session, const Slot *slot) {
    size_t at = 0;
    const MapEntry *entry;
    while ((entry = map_next(&session->graph.nodes[SPACE_ORDINARY], &at))) {
        const Node *node = entry->value;
        if (node->handle == slot || node->raw == slot) return node;
    }
    return NULL;
}

void run_on_unset(const Slot *slot) {
    const Node *node = run_node_of_slot(session_current, slot);
    char text[600];
    if (!node)
        (void)snprintf(text, sizeof text, "this function is gone");
    else if (node->complaint.len)
        (void)snprintf(text, sizeof text,
                       "'%.*s' no longer compiles since a definition that it "
                       "uses has changed: %.*s",
                       STR_ARG(node->name), STR_ARG(node->complaint));
    else
        (void)snprintf(text, sizeof text,
                       "'%.*s' was declared in %.*s but never defined",
                       STR_ARG(node->name), STR_ARG(node_origin(node)));
    run_fail("UndefinedFunction", text);
}

_Noreturn void run_on_assert(const char *text, const char *file, unsigned line,
                             const char *function) {
    char message[600];
    (void)file, (void)line, (void)function;
    (void)snprintf(message, sizeof message, "the assertion failed: %s", text);
    run_fail("AssertionFailed", message);
}

static void (*run_last_calls[RUN_MOST_LAST_CALLS])(void);
static int run_last_call_count;

int run_on_atexit(void (*function)(void)) {
    if (run_last_call_count == RUN_MOST_LAST_CALLS) return -1;
    run_last_calls[run_last_call_count++] = function;
    return 0;
}

static void run_make_last_calls(void) {
    while (run_last_call_count > 0) run_last_calls[--run_last_call_count]();
}

void run_on_quit(int status) {
    if (getpid() != session_current->pid) _exit(status);
    run_last_call_count = 0;
    guard_exit(status);
}

static void (*run_quick_calls[RUN_MOST_LAST_CALLS])(void);
static int run_quick_call_count;

int run_on_at_quick_exit(void (*function)(void)) {
    if (run_quick_call_count == RUN_MOST_LAST_CALLS) return -1;
    run_quick_calls[run_quick_call_count++] = function;
    return 0;
}

void run_on_quick_exit(int status) {
    while (run_quick_call_count > 0)
        run_quick_calls[--run_quick_call_count]();
    run_on_quit(status);
}

/* The first thread of a program may end before the others: the program does
 * when they have. */
void run_on_thread_exit(void *result) {
    enum { WAIT_US = 1000 };
    if (thread_is_other()) pthread_exit(result);
    while (thread_has_others() && !guard_is_interrupted())
        (void)usleep(WAIT_US);
    if (guard_is_interrupted()) guard_stop(GUARD_INTERRUPTED);
    guard_exit(0);
}

void run_on_thread_exit_c11(int result) {
    run_on_thread_exit((void *)(intptr_t)result);
}

/* --- running --- */

static void (*run_entry)(void);

static void run_call_entry(void) {
    run_entry();
    run_make_last_calls();
    if (!run_main_result || getpid() != session_current->pid) return;
    streams_take_bytes();
    printf("main returned %d\n", run_main_result);
}

static void run_note_end(GuardEnd end, Failure *failure) {
    if (end == GUARD_INTERRUPTED)
        failure_set(failure, "KeyboardInterrupt",
                    "the cell was stopped; what it had changed until then "
                    "stays");
    if (end == GUARD_EXITED && guard_exit_status() != 0)
        failure_set(failure, "Exit", "the cell called exit(%d); what it had done until then "
                    "stays",
                    guard_exit_status());
}

/* A child that the cell has forked comes to the end of the cell as well: it
 * is a program that ends, not a second session. */
static void run_end_forked_child(const Session *session, GuardEnd end,
                                 const Failure *failure) {
    if (getpid() == session->pid) return;
    if (end == GUARD_FAILED)
        (void)fprintf(stderr, "in a forked process: %s: %s\n",
                      failure->ename, failure->evalue.text);
    (void)fflush(NULL);
    if (end == GUARD_EXITED) _exit(guard_exit_status());
    _exit(end != GUARD_RETURNED);
}

/* Before our own code works in what the cell has left of the heap. */
static void run_look_for_damage(const Session *session, int64_t began) {
    if (session->is_checked) return;
    uintptr_t block = chain_find_damage(clock_ns(CLOCK_MONOTONIC) - began);
    if (block) crash_for_damage(block);
}

static void run_stage_code(Session *session, Stage *stage, Run *run) {
    Run *outer = session->run;
    const Build *build = &stage->build;
    if (!build->unit.has_statements) return;
    if (dump_stage) {
        dump_pretend(run);
        return;
    }
    run->unit = &build->unit;
    run->draft = &build->draft;
    session->run = run;
    void *entry = stage->fast_entry;
    if (!entry) entry = image_symbol(build->image, STR(UNIT_FUNCTION), NULL);
    if (session->is_checked) {
        check_enter(session);
        entry = unset_enter(entry);
    }
    run_entry = (void (*)(void))(uintptr_t)entry;
    session->has_run = true;
    run_main_result = run_quick_call_count = 0;
    thread_begin_run();
    if (build->unit.has_main) program_begin();
    fault_at(FAULT_running);
    int64_t began = clock_ns(CLOCK_MONOTONIC);
    GuardEnd end = guard_call(run_call_entry);
    fault_at(FAULT_ran);
    run_look_for_damage(session, began);
    if (end == GUARD_EXITED) (void)guard_call(run_make_last_calls);
    run_last_call_count = 0;
    run_end_forked_child(session, end, run->failure);
    if (build->unit.has_main) program_end();
    if (end != GUARD_RETURNED) nb_scopes_close();
    nb_cell_end();
    run_note_end(end, run->failure);
    session->run = outer;
}

/* A stage that is split already. */
static bool run_split_stage(Session *session, Stage *stage, Run *run) {
    if (stage_prepare(session, stage, run->failure) == 0) {
        past_note_uses(session, &stage->build);
        run_stage_code(session, stage, run);
    }
    return !run->failure->ename;
}

/* --- stages: arrays whose extent must be computed first --- */

/* The extents of this item's declarators that must run. */
static uint32_t run_item_extents(const Item *item, const Type **ret) {
    uint32_t count = 0;
    if (item->kind != ITEM_DECLARATION) return 0;
    for (uint32_t i = 0; i < item->declaration->count; i++) {
        const Type *type = item->declaration->declarators[i].type;
        for (; type && type->kind != TYPE_TYPEDEF; type = type->target)
            if (type->kind == TYPE_ARRAY && type->extent == EXTENT_RUNTIME &&
                count < RUN_MOST_EXTENTS)
                ret[count++] = type;
    }
    return count;
}

/* A token of ours in the place of one of the reader's. */
static Token run_token(const Token *place, TokenKind kind, TokenId id,
                       Str text) {
    Token token = *place;
    token.kind = (uint8_t)kind;
    token.id = (uint16_t)id;
    token.text = text;
    return token;
}

/* `tokens` from begin on, each run-time extent replaced by a number. */
static Token *run_with_extents(const Token *tokens, uint32_t begin,
                               const Type **extents, const long *values,
                               uint32_t count, Arena *arena) {
    uint32_t size = 0;
    while (tokens[size].kind != TOK_END) size++;
    Token *copy = arena_alloc(arena, (size - begin + 1) * sizeof *copy);
    uint32_t n = 0;
    for (uint32_t i = begin; i < size; i++) {
        uint32_t k = 0;
        while (k < count && extents[k]->extent_begin != i) k++;
        if (k == count) {
            copy[n++] = tokens[i];
            continue;
        }
        copy[n++] = run_token(&tokens[i], TOK_NUMBER, ID_NONE,
                              arena_printf(arena, "%ld", values[k]));
        i = extents[k]->extent_end - 1;
    }
    copy[n] = tokens[size];
    return copy;
}

/* The tokens before the array, and for each extent: __nb_extent(k, (n)); */
static Token *run_extent_tokens(const Token *tokens, uint32_t end,
                                const Type **extents, uint32_t count,
                                Arena *arena) {
    uint32_t size = end + 1;
    for (uint32_t k = 0; k < count; k++)
        size += 8 + extents[k]->extent_end - extents[k]->extent_begin;
    Token *copy = arena_alloc(arena, size * sizeof *copy);
    if (end) memcpy(copy, tokens, end * sizeof *copy);
    uint32_t n = end;
    for (uint32_t k = 0; k < count; k++) {
        const Token *place = &tokens[extents[k]->extent_begin];
        copy[n++] = run_token(place, TOK_IDENT, ID_NONE, STR(UNIT_EXTENT));
        copy[n++] = run_token(place, TOK_PUNCT, PUNCT_LPAREN, STR("("));
        copy[n++] = run_token(place, TOK_NUMBER, ID_NONE,
                              arena_printf(arena, "%u", k));
        copy[n++] = run_token(place, TOK_PUNCT, PUNCT_COMMA, STR(","));
        for (uint32_t i = extents[k]->extent_begin; i < extents[k]->extent_end;
             i++)
            copy[n++] = tokens[i];
        copy[n++] = run_token(place, TOK_PUNCT, PUNCT_RPAREN, STR(")"));
        copy[n++] = run_token(place, TOK_PUNCT, PUNCT_SEMICOLON, STR(";"));
    }
    copy[n] = run_token(&tokens[end], TOK_END, ID_NONE, STR(""));
    return copy;
}

static bool run_extents_are_right(const Token *tokens, const Type **extents,
                                  const long *values, uint32_t count,
                                  Arena *arena, Failure *failure) {
    for (uint32_t k = 0; k < count; k++) {
        if (values[k] > 0) continue;
        const Token *at = &tokens[extents[k]->extent_begin];
        Problem problem = {
            at->source, at->span,
            arena_printf(arena,
                         "this array would have %ld elements; it needs at "
                         "least one",
                         values[k])};
        failure_at(failure, "ArraySizeError", &problem);
        return false;
    }
    return true;
}

static bool run_tokens(Session *session, CellText *text, const Token *tokens,
                       const Preprocessed *pre, Run *run, bool is_checked);

/* The whole cell with every extent taken as 1: does it compile? */
static bool run_check(Session *session, const Build *whole, Run *run) {
    long ones[RUN_MOST_EXTENTS];
    const Type *extents[RUN_MOST_EXTENTS];
    uint32_t count = 0;
    for (uint32_t i = 0; i < whole->cell.count; i++) {
        const Type *more[RUN_MOST_EXTENTS];
        uint32_t found = run_item_extents(&whole->cell.items[i], more);
        for (uint32_t k = 0; k < found && count < RUN_MOST_EXTENTS; k++) {
            ones[count] = 1;
            extents[count++] = more[k];
        }
    }
    Stage stage = {.build = {.text = whole->text, .pre = whole->pre}};
    stage.build.tokens = run_with_extents(whole->tokens, 0, extents, ones,
                                          count, &whole->text->arena);
    bool is_ok = stage_split(session, &stage, run->failure) == 0 &&
                 stage_check(session, &stage, run->failure) == 0;
    stage_done(session, &stage);
    return is_ok;
}

static bool run_in_stages(Session *session, const Build *whole,
                          const Item *item, Run *run) {
    const Type *extents[RUN_MOST_EXTENTS];
    Arena *arena = &whole->text->arena;
    uint32_t count = run_item_extents(item, extents);
    Stage before = {.build = {.text = whole->text, .pre = whole->pre}};
    before.build.tokens = run_extent_tokens(whole->tokens, item->begin,
                                            extents, count, arena);
    bool is_ok = stage_split(session, &before, run->failure) == 0 &&
                 run_split_stage(session, &before, run);
    stage_done(session, &before);
    if (!is_ok ||
        !run_extents_are_right(whole->tokens, extents, run->extents, count,
                               arena, run->failure))
        return false;
    Token *rest = run_with_extents(whole->tokens, item->begin, extents,
                                   run->extents, count, arena);
    return run_tokens(session, whole->text, rest, NULL, run, true);
}

/* The first item with an array whose extent must be computed; NULL: none. */
static const Item *run_staged_item(const Cell *cell) {
    const Type *extents[RUN_MOST_EXTENTS];
    for (uint32_t i = 0; i < cell->count; i++)
        if (run_item_extents(&cell->items[i], extents)) return &cell->items[i];
    return NULL;
}

static bool run_tokens(Session *session, CellText *text, const Token *tokens,
                       const Preprocessed *pre, Run *run, bool is_checked) {
    Stage stage = {.build = {.text = text, .tokens = tokens, .pre = pre}};
    Build *build = &stage.build;
    bool is_ok = stage_split(session, &stage, run->failure) == 0;
    const Item *item = is_ok ? run_staged_item(&build->cell) : NULL;
    if (item)
        is_ok = (is_checked || run_check(session, build, run)) &&
                run_in_stages(session, build, item, run);
    else if (is_ok) is_ok = run_split_stage(session, &stage, run);
    stage_done(session, &stage);
    return is_ok;
}

/* --- a cell --- */

bool run_code(Session *session, Str name, Str code, Run *run) {
    program_clear_names(session, code);
    CellText *text = celltext_new(name, code);
    Reading reading = {.session = session, .arena = &text->arena};
    Macros macros = includes_macros(&reading);
    Includes includes = includes_for(&reading);
    Preprocessed pre;
    bool was_scratch = scratch_use(true);
    preprocess(text->source, &macros, &includes, &text->arena, &pre);
    (void)scratch_use(was_scratch);
    bool is_ok = !pre.problem.source;
    if (is_ok) includes_settle(&reading, text->source, &pre);
    if (is_ok)
        is_ok = run_tokens(session, text, pre.tokens, &pre, run, false);
    else failure_at(run->failure, "CompileError", &pre.problem);
    if (is_ok) includes_commit(&reading, &pre);
    includes_done(&reading);
    preprocess_done(&pre);
    celltext_drop(text);
    return is_ok;
}

Str run_name(const Session *session, char name[RUN_NAME_SIZE]) {
    (void)snprintf(name, RUN_NAME_SIZE, "In[%ld]", session->count);
    return str_of(name);
}

void run_cell(Session *session, Str code) {
    Failure failure = {0};
    Run run = {.failure = &failure};
    char room[RUN_NAME_SIZE];
    Str name = run_name(session, room);
    streams_begin_cell();
    if (dump_stage || !magics_cell(session, name, code, &run))
        (void)run_code(session, name, code, &run);
    export_note(session, code, failure.ename != NULL);
    past_end_cell(session, code, failure.ename != NULL);
    streams_end_cell();
    report_done(session, &failure);
    failure_done(&failure);
}

void run_expression(Session *session, Str code) {
    Failure failure = {0};
    Run run = {.failure = &failure, .is_expression = true};
    (void)run_code(session, STR("expression"), code, &run);
    if (failure.ename) {
        Str fields[] = {STR("error"), str_of(failure.ename),
                        buf_view(&failure.evalue)};
        report_record(session, RECORD_VALUE, fields, 3);
    } else {
        report_bundle(session, RECORD_VALUE, &STR("ok"), 1, run.faces,
                      run.face_count);
    }
    nb_faces_free(run.faces, run.face_count);
    failure_done(&failure);
}
