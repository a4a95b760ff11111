#include "session/thread.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/mem.h"

enum {
    THREAD_HANDLER_STACK = 256 << 10,
    THREAD_GUARD = 1 << 20 /* beyond a stack's end, for large locals */
};

/* Threads of the run that have not ended, and which run that is: those of an
 * earlier cell are nobody's to wait for. */
static _Atomic int thread_living;
static unsigned thread_run;
static _Thread_local unsigned thread_own_run;

typedef struct Start {
    unsigned run_number;
    void *(*run)(void *);
    int (*run_c11)(void *);
    void *argument;
} Start;

static _Thread_local sigjmp_buf *thread_base;
static _Thread_local const char *thread_top;
static _Thread_local size_t thread_size;
static pthread_key_t thread_key; /* the handlers' stack of a thread */

/* Whichever way the thread ends. */
static void thread_drop_stack(void *stack) {
    const stack_t none = {.ss_flags = SS_DISABLE};
    (void)sigaltstack(&none, NULL);
    (void)munmap(stack, THREAD_HANDLER_STACK);
    if (thread_own_run == thread_run) thread_living--;
}

static void thread_add_stack(void) {
    void *room = mmap(NULL, THREAD_HANDLER_STACK, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) {
        thread_living--;
        return;
    }
    const stack_t stack = {.ss_sp = room, .ss_size = THREAD_HANDLER_STACK};
    (void)sigaltstack(&stack, NULL);
    (void)pthread_setspecific(thread_key, room);
}

static void thread_note_bounds(void) {
    pthread_attr_t attributes;
    void *lowest = NULL;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
    (void)pthread_attr_getstack(&attributes, &lowest, &thread_size);
    (void)pthread_attr_destroy(&attributes);
    thread_top = (char *)lowest + thread_size;
}

static void *thread_main(void *given) {
    Start start = *(Start *)given;
    sigjmp_buf base;
    void *volatile result = NULL;
    free(given);
    thread_own_run = start.run_number;
    thread_add_stack();
    thread_note_bounds();
    thread_base = &base;
    if (sigsetjmp(base, 1) == 0) {
        if (start.run) result = start.run(start.argument);
        else result = (void *)(intptr_t)start.run_c11(start.argument);
    }
    thread_base = NULL;
    return result;
}

static int thread_start(pthread_t *ret, const pthread_attr_t *attributes,
                         const Start *start) {
    Start *kept = mem_alloc(sizeof *kept);
    *kept = *start;
    kept->run_number = thread_run;
    thread_living++;
    pthread_attr_t own;
    (void)pthread_attr_init(&own);
    (void)pthread_attr_setguardsize(&own, THREAD_GUARD);
    int code = pthread_create(ret, attributes ? attributes : &own,
                              thread_main, kept);
    (void)pthread_attr_destroy(&own);
    if (code != 0) thread_living--;
    if (code != 0) free(kept);
    return code;
}

int thread_create(pthread_t *ret, const pthread_attr_t *attributes,
                   void *(*run)(void *), void *argument) {
    const Start start = {.run = run, .argument = argument};
    return thread_start(ret, attributes, &start);
}

int thread_create_c11(thrd_t *ret, int (*run)(void *), void *argument) {
    const Start start = {.run_c11 = run, .argument = argument};
    int code = thread_start(ret, NULL, &start);
    if (code == 0) return thrd_success;
    return code == ENOMEM || code == EAGAIN ? thrd_nomem : thrd_error;
}

void thread_begin_run(void) {
    thread_run++;
    thread_living = 0;
}

bool thread_has_others(void) { return thread_living > 0; }

bool thread_is_other(void) { return gettid() != getpid(); }

void thread_leave(void) {
    if (thread_base) siglongjmp(*thread_base, 1);
}

const char *thread_stack(size_t *ret_size) {
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    *ret_size = thread_size;
    if (thread_size) return thread_top;
    (void)getrlimit(RLIMIT_STACK, &limit);
    if (limit.rlim_cur != RLIM_INFINITY) *ret_size = limit.rlim_cur;
    return thread_top;
}

void thread_init(void) {
    thread_top = __builtin_frame_address(0);
    (void)pthread_key_create(&thread_key, thread_drop_stack);
}
