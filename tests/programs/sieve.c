#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
int main(void)
{
    enum { LIMIT = 2000000 };
    bool *composite = calloc(LIMIT + 1, sizeof *composite);
    long long sum = 0;
    int count = 0, last = 0;
    for (long i = 2; i <= LIMIT; i++) {
        if (composite[i]) continue;
        count++; sum += i; last = (int)i;
        for (long j = i * i; j <= LIMIT; j += i) composite[j] = true;
    }
    printf("%d primes, the last %d, sum %lld\n", count, last, sum);
    free(composite);
    return 0;
}
