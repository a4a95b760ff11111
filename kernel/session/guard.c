#include "session/guard.h"

#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <ucontext.h>

#include "session/bounds.h"
#include "session/crash.h"
#include "session/heap.h"

/* The signal mailbox: handlers have no other way to reach the session. */
static struct {
    const Space *space;
    Space *barred; /* the same space, while its code is barred */
    sigjmp_buf *target;
    volatile sig_atomic_t is_running;
    volatile sig_atomic_t is_interrupted;
    int exit_status;
} guard;

static const void *guard_pc(const void *context) {
    const ucontext_t *state = context;
    return (const void *)state->uc_mcontext.gregs[REG_RIP];
}

static void guard_unbar(void) {
    if (guard.barred) space_unbar_code(guard.barred);
    guard.barred = NULL;
}

static void guard_on_interrupt(int signal, siginfo_t *info, void *context) {
    (void)signal;
    (void)info;
    if (!guard.is_running) return;
    guard.is_interrupted = 1;
    if (space_has_code(guard.space, guard_pc(context)))
        guard_stop(GUARD_INTERRUPTED);
    guard.barred = session_current->space;
    space_bar_code(guard.barred);
}

/* A fault is ours if code was barred and the fault is at the barrier. Any
 * other one is fatal: the process says what happened, and the default action
 * takes over when the instruction is tried again. */
static void guard_on_fault(int number, siginfo_t *info, void *context) {
    if (number == SIGSEGV && guard.barred && guard.is_running &&
        space_has_code(guard.space, guard_pc(context)))
        guard_stop(GUARD_INTERRUPTED);
    if (guard.is_running) bounds_on_fault(number, info, context);
    (void)signal(number, SIG_DFL);
    if (guard.is_running) crash_tell(number, info, context);
    /* A signal that was sent does not come again by itself. */
    if (info->si_code <= 0) (void)raise(number);
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

void guard_init(Session *session) {
    guard.space = session->space;
    crash_init(session);
    guard_set_handlers();
}

GuardEnd guard_call(void (*function)(void)) {
    sigjmp_buf here;
    sigjmp_buf *outer = guard.target;
    /* 1 + GuardEnd comes back through the jump; 0 is the first return. */
    int code = sigsetjmp(here, 1);
    GuardEnd end = GUARD_RETURNED;
    if (code == 0) {
        guard_set_handlers();
        guard.target = &here;
        guard.is_interrupted = 0;
        guard.is_running = 1;
        heap_watch(true);
        function();
    } else {
        end = (GuardEnd)(code - 1);
    }
    guard_unbar();
    guard.target = outer;
    /* A magic runs code inside of a cell, which goes on afterwards. */
    guard.is_running = outer != NULL;
    heap_watch(outer != NULL);
    return end;
}

_Noreturn void guard_stop(GuardEnd end) {
    guard.is_running = 0;
    guard_unbar();
    if (!guard.target) abort();
    siglongjmp(*guard.target, 1 + (int)end);
}

bool guard_is_interrupted(void) { return guard.is_interrupted; }

int guard_exit_status(void) { return guard.exit_status; }

_Noreturn void guard_exit(int status) {
    guard.exit_status = status;
    if (!guard.target) _Exit(status);
    guard_stop(GUARD_EXITED);
}
