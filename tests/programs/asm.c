#include <stdint.h>
#include <stdio.h>
static uint64_t add(uint64_t a, uint64_t b) { uint64_t r; __asm__("movq %1, %0\n\taddq %2, %0" : "=&r"(r) : "r"(a), "r"(b)); return r; }
static int bit(uint32_t x) { uint32_t r; __asm__("bsrl %1, %0" : "=r"(r) : "r"(x)); return (int)r; }
int main(void)
{
    unsigned a = 0, b, c, d;
    __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "=c"(c), "=d"(d));
    printf("%lu %d %d\n", add(40, 2), bit(4096), a > 0);
    return 0;
}
