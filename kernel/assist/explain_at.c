/* What stands at a place: locals and members, which only the place knows, and
 * the call around it. */
#include "assist/cursor.h"
#include "assist/explain.h"
#include "assist/explain_parts.h"
#include "assist/object.h"
#include "assist/signature.h"
#include "assist/spot.h"
#include "cell/lexer.h"

typedef struct Where {
    const Explaining *explaining;
    Str text;     /* of the cell */
    size_t begin; /* of the word, in bytes */
    Str word;     /* may be empty */
    Outline *outline; /* of what stands before the word */
} Where;

/* --- members ------------------------------------------------------------- */

static void where_add_member(const Where *where, const Type *record,
                             const Member *member, uint64_t offset) {
    Page *page = where->explaining->page;
    Buf text = {0}, owner = {0};
    uint64_t size;
    uint32_t align;
    type_print(member->type, where->word, &text);
    page_add_take(page, PART_CODE, NULL, &text);
    type_print(record, (Str){0}, &owner);
    buf_printf(&text, "a member of %.*s, %llu bytes from its start",
               STR_ARG(buf_view(&owner)), (unsigned long long)offset);
    if (!member->is_bit_field && type_layout(member->type, &size, &align))
        buf_printf(&text, ", %llu byte%s long", (unsigned long long)size,
                   size == 1 ? "" : "s");
    page_add_take(page, PART_TEXT, NULL, &text);
    buf_done(&owner);
    explain_layout(where->explaining, member->type);
}

/* *ret_is_one: a `.` or `->` stands before the word. */
static bool where_member(const Where *where, bool *ret_is_one) {
    Outline *outline = where->outline;
    uint32_t op = outline->raw_count - 1;
    bool is_dot = outline->raw_count &&
                  token_is(&outline->raw[op], PUNCT_DOT);
    *ret_is_one = is_dot || (outline->raw_count &&
                             token_is(&outline->raw[op], PUNCT_ARROW));
    if (!*ret_is_one) return false;
    const Type *type = is_dot ? object_designated(outline, op) : NULL;
    if (!type) type = object_before(outline, op);
    uint64_t offset = 0;
    const Member *member =
        type ? type_member(type, where->word, &offset) : NULL;
    if (member) where_add_member(where, type, member, offset);
    return member != NULL;
}

/* --- names of the text --------------------------------------------------- */

typedef struct Search {
    Str name;
    const Symbol *found;
    uint32_t level;
} Search;

static void search_visit(void *context, const Symbol *symbol, Tag *tag,
                         uint32_t level) {
    Search *search = context;
    if (tag || search->found || !str_equals(symbol->name, search->name))
        return;
    search->found = symbol;
    search->level = level;
}

static bool where_own(const Where *where, const Search *search) {
    if (!search->found) return false;
    Page *page = where->explaining->page;
    explain_symbol(where->explaining, search->found);
    explain_layout(where->explaining, search->found->type);
    page_add(page, PART_WHERE, NULL,
             search->level ? STR("declared in this function or block")
                           : STR("in this cell, as it stands here"));
    return true;
}

static bool where_own_macro(const Where *where) {
    const Preprocessed *pre = &where->outline->pre;
    for (uint32_t i = pre->event_count; i-- > 0;) {
        const Event *event = &pre->events[i];
        if (event->kind != EVENT_DEFINE ||
            !str_equals(event->name, where->word))
            continue;
        page_add(where->explaining->page, PART_CODE, NULL, event->macro->text);
        page_add(where->explaining->page, PART_WHERE, NULL,
                 STR("in this cell, as it stands here"));
        return true;
    }
    return false;
}

/* What a cell defines at its top level is explained as it was when the cell
 * ran last: then it has a value. */
static bool where_name(const Where *where) {
    Search search = {.name = where->word};
    parse_each_name(&where->outline->parser, search_visit, &search);
    if (search.found && search.level) return where_own(where, &search);
    return explain_known(where->explaining, where->word) ||
           where_own(where, &search) || where_own_macro(where);
}

/* --- what a macro expands to --------------------------------------------- */

/* Behind the `)` of its call; where it is not called, behind the name. */
static size_t where_use_end(const Where *where, const Source *source,
                            bool is_function) {
    Lexer lexer;
    int64_t depth = 0;
    size_t end = where->begin + where->word.len;
    lexer_init(&lexer, source, &where->outline->arena);
    lexer.at = (uint32_t)end;
    while (is_function) {
        Token token = lexer_next(&lexer);
        if (token.kind == TOK_END) break;
        depth += parse_bracket_step(&token);
        if (depth <= 0 && token_is(&token, PUNCT_RPAREN)) return lexer.at;
        if (depth <= 0) break;
    }
    return end;
}

static void where_expansion(const Where *where) {
    uint32_t most = where->explaining->level > 0 ? 400 : 60; /* tokens */
    Outline *outline = where->outline;
    const Macro *macro = outline_macro(outline, where->word);
    if (!macro || (!macro->is_function && macro->body_count < 2)) return;
    const Source *source =
        source_new(STR("cell"), arena_dup(&outline->arena, where->text), true,
                   &outline->arena);
    size_t end = where_use_end(where, source, macro->is_function);
    if (macro->is_function && end == where->begin + where->word.len) return;
    Preprocessed pre;
    preprocess_span(source, (Span){(uint32_t)where->begin, (uint32_t)end},
                    &outline->macros, NULL, &outline->arena, &pre);
    if (!pre.problem.source && pre.count && pre.count <= most) {
        Buf text = {0};
        preprocess_print(pre.tokens, pre.count, &text);
        page_add_take(where->explaining->page, PART_CODE, "Here it becomes",
                      &text);
    }
    preprocess_done(&pre);
}

/* --- the call around the place ------------------------------------------- */

static bool where_print_call(const Where *where, uint32_t callee,
                             uint32_t open, uint32_t argument, Buf *ret) {
    Outline *outline = where->outline;
    Str name = outline->raw[open - 1].text;
    const Macro *macro = outline_macro(outline, name);
    if (macro && macro->is_function) {
        macro_print_head(macro, argument, ret);
        return true;
    }
    const Type *type = outline_type(outline, callee, open);
    type = type ? type_strip(type) : NULL;
    if (type && type->kind == TYPE_POINTER) type = type_strip(type->target);
    if (!type || type->kind != TYPE_FUNCTION) return false;
    const Symbol called = {SYMBOL_FUNCTION, name, type};
    signature_print(&called, argument, ret);
    return true;
}

static bool where_call(const Where *where, bool is_alone) {
    Outline *outline = where->outline;
    uint32_t argument, end = outline->raw_count;
    uint32_t open = outline_around(outline, end, &argument);
    uint32_t callee = open < end ? object_callee(outline, open) : open;
    if (callee == open) return false;
    Buf text = {0};
    if (!where_print_call(where, callee, open, argument, &text)) {
        buf_done(&text);
        return false;
    }
    page_add_take(where->explaining->page, PART_CALL,
                  is_alone ? NULL : "In the call", &text);
    if (is_alone)
        explain_about(where->explaining, outline->raw[open - 1].text);
    return true;
}

/* --- the whole ----------------------------------------------------------- */

static bool where_explain(const Where *where) {
    bool is_member = false, is_found = false;
    if (where->word.len) {
        is_found = where_member(where, &is_member);
        if (!is_member) is_found = where_name(where);
        if (is_found && !is_member) where_expansion(where);
    }
    return where_call(where, !is_found) || is_found;
}

bool explain_at(const Assist *assist, Str text, size_t at, int level,
                Page *ret) {
    const Explaining explaining = {assist, level, ret};
    Spot spot = spot_find(text, at);
    size_t begin = spot.at;
    Str word = {0};
    if (spot.kind == SPOT_MAGIC)
        return explain_magic(&explaining, (Str){text.text + spot.begin,
                                                spot.end - spot.begin});
    if (spot.kind == SPOT_CODE) word = cursor_word(text, spot.at, &begin);
    bool is_in_code = spot.kind == SPOT_CODE || spot.kind == SPOT_TEXT ||
                      (spot.kind == SPOT_NOWHERE && spot.is_number);
    if (!is_in_code) return false;
    if (spot.kind == SPOT_TEXT) begin = spot.open;
    if (spot.is_number) begin = spot.begin;
    Outline outline;
    outline_make(assist->graph, (Str){text.text, begin}, &outline);
    const Where where = {&explaining, text, begin, word, &outline};
    bool is_found = where_explain(&where);
    outline_done(&outline);
    return is_found;
}
