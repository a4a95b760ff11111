#include "session/build.h"

#include "code/compile.h"
#include "session/check.h"
#include "session/complain.h"
#include "session/load.h"

enum { BUILD_MOST_WARNINGS = 10 };

int build_split(Session *session, Build *build, Problem *problem) {
    Arena *arena = &build->text->arena;
    build->is_checked = session->is_checked;
    Scope scope = graph_scope(&session->graph);
    Str prefix = arena_printf(arena, "nb_%llu_",
                              (unsigned long long)++session->tags);
    split_cell(build->tokens, &scope, prefix, arena, &build->cell);
    *problem = build->cell.problem;
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
    build->warnings =
        arena_alloc(arena, BUILD_MOST_WARNINGS * sizeof *build->warnings);
    for (size_t i = 0; i < result->count; i++) {
        const CompileMessage *message = &result->messages[i];
        bool is_fatal = complain_is_fatal(message);
        if (!is_fatal && build->warning_count == BUILD_MOST_WARNINGS) continue;
        Problem about =
            complain_about(message, &build->unit, &build->draft, arena);
        if (is_fatal) {
            *problem = about;
            return -1;
        }
        if (about.source) build->warnings[build->warning_count++] = about;
    }
    if (result->ok) return 0;
    *problem = (Problem){.text = STR("the compiler stopped without saying why")};
    return -1;
}

int build_compile(Build *build, const Stale *hidden, Problem *problem) {
    Arena *arena = &build->text->arena;
    CompileResult result = {0};
    Err err = {0};
    unit_emit(&build->draft, hidden, &build->unit);
    Str text = buf_view(&build->unit.text);
    int code = build->is_checked
                   ? compile_unit_checked(text, arena, &result, &err)
                   : compile_unit(text, arena, &result, &err);
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
                                  buf_view(&build->object), &missing, &err);
    if (build->image && build->is_checked)
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
