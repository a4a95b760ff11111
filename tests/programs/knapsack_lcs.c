#include <stdio.h>
#include <string.h>
#define MAX(a, b) ((a) > (b) ? (a) : (b))
static int memo[100][100];
static int lcs(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    for (size_t i = 1; i <= n; i++)
        for (size_t j = 1; j <= m; j++)
            memo[i][j] = a[i - 1] == b[j - 1] ? memo[i - 1][j - 1] + 1 : MAX(memo[i - 1][j], memo[i][j - 1]);
    return memo[n][m];
}
int main(void)
{
    int w[] = {1, 3, 4, 5}, v[] = {1, 4, 5, 7}, best[8] = {0};
    for (int i = 0; i < 4; i++) for (int c = 7; c >= w[i]; c--) best[c] = MAX(best[c], best[c - w[i]] + v[i]);
    printf("%d %d\n", best[7], lcs("AGGTAB", "GXTXAYB"));
    unsigned long long fib[91] = {0, 1};
    for (int i = 2; i <= 90; i++) fib[i] = fib[i - 1] + fib[i - 2];
    printf("%llu\n", fib[90]);
    return 0;
}
