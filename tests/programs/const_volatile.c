#include <stdio.h>
#include <string.h>
static const int limits[] = {1, 2, 3};
static const char *const names[] = {"a", "b"};
volatile int flag = 1;
int restrict_sum(int n, const int *restrict a, int *restrict b) { int s = 0; for (int i = 0; i < n; i++) s += b[i] = a[i]; return s; }
int main(void)
{
    int copy[3];
    const int local = limits[1];
    register unsigned i;
    for (i = 0; flag && i < 3; i++) if (i == 2) flag = 0;
    int sum = restrict_sum(3, limits, copy);
    printf("%d %d %u %s\n", sum, local + copy[2], i, names[1]);
    return 0;
}
