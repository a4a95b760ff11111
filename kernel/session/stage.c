#include "session/stage.h"

#include <stdio.h>

#include "base/fault.h"
#include "session/check/check.h"
#include "session/heap.h"
#include "session/load.h"
#include "session/rebuild.h"
#include "session/tier.h"
#include "session/trace.h"

static int stage_fail(Failure *failure, const char *otherwise,
                      const Problem *problem) {
    if (problem->source) failure_at(failure, "CompileError", problem);
    else failure_set(failure, otherwise, "%.*s", STR_ARG(problem->text));
    return -1;
}

int stage_split(Session *session, Stage *stage, Failure *failure) {
    Problem problem = {0};
    int code = build_split(session, &stage->build, &problem);
    fault_at(FAULT_parsed);
    if (code == 0) return 0;
    return stage_fail(failure, "CompileError", &problem);
}

static int stage_draft(Session *session, Stage *stage, Failure *failure) {
    Problem problem = {0};
    if (build_draft(session, &stage->build, &problem) == 0) return 0;
    return stage_fail(failure, "CompileError", &problem);
}

static int stage_compile(Stage *stage, const Stale *hidden, Failure *failure) {
    Problem problem = {0};
    if (build_compile(&stage->build, hidden, &problem) == 0) return 0;
    return stage_fail(failure, "CompileError", &problem);
}

static int stage_link(Session *session, Stage *stage, Failure *failure) {
    Problem problem = {0};
    if (build_link(session, &stage->build, &problem) == 0) return 0;
    return stage_fail(failure, "LinkError", &problem);
}

int stage_check(Session *session, Stage *stage, Failure *failure) {
    if (stage_draft(session, stage, failure) < 0) return -1;
    return stage_compile(stage, NULL, failure);
}

static void stage_warn(const Build *build) {
    Buf text = {0};
    for (uint32_t i = 0; i < build->warning_count; i++)
        failure_print("warning: ", &build->warnings[i], &text);
    if (text.len) (void)fwrite(text.text, 1, text.len, stderr);
    buf_done(&text);
}

static void stage_commit(Session *session, Stage *stage, const Stale *stale) {
    Build *build = &stage->build;
    Rebuild rebuild;
    TierUnit *fast = build->image ? tier_make(session, build, stale) : NULL;
    if (build->image) {
        stage->tag = trace_keep(session, build->text, &build->unit,
                                !build->is_by_cc);
        image_set_tag(build->image, stage->tag);
        load_bind(&build->draft, build->image, build->is_by_cc);
    }
    rebuild_note(&build->draft, stale, &rebuild);
    draft_commit(&build->draft);
    rebuild_run(session, &rebuild);
    stage->fast_entry = tier_commit(fast);
    tier_note_calls(build);
    tier_note_needs(build);
    if (build->unit.has_statements) tier_begin_cell();
}

/* Comments, a lone #define: there is nothing to compile. */
static bool stage_has_code(const Stage *stage) {
    for (uint32_t i = 0; i < stage->build.cell.count; i++)
        if (stage->build.cell.items[i].kind != ITEM_EMPTY) return true;
    return false;
}

int stage_prepare(Session *session, Stage *stage, Failure *failure) {
    Build *build = &stage->build;
    if (stage_draft(session, stage, failure) < 0) return -1;
    Stale stale;
    invalidate_find(&build->draft, &stale);
    bool has_code = stage_has_code(stage);
    bool changes = has_code || build->draft.count > 0;
    int code = 0;
    if (has_code) code = stage_compile(stage, &stale, failure);
    fault_at(FAULT_compiled);
    if (has_code && code == 0) code = stage_link(session, stage, failure);
    fault_at(FAULT_linked);
    if (code == 0) {
        if (!session->is_silent) stage_warn(build);
        stage_commit(session, stage, &stale);
        fault_at(FAULT_committed);
        session->has_changed = session->has_changed || changes;
    }
    stale_done(&stale);
    return code;
}

static bool stage_has_functions(const Stage *stage) {
    for (uint32_t i = 0; i < stage->build.cell.count; i++)
        if (stage->build.cell.items[i].kind == ITEM_FUNCTION) return true;
    return false;
}

void stage_done(Session *session, Stage *stage) {
    tier_end_cell();
    if (stage->build.image && !stage_has_functions(stage)) {
        heap_settle(session, stage->build.image);
        if (!check_has_image(stage->build.image))
            image_discard(stage->build.image);
        trace_forget(session, stage->tag);
    }
    build_done(&stage->build);
}
