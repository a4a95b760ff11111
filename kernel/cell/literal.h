/* literal.h - what the words for numbers, characters and texts mean. */
#ifndef CELL_LITERAL_H
#define CELL_LITERAL_H

#include "base/buf.h"
#include "cell/type.h"

/* The type of a number by C11's rules for suffixes and sizes; its value when
 * it is an integer. TYPE_UNKNOWN: it is malformed, the compiler says how. */
TypeKind literal_number(Str text, int64_t *ret_value);

/* 'a', L'a', '\n'; the type is int, or that of the prefix. */
TypeKind literal_char(Str text, int64_t *ret_value);

/* The type of one element of "a", L"a", ... and how many there are, without
 * the NUL at the end. */
TypeKind literal_string(Str text, uint64_t *ret_length);

/* The bytes of "a\n": escapes replaced. */
void literal_bytes(Str text, Buf *ret);

#endif
