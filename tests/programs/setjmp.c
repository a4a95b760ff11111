#include <setjmp.h>
#include <stdio.h>
static jmp_buf env;
static int depth;
static void dive(int n) { depth++; if (n == 0) longjmp(env, depth); dive(n - 1); }
typedef enum { FINE, BROKEN } result;
static jmp_buf *handler;
static void throw_(int code) { longjmp(*handler, code); }
int main(void)
{
    volatile int tries = 0;
    int code = setjmp(env);
    printf("%d ", code);
    if (tries++ < 3) dive(tries * 10);
    puts("");
    jmp_buf here;
    handler = &here;
    switch (setjmp(here)) {
    case 0: throw_(42);
    case 42: puts("caught 42"); break;
    default: puts("other");
    }
    return 0;
}
