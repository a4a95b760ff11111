#include <stdio.h>
static int count = 100;
int next(void) { static int count; return ++count; }
int other(void) { static int count = 10; static int *p = &count; return ++*p; }
const char *name(int i) { static char buf[2][8]; static int turn; turn = !turn; sprintf(buf[turn], "n%d", i); return buf[turn]; }
extern int later;
int tentative;
int tentative;
int tentative = 6;
int main(void)
{
    extern int count;
    for (int i = 0; i < 3; i++) printf("%d %d ", next(), other());
    printf("%d %d %d %s %s\n", count, later, tentative, name(1), name(2));
    { int count = 1; { static int count = 50; count++; printf("%d ", count); } printf("%d\n", count); }
    return 0;
}
int later = 77;
