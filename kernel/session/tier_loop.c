#include "session/tier_loop.h"

#include "cell/mend.h"

enum {
    TIER_LOOPS = 512, /* in a block of places */
    TIER_BLOCKS = 4096
};

static uint32_t tier_loop_count;
static void **tier_loops[TIER_BLOCKS]; /* in the space's data */

void **tier_loop(uint32_t number) {
    return &tier_loops[number / TIER_LOOPS][number % TIER_LOOPS];
}

/* A new place; 0: there is no room. */
static uint32_t tier_new_loop(Space *space) {
    uint32_t number = ++tier_loop_count, block = number / TIER_LOOPS;
    if (block >= TIER_BLOCKS) return 0;
    if (!tier_loops[block])
        tier_loops[block] = space_alloc(space, TIER_LOOPS * sizeof(void *), 64,
                                        NULL);
    return tier_loops[block] ? number : 0;
}

void *tier_loop_place(Str name) {
    const Str prefix = STR(UNIT_LOOP);
    uint32_t number = 0;
    if (!str_starts_with(name, prefix)) return NULL;
    for (size_t i = prefix.len; i < name.len; i++)
        number = number * 10 + (uint32_t)(name.text[i] - '0');
    bool is_known = number && number <= tier_loop_count &&
                    number / TIER_LOOPS < TIER_BLOCKS &&
                    tier_loops[number / TIER_LOOPS];
    return is_known ? tier_loop(number) : NULL;
}

/* --- the words that ask --- */

static void tier_mend_loop(const Build *build, const Loop *loop, Mend *ret) {
    Arena *arena = &build->text->arena;
    Buf asks = {0};
    buf_printf(&asks, " if (" UNIT_LOOP "%u) { " UNIT_LOOP "%u(", loop->number,
               loop->number);
    bool is_first = true;
    for (uint32_t i = 0; i < loop->outer_count; i++) {
        const Symbol *symbol = loop->outer[i];
        bool is_array = type_strip(symbol->type)->kind == TYPE_ARRAY;
        if (!loop_is_passed(symbol)) continue;
        buf_printf(&asks, "%s%s%.*s", is_first ? "" : ", ", is_array ? "" : "&",
                   STR_ARG(symbol->name));
        is_first = false;
    }
    buf_add_str(&asks, STR("); break; } "));
    bool has_braces = token_is(&build->tokens[loop->body], PUNCT_LBRACE);
    Str text = arena_printf(arena, "%s%s", has_braces ? "" : "{", asks.text);
    ret[0] = (Mend){loop->body, has_braces ? MEND_BEHIND : MEND_BEFORE, text};
    ret[1] = (Mend){loop->last, MEND_BEHIND, has_braces ? STR("") : STR("}")};
    buf_done(&asks);
}

/* Words for TinyCC at the beginning of each loop that can be taken over. */
void tier_mend_loops(Space *space, Build *build) {
    Cell *cell = &build->cell;
    uint32_t count = cell->mend_count;
    Mend *mends = arena_alloc(&build->text->arena,
                              (count + 2 * cell->loop_count) * sizeof *mends);
    if (count) memcpy(mends, cell->mends, count * sizeof *mends);
    for (uint32_t i = 0; i < cell->loop_count; i++) {
        Loop *loop = &cell->loops[i];
        if (loop->number) loop->number = tier_new_loop(space);
        if (!loop->number) continue;
        tier_mend_loop(build, loop, &mends[count]);
        count += 2;
    }
    mend_sort(mends, count);
    cell->mends = mends;
    cell->mend_count = count;
}
