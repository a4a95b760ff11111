#include "session/complete.h"

#include <stdio.h>
#include <stdlib.h>

#include "assist/complete.h"
#include "assist/cursor.h"
#include "session/knowledge.h"
#include "session/report.h"

static void complete_answer(Session *session, Str code,
                            const Matches *matches) {
    char from[24], to[24];
    (void)snprintf(from, sizeof from, "%ld",
                   cursor_point(code, matches->begin));
    (void)snprintf(to, sizeof to, "%ld", cursor_point(code, matches->end));
    Str *fields = mem_alloc((2 + 3 * (size_t)matches->count) * sizeof *fields);
    size_t n = 0;
    fields[n++] = str_of(from);
    fields[n++] = str_of(to);
    for (uint32_t i = 0; i < matches->count; i++) {
        fields[n++] = matches->rows[i].text;
        fields[n++] = str_of(matches->rows[i].type);
        fields[n++] = matches->rows[i].signature;
    }
    report_record(session, RECORD_MATCHES, fields, n);
    free(fields);
}

void complete_request(Session *session, Str code, long cursor) {
    const Assist assist = knowledge_of(session);
    Completion *completion = mem_alloc(sizeof *completion);
    complete_make(&assist, code, cursor_byte(code, cursor), completion);
    complete_answer(session, code, &completion->matches);
    complete_done(completion);
    free(completion);
}
