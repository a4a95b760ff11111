#include "supervisor/aside.h"

#include "supervisor/iopub.h"
#include "supervisor/query.h"

enum { ASIDE_MS = 1000 };

static Aside *aside_free_place(Kernel *kernel) {
    for (int i = 0; i < ASIDES; i++)
        if (!kernel->asides[i].request) return &kernel->asides[i];
    return NULL;
}

bool aside_begin_take(Kernel *kernel, Message *message) {
    Aside *aside = aside_free_place(kernel);
    if (!aside || !kernel_has_cell(kernel)) return false;
    int fd = child_consult(&kernel->child);
    if (fd < 0) return false;
    Question question;
    question_of(message, &question);
    *aside = (Aside){.request = message, .by = kernel_now() + ASIDE_MS};
    link_init(&aside->link, fd, /* is_waiting= */ false);
    iopub_status(kernel, message, "busy");
    /* If it is not taken, no answer comes either. */
    int sent = link_send(&aside->link, question.kind, 0, question.fields,
                         question.count);
    (void)sent;
    return true;
}

static Message *aside_end(Aside *aside) {
    Message *request = aside->request;
    link_done(&aside->link);
    aside->request = NULL;
    aside->by = 0;
    return request;
}

/* The executor will know, when it has time. */
static void aside_give_up(Kernel *kernel, Aside *aside) {
    Message *request = aside_end(aside);
    kernel_answered(kernel, request);
    kernel_wait_take(kernel, request);
}

static void aside_hear(Kernel *kernel, Aside *aside) {
    Record record;
    int got = link_receive(&aside->link, &record, NULL);
    if (got == 0) return;
    Question question;
    question_of(aside->request, &question);
    if (got < 0 || record.kind != question.awaited) {
        aside_give_up(kernel, aside);
        return;
    }
    query_reply(kernel, aside->request, &record);
    Message *request = aside_end(aside);
    kernel_answered(kernel, request);
    message_free(request);
}

void aside_watch(const Kernel *kernel, Watch *watches) {
    for (int i = 0; i < ASIDES; i++) {
        const Aside *aside = &kernel->asides[i];
        watches[i].fd = aside->request ? aside->link.fd : -1;
        watches[i].wants_room =
            aside->request && link_has_unsent(&aside->link);
    }
}

void aside_listen(Kernel *kernel, const Watch *watches) {
    for (int i = 0; i < ASIDES; i++) {
        Aside *aside = &kernel->asides[i];
        if (!aside->request || aside->link.fd != watches[i].fd) continue;
        if (watches[i].has_room && link_flush(&aside->link) < 0)
            aside_give_up(kernel, aside);
        else if (watches[i].is_ready)
            aside_hear(kernel, aside);
    }
}

void aside_tick(Kernel *kernel, int64_t now) {
    for (int i = 0; i < ASIDES; i++)
        if (kernel->asides[i].request && now >= kernel->asides[i].by)
            aside_give_up(kernel, &kernel->asides[i]);
}

int64_t aside_deadline(const Kernel *kernel) {
    int64_t first = 0;
    for (int i = 0; i < ASIDES; i++) {
        int64_t by = kernel->asides[i].by;
        if (by && (!first || by < first)) first = by;
    }
    return first;
}

void aside_done(Kernel *kernel) {
    for (int i = 0; i < ASIDES; i++)
        if (kernel->asides[i].request)
            message_free(aside_end(&kernel->asides[i]));
}
