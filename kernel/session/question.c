#include "session/question.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fault.h"
#include "cell/whole.h"
#include "session/complete.h"
#include "session/inspect.h"
#include "session/report.h"
#include "session/variables.h"

enum { QUESTION_SECONDS = 2 }; /* the supervisor does not wait longer */

static void question_on_whole(Session *session, Str code) {
    static const char *const names[] = {"complete", "incomplete", "invalid"};
    uint32_t indent = 0;
    Wholeness wholeness = whole_check(code, &indent);
    char spaces[256];
    if (indent >= sizeof spaces) indent = sizeof spaces - 1;
    memset(spaces, ' ', indent);
    Str fields[] = {str_of(names[wholeness]), {spaces, indent}};
    report_record(session, RECORD_WHOLENESS, fields, 2);
}

bool question_serve(Session *session, const Record *record) {
    Str code = record_field(record, 0);
    switch (record->kind) {
    case RECORD_COMPLETE:
        complete_request(session, code, record_number(record, 1));
        return true;
    case RECORD_INSPECT:
        inspect_request(session, code, record_number(record, 1),
                        (int)record_number(record, 2));
        return true;
    case RECORD_WHOLE: question_on_whole(session, code); return true;
    case RECORD_LIST:
        variables_list(session, record_number(record, 0));
        return true;
    case RECORD_FACES: variables_show(session, code); return true;
    default: return false;
    }
}

int question_next(int side) {
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    char byte;
    struct iovec text = {&byte, 1};
    struct msghdr message = {.msg_iov = &text,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t n;
    do n = recvmsg(side, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    const struct cmsghdr *head = n > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    int fd = -1;
    if (head && head->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(head), sizeof fd);
    return fd;
}

/* Whatever goes wrong here, this process ends, and the copy sleeps on. */
static void question_limit_time(void) {
    const struct rlimit limit = {QUESTION_SECONDS, QUESTION_SECONDS};
    sigset_t alarms;
    (void)sigemptyset(&alarms);
    (void)sigaddset(&alarms, SIGALRM);
    (void)signal(SIGALRM, SIG_DFL);
    (void)alarm(QUESTION_SECONDS);
    (void)sigprocmask(SIG_UNBLOCK, &alarms, NULL);
    (void)setrlimit(RLIMIT_CPU, &limit);
}

_Noreturn void question_answer(Session *session, int fd) {
    Record record;
    question_limit_time();
    fault_at(FAULT_consulted);
    link_init(&session->link, fd, /* is_waiting= */ true);
    if (link_receive(&session->link, &record, NULL) > 0) {
        session->request = record.cell;
        (void)question_serve(session, &record);
    }
    _exit(0);
}
