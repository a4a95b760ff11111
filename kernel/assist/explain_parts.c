#include "assist/explain_parts.h"

#include "assist/object.h"
#include "assist/signature.h"

void explain_symbol(const Explaining *explaining, const Symbol *symbol) {
    Buf text = {0};
    signature_print(symbol, SIGNATURE_NONE, &text);
    page_add_take(explaining->page, PART_CODE, NULL, &text);
}

void explain_size(const Explaining *explaining, uint64_t size) {
    Buf text = {0};
    buf_printf(&text, "%llu byte%s", (unsigned long long)size,
               size == 1 ? "" : "s");
    page_add_take(explaining->page, PART_TEXT, NULL, &text);
}

/* --- structs, unions, enums --- */

static void explain_member(const Member *member, Buf *ret) {
    uint64_t size = 0;
    uint32_t align;
    buf_printf(ret, "%llu\t", (unsigned long long)member->offset);
    if (member->is_bit_field)
        buf_printf(ret, "%u bit%s from bit %u", member->bit_width,
                   member->bit_width == 1 ? "" : "s", member->bit_offset);
    else if (type_layout(member->type, &size, &align))
        buf_printf(ret, "%llu", (unsigned long long)size);
    else buf_add_char(ret, '-');
    buf_add_char(ret, '\t');
    type_print(member->type, member->name, ret);
    buf_add_char(ret, '\n');
}

static void explain_record(const Explaining *explaining, const Tag *tag) {
    Buf table = {0}, text = {0};
    buf_printf(&table, "offset\tsize\tmember\n");
    for (uint32_t i = 0; i < tag->member_count; i++)
        explain_member(&tag->members[i], &table);
    page_add_take(explaining->page, PART_TABLE, NULL, &table);
    buf_printf(&text, "%llu bytes in all", (unsigned long long)tag->size);
    if (tag->align) buf_printf(&text, ", aligned to %u", tag->align);
    page_add_take(explaining->page, PART_TEXT, NULL, &text);
}

static void explain_enum(const Explaining *explaining, const Tag *tag) {
    enum { MOST = 60 };
    Buf table = {0};
    buf_printf(&table, "value\tname\n");
    for (uint32_t i = 0; i < tag->enumerator_count && i < MOST; i++)
        buf_printf(&table, "%lld\t%.*s\n",
                   (long long)tag->enumerators[i].value,
                   STR_ARG(tag->enumerators[i].name));
    page_add_take(explaining->page, PART_TABLE, NULL, &table);
}

void explain_layout(const Explaining *explaining, const Type *type) {
    if (!type) return;
    type = type_strip(type);
    bool is_record = type->kind == TYPE_STRUCT || type->kind == TYPE_UNION;
    if (!is_record && type->kind != TYPE_ENUM) return;
    const Tag *tag = type_tag(type);
    if (!tag->is_complete && tag->name.len)
        tag = graph_tag(explaining->assist->graph, tag->name);
    if (!tag || !tag->is_complete) return;
    if (is_record) explain_record(explaining, tag);
    else explain_enum(explaining, tag);
}

/* --- macros --- */

void macro_print_head(const Macro *macro, uint32_t marked, Buf *ret) {
    buf_add_str(ret, macro->name);
    if (!macro->is_function) return;
    buf_add_char(ret, '(');
    for (uint32_t i = 0; i < macro->param_count; i++)
        buf_printf(ret, i == marked ? "%s⟨%.*s⟩" : "%s%.*s", i ? ", " : "",
                   STR_ARG(macro->params[i]));
    bool is_rest = marked != SIGNATURE_NONE && marked >= macro->param_count;
    if (macro->is_variadic)
        buf_printf(ret, is_rest ? "%s⟨...⟩" : "%s...",
                   macro->param_count ? ", " : "");
    buf_add_char(ret, ')');
}

void explain_options(const Explaining *explaining, Str name) {
    Graph *graph = explaining->assist->graph;
    const Macro *macro = graph_macro(graph, name);
    if (!macro || !macro->is_variadic) return;
    Outline outline;
    outline_make(graph, (Str){0}, &outline);
    const Type *type = object_options(&outline, macro);
    const Tag *tag = type ? type_tag(type_strip(type)) : NULL;
    Buf table = {0};
    buf_printf(&table, "option\ttype\n");
    for (uint32_t i = 0; tag && i < tag->member_count; i++) {
        buf_printf(&table, ".%.*s\t", STR_ARG(tag->members[i].name));
        type_print(tag->members[i].type, (Str){0}, &table);
        buf_add_char(&table, '\n');
    }
    if (tag) page_add(explaining->page, PART_TABLE, NULL, buf_view(&table));
    buf_done(&table);
    outline_done(&outline);
}
