#include "cell/type.h"

/* Comparing types follows typedefs, whose chains a reader can make as long
 * as he likes: give up after this many steps. */
enum {
    COMPARE_STEPS = 20000,
    COMPARE_DEPTH = 500
};

const Type *type_basic(TypeKind kind) {
    static const Type basics[] = {
        {.kind = TYPE_UNKNOWN}, {.kind = TYPE_VOID},    {.kind = TYPE_BOOL},
        {.kind = TYPE_CHAR},    {.kind = TYPE_SCHAR},   {.kind = TYPE_UCHAR},
        {.kind = TYPE_SHORT},   {.kind = TYPE_USHORT},  {.kind = TYPE_INT},
        {.kind = TYPE_UINT},    {.kind = TYPE_LONG},    {.kind = TYPE_ULONG},
        {.kind = TYPE_LLONG},   {.kind = TYPE_ULLONG},  {.kind = TYPE_INT128},
        {.kind = TYPE_UINT128}, {.kind = TYPE_FLOAT},   {.kind = TYPE_DOUBLE},
        {.kind = TYPE_LDOUBLE}, {.kind = TYPE_FLOAT128}, {.kind = TYPE_CFLOAT},
        {.kind = TYPE_CDOUBLE}, {.kind = TYPE_CLDOUBLE},
        {.kind = TYPE_VA_LIST},
    };
    return &basics[kind <= TYPE_VA_LIST ? kind : TYPE_UNKNOWN];
}

const Type *type_pointer(const Type *target, Arena *arena) {
    Type *type = ARENA_NEW(arena, Type);
    type->kind = TYPE_POINTER;
    type->target = target;
    return type;
}

const Type *type_array(const Type *element, uint64_t length, Arena *arena) {
    Type *type = ARENA_NEW(arena, Type);
    type->kind = TYPE_ARRAY;
    type->target = element;
    type->length = length;
    return type;
}

const Type *type_vector(const Type *element, uint64_t length, Arena *arena) {
    Type *type = ARENA_NEW(arena, Type);
    type->kind = TYPE_VECTOR;
    type->target = element;
    type->length = length;
    return type;
}

Tag *type_tag(const Type *type) {
    Tag *tag = type->tag;
    while (tag && tag->same_as) tag = tag->same_as;
    return tag;
}

const Type *type_of_tag(Tag *tag, Arena *arena) {
    Type *type = ARENA_NEW(arena, Type);
    type->kind = tag->kind;
    type->tag = tag;
    return type;
}

const Type *type_typedef(Str name, const Type *meaning, Arena *arena) {
    Type *type = ARENA_NEW(arena, Type);
    type->kind = TYPE_TYPEDEF;
    type->target = meaning;
    type->name = name;
    return type;
}

/* An array is as const as its elements; a function has no qualifiers. */
const Type *type_qualify(const Type *type, unsigned qualifiers, Arena *arena) {
    if ((type->qualifiers & qualifiers) == qualifiers) return type;
    if (type->kind == TYPE_FUNCTION) return type;
    Type *copy = ARENA_NEW(arena, Type);
    *copy = *type;
    if (type->kind == TYPE_ARRAY)
        copy->target = type_qualify(type->target, qualifiers, arena);
    else
        copy->qualifiers |= (uint8_t)qualifiers;
    return copy;
}

/* The type behind typedefs, with the qualifiers met on the way. */
static const Type *type_resolve(const Type *type, unsigned *qualifiers) {
    for (; type->kind == TYPE_TYPEDEF; type = type->target)
        *qualifiers |= type->qualifiers;
    *qualifiers |= type->qualifiers;
    return type;
}

const Type *type_unqualify(const Type *type, Arena *arena) {
    unsigned inner = 0;
    if (type->kind == TYPE_TYPEDEF) (void)type_resolve(type->target, &inner);
    const Type *outer = inner ? type_strip(type) : type;
    if (!outer->qualifiers) return outer;
    Type *copy = ARENA_NEW(arena, Type);
    *copy = *outer;
    copy->qualifiers = 0;
    return copy;
}

const Type *type_copy(const Type *type, Arena *arena) {
    if (!type || type == type_basic(type->kind)) return type;
    Type *copy = ARENA_NEW(arena, Type);
    *copy = *type;
    copy->target = type_copy(type->target, arena);
    copy->name = arena_dup(arena, type->name);
    if (!type->param_count) return copy;
    Param *params =
        arena_alloc(arena, type->param_count * sizeof *params);
    for (uint32_t i = 0; i < type->param_count; i++)
        params[i] = (Param){arena_dup(arena, type->params[i].name),
                            type_copy(type->params[i].type, arena)};
    copy->params = params;
    return copy;
}

const Type *type_strip(const Type *type) {
    while (type->kind == TYPE_TYPEDEF) type = type->target;
    return type;
}

bool type_is_const(const Type *type) {
    for (;; type = type->target) {
        if (type->qualifiers & TYPE_CONST) return true;
        if (type->kind != TYPE_TYPEDEF && type->kind != TYPE_ARRAY)
            return false;
    }
}

TypeKind type_kind(const Type *type) {
    type = type_strip(type);
    if (type->kind != TYPE_ENUM) return (TypeKind)type->kind;
    return type_tag(type)->is_complete ? (TypeKind)type_tag(type)->basic
                                       : TYPE_UINT;
}

bool type_is_integer(const Type *type) {
    TypeKind kind = type_kind(type);
    return kind >= TYPE_BOOL && kind <= TYPE_UINT128;
}

bool type_is_floating(const Type *type) {
    TypeKind kind = type_kind(type);
    return kind >= TYPE_FLOAT && kind <= TYPE_FLOAT128;
}

bool type_is_complex(const Type *type) {
    TypeKind kind = type_kind(type);
    return kind >= TYPE_CFLOAT && kind <= TYPE_CLDOUBLE;
}

bool type_is_arithmetic(const Type *type) {
    TypeKind kind = type_kind(type);
    return kind >= TYPE_BOOL && kind <= TYPE_CLDOUBLE;
}

bool type_is_scalar(const Type *type) {
    return type_is_arithmetic(type) || type_kind(type) == TYPE_POINTER;
}

bool type_is_complete(const Type *type) {
    for (;; type = type->target) {
        type = type_strip(type);
        if (type->kind != TYPE_ARRAY) break;
        if (type->extent == EXTENT_OPEN) return false;
    }
    if (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION ||
        type->kind == TYPE_ENUM)
        return type_tag(type)->is_complete;
    return type->kind != TYPE_UNKNOWN && type->kind != TYPE_VOID &&
           type->kind != TYPE_FUNCTION;
}

/* --- comparing ----------------------------------------------------------- */

typedef struct Compare {
    uint32_t steps;
    uint32_t depth;
    bool is_lenient; /* what one type leaves open, the other may tell */
} Compare;

static bool type_same(const Type *a, const Type *b, bool is_top,
                      Compare *compare);

static bool type_same_function(const Type *a, const Type *b, Compare *compare) {
    if (compare->is_lenient && (a->is_unprototyped || b->is_unprototyped))
        return type_same(a->target, b->target, true, compare);
    if (a->is_variadic != b->is_variadic ||
        a->is_unprototyped != b->is_unprototyped ||
        a->param_count != b->param_count)
        return false;
    if (!type_same(a->target, b->target, true, compare)) return false;
    for (uint32_t i = 0; i < a->param_count; i++) {
        if (!type_same(a->params[i].type, b->params[i].type, true, compare))
            return false;
    }
    return true;
}

static bool type_same_extent(const Type *a, const Type *b,
                             const Compare *compare) {
    if (compare->is_lenient &&
        (a->extent != EXTENT_KNOWN || b->extent != EXTENT_KNOWN))
        return true;
    /* Of a parameter: any two computed extents may be the same. */
    if (a->extent != b->extent) return false;
    return a->extent != EXTENT_KNOWN || a->length == b->length;
}

/* Walks down pointers and arrays; only a function's result and parameters
 * need a call. is_top: qualifiers here do not count. */
static bool type_walk(const Type *a, const Type *b, bool is_top,
                      Compare *compare) {
    unsigned in_a = 0, in_b = 0;
    for (;; a = a->target, b = b->target) {
        if (!compare->steps--) return false;
        a = type_resolve(a, &in_a);
        b = type_resolve(b, &in_b);
        if (a->kind != b->kind) return false;
        if (a->kind == TYPE_FUNCTION) return type_same_function(a, b, compare);
        if (a->kind == TYPE_ARRAY) {
            if (a != b && !type_same_extent(a, b, compare)) return false;
            is_top = false;
            continue;
        }
        /* _Atomic makes another type, at the top too. */
        if ((in_a ^ in_b) & (is_top ? (unsigned)TYPE_ATOMIC : ~0u))
            return false;
        if (a->kind == TYPE_VECTOR) {
            if (a->length != b->length) return false;
            in_a = in_b = 0;
            continue;
        }
        if (a->kind != TYPE_POINTER) break;
        in_a = in_b = 0;
        is_top = false;
    }
    return a->kind != TYPE_UNKNOWN && type_tag(a) == type_tag(b);
}

static bool type_same(const Type *a, const Type *b, bool is_top,
                      Compare *compare) {
    if (compare->depth >= COMPARE_DEPTH || !compare->steps) return false;
    compare->depth++;
    bool same = type_walk(a, b, is_top, compare);
    compare->depth--;
    return same;
}

bool type_equals(const Type *a, const Type *b) {
    Compare compare = {.steps = COMPARE_STEPS};
    return type_same(a, b, true, &compare);
}

bool type_is_compatible(const Type *a, const Type *b) {
    Compare compare = {.steps = COMPARE_STEPS, .is_lenient = true};
    return type_same(a, b, true, &compare);
}

/* --- sizes and members --------------------------------------------------- */

static bool type_basic_layout(const Type *type, uint64_t *ret_size,
                              uint32_t *ret_align) {
    static const uint8_t sizes[] = {
        [TYPE_BOOL] = 1,    [TYPE_CHAR] = 1,     [TYPE_SCHAR] = 1,
        [TYPE_UCHAR] = 1,   [TYPE_SHORT] = 2,    [TYPE_USHORT] = 2,
        [TYPE_INT] = 4,     [TYPE_UINT] = 4,     [TYPE_LONG] = 8,
        [TYPE_ULONG] = 8,   [TYPE_LLONG] = 8,    [TYPE_ULLONG] = 8,
        [TYPE_INT128] = 16, [TYPE_UINT128] = 16, [TYPE_FLOAT] = 4,
        [TYPE_DOUBLE] = 8,  [TYPE_LDOUBLE] = 16, [TYPE_FLOAT128] = 16,
        [TYPE_CFLOAT] = 8,  [TYPE_CDOUBLE] = 16, [TYPE_CLDOUBLE] = 32,
        [TYPE_POINTER] = 8, [TYPE_VA_LIST] = 24,
    };
    switch (type->kind) {
    case TYPE_STRUCT:
    case TYPE_UNION:
    case TYPE_ENUM:
        *ret_size = type_tag(type)->size;
        *ret_align = type_tag(type)->align;
        return type_tag(type)->is_complete && type_tag(type)->align;
    case TYPE_VA_LIST: *ret_size = 24, *ret_align = 8; return true;
    default:
        if (type->kind > TYPE_POINTER || !sizes[type->kind]) return false;
        *ret_size = *ret_align = sizes[type->kind];
        if (type->kind >= TYPE_CFLOAT && type->kind <= TYPE_CLDOUBLE)
            *ret_align /= 2;
        return true;
    }
}

/* A vector is aligned to its size. */
static bool type_vector_layout(const Type *type, uint64_t *ret_size,
                               uint32_t *ret_align) {
    uint64_t size;
    uint32_t align;
    if (!type_layout(type->target, &size, &align)) return false;
    *ret_size = size * type->length;
    *ret_align = (uint32_t)*ret_size;
    return true;
}

/* What is atomic is aligned so that one instruction can reach all of it. */
static uint32_t type_atomic_align(uint64_t size, uint32_t align) {
    bool is_power = size && (size & (size - 1)) == 0;
    return is_power && size <= 16 && size > align ? (uint32_t)size : align;
}

bool type_layout(const Type *type, uint64_t *ret_size, uint32_t *ret_align) {
    uint64_t size, count = 1;
    uint32_t align, asked = 0;
    bool is_atomic = false;
    for (;; type = type->target) {
        if (type->align && !asked) asked = type->align;
        is_atomic = is_atomic || (type->qualifiers & TYPE_ATOMIC);
        if (type->kind == TYPE_TYPEDEF) continue;
        if (type->kind != TYPE_ARRAY) break;
        if (type->extent != EXTENT_KNOWN) return false;
        if (__builtin_mul_overflow(count, type->length, &count)) return false;
    }
    if (type->kind == TYPE_VECTOR
            ? !type_vector_layout(type, &size, &align)
            : !type_basic_layout(type, &size, &align))
        return false;
    if (is_atomic) align = type_atomic_align(size, align);
    if (__builtin_mul_overflow(count, size, &size) || size > INT64_MAX)
        return false;
    *ret_size = size;
    *ret_align = asked ? asked : align;
    return true;
}

const Member *type_member(const Type *type, Str name, uint64_t *ret_offset) {
    type = type_strip(type);
    if (type->kind != TYPE_STRUCT && type->kind != TYPE_UNION) return NULL;
    for (uint32_t i = 0; i < type_tag(type)->member_count; i++) {
        const Member *member = &type_tag(type)->members[i];
        uint64_t inner = 0;
        const Member *found = member;
        if (member->name.len == 0 && !member->is_bit_field)
            found = type_member(member->type, name, &inner);
        else if (!str_equals(member->name, name) || name.len == 0)
            found = NULL;
        if (!found) continue;
        if (found == member) inner = 0;
        if (ret_offset)
            *ret_offset =
                found == member ? member->offset : member->offset + inner;
        return found;
    }
    return NULL;
}
