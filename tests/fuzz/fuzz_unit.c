/* The unit of whatever cell: it has as many lines as it says, each one that
 * stands for a token of the cell is that token's text with words of ours
 * around it, every line leads to a token of the cell or to none, and the same
 * cell gives the same unit. Cells are separated by a form feed. */
#include <string.h>

#include "cell/mend.h"
#include "fuzz.h"
#include "graph/unit.h"
#include "support/notebook.h"

enum { CELLS = 16 };

static uint32_t count_tokens(const Token *tokens) {
    uint32_t count = 0;
    while (tokens[count].kind != TOK_END) count++;
    return count;
}

static bool has_text(Str line, Str text) {
    return !text.len || memmem(line.text, line.len, text.text, text.len);
}

/* Is the token written as something else? */
static bool is_replaced(const Unit *unit, uint32_t token) {
    for (uint32_t i = 0; i < unit->mend_count; i++)
        if (unit->mends[i].token == token &&
            unit->mends[i].place == MEND_INSTEAD)
            return true;
    return false;
}

/* The lines of ours that a token owns begin a block. */
static void check_line(const Unit *unit, Str line, const Token *origin) {
    uint32_t number = (uint32_t)(origin - unit->tokens);
    bool is_ours = line.len && line.text[0] == '{';
    Str text = origin->text;
    if (origin->kind == TOK_STRING && str_starts_with(text, STR("u8")))
        text = (Str){text.text + 2, text.len - 2};
    LAW(is_ours || is_replaced(unit, number) || has_text(line, text));
}

static void check_lines(const Unit *unit, uint32_t tokens) {
    Str text = buf_view(&unit->text);
    const char *at = text.len ? text.text : "", *end = at + text.len;
    uint32_t lines = 0;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        LAW(newline != NULL && lines < unit->lines);
        const Token *origin = unit->origins[lines++];
        if (origin) {
            LAW(origin >= unit->tokens && origin < unit->tokens + tokens);
            check_line(unit, (Str){at, (size_t)(newline - at)}, origin);
        }
        at = newline + 1;
    }
    LAW(lines == unit->lines);
    for (uint32_t line = 0; line <= unit->lines + 2; line++) {
        const Token *token = unit_token_at(unit, line);
        LAW(!token || (token >= unit->tokens && token < unit->tokens + tokens));
    }
}

static void check_unit(const Draft *draft, const Stale *hidden, bool for_cc) {
    Unit unit, again;
    unit_emit(draft, hidden, for_cc, &unit);
    check_lines(&unit, count_tokens(draft->tokens));
    unit_emit(draft, hidden, for_cc, &again);
    LAW(str_equals(buf_view(&unit.text), buf_view(&again.text)));
    unit_done(&unit);
    unit_done(&again);
}

static void check(const Draft *draft) {
    Stale stale;
    invalidate_find(draft, &stale);
    check_unit(draft, &stale, false);
    check_unit(draft, &stale, true);
    stale_done(&stale);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Notebook notebook;
    Str rest = {(const char *)data, size}, problem;
    notebook_init(&notebook);
    notebook.on_draft = check;
    for (int count = 0; rest.len && count < CELLS; count++) {
        Str code = str_next(&rest, FUZZ_CELL_END);
        LAW(notebook_run(&notebook, code, &problem) == (problem.len == 0));
    }
    notebook_done(&notebook);
    return 0;
}
