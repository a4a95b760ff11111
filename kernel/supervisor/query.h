/* query.h - questions of the front end about code and about the session. */
#ifndef SUPERVISOR_QUERY_H
#define SUPERVISOR_QUERY_H

#include "supervisor/kernel.h"

/* What the executor, or a copy of it, is asked, and what it answers with. */
typedef struct Question {
    RecordKind kind;
    RecordKind awaited;
    Str fields[3]; /* borrow: of the request, and of this */
    size_t count;
    char cursor[24];
    char level[24];
} Question;

void question_of(const Message *request, Question *ret);
/* Ask the executor what the current request asks. */
void query_ask(Kernel *kernel, const Message *request);
/* Reply with what has been answered. */
void query_reply(Kernel *kernel, const Message *request, const Record *record);

/* The same to the current request. */
void query_on_answer(Kernel *kernel, const Record *record);

/* The current question gets no answer from the executor: say that nothing is
 * known. */
void query_fail(Kernel *kernel);

#endif
