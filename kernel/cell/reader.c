#include "cell/reader.h"

#include <stdlib.h>

#include "cell/directive.h"
#include "cell/magic.h"

void reader_enter(Reader *reader, const Source *source) {
    File *file = ARENA_NEW(reader->expander.arena, File);
    file->outer = reader->file;
    file->first_group = reader->group_count;
    file->depth = reader->file ? reader->file->depth + 1 : 0;
    lexer_init(&file->lexer, source, reader->expander.arena);
    reader->file = file;
    reader->expander.include_level = file->depth;
}

/* The end of a text: back to who included it. False when it was the cell. */
static bool reader_leave(Reader *reader) {
    File *file = reader->file;
    if (reader->group_count > file->first_group) {
        const Group *group = &reader->groups[reader->group_count - 1];
        return expand_problem(&reader->expander, &group->at,
                              "this #%.*s has no #endif",
                              STR_ARG(group->at.text));
    }
    if (!file->outer) return false;
    reader->file = file->outer;
    reader->expander.include_level = file->outer->depth;
    return true;
}

bool reader_is_live(const Reader *reader) {
    return !reader->group_count || reader->groups[reader->group_count - 1].live;
}

/* A name of this cell counts as well as one of the program. */
static bool reader_knows(void *context, Str name) {
    const Reader *reader = context;
    const Macros *macros = reader->expander.macros;
    if (map_get(&reader->expander.names, name)) return true;
    return macros && macros->has_name &&
           macros->has_name(macros->context, name);
}

/* Take the whole line when it is a magic. */
static bool reader_take_magic(Reader *reader, Token *token) {
    const Macros knows = {.context = reader, .has_name = reader_knows};
    if (!token->source->is_cell) return false;
    if (!magic_is_line(token, &knows, &token->span)) return false;
    token->kind = TOK_MAGIC;
    token->id = ID_NONE;
    token->text = source_text(token->source, token->span);
    reader->file->lexer.at = token->span.end;
    return true;
}

/* A magic that acts while the cell is read: true when it is done, or wrong,
 * and the next token is to be fetched. */
static bool reader_run_magic(Reader *reader, const Token *token) {
    const Includes *includes = reader->includes;
    Err err = {0};
    if (!includes || !includes->magic) return false;
    int code = includes->magic(includes->context, token->text, &err);
    if (code < 0) (void)expand_problem(&reader->expander, token, "%s", err.text);
    return code != 0;
}

static bool reader_is_directive(const Token *token) {
    return token_is(token, PUNCT_HASH) && token->flags & TOKEN_LINE_START;
}

static bool reader_fetch_any(Reader *reader, Token *ret) {
    for (;;) {
        if (reader->expander.problem.source) return false;
        *ret = lexer_next(&reader->file->lexer);
        if (reader_is_directive(ret)) {
            reader->after_line = true;
            if (directive_run(reader, ret)) return true;
        } else if (ret->kind == TOK_END) {
            if (!reader_leave(reader)) return true;
        } else if (!reader_is_live(reader)) {
            /* Only so that `!ls *` `/` `*` opens no comment. */
            (void)reader_take_magic(reader, ret);
        } else if (reader->at_top &&
                   (reader->may_start || reader->after_line) &&
                   reader_take_magic(reader, ret) &&
                   reader_run_magic(reader, ret)) {
            reader->after_line = true;
        } else {
            break;
        }
    }
    reader->after_line = false;
    return true;
}

static bool reader_fetch_paren(Reader *reader, Token *ret) {
    Lexer before = reader->file->lexer;
    *ret = lexer_next(&reader->file->lexer);
    if (token_is(ret, PUNCT_LPAREN)) return true;
    reader->file->lexer = before;
    return false;
}

static bool reader_fetch(void *context, FetchMode mode, Token *ret) {
    Reader *reader = context;
    if (mode == FETCH_ANY) return reader_fetch_any(reader, ret);
    if (mode == FETCH_PAREN) return reader_fetch_paren(reader, ret);
    *ret = lexer_next(&reader->file->lexer);
    if (!reader_is_directive(ret)) return true;
    return expand_problem(&reader->expander, ret,
                          "a directive cannot stand inside the arguments of a "
                          "macro");
}

void reader_init(Reader *reader, const Source *source, const Macros *macros,
                 const Includes *includes, Arena *arena) {
    *reader = (Reader){.includes = includes, .at_top = true, .may_start = true};
    expand_init(&reader->expander, macros, source->text.len, arena);
    reader->expander.context = reader;
    reader->expander.fetch = reader_fetch;
    reader_enter(reader, source);
}

void reader_done(Reader *reader) {
    expand_done(&reader->expander);
    map_done(&reader->once);
    free(reader->groups);
    free(reader->events);
}
