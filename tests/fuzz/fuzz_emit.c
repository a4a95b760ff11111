/* Any bytes are text that goes into a message: what is written is JSON, it is
 * read as the same text where that was UTF-8, and a text that is cut anywhere
 * has no more unfinished bytes than a character has. */
#include <jansson.h>
#include <string.h>

#include "fuzz.h"
#include "wire/emit.h"
#include "wire/utf8.h"

static json_t *read_back(const Buf *out) {
    json_t *root = json_loadb(out->text, out->len, JSON_ALLOW_NUL, NULL);
    LAW(json_is_object(root));
    LAW(emit_is_json(buf_view(out)));
    return root;
}

static void check_text(Str text) {
    Buf out = {0};
    emit_open(&out, NULL, '{');
    emit_text(&out, "text", text);
    emit_open(&out, "list", '[');
    emit_number(&out, NULL, (long)text.len);
    emit_text(&out, NULL, text);
    emit_flag(&out, NULL, true);
    emit_close(&out, ']');
    emit_close(&out, '}');
    json_t *root = read_back(&out);
    const json_t *value = json_object_get(root, "text");
    Str again = {json_string_value(value), json_string_length(value)};
    LAW(json_array_size(json_object_get(root, "list")) == 3);
    LAW(utf8_is_valid(again));
    LAW(!utf8_is_valid(text) || str_equals(text, again));
    LAW(utf8_count(text) >= utf8_count(again) || !utf8_is_valid(text));
    json_decref(root);
    buf_done(&out);
}

/* jansson's keys hold no NUL. */
static void check_key(Str text) {
    if (memchr(text.text, '\0', text.len) || !utf8_is_valid(text)) return;
    Buf out = {0};
    emit_open(&out, NULL, '{');
    emit_key(&out, text);
    emit_text(&out, NULL, STR("value"));
    emit_close(&out, '}');
    json_t *root = read_back(&out);
    LAW(str_equals(str_of(json_object_iter_key(json_object_iter(root))), text));
    json_decref(root);
    buf_done(&out);
}

static void check_cut(Str text) {
    size_t left = utf8_unfinished(text);
    LAW(left <= 3 && left <= text.len);
    Str whole = {text.text, text.len - left};
    LAW(utf8_unfinished(whole) == 0 || !utf8_is_valid(whole));
    if (utf8_is_valid(text)) LAW(left == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Str text = {(const char *)data, size};
    if (size == 0) return 0;
    check_text(text);
    check_key(text);
    for (size_t len = 0; len <= size && len < 64; len++)
        check_cut((Str){text.text, len});
    return 0;
}
