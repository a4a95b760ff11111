#include "cell/passing.h"

enum {
    WORD = 8,
    LARGEST = 16 /* bytes that travel in registers */
};

typedef enum Class {
    CLASS_NONE,
    CLASS_SSE,
    CLASS_X87,
    CLASS_X87_END, /* the second word of a long double */
    CLASS_INTEGER,
    CLASS_MEMORY
} Class;

typedef struct Classes {
    Class words[LARGEST / WORD];
} Classes;

/* Both merge alike; only what they merge differs. */
static Class passing_merge(Class a, Class b) {
    if (a == b || b == CLASS_NONE) return a;
    if (a == CLASS_NONE) return b;
    if (a == CLASS_MEMORY || b == CLASS_MEMORY) return CLASS_MEMORY;
    if (a == CLASS_INTEGER || b == CLASS_INTEGER) return CLASS_INTEGER;
    return CLASS_MEMORY; /* the x87 stack and an SSE register */
}

static bool passing_is_record(const Type *type) {
    return type->kind == TYPE_STRUCT || type->kind == TYPE_UNION;
}

static Class passing_of_scalar(const Type *type) {
    switch (type_kind(type)) {
    case TYPE_FLOAT:
    case TYPE_DOUBLE: return CLASS_SSE;
    case TYPE_LDOUBLE: return CLASS_X87;
    default: return CLASS_INTEGER;
    }
}

/* --- TinyCC -------------------------------------------------------------- */

static Class passing_tcc(const Type *type) {
    type = type_strip(type);
    if (type->kind == TYPE_ARRAY) return CLASS_INTEGER;
    if (!passing_is_record(type)) return passing_of_scalar(type);
    const Tag *tag = type_tag(type);
    Class all = CLASS_NONE;
    for (uint32_t i = 0; i < tag->member_count; i++)
        all = passing_merge(all, passing_tcc(tag->members[i].type));
    return all;
}

/* --- the ABI ------------------------------------------------------------- */

static void passing_add(Classes *ret, uint64_t offset, Class class) {
    Class *word = &ret->words[offset / WORD % 2];
    *word = passing_merge(*word, class);
}

static void passing_mark(const Type *type, uint64_t offset, Classes *ret);

static void passing_mark_bits(const Member *member, uint64_t offset,
                              Classes *ret) {
    if (!member->bit_width || !member->name.len) return;
    uint64_t first = 8 * (offset + member->offset) + member->bit_offset;
    uint64_t last = first + member->bit_width - 1;
    passing_add(ret, first / 8, CLASS_INTEGER);
    passing_add(ret, last / 8, CLASS_INTEGER);
}

static void passing_mark_record(const Type *type, uint64_t offset,
                                Classes *ret) {
    const Tag *tag = type_tag(type);
    for (uint32_t i = 0; i < tag->member_count; i++) {
        const Member *member = &tag->members[i];
        if (member->is_bit_field) passing_mark_bits(member, offset, ret);
        else passing_mark(member->type, offset + member->offset, ret);
    }
}

static void passing_mark(const Type *type, uint64_t offset, Classes *ret) {
    uint64_t size = 0;
    uint32_t align = 1;
    type = type_strip(type);
    if (type->kind == TYPE_ARRAY) {
        uint64_t length = type->extent == EXTENT_KNOWN ? type->length : 0;
        if (!type_layout(type->target, &size, &align)) return;
        for (uint64_t i = 0; i < length && i < LARGEST; i++)
            passing_mark(type->target, offset + i * size, ret);
    } else if (passing_is_record(type)) {
        passing_mark_record(type, offset, ret);
    } else if (type_layout(type, &size, &align)) {
        /* What packing has put across a boundary travels in memory. */
        Class class = passing_of_scalar(type);
        if (offset % size) class = CLASS_MEMORY;
        passing_add(ret, offset, class);
        if (class == CLASS_X87)
            passing_add(ret, offset + WORD, CLASS_X87_END);
    }
}

static Classes passing_abi(const Type *type, uint64_t size) {
    Classes ret = {0};
    if (size > LARGEST) ret.words[0] = CLASS_MEMORY;
    else passing_mark(type, 0, &ret);
    bool is_memory = ret.words[0] == CLASS_MEMORY ||
                     ret.words[1] == CLASS_MEMORY ||
                     (ret.words[1] == CLASS_X87_END &&
                      ret.words[0] != CLASS_X87);
    if (is_memory) ret.words[0] = CLASS_MEMORY;
    return ret;
}

/* --- signatures ---------------------------------------------------------- */

static char passing_letter(Class class) {
    switch (class) {
    case CLASS_SSE: return 'S';
    case CLASS_X87: return 'X';
    case CLASS_INTEGER: return 'I';
    case CLASS_MEMORY: return 'M';
    default: return '-';
    }
}

static void passing_letters(Class first, Class second, uint64_t size,
                            Buf *ret) {
    if (!size) return;
    buf_add_char(ret, passing_letter(first));
    if (first != CLASS_MEMORY && first != CLASS_X87 && size > WORD)
        buf_add_char(ret, passing_letter(second));
}

/* What an array or a function is as an argument is a pointer. */
static void passing_layout(const Type *type, uint64_t *ret_size,
                           uint32_t *ret_align) {
    *ret_size = *ret_align = WORD;
    const Type *bare = type_strip(type);
    if (bare->kind == TYPE_VOID) *ret_size = 0;
    else if (bare->kind != TYPE_ARRAY && bare->kind != TYPE_FUNCTION)
        (void)type_layout(bare, ret_size, ret_align);
}

static void passing_print_value(const Type *type, Buf *ret) {
    uint64_t size;
    uint32_t align;
    passing_layout(type, &size, &align);
    Class here = size > LARGEST ? CLASS_MEMORY : passing_tcc(type);
    buf_printf(ret, "%llu%s:", (unsigned long long)size,
               align == LARGEST ? "a" : "");
    if (passing_is_record(type_strip(type))) {
        Classes there = passing_abi(type, size);
        passing_letters(there.words[0], there.words[1], size, ret);
    } else {
        passing_letters(here, here, size, ret);
    }
    buf_add_char(ret, '/');
    passing_letters(here, here, size, ret);
    buf_add_char(ret, ';');
}

bool passing_differs(const Type *type) {
    uint64_t size = 0;
    uint32_t align;
    const Type *bare = type_strip(type);
    if (!passing_is_record(bare) || !type_layout(bare, &size, &align) ||
        size == 0 || size > LARGEST)
        return false;
    Class here = passing_tcc(bare);
    Classes there = passing_abi(bare, size);
    bool is_one = size <= WORD || here == CLASS_MEMORY || here == CLASS_X87;
    return there.words[0] != here || (!is_one && there.words[1] != here);
}

bool passing_leaks(const Type *type) {
    const Type *bare = type_strip(type);
    return passing_is_record(bare) && passing_tcc(bare) == CLASS_X87;
}

/* An argument beyond the parameters, as it is passed. */
static const Type *passing_argument(const Expr *argument) {
    TypeKind kind = type_kind(argument->type);
    return kind == TYPE_FLOAT ? type_basic(TYPE_DOUBLE) : argument->type;
}

bool passing_function_differs(const Type *function, const Expr *arguments,
                              uint32_t count) {
    bool differs = passing_differs(function->target) ||
                   passing_leaks(function->target);
    for (uint32_t i = 0; i < function->param_count; i++)
        differs = differs || passing_differs(function->params[i].type);
    for (uint32_t i = function->param_count; i < count; i++)
        /* cppcheck-suppress nullPointer ; then count is 0 */
        differs = differs || passing_differs(arguments[i].type);
    return differs;
}

bool passing_is_overaligned(const Type *type) {
    uint64_t size = 0;
    uint32_t align = 1;
    const Type *bare = type_strip(type);
    return passing_is_record(bare) && type_layout(bare, &size, &align) &&
           align > LARGEST;
}

bool passing_is_possible(const Type *function) {
    bool is_possible = !passing_is_overaligned(function->target);
    for (uint32_t i = 0; i < function->param_count; i++)
        is_possible = is_possible &&
                      !passing_is_overaligned(function->params[i].type);
    return is_possible &&
           !(function->is_variadic &&
             passing_function_differs(function, NULL, 0));
}

void passing_print(const Type *function, const Expr *arguments, uint32_t count,
                   Buf *ret) {
    passing_print_value(function->target, ret);
    for (uint32_t i = 0; i < function->param_count; i++)
        passing_print_value(function->params[i].type, ret);
    for (uint32_t i = function->param_count; i < count; i++)
        passing_print_value(passing_argument(&arguments[i]), ret);
}

void passing_print_class(const Type *type, Buf *ret) {
    uint64_t size = 0;
    uint32_t align = 1;
    passing_layout(type, &size, &align);
    Classes there = passing_abi(type, size);
    passing_letters(there.words[0], there.words[1], size, ret);
}
