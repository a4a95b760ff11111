#include <stdint.h>
#include <stdio.h>
static int popcount(uint32_t x) { int n = 0; for (; x; x &= x - 1) n++; return n; }
static uint32_t reverse(uint32_t x) { uint32_t r = 0; for (int i = 0; i < 32; i++, x >>= 1) r = r << 1 | (x & 1); return r; }
static uint32_t rotl(uint32_t x, int k) { return x << k | x >> (32 - k); }
static unsigned getbits(unsigned x, int p, int n) { return (x >> (p + 1 - n)) & ~(~0u << n); }
static void binary(uint8_t x) { for (int i = 7; i >= 0; i--) putchar('0' + (x >> i & 1)); putchar(' '); }
int main(void)
{
    uint32_t v[] = {0, 1, 0x80000000u, 0xdeadbeef, 0x12345678, 0xffffffff};
    for (int i = 0; i < 6; i++) printf("%2d %08x %08x %u\n", popcount(v[i]), reverse(v[i]), rotl(v[i], 7), getbits(v[i], 4, 3));
    binary(0xa5); binary(1 << 3 | 1); binary(~0x0f);
    int s = -17;
    printf("\n%d %d %u %d\n", s >> 2, s & 0xf, (unsigned)s >> 28, s ^ s << 3);
    printf("%d %d %d\n", popcount(0xff00), popcount(7u << 29), 7 & -7);
    return 0;
}
