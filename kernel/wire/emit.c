#include "wire/emit.h"

#include <jansson.h>

#include "wire/utf8.h"

static void write_special(Buf *out, unsigned char c) {
    switch (c) {
    case '"': buf_add(out, "\\\"", 2); return;
    case '\\': buf_add(out, "\\\\", 2); return;
    case '\n': buf_add(out, "\\n", 2); return;
    case '\t': buf_add(out, "\\t", 2); return;
    case '\r': buf_add(out, "\\r", 2); return;
    default: buf_printf(out, "\\u%04x", c); return;
    }
}

/* Bytes from `at` on that stand in JSON as they are, at most left. */
static size_t plain_run(const char *at, size_t left) {
    size_t n = 0;
    while (n < left) {
        unsigned char c = (unsigned char)at[n];
        if (c < 0x20 || c == '"' || c == '\\' || c >= 0x80) break;
        n++;
    }
    return n;
}

static void write_text(Buf *out, Str text) {
    (void)buf_reserve(out, text.len + 2);
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len;) {
        size_t plain = plain_run(text.text + i, text.len - i);
        if (plain) buf_add(out, text.text + i, plain);
        i += plain;
        if (i == text.len) break;
        if (!(text.text[i] & 0x80)) {
            write_special(out, (unsigned char)text.text[i++]);
            continue;
        }
        int n = utf8_first(text.text + i, text.len - i);
        if (n > 0)
            buf_add(out, text.text + i, (size_t)n);
        else
            buf_add_str(out, STR("\xef\xbf\xbd"));
        i += n > 0 ? (size_t)n : n < 0 ? (size_t)-n : text.len - i;
    }
    buf_add_char(out, '"');
}

static void write_comma(Buf *out) {
    if (out->len == 0) return;
    char last = out->text[out->len - 1];
    if (last != '{' && last != '[' && last != ':') buf_add_char(out, ',');
}

void emit_key(Buf *out, Str key) {
    write_comma(out);
    write_text(out, key);
    buf_add_char(out, ':');
}

static void write_key(Buf *out, const char *key) {
    if (key)
        emit_key(out, str_of(key));
    else
        write_comma(out);
}

void emit_open(Buf *out, const char *key, char bracket) {
    write_key(out, key);
    buf_add_char(out, bracket);
}

void emit_close(Buf *out, char bracket) { buf_add_char(out, bracket); }

void emit_text(Buf *out, const char *key, Str text) {
    write_key(out, key);
    write_text(out, text);
}

void emit_number(Buf *out, const char *key, long number) {
    write_key(out, key);
    buf_printf(out, "%ld", number);
}

void emit_flag(Buf *out, const char *key, bool flag) {
    write_key(out, key);
    buf_add_str(out, flag ? STR("true") : STR("false"));
}

void emit_json(Buf *out, const char *key, Str json) {
    write_key(out, key);
    buf_add_str(out, json);
}

bool emit_is_json(Str text) {
    json_t *value = json_loadb(text.text ? text.text : "", text.len,
                               JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    json_decref(value);
    return value != NULL;
}
