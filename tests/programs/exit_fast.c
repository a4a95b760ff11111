#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static void bye(void) { puts("not printed"); }
int main(void)
{
    atexit(bye);
    printf("out\n");
    fflush(stdout);
    _exit(4);
}
