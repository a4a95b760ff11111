/* Any bytes are a cell: it is split into items that tile its tokens, or there
 * is a problem whose span lies in the text. What is split without a problem
 * prints. */
#include "fuzz.h"
#include "support/session.h"

static void check(const Session *session, const Cell *cell) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < cell->count; i++) {
        LAW(cell->items[i].begin == at && cell->items[i].end > at);
        at = cell->items[i].end;
    }
    LAW(at <= session->token_count);
    const Problem *problem = &cell->problem;
    if (!problem->source) {
        LAW(at == session->token_count);
        return;
    }
    LAW(problem->text.len > 0);
    LAW(problem->span.begin <= problem->span.end);
    LAW(problem->span.end <= problem->source->text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    Session session;
    Buf printed = {0};
    Str rest = {(const char *)bytes, len};
    session_init(&session);
    while (rest.len) {
        Cell cell = session_cell(&session, str_next(&rest, FUZZ_CELL_END));
        check(&session, &cell);
        split_print(session.tokens, &cell, &printed);
        buf_clear(&printed);
    }
    buf_done(&printed);
    session_done(&session);
    return 0;
}
