#include "graph/unit_lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cell/mend.h"

/* Room for the text of an ordinary cell, taken at once: each size of block
 * lies on a page of its own, and a page that is written to for the first time
 * after a checkpoint has to be copied. */
void unit_begin(Unit *unit, const Token *tokens) {
    enum { ORDINARY = 3000 };
    *unit = (Unit){.tokens = tokens};
    (void)buf_reserve(&unit->text, ORDINARY);
}

void unit_add_origin(Unit *unit, const Token *origin) {
    if (unit->lines == unit->size) {
        unit->size = unit->size ? unit->size * 2 : 256;
        unit->origins =
            mem_grow(unit->origins, unit->size * sizeof *unit->origins);
    }
    unit->origins[unit->lines++] = origin;
}

static void unit_end_line(Unit *unit, const Token *origin) {
    buf_add_char(&unit->text, '\n');
    unit_add_origin(unit, origin);
}

void unit_line(Unit *unit, const char *format, ...) {
    va_list args;
    va_start(args, format);
    buf_vprintf(&unit->text, format, args);
    va_end(args);
    unit_end_line(unit, NULL);
}

void unit_own_line(Unit *unit, const Token *origin) {
    unit->origins[unit->lines - 1] = origin;
}

void unit_str_line(Unit *unit, Str text) {
    while (text.len) {
        buf_add_str(&unit->text, str_next(&text, '\n'));
        unit_end_line(unit, NULL);
    }
}

static uint32_t unit_mends(Unit *unit, uint32_t at, uint32_t token,
                           MendPlace place) {
    for (; at < unit->mend_count; at++) {
        const Mend *mend = &unit->mends[at];
        if (mend->token != token || mend->place != place) break;
        buf_add_str(&unit->text, mend->text);
    }
    return at;
}

void unit_token(Unit *unit, const Token *token) {
    uint32_t number = (uint32_t)(token - unit->tokens);
    uint32_t at = mend_find(unit->mends, unit->mend_count, number);
    at = unit_mends(unit, at, number, MEND_BEFORE);
    uint32_t instead = at;
    at = unit_mends(unit, at, number, MEND_INSTEAD);
    if (at == instead) buf_add_str(&unit->text, token->text);
    (void)unit_mends(unit, at, number, MEND_BEHIND);
    unit_end_line(unit, token);
}

static bool unit_is_erased(const Item *item, uint32_t at) {
    for (uint32_t i = 0; item && i < item->erased_count; i++)
        if (at >= item->erased[i].begin && at < item->erased[i].end)
            return true;
    return false;
}

void unit_tokens(Unit *unit, const Token *tokens, uint32_t begin,
                        uint32_t end) {
    const Item *item = unit->item;
    if (item && !item->erased_count) item = NULL;
    for (uint32_t i = begin; i < end; i++)
        if (!item || !unit_is_erased(item, i)) unit_token(unit, &tokens[i]);
}
