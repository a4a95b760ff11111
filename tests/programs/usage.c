#include <stdio.h>
#include <stdlib.h>
static const char *program = "usage";
static void usage(int status) { fprintf(status ? stderr : stdout, "usage: %s FILE\n", program); exit(status); }
static void bye(void) { printf("bye\n"); }
int main(int argc, char **argv)
{
    atexit(bye);
    if (argc != 2) usage(EXIT_FAILURE);
    FILE *f = fopen(argv[1], "r");
    if (!f) { perror(argv[1]); return 3; }
    return 0;
}
