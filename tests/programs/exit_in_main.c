#include <stdio.h>
#include <stdlib.h>
static void bye(void) { puts("bye"); }
static void later(void) { puts("later"); }
static void deep(int n) { if (n == 0) exit(7); deep(n - 1); }
int main(void)
{
    atexit(bye);
    atexit(later);
    puts("start");
    deep(5);
    puts("never");
    return 0;
}
