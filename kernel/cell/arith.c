#include "cell/arith.h"

TypeKind arith_promote(const Expr *operand) {
    enum {
        INT_BITS = 32
    };
    TypeKind kind = type_kind(operand->type);
    if (!type_is_arithmetic(operand->type)) return TYPE_UNKNOWN;
    if (kind < TYPE_INT) return TYPE_INT;
    if (operand->is_bit_field && operand->bit_width < INT_BITS &&
        kind <= TYPE_ULLONG)
        return TYPE_INT;
    return kind;
}

bool arith_is_unsigned(TypeKind kind) {
    return kind == TYPE_BOOL || kind == TYPE_UCHAR || kind == TYPE_USHORT ||
           kind == TYPE_UINT || kind == TYPE_ULONG || kind == TYPE_ULLONG;
}

/* Kinds are listed by rank, the unsigned one behind the signed one. */
TypeKind arith_common(TypeKind a, TypeKind b) {
    if (a == TYPE_UNKNOWN || b == TYPE_UNKNOWN) return TYPE_UNKNOWN;
    TypeKind high = a > b ? a : b, low = a > b ? b : a;
    if (high == TYPE_LLONG && low == TYPE_ULONG) return TYPE_ULLONG;
    if (high < TYPE_CFLOAT) return high;
    /* A complex number's parts are as wide as the other operand. */
    TypeKind wide = low + (TYPE_CFLOAT - TYPE_FLOAT);
    if (low == TYPE_FLOAT || low == TYPE_DOUBLE || low == TYPE_LDOUBLE)
        return wide > high ? wide : high;
    return low == TYPE_FLOAT128 ? TYPE_UNKNOWN : high;
}

int64_t arith_convert(TypeKind kind, int64_t value) {
    switch (kind) {
    case TYPE_BOOL: return value != 0;
    case TYPE_CHAR:
    case TYPE_SCHAR: return (int8_t)value;
    case TYPE_UCHAR: return (uint8_t)value;
    case TYPE_SHORT: return (int16_t)value;
    case TYPE_USHORT: return (uint16_t)value;
    case TYPE_INT: return (int32_t)value;
    case TYPE_UINT: return (uint32_t)value;
    default: return value;
    }
}

static bool fold_shift(TokenId op, TypeKind kind, int64_t a, int64_t b,
                       int64_t *ret) {
    int64_t width = kind == TYPE_INT || kind == TYPE_UINT ? 32 : 64;
    if (b < 0 || b >= width) return false;
    if (op == PUNCT_SHL)
        *ret = (int64_t)((uint64_t)a << b);
    else
        *ret = arith_is_unsigned(kind) ? (int64_t)((uint64_t)a >> b) : a >> b;
    return true;
}

static bool fold_divide(TokenId op, TypeKind kind, int64_t a, int64_t b,
                        int64_t *ret) {
    if (b == 0) return false;
    uint64_t ua = (uint64_t)a, ub = (uint64_t)b;
    if (arith_is_unsigned(kind))
        *ret = (int64_t)(op == PUNCT_SLASH ? ua / ub : ua % ub);
    else if (b == -1)
        *ret = op == PUNCT_SLASH ? (int64_t)(0 - ua) : 0;
    else
        *ret = op == PUNCT_SLASH ? a / b : a % b;
    return true;
}

static bool fold_less(TypeKind kind, int64_t a, int64_t b) {
    return arith_is_unsigned(kind) ? (uint64_t)a < (uint64_t)b : a < b;
}

bool arith_fold(TokenId op, TypeKind kind, int64_t a, int64_t b, int64_t *ret) {
    uint64_t ua = (uint64_t)a, ub = (uint64_t)b;
    int64_t value = 0;
    if (kind > TYPE_ULLONG) return false;
    switch (op) {
    case PUNCT_PLUS: value = (int64_t)(ua + ub); break;
    case PUNCT_MINUS: value = (int64_t)(ua - ub); break;
    case PUNCT_STAR: value = (int64_t)(ua * ub); break;
    case PUNCT_AMP: value = a & b; break;
    case PUNCT_PIPE: value = a | b; break;
    case PUNCT_CARET: value = a ^ b; break;
    case PUNCT_SLASH:
    case PUNCT_PERCENT:
        if (!fold_divide(op, kind, a, b, &value)) return false;
        break;
    case PUNCT_SHL:
    case PUNCT_SHR:
        if (!fold_shift(op, kind, a, b, &value)) return false;
        break;
    case PUNCT_LESS: *ret = fold_less(kind, a, b); return true;
    case PUNCT_GREATER: *ret = fold_less(kind, b, a); return true;
    case PUNCT_LE: *ret = !fold_less(kind, b, a); return true;
    case PUNCT_GE: *ret = !fold_less(kind, a, b); return true;
    case PUNCT_EQ: *ret = a == b; return true;
    case PUNCT_NE: *ret = a != b; return true;
    default: return false;
    }
    *ret = arith_convert(kind, value);
    return true;
}
