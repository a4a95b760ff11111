#include "export/script.h"

#include <stdio.h>
#include <unistd.h>

#include "graph/own_headers.h"

enum { SCRIPT_MACROS = 64 };

/* --- how a cell is read --- */

static int script_open(void *context, Str name, bool is_quoted, bool is_next,
                       const Source *from, const Source **ret, Err *err) {
    Script *script = context;
    if (!is_quoted && !is_next && preload_knows_header(name)) return 0;
    Str own = own_headers_text(name);
    if (own.len) {
        *ret = source_new(arena_dup(&script->arena, name), own, false,
                          &script->arena);
        return 1;
    }
    Str path = headers_find(&script->headers, name, is_quoted, is_next, from,
                            &script->arena);
    if (!path.len)
        return err_set(err, "there is no file '%.*s'", STR_ARG(name));
    if (preload_knows_header(path)) return 0;
    *ret = headers_read(path, &script->arena, err);
    return *ret ? 1 : -1;
}

/* Of the magics only one matters to the reading: where headers are. */
static int script_magic(void *context, Str line, Err *err) {
    Script *script = context;
    Str word = STR("%include ");
    if (!str_starts_with(line, word)) return 0;
    Str folder = arena_dup(&script->arena, (Str){line.text + word.len,
                                                 line.len - word.len});
    return headers_add(&script->headers, folder.text, err);
}

static const Macro *script_macro(void *context, Str name) {
    Script *script = context;
    return graph_macro(&script->graph, name);
}

static bool script_has_name(void *context, Str name) {
    Script *script = context;
    return graph_symbol(&script->graph, name) != NULL;
}

static int script_fail(const ScriptCell *row, const Problem *problem,
                       Err *err) {
    if (!problem->source)
        return err_set(err, "In[%ld] cannot be read: %.*s", row->cell->number,
                       STR_ARG(problem->text));
    Place place = source_place(problem->source, problem->span.begin);
    return err_set(err, "%.*s:%u: %.*s", STR_ARG(problem->source->name),
                   place.line, STR_ARG(problem->text));
}

/* --- arrays whose extents are computed --- */

/* The type is this cell's own, made by its parser a moment ago: it is read as
 * an array of one element, and noted. */
static void script_settle(Script *script, const Type *type) {
    for (; type && type->kind != TYPE_TYPEDEF; type = type->target) {
        if (type->kind != TYPE_ARRAY || type->extent != EXTENT_RUNTIME)
            continue;
        Type *own = (Type *)(uintptr_t)type;
        own->extent = EXTENT_KNOWN;
        own->length = 1;
        names_note_computed(&script->names, type);
    }
}

static void script_settle_cell(Script *script, const Cell *cell) {
    for (uint32_t i = 0; i < cell->count; i++) {
        const Item *item = &cell->items[i];
        if (item->kind != ITEM_DECLARATION) continue;
        for (uint32_t k = 0; k < item->declaration->count; k++)
            script_settle(script, item->declaration->declarators[k].type);
    }
}

/* --- what it defines --- */

/* A function that mentions a variable which is now a function, or the other
 * way round, does not compile any more: it stays what it was. */
static bool script_still_compiles(const Draft *draft, const Node *node) {
    for (uint32_t i = 0; i < node->need_count; i++) {
        const Need *need = &node->needs[i];
        const Node *now = draft_find(draft, need->space, need->name);
        const Node *was = graph_find(draft->graph, need->space, need->name);
        if (now && was && now->kind != was->kind) return false;
    }
    return true;
}

static bool script_mentions(const Macro *macro, Str name) {
    for (uint32_t i = 0; i < macro->body_count; i++)
        if (str_equals(macro->body[i].text, name)) return true;
    return false;
}

/* The macros of earlier cells whose bodies have this name, which is called
 * otherwise from here on, are defined once more. */
static void script_note_macros(Script *script, ScriptCell *row, uint32_t cell,
                               const Draft *draft, Str name) {
    size_t at = 0;
    const MapEntry *entry;
    if (!row->macros)
        row->macros =
            arena_alloc(&script->arena, SCRIPT_MACROS * sizeof *row->macros);
    while ((entry = map_next(&script->graph.nodes[SPACE_MACRO], &at)) &&
           row->macro_count < SCRIPT_MACROS) {
        const Node *node = entry->value;
        if (!node->macro || !node->source->is_cell ||
            !script_mentions(node->macro, name) ||
            draft_find(draft, SPACE_MACRO, node->name))
            continue;
        Meaning *meaning =
            names_find(&script->names, SPACE_MACRO, node->name, cell);
        if (meaning) meaning->bodies++;
        row->macros[row->macro_count++] =
            (Again){arena_dup(&script->arena, node->name), node->source,
                    node->span};
    }
}

static void script_note(Script *script, ScriptCell *row, uint32_t cell,
                        const Draft *draft) {
    Stale stale;
    invalidate_find(draft, &stale);
    for (uint32_t i = 0; i < draft->count; i++)
        if (draft->nodes[i]->source == row->text->source &&
            names_add(&script->names, draft->nodes[i], cell))
            script_note_macros(script, row, cell, draft,
                               draft->nodes[i]->name);
    row->again =
        arena_alloc(&script->arena, (stale.function_count + 1) *
                                        sizeof *row->again);
    for (uint32_t i = 0; i < stale.function_count; i++) {
        const Node *node = stale.functions[i];
        if (!node->source->is_cell || !script_still_compiles(draft, node))
            continue;
        names_add(&script->names, node, cell);
        row->again[row->again_count++] =
            (Again){arena_dup(&script->arena, node->name), node->source,
                    node->span};
    }
    stale_done(&stale);
}

static void script_note_labels(Script *script, const ScriptCell *row,
                               uint32_t cell) {
    const Token *tokens = row->pre.tokens;
    for (uint32_t i = 0; i + 1 < row->pre.count; i++)
        if (token_is(&tokens[i], KW_GOTO) && parse_is_name(&tokens[i + 1]))
            names_add_label(&script->names, tokens[i + 1].text, cell);
}

static int script_define(Script *script, ScriptCell *row, uint32_t cell,
                         Err *err) {
    Draft draft;
    Problem problem = {0};
    if (draft_make(&script->graph, row->text, row->pre.tokens, &row->pre,
                   &row->items, &draft, &problem) < 0)
        return script_fail(row, &problem, err);
    script_note(script, row, cell, &draft);
    script_note_labels(script, row, cell);
    draft_commit(&draft);
    draft_done(&draft);
    return 0;
}

/* "%%time" on a line of its own stands before the code that it is about; other
 * cells with %% are no C at all. */
static Str script_take_first_line(Script *script, ScriptCell *row, Str code) {
    static const char *const around[] = {"%%time", "%%check", "%%fast",
                                         "%%bench"};
    const char *end = memchr(code.text, '\n', code.len);
    size_t len = end ? (size_t)(end - code.text) : code.len;
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        if (!str_starts_with(code, str_of(around[i]))) continue;
        row->first_line = arena_dup(&script->arena, (Str){code.text, len});
        return (Str){code.text + len, code.len - len};
    }
    return code;
}

static int script_read_cell(Script *script, uint32_t cell, Err *err) {
    ScriptCell *row = &script->rows[cell];
    Arena *arena = &script->arena;
    Str code = script_take_first_line(script, row, row->cell->text);
    if (str_starts_with(code, STR("%%"))) return 0;
    Str name = arena_printf(arena, "In[%ld]", row->cell->number);
    Macros macros = {script, script_macro, script_has_name};
    Includes includes = {script, script_open, script_magic};
    row->text = celltext_new(name, code);
    preprocess(row->text->source, &macros, &includes, &row->text->arena,
               &row->pre);
    if (row->pre.problem.source)
        return script_fail(row, &row->pre.problem, err);
    Scope scope = graph_scope(&script->graph);
    Str prefix = arena_printf(arena, "nb_%llu_",
                              (unsigned long long)++script->tags);
    split_cell(row->pre.tokens, &scope, prefix, &row->text->arena,
               &row->items);
    if (row->items.problem.source)
        return script_fail(row, &row->items.problem, err);
    script_settle_cell(script, &row->items);
    chunk_cell(row->text->source, &row->pre, &row->items, arena,
               &row->chunks);
    return script_define(script, row, cell, err);
}

int script_read(const Notebook *notebook, Script *ret, Err *err) {
    *ret = (Script){.count = notebook->count};
    ret->rows = arena_alloc(&ret->arena, (notebook->count + 1) *
                                             sizeof *ret->rows);
    graph_init(&ret->graph);
    headers_init(&ret->headers);
    for (uint32_t i = 0; i < notebook->count; i++) {
        ret->rows[i].cell = &notebook->cells[i];
        if (notebook->cells[i].kind == CELL_CODE &&
            script_read_cell(ret, i, err) < 0)
            return -1;
    }
    return 0;
}

void script_done(Script *script) {
    graph_done(&script->graph);
    for (uint32_t i = 0; i < script->count; i++) {
        preprocess_done(&script->rows[i].pre);
        celltext_drop(script->rows[i].text);
    }
    names_done(&script->names);
    arena_clear(&script->arena);
}
