#include "supervisor/loop.h"

#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/mem.h"
#include "supervisor/aside.h"
#include "supervisor/execute.h"
#include "supervisor/executor.h"

enum {
    PARENT_MS = 1000 /* how often to look for the front end's process */
};

/* ORDER: what loop_run waits for beside the sockets */
enum {
    WATCH_SIGNALS,
    WATCH_LINE,
    WATCH_OUT,
    WATCH_ERR,
    WATCH_ASIDES, /* ASIDES of them */
    WATCHES = WATCH_ASIDES + ASIDES
};

static int64_t earlier(int64_t a, int64_t b) {
    if (!a || !b) return a ? a : b;
    return a < b ? a : b;
}

static int timeout(const Kernel *kernel) {
    int64_t now = kernel_now();
    int64_t deadline =
        earlier(streams_deadline(&kernel->streams), executor_deadline(kernel));
    deadline = earlier(deadline, kernel->ask_again);
    deadline = earlier(deadline, aside_deadline(kernel));
    if (kernel->front_end > 0) deadline = earlier(deadline, now + PARENT_MS);
    if (!deadline) return -1;
    return deadline > now ? (int)(deadline - now) : 0;
}

static void on_signals(Kernel *kernel, int signals) {
    struct signalfd_siginfo info;
    while (read(signals, &info, sizeof info) == sizeof info) {
        switch (info.ssi_signo) {
        case SIGCHLD: child_reap(&kernel->child); break;
        case SIGINT: executor_interrupt(kernel); break;
        default: kernel->is_stopping = true; break;
        }
    }
}

static void prepare(const Kernel *kernel, int signals, Watch *watches) {
    const Child *child = &kernel->child;
    watches[WATCH_SIGNALS].fd = signals;
    watches[WATCH_LINE].fd = child->is_line_lost ? -1 : child->link.fd;
    watches[WATCH_LINE].wants_room = link_has_unsent(&child->link);
    watches[WATCH_OUT].fd = child->pipes[STREAM_OUT];
    watches[WATCH_ERR].fd = child->pipes[STREAM_ERR];
    aside_watch(kernel, watches + WATCH_ASIDES);
}

/* What can change the course of things comes first; the program's output is
 * read before anything new is begun. */
static void serve(Kernel *kernel, int signals, const Watch *watches) {
    Sockets *sockets = &kernel->sockets;
    if (watches[WATCH_SIGNALS].is_ready) on_signals(kernel, signals);
    if (sockets->is_ready[CHANNEL_HEARTBEAT]) sockets_echo(sockets);
    if (sockets->is_ready[CHANNEL_IOPUB]) sockets_greet(sockets);
    if (sockets->is_ready[CHANNEL_CONTROL])
        kernel_receive(kernel, CHANNEL_CONTROL);
    if (watches[WATCH_LINE].has_room) child_flush(&kernel->child);
    if (watches[WATCH_LINE].is_ready) executor_listen(kernel);
    aside_listen(kernel, watches + WATCH_ASIDES);
    if (watches[WATCH_OUT].is_ready) executor_read(kernel, STREAM_OUT);
    if (watches[WATCH_ERR].is_ready) executor_read(kernel, STREAM_ERR);
    if (sockets->is_ready[CHANNEL_STDIN]) kernel_receive(kernel, CHANNEL_STDIN);
    if (sockets->is_ready[CHANNEL_SHELL]) kernel_receive(kernel, CHANNEL_SHELL);
}

static bool front_end_is_gone(const Kernel *kernel) {
    if (kernel->front_end <= 0) return false;
    return getppid() != kernel->parent_pid ||
           (kill(kernel->front_end, 0) < 0 && errno == ESRCH);
}

void loop_run(Kernel *kernel, int signals) {
    while (!kernel->is_stopping) {
        Watch watches[WATCHES] = {0};
        mem_keep_spare();
        prepare(kernel, signals, watches);
        sockets_wait(&kernel->sockets, watches, WATCHES, timeout(kernel));
        serve(kernel, signals, watches);
        int64_t now = kernel_now();
        streams_tick(&kernel->streams, now);
        execute_tick(kernel, now);
        executor_tick(kernel, now);
        aside_tick(kernel, now);
        kernel_advance(kernel);
        if (front_end_is_gone(kernel)) kernel->is_stopping = true;
    }
}
