#include "session/tier_text.h"

#include <stdlib.h>

#include "base/scratch.h"
#include "graph/needs.h"
#include "session/trace.h"

enum {
    TIER_MOST_GUESTS = 32,
    TIER_LARGEST = 256 << 10 /* bytes of a unit */
};

/* Another function, read again. */
typedef struct Guest {
    Preprocessed pre;
    Cell cell;
    Heat heat;
    Node *node;
} Guest;

typedef struct Gather {
    Session *session;
    const Image *image; /* of the cell, by TinyCC */
    const Draft *draft; /* of the cell; of no item: there is none */
    const Stale *stale; /* may be NULL */
    TierText *text;
    Arena scratch; /* own: for reading guests */
    bool *items; /* [item of the cell] */
    const Heat *heats; /* likewise */
    Guest guests[TIER_MOST_GUESTS];
    uint32_t guest_count;
    uint32_t inline_from;
    bool is_hot;
} Gather;

/* --- one function --- */

/* Not of a file's own, and called in the same way by all. */
static bool tier_takes_node(const Node *node) {
    return node && node->kind == NODE_FUNCTION && node->is_defined &&
           node->handle && !node->raw && !node->is_private && !node->beyond &&
           !node->complaint.len && node->source->is_cell;
}

static bool tier_takes_item(const Item *item) {
    return item->kind == ITEM_FUNCTION && !item->beyond &&
           item->declaration->tag_count == 0 && item->declaration->count == 1;
}

static Str tier_name(const Item *item) {
    return item->declaration->declarators[0].name;
}

static void tier_heat(const Token *tokens, const Cell *cell, const Item *item,
                      Heat *heat) {
    Str name = item->kind == ITEM_FUNCTION ? tier_name(item) : (Str){0};
    heat_add(tokens, item->begin, item->end, name, cell, heat);
}

static void tier_add_heat(Heat *all, const Heat *one) {
    all->has_loop |= one->has_loop;
    all->is_unfit |= one->is_unfit;
    all->may_wrap |= one->may_wrap;
    all->has_gaps |= one->has_gaps;
    all->may_alias |= one->may_alias;
}

/* --- guests --- */

static int tier_no_include(void *context, Str name, bool is_quoted,
                           bool is_next, const Source *from,
                           const Source **ret, Err *err) {
    (void)context, (void)name, (void)is_quoted, (void)is_next, (void)from;
    (void)ret, (void)err;
    return 0;
}

/* Its places are those of its cell, which outlives what it was read with. */
static void tier_settle_places(const Node *node, Preprocessed *pre) {
    const Source *read = pre->tokens[pre->count].source;
    for (uint32_t i = 0; i <= pre->count; i++)
        if (pre->tokens[i].source == read) pre->tokens[i].source = node->source;
}

static bool tier_read(Gather *gather, Node *node, Guest *ret) {
    Session *session = gather->session;
    Arena *arena = &gather->scratch;
    Macros macros = graph_macros(&session->graph);
    Includes includes = {NULL, tier_no_include};
    Scope scope = graph_scope(&session->graph);
    Str prefix = arena_printf(arena, "nb_%llu_",
                              (unsigned long long)++session->tags);
    *ret = (Guest){.node = node};
    preprocess_span(node->source, node->span, &macros, &includes, arena,
                    &ret->pre);
    if (ret->pre.problem.source) return false;
    tier_settle_places(node, &ret->pre);
    split_cell(ret->pre.tokens, &scope, prefix, arena, &ret->cell);
    if (ret->cell.problem.source || ret->cell.count != 1 ||
        !tier_takes_item(&ret->cell.items[0]))
        return false;
    /* It may have said #include: its text is not all that there was. */
    if (ret->cell.static_count || needs_hash(ret->pre.tokens, 0, ret->pre.count) != node->words)
        return false;
    tier_heat(ret->pre.tokens, &ret->cell, &ret->cell.items[0], &ret->heat);
    return !ret->heat.is_unfit;
}

static bool tier_is_stale(const Gather *gather, const Node *node) {
    const Stale *stale = gather->stale;
    for (uint32_t i = 0; stale && i < stale->function_count; i++)
        if (stale->functions[i] == node) return true;
    return false;
}

static bool tier_has_guest(const Gather *gather, Str name) {
    for (uint32_t i = 0; i < gather->guest_count; i++)
        if (str_equals(gather->guests[i].node->name, name)) return true;
    return false;
}

/* The function of that name, if the cell itself does not have it. */
static bool tier_add_guest(Gather *gather, Str name) {
    Node *node = graph_find(&gather->session->graph, SPACE_ORDINARY, name);
    if (!tier_takes_node(node) || tier_is_stale(gather, node) ||
        draft_find(gather->draft, SPACE_ORDINARY, name) ||
        gather->guest_count == TIER_MOST_GUESTS ||
        tier_has_guest(gather, name))
        return false;
    Guest *guest = &gather->guests[gather->guest_count];
    if (tier_read(gather, node, guest)) {
        gather->guest_count++;
        return true;
    }
    preprocess_done(&guest->pre);
    return false;
}

static void tier_add_called(Gather *gather, const Token *tokens,
                            const Item *item) {
    uint32_t at = heat_next_call(tokens, item->begin, item->end);
    for (; at < item->end; at = heat_next_call(tokens, at + 1, item->end))
        (void)tier_add_guest(gather, tokens[at].text);
}

/* The list grows as it is walked. */
static void tier_add_called_by_guests(Gather *gather) {
    for (uint32_t i = 0; i < gather->guest_count; i++) {
        const Guest *guest = &gather->guests[i];
        tier_add_called(gather, guest->pre.tokens, &guest->cell.items[0]);
    }
}

/* --- the cell's own --- */

static void tier_add_items(Gather *gather) {
    const Draft *draft = gather->draft;
    for (uint32_t i = 0; i < draft->cell->count; i++) {
        const Item *item = &draft->cell->items[i];
        Heat heat = gather->heats[i];
        if (heat.is_unfit || item->kind != ITEM_FUNCTION ||
            !tier_takes_node(
                draft_find(draft, SPACE_ORDINARY, tier_name(item))))
            continue;
        gather->items[i] = true;
        gather->is_hot |= heat.has_loop;
        tier_add_heat(&gather->text->heat, &heat);
    }
}

/* A name is defined twice in a cell: the later one counts. */
static bool tier_has_twins(const Gather *gather) {
    const Cell *cell = gather->draft->cell;
    for (uint32_t i = 0; i < cell->count; i++)
        for (uint32_t k = 0; gather->items[i] && k < i; k++)
            if (gather->items[k] &&
                str_equals(tier_name(&cell->items[i]),
                           tier_name(&cell->items[k])))
                return true;
    return false;
}

/* What the cell calls in a loop is called often. */
static void tier_heat_statements(const Gather *gather, Heat *heat) {
    const Cell *cell = gather->draft->cell;
    for (uint32_t i = 0; i < cell->count; i++)
        if (cell->items[i].kind != ITEM_FUNCTION)
            tier_add_heat(heat, &gather->heats[i]);
}

static uint32_t tier_item_of(const Cell *cell, uint32_t token) {
    uint32_t i = 0;
    while (cell->items[i].end <= token) i++;
    return i;
}

static bool tier_has_register(const Token *tokens, const Item *item) {
    for (uint32_t i = item->begin; i < item->end; i++)
        if (token_is(&tokens[i], KW_REGISTER)) return true;
    return false;
}

void tier_text_look(Build *build) {
    Cell *cell = &build->cell;
    build->heats = arena_alloc(&build->text->arena,
                               (cell->count + 1) * sizeof *build->heats);
    for (uint32_t i = 0; i < cell->count; i++) {
        const Item *item = &cell->items[i];
        Heat *heat = &build->heats[i];
        tier_heat(build->tokens, cell, item, heat);
        if (item->beyond || item->kind == ITEM_ASM ||
            (item->kind == ITEM_FUNCTION && !tier_takes_item(item)))
            heat->is_unfit = true;
    }
    for (uint32_t i = 0; i < cell->loop_count; i++) {
        Loop *loop = &cell->loops[i];
        uint32_t k = tier_item_of(cell, loop->keyword);
        const Item *item = &cell->items[k];
        bool is_fit = !build->heats[k].is_unfit &&
                      !tier_has_register(build->tokens, item) &&
                      loop_is_fit(build->tokens, loop, item->begin, item->end,
                                  cell->statics, cell->static_count);
        loop->number = is_fit;
    }
}

static void tier_add_callees(Gather *gather, bool of_statements) {
    const Draft *draft = gather->draft;
    for (uint32_t i = 0; i < draft->cell->count; i++) {
        const Item *item = &draft->cell->items[i];
        if (gather->items[i] || (of_statements && item->kind != ITEM_FUNCTION))
            tier_add_called(gather, draft->tokens, item);
    }
}

/* --- the unit --- */

/* All that the unit's text may name, where it is; false: something is where
 * only a thread can tell. */
static bool tier_note_places(Gather *gather, const Unit *unit) {
    TierText *text = gather->text;
    text->own = arena_alloc(&text->arena,
                            unit->node_count * sizeof *text->own + 1);
    for (uint32_t i = 0; i < unit->node_count; i++) {
        const Node *node = unit->nodes[i];
        bool is_function = node->kind == NODE_FUNCTION;
        if (!is_function && node->kind != NODE_VARIABLE) continue;
        if (node->is_thread_local) return false;
        if (!node->place) continue;
        Str name = arena_dup(&text->arena, node->name);
        map_set(&text->places, name, node->place);
        if (is_function) text->own[text->own_count++] = name;
    }
    return true;
}

static void tier_add_member(TierText *text, Node *node, bool is_guest) {
    text->members[text->member_count++] =
        (TierMember){.name = arena_dup(&text->arena, node->name),
                     .slot = node->handle,
                     .is_guest = is_guest};
}

static void tier_note_members(Gather *gather) {
    TierText *text = gather->text;
    const Draft *draft = gather->draft;
    uint32_t most = draft->cell->count + gather->guest_count;
    text->members = arena_alloc(&text->arena,
                                most * sizeof *text->members + 1);
    for (uint32_t i = 0; i < gather->guest_count; i++)
        tier_add_member(text, gather->guests[i].node, i >= gather->inline_from);
    for (uint32_t i = 0; i < draft->cell->count; i++)
        if (gather->items[i])
            tier_add_member(text,
                            draft_find(draft, SPACE_ORDINARY,
                                       tier_name(&draft->cell->items[i])),
                            false);
}

/* The static variables of the cell's functions. */
static void tier_note_statics(Gather *gather) {
    TierText *text = gather->text;
    const Cell *cell = gather->draft->cell;
    for (uint32_t i = 0; i < cell->static_count; i++) {
        const Static *one = &cell->statics[i];
        void *place = image_static(gather->image, one->name, one->number);
        if (place)
            map_set(&text->places, arena_dup(&text->arena, one->fast_name),
                    place);
    }
}

/* Of the functions that are in the unit, and of statements. */
static void tier_note_loops(Gather *gather) {
    TierText *text = gather->text;
    const Cell *cell = gather->draft->cell;
    text->loops = arena_alloc(&text->arena,
                              (cell->loop_count + 1) * sizeof *text->loops);
    for (uint32_t i = 0; i < cell->loop_count; i++) {
        const Loop *loop = &cell->loops[i];
        const Item *item = &cell->items[tier_item_of(cell, loop->keyword)];
        if (loop->number)
            text->loops[text->loop_count++] =
                (TierLoop){unit_loop_name(item, loop, &text->arena),
                           loop->number};
    }
}

/* Lines of guests stand for places in their cells, which must stay. */
static void tier_keep_lines(Gather *gather, CellText *text, const Unit *unit) {
    TierText *kept = gather->text;
    kept->held = arena_alloc(&kept->arena,
                             (gather->guest_count + 1) * sizeof *kept->held);
    for (uint32_t i = 0; i < gather->guest_count; i++) {
        CellText *other = gather->guests[i].node->text;
        if (!text) {
            text = other;
            continue;
        }
        other->references++;
        kept->held[kept->held_count++] = other;
    }
    gather->text->tag =
        trace_keep(gather->session, text, unit, /* keeps_unit= */ false);
}

static bool tier_write(Gather *gather, CellText *cell_text) {
    TierText *text = gather->text;
    UnitGuest guests[TIER_MOST_GUESTS];
    Unit unit;
    for (uint32_t i = 0; i < gather->guest_count; i++) {
        const Guest *guest = &gather->guests[i];
        guests[i] = (UnitGuest){guest->node, guest->pre.tokens, &guest->cell};
        tier_add_heat(&text->heat, &guest->heat);
    }
    const UnitFast fast = {.items = gather->items,
                           .guests = guests,
                           .guest_count = gather->guest_count,
                           .inline_from = gather->inline_from,
                           .has_statements = text->has_entry};
    bool was_scratch = scratch_use(true);
    unit_emit_fast(gather->draft, gather->stale, &fast, &unit);
    (void)scratch_use(was_scratch);
    bool is_fit = !unit.beyond && unit.text.len < TIER_LARGEST &&
                  tier_note_places(gather, &unit);
    text->has_entry = unit.has_statements;
    if (is_fit) {
        buf_add_str(&text->unit, buf_view(&unit.text));
        tier_note_members(gather);
        tier_note_loops(gather);
        tier_note_statics(gather);
        tier_keep_lines(gather, cell_text, &unit);
    }
    unit_done(&unit);
    return is_fit;
}

static bool tier_finish(Gather *gather, CellText *text, bool is_worth_it) {
    bool is_made = is_worth_it && tier_write(gather, text);
    for (uint32_t i = 0; i < gather->guest_count; i++)
        preprocess_done(&gather->guests[i].pre);
    arena_clear(&gather->scratch);
    if (!is_made) tier_text_done(gather->text);
    return is_made;
}

/* Statements with loops that can be taken over. */
static bool tier_has_loops(const Gather *gather) {
    const Cell *cell = gather->draft->cell;
    for (uint32_t i = 0; i < cell->loop_count; i++) {
        const Loop *loop = &cell->loops[i];
        const Item *item = &cell->items[tier_item_of(cell, loop->keyword)];
        if (loop->number && item->kind != ITEM_FUNCTION) return true;
    }
    return false;
}

bool tier_text_of_cell(Session *session, const Build *build,
                       const Stale *stale, bool wants_entry, TierText *ret) {
    const Draft *draft = &build->draft;
    Gather gather = {.session = session,
                     .draft = draft,
                     .stale = stale,
                     .text = ret,
                     .image = build->image,
                     .heats = build->heats};
    Heat statements = {0};
    *ret = (TierText){0};
    gather.items = arena_alloc(&gather.scratch, draft->cell->count + 1);
    tier_add_items(&gather);
    tier_heat_statements(&gather, &statements);
    ret->has_entry = wants_entry && !statements.is_unfit;
    bool calls_often = statements.has_loop;
    if (ret->has_entry) tier_add_heat(&ret->heat, &statements);
    bool has_loops = tier_has_loops(&gather);
    if (has_loops) tier_add_heat(&ret->heat, &statements);
    bool is_worth_it = !tier_has_twins(&gather) &&
                       (gather.is_hot || calls_often || ret->has_entry);
    if (is_worth_it) {
        tier_add_callees(&gather, ret->has_entry || has_loops);
        tier_add_called_by_guests(&gather);
    }
    bool has_any = ret->has_entry || has_loops;
    for (uint32_t i = 0; i < draft->cell->count; i++) has_any |= gather.items[i];
    return tier_finish(&gather, build->text, is_worth_it && has_any);
}

bool tier_text_of_names(Session *session, const Str *names, uint32_t count,
                        TierText *ret) {
    const Token end = {.kind = TOK_END};
    const Cell none = {0};
    const Draft draft = {.graph = &session->graph,
                         .tokens = &end,
                         .cell = &none};
    bool no_item = false;
    Gather gather = {.session = session,
                     .draft = &draft,
                     .text = ret,
                     .items = &no_item};
    *ret = (TierText){0};
    for (uint32_t i = 0; i < count; i++) (void)tier_add_guest(&gather, names[i]);
    gather.inline_from = gather.guest_count;
    tier_add_called_by_guests(&gather);
    return tier_finish(&gather, NULL, gather.inline_from > 0);
}

uint32_t tier_called_often(Session *session, const Build *build, Str *ret,
                           uint32_t most) {
    const Draft *draft = &build->draft;
    uint32_t count = 0;
    for (uint32_t i = 0; i < draft->cell->count; i++) {
        const Item *item = &draft->cell->items[i];
        Heat heat = {0};
        if (item->kind == ITEM_FUNCTION) continue;
        tier_heat(draft->tokens, draft->cell, item, &heat);
        uint32_t at = heat.has_loop ? item->begin : item->end;
        while ((at = heat_next_call(draft->tokens, at, item->end)) <
                   item->end &&
               count < most) {
            Str name = draft->tokens[at++].text;
            if (!draft_find(draft, SPACE_ORDINARY, name) &&
                tier_takes_node(
                    graph_find(&session->graph, SPACE_ORDINARY, name)))
                ret[count++] = name;
        }
    }
    return count;
}

/* Another function, unless it is there already or there is no room. */
static uint32_t tier_reach(const Session *session, Str name, const Node **ret,
                           uint32_t count, uint32_t most) {
    const Node *node = graph_find(&session->graph, SPACE_ORDINARY, name);
    if (count == most || !tier_takes_node(node)) return count;
    for (uint32_t i = 0; i < count; i++)
        if (ret[i] == node) return count;
    ret[count] = node;
    return count + 1;
}

uint32_t tier_reachable(const Session *session, const Build *build,
                        const Node **ret, uint32_t most) {
    const Cell *cell = &build->cell;
    uint32_t count = 0;
    for (uint32_t i = 0; i < cell->count; i++) {
        const Item *item = &cell->items[i];
        if (item->kind == ITEM_FUNCTION) continue;
        for (uint32_t k = item->begin; k < item->end; k++)
            if (parse_is_name(&build->tokens[k]))
                count = tier_reach(session, build->tokens[k].text, ret, count,
                                   most);
    }
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < ret[i]->need_count; k++)
            if (ret[i]->needs[k].space == SPACE_ORDINARY)
                count = tier_reach(session, ret[i]->needs[k].name, ret, count,
                                   most);
    return count;
}

void tier_text_forget_lines(Session *session, TierText *text) {
    trace_forget(session, text->tag);
    for (uint32_t i = 0; i < text->held_count; i++)
        celltext_drop(text->held[i]);
    text->held_count = 0;
}

void tier_text_done(TierText *text) {
    buf_done(&text->unit);
    map_done(&text->places);
    arena_clear(&text->arena);
}
