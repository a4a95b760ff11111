#include "session/past.h"

#include <stdio.h>
#include <stdlib.h>

#include "session/export.h"

enum { PAST_USES = 64, PAST_DEEPEST = 32 };

/* A definition of another cell, as it was when this one used it. */
typedef struct Use {
    Str name; /* own */
    NameSpace space;
    uint32_t hash;
} Use;

typedef struct PastCell {
    long count; /* In[count] */
    uint32_t code;
    Use uses[PAST_USES];
    uint32_t use_count;
} PastCell;

static struct {
    PastCell **cells; /* own */
    size_t count, size;
    PastCell *current; /* own; NULL: it has used nothing so far */
} past;

/* --- what a definition comes to ------------------------------------------ */

static uint32_t past_mix(uint32_t a, uint32_t b) {
    return (a ^ b) * 16777619u; /* FNV's prime */
}

/* The text of a definition, and that of all it needs. */
static uint32_t past_hash(const Graph *graph, const Node *node, Map *seen,
                          int depth) {
    Str key = {(const char *)&node->serial, sizeof node->serial};
    Str text = node->kind == NODE_MACRO
                   ? node->declaration
                   : source_text(node->source, node->span);
    uint32_t hash = map_hash(text);
    if (depth == PAST_DEEPEST || map_get(seen, key)) return hash;
    map_set(seen, key, (void *)(uintptr_t)node);
    for (uint32_t i = 0; i < node->need_count; i++) {
        const Node *need =
            graph_find(graph, node->needs[i].space, node->needs[i].name);
        if (need && need != node)
            hash = past_mix(hash, past_hash(graph, need, seen, depth + 1));
    }
    return hash;
}

static uint32_t past_hash_of(const Graph *graph, const Node *node) {
    Map seen = {0};
    uint32_t hash = past_hash(graph, node, &seen, 0);
    map_done(&seen);
    return hash;
}

/* --- what a cell uses ---------------------------------------------------- */

static void past_free(PastCell *cell) {
    for (uint32_t i = 0; cell && i < cell->use_count; i++)
        free((char *)(uintptr_t)cell->uses[i].name.text);
    free(cell);
}

static void past_add(const Session *session, const Node *node) {
    PastCell *cell = past.current;
    if (!cell) cell = past.current = mem_alloc(sizeof *cell);
    for (uint32_t i = 0; i < cell->use_count; i++)
        if (cell->uses[i].space == node->space &&
            str_equals(cell->uses[i].name, node->name))
            return;
    if (cell->use_count == PAST_USES) return;
    Str name = {mem_dup(node->name.text, node->name.len), node->name.len};
    cell->uses[cell->use_count++] =
        (Use){name, node->space, past_hash_of(&session->graph, node)};
}

static void past_note(const Session *session, const Build *build,
                      NameSpace space, Str name) {
    const Node *node = graph_find(&session->graph, space, name);
    if (node && node->source->is_cell && node->source != build->text->source &&
        (node->kind != NODE_MACRO || node->macro))
        past_add(session, node);
}

/* Functions are compiled again when something under them changes: only what
 * runs once can be stale. */
void past_note_uses(const Session *session, const Build *build) {
    if (session->is_silent) return;
    for (uint32_t i = 0; i < build->cell.count; i++) {
        const Item *item = &build->cell.items[i];
        if (item->kind == ITEM_FUNCTION) continue;
        for (uint32_t k = item->begin; k < item->end; k++)
            if (parse_is_name(&build->tokens[k]))
                past_note(session, build, SPACE_ORDINARY,
                          build->tokens[k].text);
    }
    for (uint32_t i = 0; build->pre && i < build->pre->use_count; i++)
        past_note(session, build, SPACE_MACRO, build->pre->uses[i].name);
}

static void past_drop_same(uint32_t code) {
    size_t kept = 0;
    for (size_t i = 0; i < past.count; i++) {
        if (past.cells[i]->code == code) past_free(past.cells[i]);
        else past.cells[kept++] = past.cells[i];
    }
    past.count = kept;
}

void past_end_cell(const Session *session, Str code) {
    PastCell *cell = past.current;
    past.current = NULL;
    if (session->is_silent) {
        past_free(cell);
        return;
    }
    past_drop_same(map_hash(code));
    if (!cell) return;
    cell->count = session->count;
    cell->code = map_hash(code);
    if (past.count == past.size) {
        past.size = past.size ? 2 * past.size : 32;
        past.cells = mem_grow(past.cells, past.size * sizeof *past.cells);
    }
    past.cells[past.count++] = cell;
}

/* --- stale ones ---------------------------------------------------------- */

/* The first use that would come to something else by now; NULL: none. */
static const Use *past_stale_use(const Session *session,
                                 const PastCell *cell) {
    for (uint32_t i = 0; i < cell->use_count; i++) {
        const Use *use = &cell->uses[i];
        const Node *node = graph_find(&session->graph, use->space, use->name);
        if (!node || past_hash_of(&session->graph, node) != use->hash)
            return use;
    }
    return NULL;
}

/* Of a definition and all that it needs, the one that came last. */
static const Node *past_newest(const Graph *graph, const Node *node, Map *seen,
                               int depth) {
    const Node *newest = node;
    Str key = {(const char *)&node->serial, sizeof node->serial};
    if (depth == PAST_DEEPEST || map_get(seen, key)) return node;
    map_set(seen, key, (void *)(uintptr_t)node);
    for (uint32_t i = 0; i < node->need_count; i++) {
        const Node *need =
            graph_find(graph, node->needs[i].space, node->needs[i].name);
        if (need) need = past_newest(graph, need, seen, depth + 1);
        if (need && need->source->is_cell && need->serial > newest->serial)
            newest = need;
    }
    return newest;
}

static void past_print_use(const Session *session, const Use *use) {
    const Node *node = graph_find(&session->graph, use->space, use->name);
    if (!node) {
        printf("'%.*s', which it used, is gone\n", STR_ARG(use->name));
        return;
    }
    Map seen = {0};
    const Node *newest = past_newest(&session->graph, node, &seen, 0);
    map_done(&seen);
    printf("'%.*s', which it used, ", STR_ARG(use->name));
    if (newest != node) printf("needs '%.*s', which ", STR_ARG(newest->name));
    printf("is another since %.*s\n", STR_ARG(node_origin(newest)));
}

void past_print_stale(const Session *session) {
    for (size_t i = 0; i < past.count; i++) {
        const Use *use = past_stale_use(session, past.cells[i]);
        if (!use) continue;
        printf("In[%ld] is stale: ", past.cells[i]->count);
        past_print_use(session, use);
    }
}

/* --- what they were ------------------------------------------------------ */

static void past_print(long count, Str code, bool is_broken) {
    while (code.len && code.text[code.len - 1] == '\n') code.len--;
    printf("In[%ld]%s\n%.*s\n", count, is_broken ? " (failed)" : "",
           STR_ARG(code));
}

bool past_history(Session *session, Str count, Failure *failure) {
    size_t total = 0, at = 0, most = SIZE_MAX;
    long number;
    Str code;
    bool is_broken;
    (void)session;
    if (count.len > 6 || strspn(count.text, "0123456789") < count.len) {
        failure_set(failure, "UsageError",
                    "%%history takes the number of cells to show, not '%.*s'",
                    STR_ARG(count));
        return false;
    }
    if (count.len) most = (size_t)strtoul(count.text, NULL, 10);
    while (export_next(&at, &number, &code, &is_broken)) total++;
    at = 0;
    for (size_t i = 0; export_next(&at, &number, &code, &is_broken); i++)
        if (most >= total || i >= total - most)
            past_print(number, code, is_broken);
    if (!total) printf("no cell has run yet\n");
    return true;
}
