#include "session/command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"

enum { COMMAND_STREAMS = 2, COMMAND_PIECE = 4096 };

/* Read both pipes to their ends. */
static void command_read(int pipes[COMMAND_STREAMS],
                         Buf *texts[COMMAND_STREAMS]) {
    struct pollfd ends[COMMAND_STREAMS] = {{pipes[0], POLLIN, 0},
                                           {pipes[1], POLLIN, 0}};
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        if (poll(ends, COMMAND_STREAMS, -1) < 0 && errno != EINTR) return;
        for (int i = 0; i < COMMAND_STREAMS; i++) {
            if (ends[i].fd < 0 || !ends[i].revents) continue;
            char *room = buf_reserve(texts[i], COMMAND_PIECE);
            ssize_t n = read(ends[i].fd, room, COMMAND_PIECE);
            if (n > 0) texts[i]->len += (size_t)n;
            else if (n == 0 || errno != EINTR) ends[i].fd = -1;
        }
    }
}

static pid_t command_start(const char *const *argv, int out, int complaint) {
    posix_spawn_file_actions_t actions;
    pid_t pid = -1;
    if (posix_spawn_file_actions_init(&actions) != 0) return -1;
    (void)posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY,
                                           0);
    (void)posix_spawn_file_actions_adddup2(&actions, out, 1);
    (void)posix_spawn_file_actions_adddup2(&actions, complaint, 2);
    if (posix_spawnp(&pid, argv[0], &actions, NULL,
                     (char *const *)(uintptr_t)argv, environ) != 0)
        pid = -1;
    (void)posix_spawn_file_actions_destroy(&actions);
    return pid;
}

static int command_wait(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return COMMAND_MISSING;
    return WIFEXITED(status) ? WEXITSTATUS(status) : COMMAND_MISSING;
}

static int command_piped(const char *const *argv, Buf *output,
                         Buf *complaint) {
    int out[2] = {-1, -1}, complaints[2] = {-1, -1};
    int status = COMMAND_MISSING;
    if (pipe2(out, O_CLOEXEC) == 0 && pipe2(complaints, O_CLOEXEC) == 0) {
        pid_t pid = command_start(argv, out[1], complaints[1]);
        io_close(&out[1]);
        io_close(&complaints[1]);
        int pipes[] = {out[0], complaints[0]};
        Buf *texts[] = {output, complaint};
        if (pid > 0) command_read(pipes, texts);
        if (pid > 0) status = command_wait(pid);
    }
    for (int i = 0; i < 2; i++) {
        io_close(&out[i]);
        io_close(&complaints[i]);
    }
    return status;
}

/* The reader's handler must not take the child for one of the program's. */
int command_run(const char *const *argv, Buf *output, Buf *complaint) {
    struct sigaction mine = {.sa_handler = SIG_DFL}, theirs;
    (void)sigemptyset(&mine.sa_mask);
    (void)sigaction(SIGCHLD, &mine, &theirs);
    int status = command_piped(argv, output, complaint);
    (void)sigaction(SIGCHLD, &theirs, NULL);
    return status;
}
