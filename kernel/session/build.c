#include "session/build.h"

#include "cell/advice.h"
#include <stdio.h>

#include "code/cc.h"
#include "code/compile.h"
#include "session/check.h"
#include "session/complain.h"
#include "session/load.h"
#include "session/replay.h"

enum { BUILD_MOST_WARNINGS = 10 };

/* --- warnings --- */

static bool build_is_before(const Problem *a, const Problem *b) {
    return a->source == b->source && a->span.begin < b->span.begin;
}

/* In the order of the text; one is enough for a place. */
static void build_warn(Build *build, const Problem *warning) {
    uint32_t at = build->warning_count;
    if (at == BUILD_MOST_WARNINGS) return;
    while (at > 0 && build_is_before(warning, &build->warnings[at - 1])) {
        build->warnings[at] = build->warnings[at - 1];
        at--;
    }
    build->warnings[at] = *warning;
    build->warning_count++;
}

static void build_take_advice(Build *build) {
    build->warnings = arena_alloc(&build->text->arena, BUILD_MOST_WARNINGS *
                                                    sizeof *build->warnings);
    for (uint32_t i = 0; i < build->cell.advice_count; i++)
        if (!build->cell.advice[i].is_suspect)
            build_warn(build, &build->cell.advice[i].problem);
}

/* --- the steps --- */

int build_split(Session *session, Build *build, Problem *problem) {
    Arena *arena = &build->text->arena;
    build->is_checked = session->is_checked;
    Scope scope = graph_scope(&session->graph);
    Str prefix = arena_printf(arena, "nb_%llu_",
                              (unsigned long long)++session->tags);
    split_cell(build->tokens, &scope, prefix, arena, &build->cell);
    *problem = build->cell.problem;
    if (build->cell.advice_count) build_take_advice(build);
    return problem->source ? -1 : 0;
}

int build_draft(Session *session, Build *build, Problem *problem) {
    return draft_make(&session->graph, build->text, build->tokens, build->pre,
                      &build->cell, &build->draft, problem);
}

/* The first message that stops the build is its problem; warnings are kept
 * for a build that goes well. */
static int build_judge(Build *build, const CompileResult *result,
                       Problem *problem) {
    Arena *arena = &build->text->arena;
    if (result->count && !build->warnings) build_take_advice(build);
    for (size_t i = 0; i < result->count; i++) {
        const CompileMessage *message = &result->messages[i];
        bool is_fatal = complain_is_fatal(message);
        if (complain_is_noise(message, &build->unit, &build->draft)) continue;
        Problem about =
            complain_about(message, &build->unit, &build->draft, arena);
        if (is_fatal) {
            *problem = about;
            return -1;
        }
        if (about.source) build_warn(build, &about);
    }
    if (result->ok) return 0;
    *problem = (Problem){.text = STR("the compiler stopped without saying why")};
    return -1;
}

/* Might the C compiler take what TinyCC does not? A name that is unknown is
 * unknown to both. A text without end is not worth the time. */
static bool build_can_try_again(const Unit *unit,
                                const CompileResult *result) {
    enum { LARGEST = 1 << 20 };
    static const char *const plain[] = {"undeclared", "implicit declaration",
                                        "field not found",
                                        "arguments to function"};
    for (size_t i = 0; i < result->count; i++) {
        const CompileMessage *message = &result->messages[i];
        if (message->is_warning) continue;
        for (size_t k = 0; k < sizeof plain / sizeof *plain; k++)
            if (memmem(message->text.text, message->text.len, plain[k],
                       strlen(plain[k])))
                return false;
    }
    return !result->ok && unit->text.len < LARGEST && cc_path();
}

/* Without a word about the reader's text: what TinyCC calls an error is often
 * no more than a warning to others. */
static bool build_is_silent(const Unit *unit, const CompileResult *result) {
    for (size_t i = 0; i < result->count; i++) {
        uint32_t line = result->messages[i].line;
        if (line > 0 && line <= unit->lines && unit->origins[line - 1])
            return false;
    }
    return true;
}

/* TinyCC, and where it fails the C compiler, whose messages do not count:
 * what both refuse is told in the same words with it and without. */
static int build_by_tcc(Build *build, Arena *arena, CompileResult *result,
                        Err *err) {
    Str unit = buf_view(&build->unit.text);
    CompileResult other = {0};
    Err unused = {0};
    int code = build->is_checked
                   ? compile_unit_checked(unit, arena, result, err)
                   : compile_unit(unit, arena, result, err);
    if (code < 0) return -1;
    if (!build_can_try_again(&build->unit, result)) return 0;
    if (cc_compile(unit, arena, &other, &unused) < 0 || !other.ok) return 0;
    if (!build_is_silent(&build->unit, &other)) {
        buf_done(&other.object);
        return 0;
    }
    build->is_by_cc = true;
    *result = other;
    return 0;
}

/* Does TinyCC's code here call a library against the ABI? */
static bool build_calls_against_abi(const Unit *unit) {
    return unit->beyond == BEYOND_BY_VALUE && unit->by_value &&
           load_is_foreign(unit->by_value);
}

/* The C compiler's code does not look at its use of memory. */
static void build_note_blind(const Unit *unit) {
    const char *what = unit->beyond ? beyond_what(unit->beyond)
                                    : "something that it uses";
    if (replay_is_on())
        replay_note_blind(what);
    else
        (void)fprintf(stderr,
                      "note: %%%%check watches little of this cell's use of "
                      "memory: the C compiler made it, because TinyCC cannot "
                      "do %s; only the calls of the C library are checked\n",
                      what);
}

int build_compile(Build *build, const Stale *hidden, Problem *problem) {
    Arena *arena = &build->text->arena;
    CompileResult result = {0};
    Err err = {0};
    unit_emit(&build->draft, hidden, &build->unit);
    /* A lone #pragma: libtcc would be handed a NULL. */
    if (!build->unit.text.len) buf_add_char(&build->unit.text, '\n');
    const Unit *unit = &build->unit;
    build->is_by_cc = unit->beyond && cc_path();
    if (!cc_path() &&
        (beyond_is_hard(unit->beyond) || build_calls_against_abi(unit))) {
        *problem = complain_beyond(unit, arena);
        return -1;
    }
    int code = build->is_by_cc
                   ? cc_compile(buf_view(&unit->text), arena, &result, &err)
                   : build_by_tcc(build, arena, &result, &err);
    if (code < 0) {
        *problem = (Problem){.text = arena_printf(arena, "%s", err.text)};
        return -1;
    }
    build->object = result.object;
    if (build->is_checked && build->is_by_cc) build_note_blind(unit);
    return build_judge(build, &result, problem);
}

int build_link(Session *session, Build *build, Problem *problem) {
    Arena *arena = &build->text->arena;
    Err err = {0};
    Str missing = {0};
    if (load_place(session, &build->draft, &err) == 0)
        build->image = load_image(session, &build->draft,
                                  buf_view(&build->object),
                                  build->is_by_cc, &missing, &err);
    if (build->image && build->is_checked && !build->is_by_cc)
        check_note_image(build->image, buf_view(&build->object));
    if (build->image) return 0;
    *problem = (Problem){0};
    if (missing.len)
        *problem =
            complain_missing(missing, &build->unit, &build->draft, arena);
    if (!problem->source)
        problem->text = arena_printf(arena, "%s", err.text);
    return -1;
}

void build_done(Build *build) {
    buf_done(&build->object);
    unit_done(&build->unit);
    draft_done(&build->draft);
}
