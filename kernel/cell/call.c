#include "cell/call.h"

#include "cell/advice.h"
#include "cell/flow.h"
#include "cell/format.h"

typedef struct CallRow {
    Str name;
    CallKind kind;
    uint32_t number; /* of the argument that matters */
} CallRow;

#define ROW(name, kind, number) {{name, sizeof(name) - 1}, kind, number}
static const CallRow call_rows[] = {
    ROW("printf", CALL_PRINTF, 0),
    ROW("fprintf", CALL_PRINTF, 1),
    ROW("sprintf", CALL_PRINTF, 1),
    ROW("snprintf", CALL_PRINTF, 2),
    ROW("dprintf", CALL_PRINTF, 1),
    ROW("asprintf", CALL_PRINTF, 1),
    ROW("scanf", CALL_SCANF, 0),
    ROW("fscanf", CALL_SCANF, 1),
    ROW("sscanf", CALL_SCANF, 1),
    ROW("strcpy", CALL_STRCPY, 0),
    ROW("strcat", CALL_STRCPY, 0),
    ROW("memset", CALL_MEMORY, 2),
    ROW("memcpy", CALL_MEMORY, 2),
    ROW("memmove", CALL_MEMORY, 2),
    ROW("strncpy", CALL_MEMORY, 2),
    ROW("fgets", CALL_MEMORY, 1),
    ROW("malloc", CALL_ALLOCATE, 0),
    ROW("calloc", CALL_ALLOCATE, 0),
    ROW("realloc", CALL_ALLOCATE, 1),
    ROW("free", CALL_FREE, 0),
    ROW("gsl_vector_free", CALL_FREE, 0),
    ROW("gsl_matrix_free", CALL_FREE, 0),
    ROW("gsl_rng_free", CALL_FREE, 0),
    ROW("abs", CALL_ABS, 0),
    ROW("labs", CALL_ABS, 0),
    ROW("strlen", CALL_LENGTH, 0),
    ROW("getchar", CALL_READ, 0),
    ROW("getc", CALL_READ, 0),
    ROW("fgetc", CALL_READ, 0),
    ROW("puts", CALL_TEXT, 0),
    ROW("fputs", CALL_TEXT, 0),
    ROW("strcmp", CALL_TEXT, 0),
    ROW("exit", CALL_STOP, 0),
    ROW("_exit", CALL_STOP, 0),
    ROW("_Exit", CALL_STOP, 0),
    ROW("quick_exit", CALL_STOP, 0),
    ROW("abort", CALL_STOP, 0),
    ROW("longjmp", CALL_STOP, 0),
    ROW("siglongjmp", CALL_STOP, 0),
    ROW("__assert_fail", CALL_STOP, 0),
    ROW("pthread_exit", CALL_STOP, 0),
    ROW("thrd_exit", CALL_STOP, 0),
    ROW("nb_fail", CALL_STOP, 0),
    ROW("err", CALL_STOP, 0),
    ROW("errx", CALL_STOP, 0),
};
#undef ROW

Call call_begin(Parser *parser, const Expr *callee) {
    Call call = {0};
    const Symbol *symbol = callee->symbol;
    if (!symbol || symbol->local || !advice_is_wanted(parser)) return call;
    for (size_t i = 0; i < sizeof call_rows / sizeof *call_rows; i++) {
        const CallRow *row = &call_rows[i];
        if (!str_equals(row->name, symbol->name)) continue;
        call = (Call){.kind = row->kind,
                      .name = row->name,
                      .format = row->number,
                      .size = row->number};
        break;
    }
    if (call.kind == CALL_STOP || symbol->is_noreturn)
        parser->flow.has_ended = true;
    if (parser->flow.unevaluated && call.kind != CALL_ALLOCATE)
        call.kind = CALL_OTHER;
    return call;
}

void call_add(Parser *parser, Call *call, const Expr *argument) {
    call->arguments = parse_grow(parser->arena, call->arguments, call->count,
                                 sizeof *call->arguments);
    call->arguments[call->count++] = (Argument){*argument, parser->at};
}

/* --- arrays and texts --- */

/* The length of the array that this names; 0: it is none, or not known. */
static uint64_t call_room(const Expr *array) {
    const Type *type = type_strip(array->type);
    bool is_array = type->kind == TYPE_ARRAY && type->extent == EXTENT_KNOWN;
    return is_array && type_kind(type->target) == TYPE_CHAR ? type->length : 0;
}

static void call_check_copy(Parser *parser, const Call *call) {
    if (call->count != 2 || !call->arguments[1].expr.is_text) return;
    const Argument *to = &call->arguments[0], *text = &call->arguments[1];
    uint64_t room = call_room(&to->expr);
    uint64_t needed = type_strip(text->expr.type)->length;
    if (!room || needed <= room || !to->expr.symbol) return;
    advice_warn(parser, text->expr.begin, text->end,
                "this text needs %llu characters with the '\\0' at its end, "
                "but '%.*s' has %llu: what does not fit is written beyond it",
                (unsigned long long)needed, STR_ARG(to->expr.symbol->name),
                (unsigned long long)room);
}

/* memset(p, 0, sizeof p) where p is a pointer, or an array that a parameter
 * stands for: sizeof p is 8. */
static void call_check_size(Parser *parser, const Call *call) {
    if (call->count <= call->size) return;
    const Argument *size = &call->arguments[call->size];
    const Expr *to = &call->arguments[0].expr;
    bool is_pointer = type_kind(to->type) == TYPE_POINTER;
    bool is_same = to->symbol && size->expr.within == to->symbol &&
                   size->expr.op == KW_SIZEOF;
    if (!is_pointer || !is_same) return;
    if (to->symbol->local && to->symbol->local->written) return;
    advice_warn(parser, size->expr.begin, size->end,
                "this is the size of the pointer '%.*s' (8 bytes), not of what "
                "it points to: give the real size",
                STR_ARG(to->symbol->name));
}

/* A text that fills its array has no '\0' where it ends. */
void call_check_text(Parser *parser, const Argument *text) {
    const Symbol *symbol = text->expr.symbol;
    if (!symbol || !symbol->is_unterminated) return;
    uint64_t room = type_strip(symbol->type)->length;
    advice_warn(parser, text->expr.begin, text->end,
                "the text in '%.*s' has no end: it fills all %llu elements, "
                "and the '\\0' that ends it has no room; declare [] or [%llu]",
                STR_ARG(symbol->name), (unsigned long long)room,
                (unsigned long long)room + 1);
}

/* --- memory --- */

static void call_note_allocation(Parser *parser, const Call *call, Expr *ret) {
    if (call->count <= call->size) return;
    const Argument *last = &call->arguments[call->count - 1];
    const Argument *size = &call->arguments[call->size];
    ret->is_allocation = true;
    ret->sized = last->expr.sized ? last->expr.sized : size->expr.sized;
    if (!str_is(call->name, "malloc") || !last->expr.is_length) return;
    advice_warn(parser, size->expr.begin, size->end,
                "strlen does not count the '\\0' at the end of a text: to copy "
                "it, allocate strlen(...) + 1");
}

static void call_check_abs(Parser *parser, const Call *call) {
    if (call->count != 1) return;
    const Argument *of = &call->arguments[0];
    if (!type_is_floating(of->expr.type)) return;
    advice_warn(parser, of->expr.begin, of->end,
                "%.*s is for whole numbers, so the fraction is lost: write "
                "fabs(...)",
                STR_ARG(call->name));
}

void call_end(Parser *parser, Call *call, uint32_t name, Expr *ret) {
    bool takes_texts = call->kind == CALL_TEXT || call->kind == CALL_LENGTH ||
                       call->kind == CALL_STRCPY;
    for (uint32_t i = 0; takes_texts && i < call->count; i++)
        if (i > 0 || !str_is(call->name, "strcpy"))
            call_check_text(parser, &call->arguments[i]);
    switch (call->kind) {
    case CALL_PRINTF: format_check_print(parser, call); break;
    case CALL_SCANF: format_check_scan(parser, call); break;
    case CALL_STRCPY: call_check_copy(parser, call); break;
    case CALL_MEMORY: call_check_size(parser, call); break;
    case CALL_ALLOCATE: call_note_allocation(parser, call, ret); break;
    case CALL_ABS: call_check_abs(parser, call); break;
    case CALL_LENGTH: ret->is_length = true; break;
    case CALL_READ: ret->reads_char = true; break;
    case CALL_FREE:
        if (call->count == 1)
            flow_on_free(parser, &call->arguments[0].expr, name);
        break;
    default: break;
    }
}
