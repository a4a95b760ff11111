#include <stdio.h>
/* Digits of pi and of e, in the way of the obfuscated contest, readable. */
int a[2000], b, c = 1400, d, e, f = 10000, g;
int main()
{
    for (; b - c;) a[b++] = f / 5;
    for (; d = 0, g = c * 2; c -= 14, printf("%.4d", e + d / f), e = d % f)
        for (b = c; d += a[b] * f, a[b] = d % --g, d /= g--, --b; d *= b);
    putchar('\n');
    enum { N = 60 };
    int v[N + 2];
    for (int i = 0; i <= N + 1; i++) v[i] = 1;
    printf("2.");
    for (int n = 0; n < 40; n++) {
        int q = 0;
        for (int i = N + 1; i >= 2; i--) { int x = v[i] * 10 + q; q = x / i; v[i] = x % i; }
        printf("%d", q);
    }
    return putchar('\n') != '\n';
}
