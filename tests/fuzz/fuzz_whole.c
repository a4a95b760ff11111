/* The laws of wholeness: what is invalid stays so whatever is added, and what
 * is whole stays so when a comment is. */
#include <string.h>

#include "base/buf.h"
#include "cell/whole.h"
#include "fuzz.h"

static Wholeness check_with(Str text, const char *more) {
    Buf buf = {0};
    uint32_t indent;
    buf_add_str(&buf, text);
    buf_add_str(&buf, str_of(more));
    Wholeness answer = whole_check(buf_view(&buf), &indent);
    buf_done(&buf);
    return answer;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Str text = {(const char *)data, size};
    uint32_t indent = 99;
    Wholeness answer = whole_check(text, &indent);
    LAW(answer == WHOLE_INCOMPLETE || indent == 0);
    LAW(indent % 4 == 0 && indent / 4 <= size + 1);
    if (answer == WHOLE_INVALID)
        LAW(check_with(text, "\nx;\n") != WHOLE_INCOMPLETE);
    bool is_joined = memchr(data, '\\', size) != NULL;
    if (answer == WHOLE_COMPLETE && !is_joined)
        LAW(check_with(text, "\n// x") == WHOLE_COMPLETE);
    return 0;
}
