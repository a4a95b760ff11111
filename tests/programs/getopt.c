#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv)
{
    static const struct option longs[] = {{"size", required_argument, 0, 's'}, {"help", no_argument, 0, 'h'}, {0, 0, 0, 0}};
    int c, verbose = 0;
    while ((c = getopt_long(argc, argv, "vs:", longs, NULL)) != -1)
        switch (c) {
        case 'v': verbose++; break;
        case 's': printf("size %d\n", atoi(optarg)); break;
        case 'h': puts("help"); break;
        default: return 2;
        }
    printf("%d %d %s\n", verbose, argc - optind, argv[optind]);
    return 0;
}
