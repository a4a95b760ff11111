#include "session/rebuild.h"

#include <stdio.h>
#include <stdlib.h>

#include "session/build.h"
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
    Preprocessed pre;
    Build build;
} Remaking;

static int rebuild_no_include(void *context, Str name, bool is_quoted,
                              bool is_next, const Source *from,
                              const Source **ret, Err *err) {
    (void)context, (void)name, (void)is_quoted, (void)is_next, (void)from;
    (void)ret, (void)err;
    return 0;
}

static int rebuild_read(Session *session, const Again *again,
                        Remaking *making, Problem *problem) {
    Macros macros = graph_macros(&session->graph);
    Includes includes = {NULL, rebuild_no_include};
    *making = (Remaking){0};
    preprocess_span(again->source, again->span, &macros, &includes,
                    &again->text->arena, &making->pre);
    making->build = (Build){.text = again->text,
                            .tokens = making->pre.tokens,
                            .pre = &making->pre};
    *problem = making->pre.problem;
    if (problem->source) return -1;
    if (build_split(session, &making->build, problem) < 0) return -1;
    return build_draft(session, &making->build, problem);
}

static void rebuild_forget(Remaking *making) {
    build_done(&making->build);
    preprocess_done(&making->pre);
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

/* A struct that is defined inside of this definition, say, and has been
 * defined by itself since then: made again, it would hide the newer one. */
static const Node *rebuild_hides(const Session *session, const Draft *draft,
                                 uint64_t serial) {
    for (uint32_t i = 0; i < draft->count; i++) {
        const Node *node = draft->nodes[i];
        const Node *now = graph_find(&session->graph, node->space, node->name);
        if (now && now->serial > serial) return node;
    }
    return NULL;
}

/* The old node goes first, or the same text would count as the same type. */
static void rebuild_type(Session *session, const Again *again) {
    Remaking making;
    Problem problem = {0};
    Node *node = graph_find(&session->graph, again->space, again->name);
    if (!node) return;
    uint64_t serial = node->serial;
    graph_remove(&session->graph, node);
    int result = rebuild_read(session, again, &making, &problem);
    const Node *hidden =
        result < 0 ? NULL
                   : rebuild_hides(session, &making.build.draft, serial);
    if (hidden) {
        Str why = arena_printf(&again->text->arena,
                               "'%.*s', which it defines, has another "
                               "definition now",
                               STR_ARG(hidden->name));
        rebuild_say(again, "is gone", why);
    } else if (result == 0) {
        rebuild_keep_types(&making.build.draft);
        draft_commit(&making.build.draft);
    } else {
        rebuild_say(again, "is gone, since it no longer compiles",
                    problem.text);
    }
    rebuild_forget(&making);
}

static void rebuild_complain(Session *session, const Again *again, Str why) {
    Node *node = graph_find(&session->graph, again->space, again->name);
    if (node && node->handle) {
        slot_set(node->handle, NULL);
        node->complaint = arena_dup(&node->text->arena, why);
    }
    rebuild_say(again, "no longer compiles", why);
}

static void rebuild_function(Session *session, const Again *again) {
    Remaking making;
    Build *build = &making.build;
    Problem problem = {0};
    if (rebuild_read(session, again, &making, &problem) == 0 &&
        build_compile(build, NULL, &problem) == 0 &&
        build_link(session, build, &problem) == 0) {
        image_set_tag(build->image,
                      trace_keep(session, again->text, &build->unit,
                                 !build->is_by_cc));
        load_bind(&build->draft, build->image);
        draft_commit(&build->draft);
    } else {
        rebuild_complain(session, again, problem.text);
    }
    rebuild_forget(&making);
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
