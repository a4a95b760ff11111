#include "session/guard.h"

#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <ucontext.h>
#include <unistd.h>

#include "session/check/bounds.h"
#include "session/crash.h"
#include "session/heap.h"
#include "session/jumps.h"
#include "session/thread.h"

/* The signal mailbox: handlers have no other way to reach the session. */
static struct {
    const Space *space;
    Space *volatile barred; /* the same space, while its code is barred */
    sigjmp_buf *target;
    volatile sig_atomic_t is_running;
    volatile sig_atomic_t is_interrupted;
    volatile sig_atomic_t pending; /* 1 + how a thread wants the cell to end */
    int exit_status;
} guard;

static const void *guard_pc(const void *context) {
    const ucontext_t *state = context;
    return (const void *)state->uc_mcontext.gregs[REG_RIP];
}

static void guard_bar(void) {
    guard.barred = session_current->space;
    space_bar_code(guard.barred);
}

static void guard_unbar(void) {
    if (guard.barred) space_unbar_code(guard.barred);
    guard.barred = NULL;
}

/* What a thread wants, or else the reader. */
static GuardEnd guard_wanted_end(void) {
    return guard.pending ? (GuardEnd)(guard.pending - 1) : GUARD_INTERRUPTED;
}

static void guard_on_interrupt(int number, siginfo_t *info, void *context) {
    (void)number;
    (void)info;
    if (!guard.is_running) return;
    if (thread_is_other()) {
        (void)tgkill(getpid(), getpid(), SIGINT);
        return;
    }
    guard.is_interrupted = 1;
    if (space_has_code(guard.space, guard_pc(context)))
        guard_stop(guard_wanted_end());
    guard_bar();
}

/* A thread is at the barrier, or was when the barrier was still there. */
static void guard_on_barrier(void) {
    if (!thread_is_other()) guard_stop(guard_wanted_end());
    if (guard.barred) thread_leave();
    /* Not a thread that a cell has started: it goes on later. */
    while (guard.barred) (void)sched_yield();
}

static bool guard_is_barrier(int number, const siginfo_t *info,
                             const void *pc) {
    if (number != SIGSEGV || info->si_code <= 0 || info->si_addr != pc ||
        !space_image_at(guard.space, pc))
        return false;
    return thread_is_other() || (guard.barred && guard.is_running);
}

/* A fault is ours if code was barred and the fault is at the barrier. Any
 * other one is fatal: the process says what happened, and the default action
 * takes over when the instruction is tried again. */
static void guard_on_fault(int number, siginfo_t *info, void *context) {
    if (guard_is_barrier(number, info, guard_pc(context))) {
        guard_on_barrier();
        return;
    }
    if (guard.is_running) bounds_on_fault(number, info, context);
    (void)signal(number, SIG_DFL);
    /* A child that the cell has forked dies like any program. */
    if (getpid() == session_current->pid)
        crash_tell(number, info, context, guard.is_running);
    /* A signal that was sent does not come again by itself. */
    if (!crash_is_fault(number, info)) (void)raise(number);
}

/* The supervisor has a second way to interrupt a cell, which has blocked
 * SIGINT or handles it itself; and so has a thread that wants it to end. */
static void guard_on_second_interrupt(int number, siginfo_t *info,
                                      void *context) {
    bool is_reader = info->si_code == SI_USER && info->si_pid == getppid();
    bool is_thread = info->si_code == SI_TKILL && info->si_pid == getpid() &&
                     guard.pending;
    if (is_reader || is_thread)
        guard_on_interrupt(number, info, context);
    else guard_on_fault(number, info, context);
}

/* The supervisor: this program takes too much memory. */
static void guard_on_memory(int number, siginfo_t *info, void *context) {
    if (info->si_code != SI_QUEUE || info->si_pid != getppid())
        guard_on_fault(number, info, context);
    else if (getpid() == session_current->pid)
        crash_for_limit(info->si_value.sival_int != 0, info, context);
}

/* At every cell, since the one before may have set handlers of its own. */
static void guard_set_handlers(void) {
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    struct sigaction action = {
        .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
    (void)sigemptyset(&action.sa_mask);
    action.sa_sigaction = guard_on_fault;
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        (void)sigaction(fatal[i], &action, NULL);
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    action.sa_sigaction = guard_on_interrupt;
    (void)sigaction(SIGINT, &action, NULL);
}

/* What cells do with the other signals stays until a program with main comes.
 * Those that end a program by default say so. */
void guard_reset_signals(void) {
    static const int harmless[] = {SIGCHLD, SIGCONT, SIGTSTP, SIGTTIN,
                                   SIGTTOU, SIGURG,  SIGWINCH};
    static const int others[] = {SIGHUP,  SIGQUIT, SIGTRAP,   SIGUSR1,
                                 SIGUSR2, SIGPIPE, SIGALRM,   SIGTERM,
                                 SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF,
                                 SIGPOLL, SIGPWR,  SIGSYS,    SIGSTKFLT};
    struct sigaction action = {
        .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
    (void)sigemptyset(&action.sa_mask);
    action.sa_sigaction = guard_on_fault;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        (void)sigaction(others[i], &action, NULL);
    for (int i = SIGRTMIN; i < SIGRTMAX - 1; i++)
        (void)sigaction(i, &action, NULL);
    action.sa_sigaction = guard_on_memory;
    (void)sigaction(SIGRTMAX - 1, &action, NULL);
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    action.sa_sigaction = guard_on_second_interrupt;
    (void)sigaction(SIGRTMAX, &action, NULL);
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        (void)signal(harmless[i], SIG_DFL);
}

static bool guard_is_ours(const struct sigaction *action) {
    return (action->sa_flags & SA_SIGINFO) &&
           (action->sa_sigaction == guard_on_fault ||
            action->sa_sigaction == guard_on_interrupt ||
            action->sa_sigaction == guard_on_memory ||
            action->sa_sigaction == guard_on_second_interrupt);
}

GuardHandler guard_signal(int number, GuardHandler handler) {
    struct sigaction before = {0};
    bool is_ours =
        sigaction(number, NULL, &before) == 0 && guard_is_ours(&before);
    if (is_ours && handler == SIG_DFL) return SIG_DFL;
    GuardHandler older = signal(number, handler);
    return is_ours && older != SIG_ERR ? SIG_DFL : older;
}

void guard_init(Session *session) {
    guard.space = session->space;
    crash_init(session);
    guard_set_handlers();
    guard_reset_signals();
}

GuardEnd guard_call(void (*function)(void)) {
    sigjmp_buf here;
    sigjmp_buf *outer = guard.target;
    unsigned long outer_run = jumps_enter();
    /* 1 + GuardEnd comes back through the jump; 0 is the first return. */
    int code = sigsetjmp(here, 1);
    GuardEnd end = GUARD_RETURNED;
    if (code == 0) {
        guard_set_handlers();
        guard.target = &here;
        guard.is_interrupted = guard.pending = 0;
        guard.is_running = 1;
        heap_watch(true);
        function();
        if (guard.pending) end = (GuardEnd)(guard.pending - 1);
    } else {
        end = (GuardEnd)(code - 1);
    }
    guard_unbar();
    jumps_leave(outer_run);
    guard.target = outer;
    /* A magic runs code inside of a cell, which goes on afterwards. */
    guard.is_running = outer != NULL;
    heap_watch(outer != NULL);
    return end;
}

/* Another thread wants the cell to end: the thread ends, and the cell does
 * when it comes back to its own code. */
static void guard_stop_from_thread(GuardEnd end) {
    if (guard.is_running) {
        guard.pending = 1 + (int)end;
        guard_bar();
        /* It may be asleep, and comes back to its code then. */
        (void)tgkill(getpid(), getpid(), SIGRTMAX);
    }
    thread_leave();
    for (;;) (void)pause();
}

_Noreturn void guard_stop(GuardEnd end) {
    if (thread_is_other()) guard_stop_from_thread(end);
    /* A thread has had a reason before. */
    if (guard.pending) end = (GuardEnd)(guard.pending - 1);
    guard.is_running = 0;
    guard_unbar();
    if (!guard.target) abort();
    siglongjmp(*guard.target, 1 + (int)end);
}

bool guard_is_interrupted(void) { return guard.is_interrupted; }

int guard_exit_status(void) { return guard.exit_status; }

_Noreturn void guard_exit(int status) {
    guard.exit_status = status;
    if (!guard.target && !thread_is_other()) _Exit(status);
    guard_stop(GUARD_EXITED);
}
