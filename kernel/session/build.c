#include "session/build.h"

#include <stdio.h>

#include "base/scratch.h"
#include "cell/advice.h"
#include "cell/mend.h"
#include "code/cc.h"
#include "code/compile.h"
#include "session/check/check.h"
#include "session/complain.h"
#include "session/dump.h"
#include "session/load.h"
#include "session/check/replay.h"
#include "session/tier.h"

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
    dump_build(build, DUMP_TOKENS);
    dump_build(build, DUMP_ITEMS);
    if (build->cell.advice_count) build_take_advice(build);
    return problem->source ? -1 : 0;
}

int build_draft(Session *session, Build *build, Problem *problem) {
    bool was_scratch = scratch_use(true);
    int code = draft_make(&session->graph, build->text, build->tokens,
                          build->pre, &build->cell, &build->draft, problem);
    (void)scratch_use(was_scratch);
    return code;
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
    enum {
        NEAR = 2 /* lines: see cc_is_told_behind */
    };
    for (size_t i = 0; i < result->count; i++) {
        uint32_t last = result->messages[i].line;
        for (uint32_t k = 0; k <= NEAR && k < last; k++)
            if (last - k <= unit->lines && unit->origins[last - k - 1])
                return false;
    }
    return true;
}

static void build_emit(const Build *build, const Stale *hidden, bool for_cc,
                       Unit *ret) {
    bool was_scratch = scratch_use(true);
    unit_emit(&build->draft, hidden, for_cc, ret);
    /* A lone #pragma: libtcc would be handed a NULL. */
    if (!ret->text.len) buf_add_char(&ret->text, '\n');
    (void)scratch_use(was_scratch);
}

static int build_by_tcc(const Build *build, Arena *arena,
                        CompileResult *result, Err *err) {
    Str text = buf_view(&build->unit.text);
    return build->is_checked ? compile_unit_checked(text, arena, result, err)
                             : compile_unit(text, arena, result, err);
}

/* The C compiler's turn after TinyCC has failed; its messages do not count:
 * what both refuse is told in the same words with it and without. */
static void build_try_cc(Build *build, const Stale *hidden, Arena *arena,
                         CompileResult *result) {
    CompileResult other = {0};
    Unit unit;
    Err unused = {0};
    build_emit(build, hidden, /* for_cc= */ true, &unit);
    build->is_by_cc = cc_compile(buf_view(&unit.text), arena, &other,
                                 &unused) == 0 &&
                      other.ok && build_is_silent(&unit, &other);
    Unit *useless = build->is_by_cc ? &build->unit : &unit;
    unit_done(useless);
    if (build->is_by_cc) {
        build->unit = unit;
        *result = other;
    } else {
        buf_done(&other.object);
    }
}

/* The C compiler's code does not look at its use of memory; and in a second
 * run, which may start no program, there is none. */
static bool build_is_blind(const Build *build, const CompileResult *result) {
    return build->is_by_cc || (replay_is_on() && !result->ok);
}

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
    int code;
    tier_look(build);
    build_emit(build, hidden, /* for_cc= */ false, &build->unit);
    if (build->unit.beyond && !cc_path()) {
        *problem = complain_beyond(&build->unit, arena);
        return -1;
    }
    build->is_by_cc = build->unit.beyond != BEYOND_NOTHING;
    if (build->is_by_cc) {
        unit_done(&build->unit);
        build_emit(build, hidden, /* for_cc= */ true, &build->unit);
        dump_build(build, DUMP_UNIT);
        code = cc_compile(buf_view(&build->unit.text), arena, &result, &err);
    } else {
        dump_build(build, DUMP_UNIT);
        code = build_by_tcc(build, arena, &result, &err);
        if (code == 0 && build_can_try_again(&build->unit, &result))
            build_try_cc(build, hidden, arena, &result);
    }
    if (build->is_checked && build_is_blind(build, &result))
        build_note_blind(&build->unit);
    if (code < 0) {
        *problem = (Problem){.text = arena_printf(arena, "%s", err.text)};
        return -1;
    }
    build->object = result.object;
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
    if (str_starts_with(missing, STR(MEND_CALLED))) {
        missing.text += strlen(MEND_CALLED);
        missing.len -= strlen(MEND_CALLED);
    }
    if (missing.len)
        *problem =
            complain_missing(missing, &build->unit, &build->draft, arena);
    if (!problem->text.len)
        problem->text = arena_printf(arena, "%s", err.text);
    return -1;
}

void build_done(Build *build) {
    buf_done(&build->object);
    unit_done(&build->unit);
    draft_done(&build->draft);
}
