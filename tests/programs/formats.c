#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
int main(void)
{
    printf("%2$s %1$d %2$s\n", 42, "forty-two");
    printf("[%-8d][%08d][%+d][% d][%#x][%#o]\n", 42, 42, 42, 42, 255, 8);
    printf("[%8.3f][%-8.2e][%g][%G][%a]\n", 3.14159, 31415.9, 1e-5, 1e20, 1.0);
    printf("[%.3s][%10s][%-10s][%c][%%]\n", "abcdef", "right", "left", 'c');
    printf("[%*d][%.*f][%-*d]\n", 6, 42, 2, 2.71828, 4, 7);
    printf("%hhd %hd %ld %lld %zu %td %jd\n", (char)300, (short)70000, 1L << 40, 1LL << 50, sizeof(int), (char *)8 - (char *)3, (intmax_t)-9);
    printf("%" PRIu64 " %" PRIx32 " %Lf\n", UINT64_MAX, 0xbeefu, 1.25L);
    int n;
    printf("count%n", &n);
    printf(" %d\n", n);
    char buf[8];
    printf("%d %s\n", snprintf(buf, sizeof buf, "%s", "truncated text"), buf);
    int a, b; char w[10]; float f;
    printf("%d ", sscanf("12 0x1f word 2.5", "%d %i %9s %f", &a, &b, w, &f));
    printf("%d %d %s %g\n", a, b, w, f);
    return 0;
}
