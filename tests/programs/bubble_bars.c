#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#define N 8
static int a[N], swaps;
static void show(const char *what)
{
    printf("\033[2J%s\n", what);
    for (int row = N; row > 0; row--) {
        for (int i = 0; i < N; i++) putchar(a[i] >= row ? '|' : ' ');
        putchar('\n');
    }
    fflush(stdout);
    usleep(100);
}
int main(void)
{
    srand(42);
    for (int i = 0; i < N; i++) a[i] = 1 + rand() % N;
    for (int i = 0; i < N - 1; i++)
        for (int j = 0; j < N - 1 - i; j++)
            if (a[j] > a[j + 1]) { int t = a[j]; a[j] = a[j + 1]; a[j + 1] = t; swaps++; show("swap"); }
    show("done");
    return swaps;
}
