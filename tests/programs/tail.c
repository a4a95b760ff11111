#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define DEFLINES 10
int main(int argc, char *argv[])
{
    int n = DEFLINES, first = 0, nlines = 0;
    char line[256], *ring[100] = {0};
    if (argc == 2 && argv[1][0] == '-') n = atoi(argv[1] + 1);
    else if (argc > 1) { fputs("usage: tail [-n]\n", stderr); exit(1); }
    if (n < 1 || n > 100) n = n < 1 ? 1 : 100;
    while (fgets(line, sizeof line, stdin)) {
        free(ring[nlines % n]);
        ring[nlines % n] = strdup(line);
        nlines++;
    }
    if (nlines > n) first = nlines % n;
    for (int i = 0; i < (nlines < n ? nlines : n); i++) printf("%d: %s", i, ring[(first + i) % n]);
    exit(EXIT_SUCCESS);
}
