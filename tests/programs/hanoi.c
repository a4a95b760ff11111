#include <stdio.h>
#include <string.h>
int moves;
void hanoi(int n, char from, char to, char via)
{
    if (n == 0) return;
    hanoi(n - 1, from, via, to);
    printf("%d:%c->%c ", n, from, to); moves++;
    hanoi(n - 1, via, to, from);
}
unsigned ackermann(unsigned m, unsigned n) { return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1)); }
void permute(char *s, int k) { if (!s[k]) { printf("%s ", s); return; } for (int i = k; s[i]; i++) { char t = s[k]; s[k] = s[i]; s[i] = t; permute(s, k + 1); t = s[k]; s[k] = s[i]; s[i] = t; } }
int even(int); int odd(int n) { return n == 0 ? 0 : even(n - 1); } int even(int n) { return n == 0 ? 1 : odd(n - 1); }
int main(void)
{
    char s[] = "abc";
    hanoi(4, 'A', 'C', 'B');
    printf("\n%d moves, A(2, 9) = %u, A(3, 4) = %u\n", moves, ackermann(2, 9), ackermann(3, 4));
    permute(s, 0);
    printf("%d\n", even(100));
    return moves;
}
