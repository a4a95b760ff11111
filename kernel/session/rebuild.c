#include "session/rebuild.h"

#include <stdio.h>
#include <stdlib.h>

#include "graph/aside.h"
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

/* The functions that use a struct still have the old one in their types until
 * they are made again. */
static void rebuild_hold(const Draft *draft, Rebuild *ret) {
    ret->held = mem_alloc(draft->count * sizeof(CellText *));
    for (uint32_t i = 0; i < draft->count; i++) {
        const Node *node = draft->nodes[i];
        Node *older = graph_find(draft->graph, node->space, node->name);
        if (!older) continue;
        older->text->references++;
        ret->held[ret->held_count++] = older->text;
    }
}

void rebuild_note(const Draft *draft, const Stale *stale, Rebuild *ret) {
    *ret = (Rebuild){
        .types = rebuild_copy(stale->types, stale->type_count),
        .functions = rebuild_copy(stale->functions, stale->function_count),
        .dropped = rebuild_copy(stale->variables, stale->variable_count),
        .type_count = stale->type_count,
        .function_count = stale->function_count,
        .dropped_count = stale->variable_count,
    };
    if (stale->function_count) rebuild_hold(draft, ret);
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

/* Has a later cell given the name another meaning? */
static bool rebuild_is_superseded(const Draft *draft, const Again *again,
                                  const Node *node) {
    const Node *now = graph_find(draft->graph, node->space, node->name);
    return now && (now->source != again->source ||
                   now->span.begin != again->span.begin);
}

/* Of a definition that makes types and variables at once, only the types
 * are made again; and of the names, only those that are still its own. */
static void rebuild_keep_types(Draft *draft, const Again *again) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < draft->count; i++) {
        Node *node = draft->nodes[i];
        if (node->kind == NODE_VARIABLE || node->kind == NODE_FUNCTION ||
            rebuild_is_superseded(draft, again, node))
            node_free(node);
        else
            draft->nodes[kept++] = node;
    }
    draft->count = kept;
}

/* Programs that are pasted one after the other call the same things by the
 * same names: that a later one has taken a name concerns no reader of an
 * earlier one, which has run and brings all of its names along when it runs
 * again. Of a nameless struct its typedef is told. */
static void rebuild_say(const Again *again, const char *what, Str why) {
    bool is_nameless = again->space == SPACE_TAG &&
                       draft_is_made_up(again->name);
    if (again->text->is_program || is_nameless) return;
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
        if (node->space == SPACE_TAG && now && now->serial > serial)
            return node;
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
        rebuild_keep_types(&making.build.draft, again);
        draft_commit(&making.build.draft);
    } else {
        rebuild_say(again, "is gone, since it no longer compiles",
                    problem.text);
    }
    rebuild_forget(&making);
}

static void rebuild_complain(Session *session, Node *node, Str why) {
    if (!node) return;
    session->graph.has_complaints = true;
    if (node->handle) slot_set(node->handle, NULL);
    if (node->raw) slot_set(node->raw, NULL);
    node->complaint = arena_dup(&node->text->arena, why);
}

/* The node that is made again, or NULL: also one that its file has for
 * itself. */
static Node *rebuild_node(const Session *session, const Again *again) {
    return graph_find_in(&session->graph, again->source, again->space,
                         again->name);
}

/* Make it again; true if it has another type now. */
static bool rebuild_function(Session *session, const Again *again) {
    Remaking making;
    Build *build = &making.build;
    Problem problem = {0};
    bool is_other = false;
    aside_enter(&session->graph, again->source);
    Node *node = graph_find(&session->graph, again->space, again->name);
    if (rebuild_read(session, again, &making, &problem) == 0 &&
        build_compile(build, NULL, &problem) == 0 &&
        build_link(session, build, &problem) == 0) {
        const Node *newer =
            draft_find(&build->draft, again->space, again->name);
        is_other = !node || !newer ||
                   !type_equals(node->symbol.type, newer->symbol.type);
        image_set_tag(build->image,
                      trace_keep(session, again->text, &build->unit,
                                 !build->is_by_cc));
        load_bind(&build->draft, build->image, build->is_by_cc);
        draft_commit(&build->draft);
    } else {
        rebuild_complain(session, node, problem.text);
    }
    rebuild_forget(&making);
    aside_leave(&session->graph);
    return is_other;
}

/* Those that were made before the type of another one changed took it for
 * what it had been: once more, then. */
static void rebuild_functions(Session *session, const Rebuild *rebuild) {
    enum { MOST_ROUNDS = 3 };
    bool is_other = true;
    for (int round = 0; is_other && round < MOST_ROUNDS; round++) {
        is_other = false;
        for (uint32_t i = 0; i < rebuild->function_count; i++)
            is_other |= rebuild_function(session, &rebuild->functions[i]);
    }
}

/* Tell of each function that does not compile, unless that was told; true if
 * one of them still has a struct of before in its type. */
static bool rebuild_tell(Session *session, const Rebuild *rebuild,
                         const Str *told) {
    bool is_old = false;
    for (uint32_t i = 0; i < rebuild->function_count; i++) {
        const Again *again = &rebuild->functions[i];
        const Node *node = rebuild_node(session, again);
        if (!node || !node->complaint.len) continue;
        is_old = is_old || node->declaration_needs > 0;
        bool is_main = str_is(node->name, "main"); /* has run already */
        if (!is_main && !str_equals(node->complaint, told[i]))
            rebuild_say(again, "no longer compiles", node->complaint);
    }
    return is_old;
}

static void rebuild_drop(Session *session, const Again *again) {
    Node *node = rebuild_node(session, again);
    if (!node) return;
    rebuild_say(again, "had the old layout of its type and is gone; run its "
                       "cell again to have it back", (Str){0});
    graph_note_gone(&session->graph, node);
    if (node == graph_find(&session->graph, node->space, node->name))
        graph_remove(&session->graph, node);
    else aside_drop(&session->graph, node);
}

void rebuild_run(Session *session, Rebuild *rebuild) {
    for (uint32_t i = 0; i < rebuild->dropped_count; i++)
        rebuild_drop(session, &rebuild->dropped[i]);
    for (uint32_t i = 0; i < rebuild->type_count; i++)
        rebuild_type(session, &rebuild->types[i]);
    Str *told = mem_alloc(rebuild->function_count * sizeof *told);
    for (uint32_t i = 0; i < rebuild->function_count; i++) {
        const Again *again = &rebuild->functions[i];
        const Node *node = rebuild_node(session, again);
        if (node) told[i] = arena_dup(&again->text->arena, node->complaint);
    }
    rebuild_functions(session, rebuild);
    /* A struct that such a type names must stay for as long as it does. */
    bool is_old = rebuild_tell(session, rebuild, told);
    for (uint32_t i = 0; !is_old && i < rebuild->held_count; i++)
        celltext_drop(rebuild->held[i]);
    free(rebuild->held);
    free(told);
    rebuild_free(rebuild->types, is_old ? 0 : rebuild->type_count);
    rebuild_free(rebuild->functions, rebuild->function_count);
    rebuild_free(rebuild->dropped, rebuild->dropped_count);
}
