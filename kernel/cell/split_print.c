/* A cell's items as text, for golden tests and for --dump items. */
#include <inttypes.h>

#include "cell/split.h"

static const char *item_word(ItemKind kind) {
    static const char *const words[] = {
        "empty",  "declaration", "function", "statement", "expression",
        "assert", "asm",         "pragma",   "magic",
    };
    return words[kind];
}

static void print_place(const Token *first, const Token *last, Buf *ret) {
    uint32_t begin = source_place(first->source, first->span.begin).line;
    uint32_t end = source_place(last->source, last->span.begin).line;
    buf_add_str(ret, first->source->name);
    buf_printf(ret, ":%" PRIu32, begin);
    if (last->source == first->source && end != begin)
        buf_printf(ret, "-%" PRIu32, end);
}

static void print_tokens(const Token *tokens, uint32_t begin, uint32_t end,
                         Buf *ret) {
    for (uint32_t i = begin; i < end; i++) {
        bool is_apart =
            tokens[i].flags & (TOKEN_SPACE_BEFORE | TOKEN_LINE_START);
        if (i > begin && is_apart) buf_add_char(ret, ' ');
        buf_add_str(ret, tokens[i].text);
    }
}

static void print_value(const Expr *expr, Buf *ret) {
    type_print(expr->type, STR(""), ret);
    if (expr->is_constant) buf_printf(ret, " = %" PRId64, expr->value);
    if (expr->is_bit_field) buf_printf(ret, " : %u", expr->bit_width);
    if (expr->is_lvalue) buf_add_str(ret, STR(", lvalue"));
    if (expr->is_output_call) buf_add_str(ret, STR(", output"));
}

static void print_member(const Member *member, Buf *ret) {
    buf_add_char(ret, ' ');
    type_print(member->type, member->name, ret);
    if (member->is_bit_field) buf_printf(ret, " : %u", member->bit_width);
    buf_printf(ret, " @%" PRIu64, member->offset);
    if (member->is_bit_field) buf_printf(ret, ".%u", member->bit_offset);
    buf_add_char(ret, ';');
}

static void print_tag(const Tag *tag, Buf *ret) {
    Type type = {.kind = tag->kind};
    Tag copy = *tag;
    type.tag = &copy;
    buf_add_str(ret, STR("   "));
    type_print(&type, STR(""), ret);
    if (tag->is_anonymous) buf_add_str(ret, STR(" (made up)"));
    if (!tag->is_complete) {
        buf_add_str(ret, STR(" (incomplete)"));
        return;
    }
    buf_add_str(ret, STR(" {"));
    for (uint32_t i = 0; i < tag->member_count; i++)
        print_member(&tag->members[i], ret);
    for (uint32_t i = 0; i < tag->enumerator_count; i++)
        buf_printf(ret, "%s %.*s = %" PRId64, i ? "," : "",
                   STR_ARG(tag->enumerators[i].name),
                   tag->enumerators[i].value);
    buf_printf(ret, " } %" PRIu64 "/%u", tag->size, tag->align);
}

static void print_flags(unsigned flags, Buf *ret) {
    static const char *const words[] = {
        "typedef ",  "extern ", "static ",        "inline ",
        "register ", "auto ",   "_Thread_local ", "_Noreturn ",
    };
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        if (flags & (1u << i)) buf_add_str(ret, str_of(words[i]));
    }
}

static void print_declaration(const Declaration *declaration, Buf *ret) {
    for (uint32_t i = 0; i < declaration->forward_count; i++)
        print_tag(declaration->forward_tags[i], ret);
    for (uint32_t i = 0; i < declaration->tag_count; i++)
        print_tag(declaration->tags[i], ret);
    for (uint32_t i = 0; i < declaration->count; i++) {
        const Declarator *one = &declaration->declarators[i];
        buf_add_str(ret, i ? STR(", ") : STR("   "));
        buf_add_str(ret, one->name);
        buf_add_str(ret, STR(": "));
        print_flags(declaration->flags, ret);
        type_print(one->type, STR(""), ret);
        if (one->asm_name.len)
            buf_printf(ret, " as %.*s", STR_ARG(one->asm_name));
    }
}

static void print_item(const Token *tokens, const Item *item, Buf *ret) {
    buf_printf(ret, "%-11s ", item_word(item->kind));
    print_place(&tokens[item->begin], &tokens[item->end - 1], ret);
    buf_add_str(ret, STR("  "));
    print_tokens(tokens, item->begin, item->end, ret);
    if (item->declaration) print_declaration(item->declaration, ret);
    if (item->kind == ITEM_EXPRESSION) {
        buf_add_str(ret, STR("   -> "));
        print_value(&item->expr, ret);
    }
    for (uint32_t i = 0; i < item->return_count; i++) {
        const Return *one = &item->returns[i];
        buf_add_str(ret, STR("   returns "));
        if (one->begin == one->end)
            buf_add_str(ret, STR("nothing"));
        else
            print_value(&one->expr, ret);
    }
    buf_add_char(ret, '\n');
}

static void print_problem(const Problem *problem, Buf *ret) {
    Place begin = source_place(problem->source, problem->span.begin);
    Place end = source_place(problem->source, problem->span.end);
    buf_printf(ret,
               "problem     %.*s:%" PRIu32 ":%" PRIu32 "-%" PRIu32 ":%" PRIu32
               "  %.*s\n",
               STR_ARG(problem->source->name), begin.line, begin.column,
               end.line, end.column, STR_ARG(problem->text));
}

void split_print(const Token *tokens, const Cell *cell, Buf *ret) {
    for (uint32_t i = 0; i < cell->count; i++)
        print_item(tokens, &cell->items[i], ret);
    if (cell->problem.source) print_problem(&cell->problem, ret);
}
