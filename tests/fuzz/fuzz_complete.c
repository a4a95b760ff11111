/* Any bytes are cells that came before and one that is being typed: whatever
 * stands before the cursor, what is offered replaces a part of the text around
 * the cursor, and is offered once. */
#include <string.h>

#include "assist/complete.h"
#include "fuzz.h"
#include "support/notebook.h"

/* Cells in one input are separated by a form feed. */
enum { PLACES = 8 };

static void check(const Notebook *notebook, Str code, size_t at) {
    Completion completion;
    complete_make(&notebook->assist, code, at, &completion);
    const Matches *matches = &completion.matches;
    LAW(matches->begin <= at && at <= matches->end);
    LAW(matches->end <= code.len);
    LAW(matches->count <= MATCHES_MOST);
    for (uint32_t i = 0; i < matches->count; i++) {
        LAW(matches->rows[i].text.len > 0);
        LAW(matches->rows[i].type != NULL);
        for (uint32_t k = 0; k < i; k++)
            LAW(!str_equals(matches->rows[i].text, matches->rows[k].text));
    }
    complete_done(&completion);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Notebook notebook;
    notebook_init(&notebook);
    Str rest = notebook_run_all(&notebook, (Str){(const char *)data, size},
                                FUZZ_CELL_END);
    check(&notebook, rest, rest.len);
    for (size_t i = 1; i < PLACES; i++)
        check(&notebook, rest, rest.len * i / PLACES);
    notebook_done(&notebook);
    return 0;
}
