#include <stdio.h>
#include <stdlib.h>
struct rational { long p, q; };
static long gcd(long a, long b) { while (b) { long t = a % b; a = b; b = t; } return a < 0 ? -a : a; }
static struct rational make(long p, long q) { struct rational r; long g = gcd(p, q); if (q < 0) g = -g; r.p = p / g; r.q = q / g; return r; }
static struct rational add(struct rational a, struct rational b) { return make(a.p * b.q + b.p * a.q, a.q * b.q); }
static struct rational mul(struct rational a, struct rational b) { return make(a.p * b.p, a.q * b.q); }
static int compare(const void *a, const void *b) { const struct rational *x = a, *y = b; long d = x->p * y->q - y->p * x->q; return d < 0 ? -1 : d > 0; }
int main(void)
{
    struct rational sum = {0, 1}, product = {1, 1}, list[6];
    for (int i = 1; i <= 10; i++) { sum = add(sum, make(1, i)); product = mul(product, make(i + 1, -i)); }
    printf("%ld/%ld %ld/%ld\n", sum.p, sum.q, product.p, product.q);
    for (int i = 0; i < 6; i++) list[i] = make(i * 7 % 5 - 2, i + 1);
    qsort(list, 6, sizeof *list, compare);
    for (int i = 0; i < 6; i++) printf("%ld/%ld ", list[i].p, list[i].q);
    struct rational *found = bsearch(&(struct rational){-1, 3}, list, 6, sizeof *list, compare);
    printf("%td\n", found ? found - list : -1);
    return 0;
}
