#include "cell/intrinsic.h"

#include "cell/beyond.h"
#include "cell/primary.h"

bool intrinsic_is_atomic(Str name) {
    return str_starts_with(name, STR("atomic_")) ||
           str_starts_with(name, STR("kill_dependency"));
}

/* _mm_, _mm256_, _mm512_, and a few that stand alone. */
bool intrinsic_is_of_processor(Str name) {
    static const char *const others[] = {"_rdtsc",     "__rdtsc",
                                         "_pext_u64",  "_pdep_u64",
                                         "_pext_u32",  "_pdep_u32",
                                         "_tzcnt_u64", "_lzcnt_u64"};
    if (str_starts_with(name, STR("_mm"))) return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_is(name, others[i])) return true;
    return false;
}

static bool intrinsic_has(Str name, const char *part) {
    return memmem(name.text, name.len, part, strlen(part)) != NULL;
}

/* Of those that take the place first, as nearly all do, what it holds. */
static const Type *intrinsic_type(Parser *parser, Str name, const Expr *first) {
    static const char *const nothing[] = {"store", "_init",  "fence", "clear",
                                          "stream", "zero",  "synchronize"};
    static const char *const truths[] = {"compare_exchange", "bool_compare",
                                         "test_and_set",     "lock_free"};
    for (size_t i = 0; i < sizeof truths / sizeof *truths; i++)
        if (intrinsic_has(name, truths[i])) return type_basic(TYPE_BOOL);
    bool is_vector = intrinsic_is_of_processor(name);
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        bool is_zero = is_vector && intrinsic_has(name, "setzero");
        if (intrinsic_has(name, nothing[i]) && !is_zero)
            return type_basic(TYPE_VOID);
    }
    if (is_vector) return type_basic(TYPE_UNKNOWN);
    const Type *type = type_strip(expr_decay(first->type, parser->arena));
    if (type->kind != TYPE_POINTER) return type_basic(TYPE_UNKNOWN);
    return type_unqualify(type->target, parser->arena);
}

int intrinsic_parse(Parser *parser, Expr *ret) {
    Str name = parse_peek(parser, 0)->text;
    bool is_atomic = intrinsic_is_atomic(name) ||
                     str_starts_with(name, STR("__atomic_")) ||
                     str_starts_with(name, STR("__sync_"));
    if (!is_atomic && !intrinsic_is_of_processor(name)) return 0;
    beyond_note(parser, parse_peek(parser, 0),
                is_atomic ? BEYOND_ATOMIC : BEYOND_INTRINSIC);
    uint32_t open = ++parser->at;
    Expr first = primary_value(type_basic(TYPE_UNKNOWN));
    parser->at++;
    for (uint32_t count = 0;
         !token_is(parse_peek(parser, 0), PUNCT_RPAREN); count++) {
        Expr argument;
        if (count && !parse_expect(parser, PUNCT_COMMA)) return -1;
        if (!expr_parse_assignment(parser, count ? &argument : &first))
            return -1;
    }
    *ret = primary_value(intrinsic_type(parser, name, &first));
    return parse_close(parser, PUNCT_RPAREN, open) ? 1 : -1;
}
