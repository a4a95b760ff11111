#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    int fd[2], total = 0;
    pipe(fd);
    for (int i = 1; i <= 3; i++) {
        fflush(stdout);
        pid_t pid = fork();
        if (pid == 0) { int v = i * i; write(fd[1], &v, sizeof v); _exit(i); }
        int status, v;
        waitpid(pid, &status, 0);
        read(fd[0], &v, sizeof v);
        total += v * 10 + WEXITSTATUS(status);
    }
    printf("%d %d\n", total, (int)wait(NULL));
    return 0;
}
