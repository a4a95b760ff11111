#include <limits.h>
#include <stdint.h>
#include <stdio.h>
static unsigned long gcd(unsigned long a, unsigned long b) { return b ? gcd(b, a % b) : a; }
static unsigned long modpow(unsigned long b, unsigned long e, unsigned long m) { unsigned long r = 1; for (b %= m; e; e >>= 1, b = b * b % m) if (e & 1) r = r * b % m; return r; }
int main(void)
{
    printf("%d %d %d %d\n", -7 / 2, -7 % 2, 7 / -2, 7 % -2);
    printf("%u %u %d\n", UINT_MAX + 1, (unsigned char)260, (signed char)200);
    printf("%lu %lu\n", gcd(1071, 462), modpow(3, 200, 1000007));
    printf("%d %d\n", -1 < 1u, sizeof(char) - 2 > 0);
    long long big = LLONG_MAX;
    printf("%lld %llu %d\n", big, (unsigned long long)big * 2, (int)(big >> 60));
    int x = 5;
    x += x++ * 0 + 2;
    printf("%d %d %d %d\n", x, x << 3, ~x, !x);
    for (unsigned n = 27, steps = 0;; steps++) { if (n == 1) { printf("%u\n", steps); break; } n = n % 2 ? 3 * n + 1 : n / 2; }
    int16_t s = INT16_MAX; s++;
    printf("%d %" "d\n", s, (int)sizeof(1 ? (char)1 : 1L));
    return 0;
}
