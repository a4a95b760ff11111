/* The arguments of a magic: each word, quoted and split again, is that word,
 * and so are all of them together. */
#include "base/buf.h"
#include "fuzz.h"
#include "session/words.h"

/* As 'it'\''s' is written: nothing but the quote itself ends a quote. */
static void quote(Str word, Buf *ret) {
    buf_add_char(ret, '\'');
    for (size_t i = 0; i < word.len; i++) {
        if (word.text[i] == '\'') buf_add_str(ret, STR("'\\''"));
        else buf_add_char(ret, word.text[i]);
    }
    buf_add_str(ret, STR("' "));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Words words, again;
    Err err = {""};
    Buf line = {0};
    if (words_split((Str){(const char *)data, size}, &arena, &words, &err) < 0) {
        LAW(err.text[0]);
        arena_clear(&arena);
        return 0;
    }
    for (uint32_t i = 0; i < words.count; i++) {
        LAW(words.items[i].text[words.items[i].len] == '\0');
        quote(words.items[i], &line);
    }
    LAW(words_split(buf_view(&line), &arena, &again, &err) == 0);
    LAW(again.count == words.count);
    for (uint32_t i = 0; i < words.count; i++)
        LAW(str_equals(words.items[i], again.items[i]));
    buf_done(&line);
    arena_clear(&arena);
    return 0;
}
