/* Whatever a C compiler writes to stderr: each message has words and a line
 * of the unit or none, there are at most a hundred, and the same messages
 * come whatever stands between them. */
#include "base/buf.h"
#include "code/cc.h"
#include "fuzz.h"

enum { MOST = 100 };

static void check(const CompileResult *result) {
    LAW(result->count <= MOST);
    for (size_t i = 0; i < result->count; i++) {
        LAW(result->messages[i].text.len == 0 || result->messages[i].text.text);
        LAW(!str_has(result->messages[i].text, '\n'));
    }
}

static void check_same(const CompileResult *a, const CompileResult *b) {
    LAW(a->count == b->count);
    for (size_t i = 0; i < a->count; i++) {
        LAW(a->messages[i].line == b->messages[i].line);
        LAW(a->messages[i].is_warning == b->messages[i].is_warning);
        LAW(str_equals(a->messages[i].text, b->messages[i].text));
    }
}

/* The lines of a quoted unit say nothing. */
static void spread(Str text, Buf *ret) {
    buf_add_str(ret, STR("   12 | int x = y;\n"));
    for (size_t i = 0; i < text.len; i++) {
        buf_add_char(ret, text.text[i]);
        if (text.text[i] == '\n')
            buf_add_str(ret, STR("      |         ^\n"));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Buf spaced = {0};
    CompileResult result = {0}, again = {0};
    Str text = {(const char *)data, size};
    cc_read_messages(text, &arena, &result);
    check(&result);
    spread(text, &spaced);
    cc_read_messages(buf_view(&spaced), &arena, &again);
    check_same(&result, &again);
    buf_done(&spaced);
    arena_clear(&arena);
    return 0;
}
