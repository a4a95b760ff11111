/* type.h - the types of C as a tree, with names kept as the reader wrote them.
 *
 *     const pt *a[3]   ->   ARRAY 3 of POINTER to const TYPEDEF pt -> STRUCT
 *
 * A TYPEDEF node keeps the name and points to what it stands for, so that a
 * printed type reads as typed and still has all its parts. Struct, union and
 * enum types share one Tag: two mentions are the same type if and only if
 * they point to the same Tag. Types are immutable once made and live in an
 * arena; a Tag is completed once. Sizes follow the System V ABI of x86-64. */
#ifndef CELL_TYPE_H
#define CELL_TYPE_H

#include "base/buf.h"
#include "base/mem.h"
#include "cell/token.h"

typedef enum TypeKind {
    TYPE_UNKNOWN, /* could not be told; behaves as int nowhere */
    TYPE_VOID,
    TYPE_BOOL,
    TYPE_CHAR,
    TYPE_SCHAR,
    TYPE_UCHAR,
    TYPE_SHORT,
    TYPE_USHORT,
    TYPE_INT,
    TYPE_UINT,
    TYPE_LONG,
    TYPE_ULONG,
    TYPE_LLONG,
    TYPE_ULLONG,
    TYPE_INT128, /* these two, __float128, complex numbers and vectors are */
    TYPE_UINT128, /* beyond TinyCC: see beyond.h */
    TYPE_FLOAT,
    TYPE_DOUBLE,
    TYPE_LDOUBLE,
    TYPE_FLOAT128,
    TYPE_CFLOAT, /* ORDER: complex ones in the order of their parts */
    TYPE_CDOUBLE,
    TYPE_CLDOUBLE,
    TYPE_VA_LIST, /* __builtin_va_list */
    TYPE_POINTER,
    TYPE_ARRAY,
    TYPE_FUNCTION,
    TYPE_STRUCT,
    TYPE_UNION,
    TYPE_ENUM,
    TYPE_VECTOR, /* `length` elements that are added all at once */
    TYPE_TYPEDEF
} TypeKind;

enum TypeQualifier {
    TYPE_CONST = 1,
    TYPE_VOLATILE = 2,
    TYPE_RESTRICT = 4,
    TYPE_ATOMIC = 8
};

typedef struct Type Type;
typedef struct Tag Tag;

typedef enum ArrayExtent {
    EXTENT_KNOWN,  /* length is the number of elements */
    EXTENT_OPEN,   /* [] : told by the initialiser, or never */
    EXTENT_RUNTIME /* the expression must run: tokens extent..extent_end */
} ArrayExtent;

typedef struct Param {
    Str name; /* may be empty */
    const Type *type;
} Param;

struct Type {
    uint8_t kind;       /* TypeKind */
    uint8_t qualifiers; /* TypeQualifier */
    uint8_t extent;     /* ArrayExtent */
    bool is_variadic;   /* function: ends in ... */
    bool is_unprototyped; /* function: () says nothing about arguments */
    const Type *target; /* pointee, element, result, or what a typedef means */
    uint64_t length;    /* array, EXTENT_KNOWN; vector */
    uint32_t extent_begin; /* array, EXTENT_RUNTIME: token indices */
    uint32_t extent_end;
    const Param *params;
    uint32_t param_count;
    Tag *tag; /* struct, union, enum */
    Str name; /* typedef */
    uint32_t align; /* bytes asked for by an attribute; 0: the natural ones */
};

typedef struct Member {
    Str name; /* empty: anonymous struct/union, or an unnamed bit-field */
    const Type *type;
    uint64_t offset;   /* bytes; of the storage unit for a bit-field */
    uint8_t bit_width; /* 0: no bit-field (an unnamed :0 only ends a unit) */
    uint8_t bit_offset; /* from the lowest bit of the storage unit; the first
                           bit is number 8 * offset + bit_offset */
    bool is_bit_field;
    bool is_packed; /* by an attribute of its own */
} Member;

typedef struct Enumerator {
    Str name;
    int64_t value;
} Enumerator;

struct Tag {
    uint8_t kind; /* TYPE_STRUCT, TYPE_UNION or TYPE_ENUM */
    bool is_complete;
    bool is_anonymous; /* name was made up: see decl.h. It is empty for an
                          anonymous member, which must not get a name */
    bool is_packed;
    uint8_t beyond; /* Beyond: what in its text TinyCC has not */
    uint8_t pack;  /* bytes, as #pragma pack asked for; 0: it did not */
    uint8_t basic; /* enum: TypeKind of the integer type it behaves as */
    Str name;
    const Member *members;
    uint32_t member_count;
    const Enumerator *enumerators;
    uint32_t enumerator_count;
    uint64_t size; /* bytes, when complete */
    uint32_t align; /* 0: the layout could not be told */
    uint32_t body_begin; /* token indices of "{ ... }" when complete */
    uint32_t body_end;
    uint32_t keyword; /* token index of struct, union or enum there */
    Tag *same_as; /* a definition that was run again unchanged makes a new Tag
                     which leads to the first one; else NULL */
};

/* The tag that a struct, union or enum type stands for in the end. */
Tag *type_tag(const Type *type);

/* The unqualified basic types, shared. */
const Type *type_basic(TypeKind kind);
const Type *type_pointer(const Type *target, Arena *arena);
const Type *type_array(const Type *element, uint64_t length, Arena *arena);
const Type *type_vector(const Type *element, uint64_t length, Arena *arena);
const Type *type_qualify(const Type *type, unsigned qualifiers, Arena *arena);
/* The type of a value: without qualifiers at the top, behind typedefs too. */
const Type *type_unqualify(const Type *type, Arena *arena);
/* The same once more, down to its tags: a type that was found on another
 * cell's variable must not end with that cell. */
const Type *type_copy(const Type *type, Arena *arena);
const Type *type_of_tag(Tag *tag, Arena *arena);
const Type *type_typedef(Str name, const Type *meaning, Arena *arena);

/* The type behind any typedef names, qualifiers added up on the result's own
 * terms: use type_is_const for those of the whole chain. */
const Type *type_strip(const Type *type);
bool type_is_const(const Type *type);
bool type_is_arithmetic(const Type *type);
bool type_is_integer(const Type *type);
bool type_is_floating(const Type *type); /* and real */
bool type_is_complex(const Type *type);
bool type_is_scalar(const Type *type); /* arithmetic or pointer */
bool type_is_complete(const Type *type);
/* The basic type that it behaves as: that of an enum is an integer type. */
TypeKind type_kind(const Type *type);

/* Same type but for top-level qualifiers and the names of typedefs. */
bool type_equals(const Type *a, const Type *b);
/* C's compatible types: as above, but an array of open or run-time extent fits
 * any extent, and a function without a prototype any parameters. */
bool type_is_compatible(const Type *a, const Type *b);

/* Size and alignment in bytes; false when incomplete, function, run-time. */
bool type_layout(const Type *type, uint64_t *ret_size, uint32_t *ret_align);
/* Complete a struct or union: compute the offsets of its members, its size
 * and its alignment, which is at least the tag->align that is set before. */
void type_lay_out_tag(Tag *tag, Member *members, uint32_t count);
/* The member of that name, looked for inside anonymous members too; its
 * offset from the start of the whole goes to ret_offset (may be NULL). */
const Member *type_member(const Type *type, Str name, uint64_t *ret_offset);

/* Print a declaration of `name` (may be empty) with this type:
 * "double (*name)(int, const char *)". A struct is printed by its tag. */
void type_print(const Type *type, Str name, Buf *ret);

#endif
