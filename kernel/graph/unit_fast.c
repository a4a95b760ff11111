#include <stdio.h>

#include "cell/flow.h"
#include "cell/mend.h"
#include "graph/unit_lines.h"
#include "graph/unit_parts.h"

/* --- loops that are taken over ------------------------------------------- */

Str unit_loop_name(const Item *item, const Loop *loop, Arena *arena) {
    Str name = item->kind == ITEM_FUNCTION
                   ? item->declaration->declarators[0].name
                   : STR(UNIT_FUNCTION);
    return arena_printf(arena, "%.*s.loop%u", STR_ARG(name), loop->number);
}

static bool unit_is_array(const Symbol *symbol) {
    return type_strip(symbol->type)->kind == TYPE_ARRAY;
}

static void unit_loop_head(const Loop *loop, Str name, Unit *ret) {
    Buf head = {0};
    buf_printf(&head, "void __nb_rest_%u(", loop->number);
    size_t begin = head.len;
    for (uint32_t i = 0; i < loop->outer_count; i++) {
        const Symbol *symbol = loop->outer[i];
        char place[32];
        (void)snprintf(place, sizeof place, "(*__nb_p%u)", i);
        if (!loop_is_passed(symbol)) continue;
        if (head.len > begin) buf_add_str(&head, STR(", "));
        type_print(symbol->type,
                   unit_is_array(symbol) ? symbol->name : str_of(place), &head);
    }
    if (head.len == begin) buf_add_str(&head, STR("void"));
    buf_add_char(&head, ')');
    unit_line(ret, "%s __asm__(\"%.*s\"); %s {", head.text, STR_ARG(name),
              head.text);
    buf_done(&head);
}

static void unit_loop_statics(const Loop *loop, const Cell *cell, Unit *ret) {
    for (uint32_t i = 0; i < loop->outer_count; i++) {
        const Symbol *symbol = loop->outer[i];
        const Static *one = loop_static(cell->statics, cell->static_count,
                                        symbol->local->token);
        if (!loop_is_passed(symbol) && one)
            unit_line(ret, "%.*s", STR_ARG(one->declaration));
    }
}

/* Copies for the time being: no pointer of the function's leads to them. */
static void unit_loop_outer(const Loop *loop, bool is_end, Unit *ret) {
    for (uint32_t i = 0; i < loop->outer_count; i++) {
        const Symbol *symbol = loop->outer[i];
        if (!loop_is_passed(symbol)) continue;
        if (unit_is_array(symbol) || (is_end && type_is_const(symbol->type)))
            continue;
        Buf text = {0};
        type_print(symbol->type, symbol->name, &text);
        if (is_end)
            unit_line(ret, "*__nb_p%u = %.*s;", i, STR_ARG(symbol->name));
        else
            unit_line(ret, "%s = *__nb_p%u;", text.text, i);
        buf_done(&text);
    }
}

static void unit_loop(const Draft *draft, const Loop *loop, Str name,
                      Unit *ret) {
    bool is_for = token_is(&draft->tokens[loop->keyword], KW_FOR);
    unit_loop_head(loop, name, ret);
    unit_loop_statics(loop, draft->cell, ret);
    unit_loop_outer(loop, /* is_end= */ false, ret);
    if (is_for) unit_line(ret, "for (;");
    unit_tokens(ret, draft->tokens, is_for ? loop->rest : loop->keyword,
                loop->end);
    unit_line(ret, ";");
    unit_loop_outer(loop, /* is_end= */ true, ret);
    unit_line(ret, "}");
}

static void unit_loops(const Draft *draft, Unit *ret) {
    const Cell *cell = draft->cell;
    for (uint32_t i = 0; i < cell->loop_count; i++) {
        const Loop *loop = &cell->loops[i];
        uint32_t k = 0;
        while (cell->items[k].end <= loop->keyword) k++;
        if (!loop->number) continue;
        ret->item = &cell->items[k];
        Arena arena = {0};
        unit_loop(draft, loop, unit_loop_name(ret->item, loop, &arena), ret);
        arena_clear(&arena);
    }
}

/* --- functions ----------------------------------------------------------- */

/* GNU's old inline: whatever is not inlined calls the function's slot. */
static void unit_guest(const UnitGuest *guest, bool is_inline, Unit *ret) {
    const Draft own = {.tokens = guest->tokens, .cell = guest->cell};
    ret->tokens = guest->tokens;
    ret->mends = guest->cell->fast_mends;
    ret->mend_count = guest->cell->fast_mend_count;
    ret->item = &guest->cell->items[0];
    if (is_inline)
        unit_line(ret, "extern __inline __attribute__((__gnu_inline__))");
    unit_function(&own, ret->item, ret);
}

void unit_emit_fast(const Draft *draft, const Stale *hidden,
                    const UnitFast *fast, Unit *ret) {
    const Cell *cell = draft->cell;
    Needs needs = {0};
    unit_begin(ret, draft->tokens);
    for (uint32_t i = 0; i < fast->guest_count; i++) {
        const Node *node = fast->guests[i].node;
        needs_add(&needs, node->space, node->name);
        for (uint32_t k = 0; k < node->need_count; k++)
            needs_add(&needs, node->needs[k].space, node->needs[k].name);
    }
    unit_declarations(draft, hidden, &needs, ret);
    unit_str_line(ret, STR(MEND_FAST_DECLARATIONS));
    for (uint32_t i = 0; i < fast->guest_count; i++)
        unit_guest(&fast->guests[i], i >= fast->inline_from, ret);
    ret->tokens = draft->tokens;
    ret->mends = cell->fast_mends;
    ret->mend_count = cell->fast_mend_count;
    for (uint32_t i = 0; i < cell->count; i++) {
        ret->item = &cell->items[i];
        if (fast->items[i]) unit_function(draft, ret->item, ret);
    }
    unit_loops(draft, ret);
    if (fast->has_statements) unit_statements(draft, ret);
}
