#include "cell/beyond.h"

#include "cell/passing.h"

enum { DEEPEST = 100 };

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

void beyond_note(Parser *parser, const Token *at, Beyond beyond) {
    if (beyond == BEYOND_NOTHING || parser->beyond) return;
    parser->beyond = (uint8_t)beyond;
    parser->beyond_token = at;
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
    for (; type && type->kind != TYPE_TYPEDEF; type = type->target) {
        if (type->qualifiers & TYPE_ATOMIC) return BEYOND_ATOMIC;
        Beyond kind = beyond_of_kind((TypeKind)type->kind);
        if (kind) return kind;
        if (type->kind == TYPE_POINTER && beyond_points_to_vla(type))
            return BEYOND_VLA_POINTER;
        if (type->kind != TYPE_FUNCTION || depth > DEEPEST) continue;
        for (uint32_t i = 0; i < type->param_count; i++) {
            kind = beyond_within(type->params[i].type, depth + 1);
            if (kind) return kind;
        }
        if (!passing_is_possible(type)) return BEYOND_BY_VALUE;
    }
    return type && type->qualifiers & TYPE_ATOMIC ? BEYOND_ATOMIC
                                                  : BEYOND_NOTHING;
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
    if (tag->beyond) return (Beyond)tag->beyond;
    for (uint32_t i = 0; i < tag->member_count; i++) {
        const Member *member = &tag->members[i];
        if (beyond_crosses(member)) return BEYOND_BIT_FIELD;
        Beyond one = beyond_of_type(member->type);
        /* A nested struct without a name is part of this one's text. */
        const Type *bare = member->type;
        while (bare->kind == TYPE_ARRAY) bare = bare->target;
        if (!one && bare->tag && type_tag(bare)->members != tag->members)
            one = beyond_of_tag(type_tag(bare));
        if (one) return one;
    }
    return BEYOND_NOTHING;
}
