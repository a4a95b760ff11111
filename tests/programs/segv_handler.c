#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
static sigjmp_buf back;
static void on(int s) { siglongjmp(back, s); }
int main(void)
{
    signal(SIGSEGV, on);
    signal(SIGFPE, on);
    int s = sigsetjmp(back, 1);
    if (s == 0) { volatile int *p = 0; *p = 1; }
    printf("caught %d\n", s);
    int t = sigsetjmp(back, 1);
    if (t == 0) raise(SIGFPE);
    printf("caught %d\n", t);
    return 0;
}
