#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>
static volatile sig_atomic_t usr1, ticks, ints;
static void on(int s) { if (s == SIGUSR1) usr1++; else if (s == SIGALRM) ticks++; else ints++; }
static void info(int s, siginfo_t *i, void *c) { (void)c; usr1 += 10 * (s == i->si_signo); }
int main(void)
{
    signal(SIGUSR1, on);
    raise(SIGUSR1);
    kill(getpid(), SIGUSR1);
    struct sigaction a = {.sa_flags = SA_SIGINFO};
    a.sa_sigaction = info;
    sigaction(SIGUSR1, &a, NULL);
    raise(SIGUSR1);
    signal(SIGINT, on);
    raise(SIGINT);
    sigset_t set, old;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, &old);
    raise(SIGUSR1);
    int before = usr1;
    sigprocmask(SIG_SETMASK, &old, NULL);
    printf("%d %d %d\n", before, usr1, ints);
    struct itimerval t = {{0, 1000}, {0, 1000}};
    signal(SIGALRM, on);
    setitimer(ITIMER_REAL, &t, NULL);
    while (ticks < 3) pause();
    memset(&t, 0, sizeof t);
    setitimer(ITIMER_REAL, &t, NULL);
    puts("ticked");
    return 0;
}
