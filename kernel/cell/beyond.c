#include "cell/beyond.h"

enum { WORD = 8, LARGEST = 16, DEEPEST = 100 };

typedef struct BeyondRow {
    const char *what, *instead;
} BeyondRow;

static const BeyondRow beyond_rows[] = {
    {"", ""},
#define X(name, what, instead) {what, instead},
    BEYONDS(X)
#undef X
};

const char *beyond_what(Beyond beyond) { return beyond_rows[beyond].what; }

const char *beyond_instead(Beyond beyond) {
    return beyond_rows[beyond].instead;
}

bool beyond_is_hard(Beyond beyond) {
    return beyond != BEYOND_NOTHING && beyond != BEYOND_BY_VALUE;
}

void beyond_note(Parser *parser, const Token *at, Beyond beyond) {
    if (beyond == BEYOND_NOTHING || beyond_is_hard(parser->beyond)) return;
    if (parser->beyond && !beyond_is_hard(beyond)) return;
    parser->beyond = (uint8_t)beyond;
    parser->beyond_token = at;
}

/* --- structs by value ---------------------------------------------------- */

/* TinyCC's view: floating only if every member is, and no array at all. */
static bool beyond_is_floating_for_tcc(const Type *type) {
    type = type_strip(type);
    if (type->kind == TYPE_FLOAT || type->kind == TYPE_DOUBLE) return true;
    if (type->kind != TYPE_STRUCT && type->kind != TYPE_UNION) return false;
    const Tag *tag = type_tag(type);
    for (uint32_t i = 0; i < tag->member_count; i++)
        if (!beyond_is_floating_for_tcc(tag->members[i].type)) return false;
    return true;
}

/* The ABI's view: which of the two words hold nothing but floating parts. */
static void beyond_mark_words(const Type *type, uint64_t offset,
                              bool *has_integer) {
    uint64_t size = 0;
    uint32_t align;
    type = type_strip(type);
    if (!type_layout(type, &size, &align)) return;
    if (type->kind == TYPE_ARRAY) {
        uint64_t step = type->length ? size / type->length : 0;
        for (uint64_t i = 0; i < type->length; i++)
            beyond_mark_words(type->target, offset + i * step, has_integer);
    } else if (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION) {
        const Tag *tag = type_tag(type);
        for (uint32_t i = 0; i < tag->member_count; i++)
            beyond_mark_words(tag->members[i].type,
                              offset + tag->members[i].offset, has_integer);
    } else if (type->kind != TYPE_FLOAT && type->kind != TYPE_DOUBLE) {
        has_integer[offset / WORD] = true;
    }
}

bool beyond_differs_by_value(const Type *type) {
    uint64_t size = 0;
    uint32_t align;
    const Type *bare = type_strip(type);
    if ((bare->kind != TYPE_STRUCT && bare->kind != TYPE_UNION) ||
        !type_layout(bare, &size, &align) || size == 0)
        return false;
    if (align > LARGEST) return true; /* on the stack, which TinyCC does not
                                         align so */
    if (size > LARGEST) return false;
    if (beyond_is_floating_for_tcc(bare)) return false;
    bool has_integer[LARGEST / WORD] = {false};
    beyond_mark_words(bare, 0, has_integer);
    return !has_integer[0] || (size > WORD && !has_integer[1]);
}

/* --- types --------------------------------------------------------------- */

static Beyond beyond_of_kind(TypeKind kind) {
    switch (kind) {
    case TYPE_INT128:
    case TYPE_UINT128: return BEYOND_INT128;
    case TYPE_FLOAT128: return BEYOND_FLOAT128;
    case TYPE_CFLOAT:
    case TYPE_CDOUBLE:
    case TYPE_CLDOUBLE: return BEYOND_COMPLEX;
    case TYPE_VECTOR: return BEYOND_VECTOR;
    default: return BEYOND_NOTHING;
    }
}

/* TinyCC keeps no extent in the type of what is pointed to: it steps by the
 * wrong number of bytes, silently. */
static bool beyond_points_to_vla(const Type *pointer) {
    const Type *type = type_strip(pointer->target);
    for (; type->kind == TYPE_ARRAY; type = type_strip(type->target))
        if (type->extent == EXTENT_RUNTIME) return true;
    return false;
}

static Beyond beyond_within(const Type *type, int depth) {
    Beyond soft = BEYOND_NOTHING;
    for (; type && type->kind != TYPE_TYPEDEF; type = type->target) {
        if (type->qualifiers & TYPE_ATOMIC) return BEYOND_ATOMIC;
        Beyond kind = beyond_of_kind((TypeKind)type->kind);
        if (kind) return kind;
        if (type->kind == TYPE_POINTER && beyond_points_to_vla(type))
            return BEYOND_VLA_POINTER;
        if (type->kind != TYPE_FUNCTION || depth > DEEPEST) continue;
        if (beyond_differs_by_value(type->target)) soft = BEYOND_BY_VALUE;
        for (uint32_t i = 0; i < type->param_count; i++) {
            const Type *param = type->params[i].type;
            Beyond one = beyond_within(param, depth + 1);
            if (beyond_is_hard(one)) return one;
            if (one || beyond_differs_by_value(param)) soft = BEYOND_BY_VALUE;
        }
    }
    if (type && type->qualifiers & TYPE_ATOMIC) return BEYOND_ATOMIC;
    return soft;
}

Beyond beyond_of_type(const Type *type) { return beyond_within(type, 0); }

/* Packing may put a bit-field across the boundary of its type: TinyCC then
 * loses bits of it. */
static bool beyond_crosses(const Member *member) {
    uint64_t size = 0;
    uint32_t align;
    if (!member->is_bit_field || !member->bit_width ||
        !type_layout(member->type, &size, &align) || !size)
        return false;
    uint64_t first = 8 * member->offset + member->bit_offset;
    uint64_t last = first + member->bit_width - 1;
    return first / (8 * size) != last / (8 * size);
}

Beyond beyond_of_tag(const Tag *tag) {
    Beyond soft = BEYOND_NOTHING;
    if (beyond_is_hard((Beyond)tag->beyond)) return (Beyond)tag->beyond;
    for (uint32_t i = 0; i < tag->member_count; i++) {
        const Member *member = &tag->members[i];
        if (beyond_crosses(member)) return BEYOND_BIT_FIELD;
        Beyond one = beyond_of_type(member->type);
        /* A nested struct without a name is part of this one's text. */
        const Type *bare = member->type;
        while (bare->kind == TYPE_ARRAY) bare = bare->target;
        if (!one && bare->tag && type_tag(bare)->members != tag->members)
            one = beyond_of_tag(type_tag(bare));
        if (beyond_is_hard(one)) return one;
        if (one) soft = one;
    }
    return soft;
}
