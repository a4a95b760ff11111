#include "export/writer.h"

#include "cell/statement.h"
#include "export/comment.h"

void writer_print(const Writer *writer, Span span, Buf *ret) {
    names_print(&writer->script->names, writer->row->text->source, span,
                writer->cell, ret);
}

void writer_tokens(Writer *writer, uint32_t begin, uint32_t end,
                          Buf *ret) {
    if (begin >= end) return;
    writer_print(writer,
                 draft_span(writer->row->pre.tokens, begin, end,
                            &writer->script->arena),
                 ret);
}

Meaning *writer_find(const Writer *writer, Str name) {
    return names_find(&writer->script->names, SPACE_ORDINARY, name,
                      writer->cell);
}

void writer_declare(const Writer *writer, const Type *type, Str called,
                           Buf *ret) {
    Buf text = {0};
    type_print(type, called, &text);
    names_print_text(&writer->script->names, buf_view(&text), writer->cell,
                     ret);
    buf_done(&text);
}

void writer_comment(const Chunk *chunk, Buf *ret) {
    if (!chunk->before.len) return;
    buf_add_str(ret, chunk->before);
    buf_add_char(ret, '\n');
}

void writer_end(const Chunk *chunk, Buf *ret) {
    if (chunk->behind.len) buf_printf(ret, "  %.*s", STR_ARG(chunk->behind));
    buf_add_char(ret, '\n');
}

bool writer_is_storage(const Token *token) {
    return token_is(token, KW_STATIC) || token_is(token, KW_INLINE) ||
           token_is(token, KW_EXTERN) || token_is(token, KW_AUTO) ||
           token_is(token, KW_REGISTER);
}

/* --- directives --- */

void writer_macro_again(Writer *writer, const Again *macro) {
    Buf text = {0};
    buf_printf(&text, "#undef %.*s\n", STR_ARG(macro->name));
    names_print(&writer->script->names, macro->source, macro->span,
                writer->cell, &text);
    buf_add_char(&text, '\n');
    buf_add_str(&writer->before, buf_view(&text));
    buf_add_str(&writer->inside, buf_view(&text));
    buf_done(&text);
}

static void writer_directive(Writer *writer, const Chunk *chunk, Buf *ret) {
    const Event *event = chunk->event;
    if (event->kind == EVENT_DEFINE) buf_printf(ret, "#undef %.*s\n",
                                                STR_ARG(event->name));
    writer_print(writer, chunk->span, ret);
    buf_add_char(ret, '\n');
}

static void writer_on_directive(Writer *writer, const Chunk *chunk) {
    const Event *event = chunk->event;
    bool is_new = event->kind != EVENT_DEFINE ||
                  (preload_find(SPACE_MACRO, event->name) == PRELOAD_NONE &&
                   !names_is_changing(&writer->script->names, event->name));
    writer_comment(chunk, &writer->before);
    if (is_new) {
        writer_print(writer, chunk->span, &writer->before);
        buf_add_char(&writer->before, '\n');
    } else {
        writer_directive(writer, chunk, &writer->before);
    }
    /* Cells before this one saw another macro: main goes the same way. */
    if (event->kind != EVENT_INCLUDE &&
        names_is_changing(&writer->script->names, event->name))
        writer_directive(writer, chunk, &writer->inside);
}

/* --- statements and values --- */

static void writer_show(Writer *writer, const Expr *expr, uint32_t begin,
                        uint32_t end) {
    const Token *tokens = writer->row->pre.tokens;
    bool is_character = end - begin == 1 && tokens[begin].kind == TOK_CHAR &&
                        tokens[begin].text.text[0] == '\'';
    Buf code = {0};
    writer_tokens(writer, begin, end, &code);
    writer->values.cell = writer->cell;
    values_show(&writer->values, expr, is_character, buf_view(&code),
                &writer->inside);
    buf_done(&code);
}

static void writer_on_statement(Writer *writer, const Chunk *chunk) {
    const Item *item = chunk->item;
    const Token *tokens = writer->row->pre.tokens;
    uint32_t at = chunk->span.begin;
    for (uint32_t i = 0; i < item->return_count; i++) {
        const Return *row = &item->returns[i];
        writer_print(writer, (Span){at, tokens[row->token].span.begin},
                     &writer->inside);
        buf_printf(&writer->inside, "{ ");
        if (row->begin < row->end)
            writer_show(writer, &row->expr, row->begin, row->end);
        buf_printf(&writer->inside, " goto end_%ld; }",
                   writer->row->cell->number);
        at = tokens[row->end].span.end;
    }
    writer_print(writer, (Span){at, chunk->span.end}, &writer->inside);
}

/* `%time f();` runs f(); what else a magic does is no matter of a program. */
static void writer_on_magic(Writer *writer, const Chunk *chunk) {
    Str line = source_text(writer->row->text->source, chunk->span);
    Buf *ret = &writer->inside;
    buf_printf(ret, "/* ");
    comment_text(line, ret);
    buf_printf(ret, " */");
    if (!str_starts_with(line, STR("%time "))) return;
    Span rest = {chunk->span.begin + 6, chunk->span.end};
    buf_add_char(ret, '\n');
    writer_print(writer, rest, ret);
    if (line.text[line.len - 1] != ';') buf_add_char(ret, ';');
}

/* `#pragma pack` is about types, and so stands with them; other pragmas are
 * about the loop that follows. */
static bool writer_is_outside(const Writer *writer, const Item *item) {
    Str text = writer->row->pre.tokens[item->begin].text;
    if (item->kind == ITEM_ASM || item->kind == ITEM_ASSERT) return true;
    return item->kind == ITEM_PRAGMA && statement_is_pack(text);
}

static void writer_on_item(Writer *writer, const Chunk *chunk) {
    const Item *item = chunk->item;
    if (chunk->is_made) {
        writer_comment(chunk, &writer->before);
        writer_print(writer, chunk->span, &writer->before);
        writer_end(chunk, &writer->before);
        return;
    }
    if (item->kind == ITEM_FUNCTION) {
        writer_on_function(writer, chunk);
        return;
    }
    if (item->kind == ITEM_DECLARATION) {
        writer_on_declaration(writer, chunk);
        return;
    }
    if (writer_is_outside(writer, item)) {
        writer_print(writer, chunk->span, &writer->before);
        writer_end(chunk, &writer->before);
        return;
    }
    writer_comment(chunk, &writer->inside);
    switch (item->kind) {
    case ITEM_EXPRESSION:
        writer_show(writer, &item->expr, item->begin, item->end);
        break;
    case ITEM_MAGIC: writer_on_magic(writer, chunk); break;
    case ITEM_STATEMENT: writer_on_statement(writer, chunk); break;
    default: writer_print(writer, chunk->span, &writer->inside); break;
    }
    writer_end(chunk, &writer->inside);
}

void writer_chunk(Writer *writer, const Chunk *chunk) {
    if (chunk->event) writer_on_directive(writer, chunk);
    else writer_on_item(writer, chunk);
}
