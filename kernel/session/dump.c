#include "session/dump.h"

#include <stdio.h>

DumpStage dump_stage;

DumpStage dump_stage_of(const char *name) {
    /* ORDER: enum DumpStage */
    static const char *const names[] = {"", "tokens", "items", "unit"};
    for (int stage = DUMP_TOKENS; stage <= DUMP_UNIT; stage++)
        if (strcmp(names[stage], name) == 0) return (DumpStage)stage;
    return DUMP_NOTHING;
}

static void dump_place(const Token *token, Buf *ret) {
    Place place = source_place(token->source, token->span.begin);
    buf_printf(ret, "%.*s:%u:%u", STR_ARG(token->source->name), place.line,
               place.column);
}

static void dump_token(const Token *token, Buf *ret) {
    /* ORDER: enum TokenKind */
    static const char *const kinds[] = {"end",       "name",   "number",
                                        "character", "string", "punctuator",
                                        "pragma",    "magic",  "other"};
    bool is_keyword = token->kind == TOK_IDENT && token->id != ID_NONE;
    bool is_made = token->flags & TOKEN_FROM_MACRO;
    buf_printf(ret, "%-10s %s ", is_keyword ? "keyword" : kinds[token->kind],
               is_made ? "macro" : "     ");
    dump_place(token, ret);
    buf_printf(ret, "\t%.*s\n", STR_ARG(token->text));
}

/* Each line with the place that it stands for. */
static void dump_unit(const Unit *unit, Buf *ret) {
    Str rest = buf_view(&unit->text);
    for (uint32_t line = 0; rest.len && line < unit->lines; line++) {
        Str text = str_next(&rest, '\n');
        if (unit->origins[line]) dump_place(unit->origins[line], ret);
        buf_printf(ret, "\t%.*s\n", STR_ARG(text));
    }
}

void dump_build(const Build *build, DumpStage stage) {
    Buf text = {0};
    if (stage != dump_stage) return;
    switch (stage) {
    case DUMP_TOKENS:
        for (const Token *at = build->tokens; at->kind != TOK_END; at++)
            dump_token(at, &text);
        break;
    case DUMP_ITEMS: split_print(build->tokens, &build->cell, &text); break;
    case DUMP_UNIT: dump_unit(&build->unit, &text); break;
    default: break;
    }
    if (text.len) (void)fwrite(text.text, 1, text.len, stdout);
    buf_done(&text);
}

void dump_pretend(Run *run) {
    for (int i = 0; i < RUN_MOST_EXTENTS; i++) run->extents[i] = 1;
}
