#include <stdio.h>
static long calls;
static void hanoi(int n, char a, char b, char c) { calls++; if (!n) return; hanoi(n - 1, a, c, b); if (n > 2) printf("%d:%c>%c ", n, a, c); hanoi(n - 1, b, a, c); }
static unsigned ack(unsigned m, unsigned n) { return m ? ack(m - 1, n ? ack(m, n - 1) : 1) : n + 1; }
static int even(int n);
static int odd(int n) { return n ? even(n - 1) : 0; }
static int even(int n) { return n ? odd(n - 1) : 1; }
static void permute(char *s, int k, int n) { if (k == n) { printf("%s ", s); return; } for (int i = k; i < n; i++) { char t = s[k]; s[k] = s[i]; s[i] = t; permute(s, k + 1, n); t = s[k]; s[k] = s[i]; s[i] = t; } }
static long deep(long n) { volatile char pad[64] = {0}; return n ? 1 + deep(n - 1) + pad[0] : 0; }
int main(void)
{
    char s[] = "abc";
    hanoi(5, 'A', 'B', 'C');
    printf("%ld\n%u %d %d\n", calls, ack(2, 9), even(1001), odd(7));
    permute(s, 0, 3);
    printf("\n%ld\n", deep(20000));
    return 0;
}
