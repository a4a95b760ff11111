#include "session/stage.h"

#include <stdio.h>

#include "code/compile.h"
#include "session/complain.h"
#include "session/load.h"
#include "session/rebuild.h"
#include "session/trace.h"

static int stage_problem(Failure *failure, const Problem *problem) {
    failure_at(failure, "CompileError", problem);
    return -1;
}

/* The first message that stops the cell becomes its error; warnings before
 * it would only distract. */
static int stage_errors(const Stage *stage, const CompileResult *result,
                        Failure *failure) {
    Arena *arena = &stage->text->arena;
    for (size_t i = 0; i < result->count; i++) {
        if (!complain_is_fatal(&result->messages[i])) continue;
        Problem problem = complain_about(&result->messages[i], &stage->unit,
                                         &stage->draft, arena);
        if (problem.source) return stage_problem(failure, &problem);
        failure_set(failure, "CompileError", "%.*s", STR_ARG(problem.text));
        return -1;
    }
    if (result->ok) return 0;
    failure_set(failure, "CompileError",
                "the compiler stopped without saying why");
    return -1;
}

static void stage_warnings(const Stage *stage, const CompileResult *result) {
    enum { MOST = 10 };
    Buf text = {0};
    for (size_t i = 0, shown = 0; i < result->count && shown < MOST; i++) {
        Problem problem =
            complain_about(&result->messages[i], &stage->unit, &stage->draft,
                           &stage->text->arena);
        if (!problem.source) continue;
        failure_print("warning: ", &problem, &text);
        shown++;
    }
    if (text.len) (void)fwrite(text.text, 1, text.len, stderr);
    buf_done(&text);
}

static int stage_split(Session *session, Stage *stage, Failure *failure) {
    Scope scope = graph_scope(&session->graph);
    Str prefix = arena_printf(&stage->text->arena, "nb_%llu_",
                              (unsigned long long)++session->tags);
    Problem problem = {0};
    split_cell(stage->tokens, &scope, prefix, &stage->text->arena,
               &stage->cell);
    if (stage->cell.problem.source)
        return stage_problem(failure, &stage->cell.problem);
    if (draft_make(&session->graph, stage->text, stage->tokens, stage->pre,
                   &stage->cell, &stage->draft, &problem) < 0)
        return stage_problem(failure, &problem);
    return 0;
}

static int stage_unit(Stage *stage, const Stale *hidden, CompileResult *ret,
                      Failure *failure) {
    Err err = {0};
    unit_emit(&stage->draft, hidden, &stage->unit);
    if (compile_unit(buf_view(&stage->unit.text), &stage->text->arena, ret,
                     &err) < 0) {
        failure_set(failure, "CompileError", "%s", err.text);
        return -1;
    }
    return stage_errors(stage, ret, failure);
}

int stage_compile(Session *session, Stage *stage, const Stale *hidden,
                  Failure *failure) {
    CompileResult result = {0};
    int code = stage_split(session, stage, failure);
    if (code == 0) code = stage_unit(stage, hidden, &result, failure);
    buf_done(&result.object);
    return code;
}

static int stage_load(Session *session, Stage *stage,
                      const CompileResult *result, Failure *failure) {
    Err err = {0};
    Str missing = {0};
    if (load_place(session, &stage->draft, &err) == 0)
        stage->image = load_image(session, &stage->draft,
                                  buf_view(&result->object), &missing, &err);
    if (stage->image) return 0;
    if (missing.len) {
        Problem problem = complain_missing(missing, &stage->unit,
                                           &stage->draft, &stage->text->arena);
        if (problem.source) return stage_problem(failure, &problem);
    }
    failure_set(failure, "LinkError", "%s", err.text);
    return -1;
}

static void stage_commit(Session *session, Stage *stage, Stale *stale) {
    Rebuild rebuild;
    stage->tag = trace_keep(session, stage->text, &stage->unit);
    image_set_tag(stage->image, stage->tag);
    load_bind(&stage->draft, stage->image);
    rebuild_note(stale, &rebuild);
    draft_commit(&stage->draft);
    rebuild_run(session, &rebuild);
}

/* A cell without anything to compile (comments, a lone #define) is done when
 * its macros are in. */
static bool stage_is_empty(const Stage *stage) {
    for (uint32_t i = 0; i < stage->cell.count; i++)
        if (stage->cell.items[i].kind != ITEM_EMPTY) return false;
    return true;
}

static int stage_make(Session *session, Stage *stage, Stale *stale,
                      Failure *failure) {
    CompileResult result = {0};
    int code = stage_unit(stage, stale, &result, failure);
    if (code == 0) code = stage_load(session, stage, &result, failure);
    if (code == 0) {
        if (!session->is_silent) stage_warnings(stage, &result);
        stage_commit(session, stage, stale);
    }
    buf_done(&result.object);
    return code;
}

int stage_prepare(Session *session, Stage *stage, Failure *failure) {
    if (stage_split(session, stage, failure) < 0) return -1;
    Stale stale;
    invalidate_find(&stage->draft, &stale);
    int code = 0;
    bool is_empty = stage_is_empty(stage) && !stage->draft.count;
    if (!stage_is_empty(stage)) {
        code = stage_make(session, stage, &stale, failure);
    } else {
        Rebuild rebuild;
        rebuild_note(&stale, &rebuild);
        draft_commit(&stage->draft);
        rebuild_run(session, &rebuild);
    }
    stale_done(&stale);
    if (code == 0 && !is_empty) session->has_changed = true;
    return code;
}

static bool stage_has_functions(const Stage *stage) {
    for (uint32_t i = 0; i < stage->cell.count; i++)
        if (stage->cell.items[i].kind == ITEM_FUNCTION) return true;
    return false;
}

void stage_done(Session *session, Stage *stage) {
    if (stage->image && !stage_has_functions(stage)) {
        image_release_code(stage->image);
        trace_forget(session, stage->tag);
    }
    unit_done(&stage->unit);
    draft_done(&stage->draft);
}
