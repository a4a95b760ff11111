/* emit.h - writing JSON into a Buf.
 *
 *     emit_open(&out, NULL, '{');
 *     emit_text(&out, "name", STR("stdout"));
 *     emit_close(&out, '}');
 *
 * Commas come by themselves. The key is NULL inside an array and for the
 * outermost value. Text may be any bytes: what is no UTF-8 becomes U+FFFD. */
#ifndef WIRE_EMIT_H
#define WIRE_EMIT_H

#include "base/buf.h"

void emit_open(Buf *out, const char *key, char bracket);
void emit_close(Buf *out, char bracket);
void emit_text(Buf *out, const char *key, Str text);
void emit_number(Buf *out, const char *key, long number);
void emit_flag(Buf *out, const char *key, bool flag);
void emit_json(Buf *out, const char *key, Str json); /* JSON already */

/* The key may be any text; the value follows from emit_text(out, NULL, ..). */
void emit_key(Buf *out, Str key);

bool emit_is_json(Str text); /* is this text a JSON value? */

#endif
