#include "session/checkpoint.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/scratch.h"
#include "base/trace.h"
#include "session/large.h"
#include "session/question.h"
#include "session/report.h"
#include "session/unshare.h"
#include "session/world.h"

enum {
    CHECKPOINT_MB = 1024, /* larger sessions are not copied */
    CHECKPOINT_STACK = 64 << 10
};

static struct {
    sigset_t mask; /* of the session; while forking, all is blocked */
    jmp_buf home;
    volatile pid_t copy;
    bool has_told;
} checkpoint;

static char checkpoint_stack[CHECKPOINT_STACK] __attribute__((aligned(16)));

static volatile sig_atomic_t checkpoint_is_called, checkpoint_is_asked;

static void checkpoint_on_signal(int signal) {
    if (signal == SIGUSR1) checkpoint_is_asked = 1;
    else checkpoint_is_called = 1;
}

/* --- a question for the copy --- */

/* On a stack of its own, like checkpoint_helper: the copy must not have a
 * child either, since it may be the session one day. */
static int checkpoint_answer_helper(void *nothing) {
    (void)nothing;
    (void)prctl(PR_SET_NAME, LINK_ANSWER_NAME);
    if (fork() == 0) longjmp(checkpoint.home, 1);
    _exit(0);
}

static void checkpoint_answer(Session *session, int fd) {
    if (setjmp(checkpoint.home)) question_answer(session, fd);
    pid_t helper = clone(checkpoint_answer_helper,
                         checkpoint_stack + sizeof checkpoint_stack,
                         CLONE_VM | CLONE_VFORK, NULL);
    if (helper > 0)
        while (waitpid(helper, NULL, __WCLONE) < 0 && errno == EINTR) continue;
}

/* What was asked of a copy that is gone is there, too: nobody listens to that
 * answer. */
static void checkpoint_answer_all(Session *session) {
    for (int fd; (fd = question_next(session->side)) >= 0; (void)close(fd))
        checkpoint_answer(session, fd);
}

/* --- sleep --- */

/* Until the supervisor says so with SIGUSR2. If the supervisor is gone, the
 * line hangs up and there is nothing to wake for. */
static bool checkpoint_is_alone(int line) {
    char byte;
    return recv(line, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* A cell has set a limit that forbids to poll. */
static void checkpoint_sleep_badly(int line) {
    const struct timespec second = {1, 0};
    sigset_t wake;
    (void)sigemptyset(&wake);
    (void)sigaddset(&wake, SIGUSR2);
    while (sigtimedwait(&wake, NULL, &second) < 0)
        if (checkpoint_is_alone(line)) _exit(0);
}

static void checkpoint_sleep_well(Session *session) {
    sigset_t but_ours;
    (void)sigfillset(&but_ours);
    (void)sigdelset(&but_ours, SIGUSR1);
    (void)sigdelset(&but_ours, SIGUSR2);
    struct pollfd line = {session->link.fd, 0, 0};
    while (!checkpoint_is_called) {
        if (ppoll(&line, 1, NULL, &but_ours) >= 0) {
            if (line.revents & (POLLHUP | POLLERR | POLLNVAL)) _exit(0);
        } else if (errno != EINTR) {
            checkpoint_sleep_badly(line.fd);
            return;
        }
        if (!checkpoint_is_asked) continue;
        checkpoint_is_asked = 0;
        checkpoint_answer_all(session);
    }
}

/* A question that comes at the last moment must not reach the session: to
 * ignore a signal forgets the one that waits. */
static void checkpoint_sleep(Session *session) {
    struct sigaction called, asked, ours = {.sa_handler = checkpoint_on_signal};
    (void)sigfillset(&ours.sa_mask);
    checkpoint_is_called = checkpoint_is_asked = 0;
    (void)sigaction(SIGUSR1, &ours, &asked);
    (void)sigaction(SIGUSR2, &ours, &called);
    checkpoint_sleep_well(session);
    (void)signal(SIGUSR1, SIG_IGN);
    (void)sigaction(SIGUSR1, &asked, NULL);
    (void)sigaction(SIGUSR2, &called, NULL);
    for (int fd; (fd = question_next(session->side)) >= 0;) (void)close(fd);
}

/* In the helper, on a stack of its own. The copy leaves it by a jump back to
 * its own copy of the executor's stack. */
static int checkpoint_helper(void *nothing) {
    (void)nothing;
    fault_at(FAULT_forking);
    /* So the supervisor finds a copy of which nobody has told it. The copy has
     * the name from its birth on: it may be looked for at once. */
    (void)prctl(PR_SET_NAME, LINK_COPY_NAME);
    pid_t copy = fork();
    if (copy == 0) longjmp(checkpoint.home, 1);
    /* What is meant for the executor's group must not reach the copy. */
    if (copy > 0) (void)setpgid(copy, copy);
    checkpoint.copy = copy;
    _exit(0);
}

static size_t checkpoint_resident_mb(void) {
    unsigned long total = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file) return 0;
    /* The system writes it. NOLINTNEXTLINE(cert-err34-c) */
    if (fscanf(file, "%lu %lu", &total, &resident) != 2) resident = 0;
    (void)fclose(file);
    return resident * (unsigned long)sysconf(_SC_PAGESIZE) >> 20;
}

static bool checkpoint_is_affordable(void) {
    const char *text = getenv("NABLA_CHECKPOINT_MB");
    long limit = text ? strtol(text, NULL, 10) : CHECKPOINT_MB;
    if (limit > 0 && checkpoint_resident_mb() <= (size_t)limit) return true;
    if (!checkpoint.has_told && limit > 0)
        (void)fprintf(stderr,
                      "note: this session takes more than %ld MB; from now on "
                      "a crash costs its variables (NABLA_CHECKPOINT_MB sets "
                      "the limit)\n",
                      limit);
    checkpoint.has_told = true;
    return false;
}

static void checkpoint_tell_refused(void) {
    if (!checkpoint.has_told)
        (void)fprintf(stderr,
                      "note: the system has no room for a copy of this "
                      "session; as long as that is so, a crash costs its "
                      "variables\n");
    checkpoint.has_told = true;
}

void checkpoint_report(Session *session, pid_t copy) {
    char pid[24], count[24];
    (void)snprintf(pid, sizeof pid, "%d", (int)copy);
    (void)snprintf(count, sizeof count, "%ld", session->count);
    const Str fields[] = {str_of(pid), str_of(count)};
    report_record(session, RECORD_CHECKPOINT, fields, 2);
}

bool checkpoint_take(Session *session) {
    if (!checkpoint_is_affordable()) {
        checkpoint_report(session, 0);
        return false;
    }
    /* The copy is born with all signals blocked: the call to wake may come
     * before it has gone to sleep. */
    sigset_t all;
    (void)sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, &checkpoint.mask);
    if (setjmp(checkpoint.home)) {
        scratch_leave_out_of_forks(false);
        fault_at(FAULT_sleeping);
        world_be_second_choice();
        checkpoint_sleep(session);
        (void)prctl(PR_SET_NAME, LINK_SESSION_NAME);
        world_be_first_choice();
        fault_at(FAULT_woken);
        /* What the one before was told and did not read is not for us. */
        link_discard(&session->link);
        session->is_serving = false;
        (void)sigprocmask(SIG_SETMASK, &checkpoint.mask, NULL);
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        return true;
    }
    checkpoint.copy = 0;
    unshare_learn();
    large_settle();
    if (scratch_count())
        trace("scratch", "%zu blocks are left", scratch_count());
    scratch_leave_out_of_forks(true);
    /* No SIGCHLD: the reader's program may count its own children. With a
     * table of descriptors of its own, the helper would hand on those that
     * another thread has closed before the fork. */
    pid_t helper = clone(checkpoint_helper,
                         checkpoint_stack + sizeof checkpoint_stack,
                         CLONE_VM | CLONE_VFORK | CLONE_FILES, NULL);
    if (helper > 0)
        while (waitpid(helper, NULL, __WCLONE) < 0 && errno == EINTR) continue;
    scratch_leave_out_of_forks(false);
    (void)sigprocmask(SIG_SETMASK, &checkpoint.mask, NULL);
    if (checkpoint.copy > 0) unshare_begin();
    else checkpoint_tell_refused();
    fault_at(FAULT_forked);
    checkpoint_report(session, checkpoint.copy > 0 ? checkpoint.copy : 0);
    fault_at(FAULT_kept);
    return false;
}
