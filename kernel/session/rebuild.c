#include "session/rebuild.h"

#include <stdio.h>
#include <stdlib.h>

#include "code/compile.h"
#include "session/complain.h"
#include "session/load.h"
#include "session/trace.h"

static Again *rebuild_copy(Node *const *nodes, uint32_t count) {
    Again *rows = mem_alloc(count * sizeof *rows);
    for (uint32_t i = 0; i < count; i++) {
        const Node *node = nodes[i];
        node->text->references++;
        rows[i] = (Again){node->space, node->name, node->text, node->source,
                          node->span};
    }
    return rows;
}

void rebuild_note(const Stale *stale, Rebuild *ret) {
    *ret = (Rebuild){
        .types = rebuild_copy(stale->types, stale->type_count),
        .functions = rebuild_copy(stale->functions, stale->function_count),
        .dropped = rebuild_copy(stale->variables, stale->variable_count),
        .type_count = stale->type_count,
        .function_count = stale->function_count,
        .dropped_count = stale->variable_count,
    };
}

static void rebuild_free(Again *rows, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) celltext_drop(rows[i].text);
    free(rows);
}

/* The text of one definition, read again with the macros and types of now.
 * What it made lives on in the arena of its cell. */
typedef struct Remaking {
    Session *session;
    const Again *again;
    Preprocessed pre;
    Cell cell;
    Draft draft;
} Remaking;

static int rebuild_no_include(void *context, Str name, bool is_quoted,
                              bool is_next, const Source *from,
                              const Source **ret, Err *err) {
    (void)context, (void)name, (void)is_quoted, (void)is_next, (void)from;
    (void)ret, (void)err;
    return 0;
}

static int rebuild_read(Remaking *making, Problem *problem) {
    Session *session = making->session;
    Arena *arena = &making->again->text->arena;
    Macros macros = graph_macros(&session->graph);
    Includes includes = {NULL, rebuild_no_include};
    Scope scope = graph_scope(&session->graph);
    preprocess_span(making->again->source, making->again->span, &macros,
                    &includes, arena, &making->pre);
    *problem = making->pre.problem;
    if (problem->source) return -1;
    Str prefix = arena_printf(arena, "nb_%llu_",
                              (unsigned long long)++session->tags);
    split_cell(making->pre.tokens, &scope, prefix, arena, &making->cell);
    *problem = making->cell.problem;
    if (problem->source) return -1;
    return draft_make(&session->graph, making->again->text, making->pre.tokens,
                      &making->pre, &making->cell, &making->draft, problem);
}

/* Of a definition that makes types and variables at once, only the types
 * are made again. */
static void rebuild_keep_types(Draft *draft) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < draft->count; i++) {
        Node *node = draft->nodes[i];
        if (node->kind == NODE_VARIABLE || node->kind == NODE_FUNCTION)
            node_free(node);
        else
            draft->nodes[kept++] = node;
    }
    draft->count = kept;
}

static void rebuild_say(const Again *again, const char *what, Str why) {
    (void)fprintf(stderr, "note: '%.*s' (%.*s:%u) %s%s%.*s\n",
                  STR_ARG(again->name), STR_ARG(again->source->name),
                  source_place(again->source, again->span.begin).line, what,
                  why.len ? ": " : "", STR_ARG(why));
}

/* The old node goes first, or the same text would count as the same type. */
static void rebuild_type(Session *session, const Again *again) {
    Remaking making = {.session = session, .again = again};
    Problem problem = {0};
    Node *node = graph_find(&session->graph, again->space, again->name);
    if (!node) return;
    graph_remove(&session->graph, node);
    if (rebuild_read(&making, &problem) == 0) {
        rebuild_keep_types(&making.draft);
        draft_commit(&making.draft);
    } else {
        rebuild_say(again, "is gone, since it no longer compiles",
                    problem.text);
    }
    draft_done(&making.draft);
    preprocess_done(&making.pre);
}

static int rebuild_compile(Session *session, Remaking *making, Unit *unit,
                           Image **ret, Problem *problem) {
    Arena *arena = &making->again->text->arena;
    CompileResult result = {0};
    Err err = {0};
    Str missing = {0};
    int code = -1;
    unit_emit(&making->draft, NULL, unit);
    if (compile_unit(buf_view(&unit->text), arena, &result, &err) == 0) {
        code = 0;
        for (size_t i = 0; i < result.count && code == 0; i++) {
            if (!complain_is_fatal(&result.messages[i])) continue;
            *problem = complain_about(&result.messages[i], unit,
                                      &making->draft, arena);
            code = -1;
        }
    }
    if (code == 0) {
        code = load_place(session, &making->draft, &err);
        if (code == 0)
            *ret = load_image(session, &making->draft,
                              buf_view(&result.object), &missing, &err);
        if (!*ret) code = -1;
        if (missing.len)
            *problem = complain_missing(missing, unit, &making->draft, arena);
    }
    if (code < 0 && !problem->text.len)
        problem->text = arena_printf(arena, "%s", err.text);
    buf_done(&result.object);
    return code;
}

static void rebuild_function(Session *session, const Again *again) {
    Remaking making = {.session = session, .again = again};
    Problem problem = {0};
    Unit unit = {0};
    Image *image = NULL;
    int code = rebuild_read(&making, &problem);
    if (code == 0)
        code = rebuild_compile(session, &making, &unit, &image, &problem);
    if (code == 0) {
        image_set_tag(image, trace_keep(session, again->text, &unit));
        load_bind(&making.draft, image);
        draft_commit(&making.draft);
    } else {
        Node *node = graph_find(&session->graph, again->space, again->name);
        if (node && node->handle) {
            slot_set(node->handle, NULL);
            node->complaint = arena_dup(&node->text->arena, problem.text);
        }
        rebuild_say(again, "no longer compiles", problem.text);
    }
    unit_done(&unit);
    draft_done(&making.draft);
    preprocess_done(&making.pre);
}

static void rebuild_drop(Session *session, const Again *again) {
    Node *node = graph_find(&session->graph, again->space, again->name);
    if (!node) return;
    rebuild_say(again, "had the old layout of its type and is gone; run its "
                       "cell again to have it back", (Str){0});
    graph_remove(&session->graph, node);
}

void rebuild_run(Session *session, Rebuild *rebuild) {
    for (uint32_t i = 0; i < rebuild->dropped_count; i++)
        rebuild_drop(session, &rebuild->dropped[i]);
    for (uint32_t i = 0; i < rebuild->type_count; i++)
        rebuild_type(session, &rebuild->types[i]);
    for (uint32_t i = 0; i < rebuild->function_count; i++)
        rebuild_function(session, &rebuild->functions[i]);
    rebuild_free(rebuild->types, rebuild->type_count);
    rebuild_free(rebuild->functions, rebuild->function_count);
    rebuild_free(rebuild->dropped, rebuild->dropped_count);
}
