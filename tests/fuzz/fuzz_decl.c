/* Whatever a cell declares: the type of each name, printed and parsed again,
 * is the same type, of the same size. And cells one by one are what they are
 * when they stand in one. */
#include "fuzz.h"
#include "support/session.h"

enum { CELLS = 8 };

/* --- print and parse again ----------------------------------------------- */

/* Can the type be said outside of its cell? An extent that is computed, a tag
 * without a name, and parameters in the manner of old, f(a) int a;, cannot. */
static bool can_be_said(const Type *type) {
    const Type *known = type_strip(type);
    if (type->kind == TYPE_TYPEDEF) return true;
    if (known->kind == TYPE_UNKNOWN || known->align) return false;
    if (known->kind == TYPE_ARRAY && known->extent == EXTENT_RUNTIME)
        return false;
    if (known->is_unprototyped && known->param_count) return false;
    for (uint32_t i = 0; i < known->param_count; i++)
        if (!can_be_said(known->params[i].type)) return false;
    if (known->kind == TYPE_STRUCT || known->kind == TYPE_UNION ||
        known->kind == TYPE_ENUM)
        return !type_tag(known)->is_anonymous && type_tag(known)->name.len;
    return !known->target || can_be_said(known->target);
}

static void check_same(const Type *type, const Type *again) {
    uint64_t size = 0, size_again = 0;
    uint32_t align = 0, align_again = 0;
    Buf text = {0}, text_again = {0};
    type_print(type, STR("x"), &text);
    type_print(again, STR("x"), &text_again);
    LAW(str_equals(buf_view(&text), buf_view(&text_again)));
    LAW(type_equals(type, again));
    LAW(type_is_compatible(type, again));
    LAW(type_layout(type, &size, &align) ==
        type_layout(again, &size_again, &align_again));
    LAW(size == size_again && align == align_again);
    buf_done(&text);
    buf_done(&text_again);
}

static void check_declarator(Session *session, const Declarator *one) {
    if (!one->name.len || !can_be_said(one->type)) return;
    Buf text = {0};
    buf_add_str(&text, STR("extern "));
    type_print(one->type, STR("nb_again"), &text);
    buf_add_char(&text, ';');
    Session copy = *session; /* what is declared here is not remembered */
    Cell cell;
    copy.tokens = session_lex(session, STR("again"), buf_view(&text),
                              &copy.token_count);
    split_cell(copy.tokens, &session->scope, STR("nb_again_"),
               &session->arena, &cell);
    if (cell.problem.source)
        (void)fprintf(stderr, "%s: %.*s\n", text.text,
                      STR_ARG(cell.problem.text));
    LAW(!cell.problem.source);
    LAW(cell.count == 1 && cell.items[0].declaration);
    LAW(cell.items[0].declaration->count == 1);
    check_same(one->type, cell.items[0].declaration->declarators[0].type);
    buf_done(&text);
}

static void check_types(Session *session, const Cell *cell) {
    for (uint32_t i = 0; i < cell->count; i++) {
        const Declaration *declaration = cell->items[i].declaration;
        for (uint32_t j = 0; declaration && j < declaration->count; j++)
            check_declarator(session, &declaration->declarators[j]);
    }
}

/* --- one by one, and joined ---------------------------------------------- */

/* What a cell is: its items in words, and the tokens of each. */
static void describe(const Session *session, const Cell *cell, Buf *ret) {
    for (uint32_t i = 0; i < cell->count; i++) {
        const Item *item = &cell->items[i];
        buf_printf(ret, "%d", (int)item->kind);
        for (uint32_t j = item->begin; j < item->end; j++)
            buf_printf(ret, " %.*s", STR_ARG(session->tokens[j].text));
        buf_add_char(ret, '\n');
    }
}

static bool ends_open(const Cell *cell, Str text) {
    if (text.len && text.text[text.len - 1] == '\\') return true;
    return cell->count &&
           cell->items[cell->count - 1].kind == ITEM_EXPRESSION;
}

/* A cell may say again what another has said in another way; within one it is
 * a problem, and then there is nothing to compare. */
static void check_joined(const Buf *joined, const Buf *described) {
    Session session;
    Buf again = {0};
    session_init(&session);
    Cell cell = session_cell(&session, buf_view(joined));
    if (!cell.problem.source) {
        describe(&session, &cell, &again);
        LAW(str_equals(buf_view(described), buf_view(&again)));
    }
    buf_done(&again);
    session_done(&session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Session session;
    Buf joined = {0}, described = {0};
    Str rest = {(const char *)data, size};
    bool is_joined = true;
    session_init(&session);
    for (int count = 0; rest.len && count < CELLS; count++) {
        Str text = str_next(&rest, FUZZ_CELL_END);
        Cell cell = session_cell(&session, text);
        if (cell.problem.source) {
            is_joined = false;
            continue;
        }
        describe(&session, &cell, &described);
        check_types(&session, &cell);
        buf_add_str(&joined, text);
        buf_add_char(&joined, '\n');
        if (rest.len && ends_open(&cell, text)) is_joined = false;
    }
    if (is_joined) check_joined(&joined, &described);
    buf_done(&joined);
    buf_done(&described);
    session_done(&session);
    return 0;
}
