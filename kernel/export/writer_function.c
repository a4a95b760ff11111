#include "export/writer.h"

#include <stdio.h>

/* The pointer to the newest body. What takes any number of arguments cannot
 * be called by a function that stands before it: it is the pointer itself. */
static Str writer_now(const Writer *writer, const Meaning *meaning) {
    if (type_strip(meaning->type)->is_variadic) return meaning->called;
    return arena_printf(&writer->script->arena, "%.*s_now",
                        STR_ARG(meaning->called));
}

void writer_several(Writer *writer, Meaning *meaning) {
    const Type *type = type_strip(meaning->type);
    if (meaning->is_declared || meaning->bodies < 2) return;
    meaning->is_declared = true;
    writer_declare(writer,
                   type->is_variadic
                       ? type_pointer(type, &writer->script->arena)
                       : type,
                   meaning->called, &writer->before);
    buf_printf(&writer->before, ";\n");
}

/* "f(double a1, int a2)", as the name of a function with this result. */
static Str writer_head(const Writer *writer, const Meaning *meaning,
                       const Type *type) {
    Buf text = {0};
    buf_printf(&text, "%.*s(", STR_ARG(meaning->called));
    for (uint32_t i = 0; i < type->param_count; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "a%u", i + 1);
        if (i) buf_printf(&text, ", ");
        type_print(type->params[i].type, str_of(name), &text);
    }
    buf_printf(&text, type->param_count ? ")" : "void)");
    Str head = arena_dup(&writer->script->arena, buf_view(&text));
    buf_done(&text);
    return head;
}

/* `double f(double a1) { return f_now(a1); }`: whoever holds the address of f
 * holds that of the newest body, too. */
static void writer_follow(Writer *writer, const Meaning *meaning) {
    Buf *ret = &writer->before;
    Arena *arena = &writer->script->arena;
    const Type *type = type_strip(meaning->type);
    bool is_void = type_strip(type->target)->kind == TYPE_VOID;
    Str now = writer_now(writer, meaning);
    buf_add_char(ret, '\n');
    writer_declare(writer, type_pointer(type, arena), now, ret);
    buf_printf(ret, " = %.*s_1;", STR_ARG(meaning->called));
    if (type->is_variadic) return;
    buf_add_char(ret, '\n');
    writer_declare(writer, type->target, writer_head(writer, meaning, type),
                   ret);
    buf_printf(ret, " { %s%.*s(", is_void ? "" : "return ", STR_ARG(now));
    for (uint32_t i = 0; i < type->param_count; i++)
        buf_printf(ret, "%sa%u", i ? ", " : "", i + 1);
    buf_printf(ret, "); }");
}

/* Head and body at this place, under the name that this body has. */
static void writer_body(Writer *writer, const Source *source, Span head,
                        Span rest, Meaning *meaning) {
    const Names *names = &writer->script->names;
    bool has_several = meaning->bodies > 1;
    Str text = source_text(source, rest);
    if (memmem(text.text, text.len, meaning->called.text, meaning->called.len))
        writer_several(writer, meaning);
    meaning->is_declared = true;
    names_print(names, source, head, writer->cell, &writer->before);
    buf_add_str(&writer->before, meaning->called);
    if (has_several) buf_printf(&writer->before, "_%u", ++meaning->written);
    names_print(names, source, rest, writer->cell, &writer->before);
    if (!has_several) return;
    if (meaning->written == 1) writer_follow(writer, meaning);
    else
        buf_printf(&writer->newest, "%.*s = %.*s_%u;\n",
                   STR_ARG(writer_now(writer, meaning)),
                   STR_ARG(meaning->called), meaning->written);
}

/* The function of this name that the cell defines, or NULL. */
static const Chunk *writer_function_chunk(const Writer *writer, Str name) {
    for (uint32_t i = 0; i < writer->row->chunks.count; i++) {
        const Chunk *chunk = &writer->row->chunks.rows[i];
        if (chunk->item && chunk->item->kind == ITEM_FUNCTION &&
            str_equals(chunk->item->declaration->declarators[0].name, name))
            return chunk;
    }
    return NULL;
}

/* The head as it is typed, so that it says of arrays what the body says. */
static void writer_prototype(Writer *writer, Str name, Meaning *meaning) {
    const Chunk *chunk = writer_function_chunk(writer, name);
    const Token *tokens = writer->row->pre.tokens;
    if (!chunk || chunk->is_made) return;
    uint32_t first = chunk->item->begin;
    while (writer_is_storage(&tokens[first])) first++;
    writer_tokens(writer, first,
                  chunk->item->declaration->declarators[0].end,
                  &writer->before);
    buf_printf(&writer->before, ";\n");
    meaning->is_declared = true;
}

/* A name that a function mentions and that only comes after it. */
static void writer_announce_name(Writer *writer, Str name, Meaning *meaning) {
    if (meaning->kind == NODE_FUNCTION && meaning->bodies < 2) {
        writer_prototype(writer, name, meaning);
    } else if (meaning->kind == NODE_FUNCTION) {
        writer_several(writer, meaning);
    } else if (meaning->kind == NODE_VARIABLE && !meaning->is_announced) {
        meaning->is_announced = true;
        buf_printf(&writer->before, "extern ");
        writer_declare(writer, meaning->type, meaning->called,
                       &writer->before);
        buf_printf(&writer->before, ";\n");
    }
}

static void writer_announce(Writer *writer, const Item *item) {
    const Token *tokens = writer->row->pre.tokens;
    Str own = item->declaration->declarators[0].name;
    for (uint32_t i = item->begin; i < item->end; i++) {
        if (tokens[i].kind != TOK_IDENT || tokens[i].id ||
            str_equals(tokens[i].text, own))
            continue;
        Meaning *meaning = writer_find(writer, tokens[i].text);
        if (meaning && !meaning->is_declared && meaning->cell == writer->cell)
            writer_announce_name(writer, tokens[i].text, meaning);
    }
}

void writer_on_function(Writer *writer, const Chunk *chunk) {
    const Item *item = chunk->item;
    const Token *tokens = writer->row->pre.tokens;
    const Declarator *declarator = &item->declaration->declarators[0];
    Meaning *meaning = writer_find(writer, declarator->name);
    uint32_t first = item->begin;
    while (writer_is_storage(&tokens[first])) first++;
    Span name = tokens[declarator->name_token].span;
    writer_announce(writer, item);
    writer_comment(chunk, &writer->before);
    writer_body(writer, writer->row->text->source,
                (Span){tokens[first].span.begin, name.begin},
                (Span){name.end, chunk->span.end}, meaning);
    writer_end(chunk, &writer->before);
    if (str_is(declarator->name, "main")) {
        uint32_t count = type_strip(declarator->type)->param_count;
        const char *given = count == 0 ? "" : "argc";
        if (count > 1) given = "argc, argv";
        buf_printf(&writer->inside, "%.*s(%s);\n", STR_ARG(meaning->called),
                   given);
    }
}

/* A function whose meaning has changed with something that it uses. */
void writer_again(Writer *writer, const Again *again) {
    Meaning *meaning = writer_find(writer, again->name);
    Str text = source_text(again->source, again->span);
    const char *found = memmem(text.text, text.len, again->name.text,
                               again->name.len);
    if (!meaning || !found) return;
    uint32_t at = again->span.begin + (uint32_t)(found - text.text);
    Span name = {at, at + (uint32_t)again->name.len};
    writer_body(writer, again->source, (Span){again->span.begin, name.begin},
                (Span){name.end, again->span.end}, meaning);
    buf_printf(&writer->before, "\n");
}
