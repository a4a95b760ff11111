#include "assist/explain.h"

#include "assist/describe.h"
#include "assist/explain_parts.h"
#include "assist/object.h"
#include "assist/signature.h"
#include "cell/comment.h"

static const NameSpace explain_order[] = {SPACE_ORDINARY, SPACE_MACRO,
                                          SPACE_TAG};

/* --- the reader's own ---------------------------------------------------- */

static void explain_value(const Explaining *explaining, const Node *node) {
    Buf text = {0}, value = {0};
    uint64_t size;
    uint32_t align;
    type_print(node->symbol.type, node->name, &text);
    if (explaining->assist->show_value)
        explaining->assist->show_value(node, &value);
    if (value.len) buf_printf(&text, " = %.*s", STR_ARG(buf_view(&value)));
    page_add_take(explaining->page, PART_CODE, NULL, &text);
    buf_done(&value);
    TypeKind kind = (TypeKind)type_strip(node->symbol.type)->kind;
    bool has_layout = kind == TYPE_STRUCT || kind == TYPE_UNION;
    if (!has_layout && type_layout(node->symbol.type, &size, &align))
        explain_size(explaining, size);
}

static void explain_comment(const Explaining *explaining, const Node *node) {
    Buf plain = {0};
    comment_plain(comment_above(node->source, node->span.begin, false),
                  &plain);
    page_add_take(explaining->page, PART_DOC, NULL, &plain);
}

/* A long one is shown up to a line; the reader can ask for more. */
static void explain_source(const Explaining *explaining, const Node *node) {
    enum { LINES = 40 };
    Str typed = source_text(node->source, node->span);
    size_t len = 0;
    int lines = 0;
    for (; len < typed.len; len++)
        if (typed.text[len] == '\n' && ++lines == LINES) break;
    if (explaining->level > 0 || len == typed.len) {
        page_add(explaining->page, PART_CODE, NULL, typed);
        return;
    }
    Buf text = {0};
    buf_printf(&text, "%.*s\n...  (%.*s?? shows all of it)", (int)len,
               typed.text, STR_ARG(node->name));
    page_add_take(explaining->page, PART_CODE, NULL, &text);
}

static void explain_origin(const Explaining *explaining, const Node *node) {
    Buf text = {0};
    buf_printf(&text, "%s in %.*s, line %u",
               node->is_defined ? "defined" : "declared",
               STR_ARG(node_origin(node)),
               source_place(node->source, node->span.begin).line);
    page_add_take(explaining->page, PART_WHERE, NULL, &text);
    if (!node->complaint.len) return;
    buf_printf(&text, "It no longer compiles: %.*s", STR_ARG(node->complaint));
    page_add_take(explaining->page, PART_TEXT, NULL, &text);
}

static void explain_node(const Explaining *explaining, const Node *node) {
    switch (node->kind) {
    case NODE_VARIABLE: explain_value(explaining, node); break;
    case NODE_FUNCTION:
        explain_symbol(explaining, &node->symbol);
        explain_comment(explaining, node);
        explain_source(explaining, node);
        break;
    case NODE_MACRO:
        page_add(explaining->page, PART_CODE, NULL, node->declaration);
        explain_comment(explaining, node);
        break;
    case NODE_CONSTANT: explain_symbol(explaining, &node->symbol); break;
    case NODE_TYPEDEF:
    case NODE_TAG:
        explain_comment(explaining, node);
        explain_source(explaining, node);
        break;
    }
    explain_layout(explaining, node->kind == NODE_TAG
                                   ? type_of_tag(node->tag,
                                                 &explaining->page->arena)
                                   : node->symbol.type);
    explain_origin(explaining, node);
}

/* --- what is preloaded --------------------------------------------------- */

/* Of a macro with a long text, or one of the runtime, only how it is called:
 * to the reader it is a function. */
static void explain_macro_text(const Explaining *explaining, Str name,
                               const PreloadItem *item) {
    enum { SHORT = 200 };
    Str text = preload_item_text(item);
    const Macro *macro = graph_macro(explaining->assist->graph, name);
    bool is_function =
        macro && macro->is_function &&
        str_starts_with(preload_item_file(item), STR("nabla"));
    if (explaining->level > 0 || (text.len <= SHORT && !is_function)) {
        page_add(explaining->page, PART_CODE, NULL, text);
        return;
    }
    Buf head = {0};
    if (macro) macro_print_head(macro, SIGNATURE_NONE, &head);
    else buf_add_str(&head, name);
    page_add_take(explaining->page, PART_CODE, NULL, &head);
}

static bool explain_is_libc(Str file) {
    return !str_starts_with(file, STR("gsl/")) &&
           !str_starts_with(file, STR("nabla"));
}

/* What GSL's headers say keeps its lines: formulas stand in them. */
static void explain_doc(const Explaining *explaining, Str name,
                        const PreloadItem *item) {
    Str own = describe_name(name), doc = preload_item_doc(item);
    bool is_ours = str_starts_with(preload_item_file(item), STR("nabla"));
    page_add(explaining->page, PART_TEXT, NULL, own);
    if (is_ours) page_add(explaining->page, PART_DOC, NULL, doc);
    else page_add(explaining->page, PART_PLAIN,
                  own.len ? "The header says" : NULL, doc);
}

void explain_about(const Explaining *explaining, Str name) {
    const Graph *graph = explaining->assist->graph;
    for (int i = 0; i < SPACE_KINDS; i++) {
        const Node *node = graph_find(graph, explain_order[i], name);
        if (node) explain_comment(explaining, node);
        if (node) return;
    }
    for (int i = 0; i < SPACE_KINDS; i++) {
        uint32_t row = preload_find(explain_order[i], name);
        if (row == PRELOAD_NONE) continue;
        explain_doc(explaining, name, preload_item(preload_name(row)->item));
        return;
    }
}

static void explain_from(const Explaining *explaining,
                         const PreloadItem *item) {
    Buf text = {0};
    buf_printf(&text, "from <%.*s>, line %u",
               STR_ARG(preload_item_file(item)), item->line);
    page_add_take(explaining->page, PART_WHERE, NULL, &text);
}

static void explain_manual(const Explaining *explaining, Str name,
                           const PreloadItem *item) {
    const Assist *assist = explaining->assist;
    if (explaining->level < 1 || !assist->show_manual ||
        !explain_is_libc(preload_item_file(item)))
        return;
    Buf text = {0};
    assist->show_manual(name, &text);
    page_add_take(explaining->page, PART_PLAIN, "The system's manual", &text);
}

static void explain_preloaded(const Explaining *explaining,
                              const PreloadName *row) {
    Graph *graph = explaining->assist->graph;
    Str name = preload_name_text(row);
    const PreloadItem *item = preload_item(row->item);
    const Symbol *symbol =
        row->space == SPACE_ORDINARY ? graph_symbol(graph, name) : NULL;
    const Tag *tag = row->space == SPACE_TAG ? graph_tag(graph, name) : NULL;
    bool is_type = tag || (symbol && symbol->kind == SYMBOL_TYPEDEF);
    if (row->space == SPACE_MACRO)
        explain_macro_text(explaining, name, item);
    else if (is_type || !symbol)
        page_add(explaining->page, PART_CODE, NULL, preload_item_text(item));
    else
        explain_symbol(explaining, symbol);
    explain_doc(explaining, name, item);
    if (row->space == SPACE_MACRO) explain_options(explaining, name);
    if (tag)
        explain_layout(explaining, type_of_tag((Tag *)(uintptr_t)tag,
                                               &explaining->page->arena));
    else if (symbol) explain_layout(explaining, symbol->type);
    explain_from(explaining, item);
    explain_manual(explaining, name, item);
}

/* --- the order ----------------------------------------------------------- */

/* A macro that only renames something says little: show what it leads to. */
bool explain_known(const Explaining *explaining, Str name) {
    const Assist *assist = explaining->assist;
    for (int i = 0; i < SPACE_KINDS; i++) {
        const Node *node = graph_find(assist->graph, explain_order[i], name);
        bool is_there = node && (node->kind != NODE_MACRO || node->macro);
        if (is_there) explain_node(explaining, node);
        if (is_there) return true;
    }
    for (int i = 0; i < SPACE_KINDS; i++) {
        uint32_t row = preload_find(explain_order[i], name);
        if (row == PRELOAD_NONE) continue;
        explain_preloaded(explaining, preload_name(row));
        return true;
    }
    return false;
}

bool explain_magic(const Explaining *explaining, Str name) {
    const Assist *assist = explaining->assist;
    for (size_t i = 0; i < assist->magic_count; i++) {
        const char *usage = assist->magics[i].usage;
        if (!str_equals((Str){usage, strcspn(usage, " ")}, name)) continue;
        page_add(explaining->page, PART_PLAIN, NULL, str_of(usage));
        page_add(explaining->page, PART_TEXT, NULL,
                 str_of(assist->magics[i].help));
        return true;
    }
    return false;
}

bool explain_name(const Assist *assist, Str name, int level, Page *ret) {
    const Explaining explaining = {assist, level, ret};
    if (!name.len) return false;
    return name.text[0] == '%' ? explain_magic(&explaining, name)
                               : explain_known(&explaining, name);
}
