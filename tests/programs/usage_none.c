#include <stdio.h>
#include <stdlib.h>
static void usage(int status) { fprintf(stderr, "usage: copy FROM TO\n"); exit(status); }
static void bye(void) { printf("bye\n"); }
static void first(void) { printf("and first\n"); }
int main(int argc, char **argv)
{
    atexit(first);
    atexit(bye);
    if (argc != 3) usage(2);
    return 0;
}
