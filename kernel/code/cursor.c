#include "code/cursor.h"

#include <string.h>

uint64_t cursor_take(Cursor *cursor, size_t size) {
    uint64_t value = 0;
    if (cursor->is_damaged || cursor->bytes.len - cursor->at < size) {
        cursor->is_damaged = true;
        return 0;
    }
    memcpy(&value, cursor->bytes.text + cursor->at, size);
    cursor->at += size;
    return value;
}

uint64_t cursor_leb(Cursor *cursor, bool is_signed) {
    uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        uint64_t byte = cursor_take(cursor, 1);
        if (shift < 64) value |= (byte & 0x7f) << shift;
        if (byte & 0x80 && !cursor->is_damaged) continue;
        if (is_signed && byte & 0x40 && shift + 7 < 64)
            value |= UINT64_MAX << (shift + 7);
        return value;
    }
}

Str cursor_text(Cursor *cursor) {
    if (cursor->is_damaged) return (Str){0};
    const char *text = cursor->bytes.text + cursor->at;
    const char *end = memchr(text, '\0', cursor->bytes.len - cursor->at);
    if (!end) {
        cursor->is_damaged = true;
        return (Str){0};
    }
    cursor->at += (size_t)(end - text) + 1;
    return (Str){text, (size_t)(end - text)};
}

void cursor_skip_to(Cursor *cursor, size_t at) {
    if (at < cursor->at || at > cursor->bytes.len)
        cursor->is_damaged = true;
    else
        cursor->at = at;
}

void cursor_skip(Cursor *cursor, uint64_t size) {
    if (size > cursor->bytes.len - cursor->at) cursor->is_damaged = true;
    else cursor->at += size;
}
