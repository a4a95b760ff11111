#include <stdio.h>
#include <string.h>
static char big[100 << 20];
static double table[1000][1000];
static int squares[500000];
int main(void)
{
    big[0] = 1; big[sizeof big - 1] = 2;
    for (int i = 0; i < 500000; i++) squares[i] = i;
    for (int i = 0; i < 1000; i++) table[i][i] = i;
    double s = 0;
    for (int i = 0; i < 1000; i++) for (int j = 0; j < 1000; j++) s += table[i][j];
    printf("%d %g %d %zu\n", big[0] + big[50 << 20] + big[sizeof big - 1], s, squares[499999], sizeof big);
    return 0;
}
