#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef int (*op)(int, int);
static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static int mul(int a, int b) { return a * b; }
static op choose(char c) { return c == '+' ? add : c == '-' ? sub : mul; }
int (*(*factory(int n))(int, int))[2];
static int (*table[])(int, int) = {add, sub, mul};
static int (*pick(int i))(int, int) { return table[i]; }
struct shape { double (*area)(const struct shape *); double a, b; };
static double rect(const struct shape *s) { return s->a * s->b; }
static double tri(const struct shape *s) { return s->a * s->b / 2; }
static int by_length(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    size_t n = strlen(*x), m = strlen(*y);
    return n != m ? (n > m) - (n < m) : strcmp(*x, *y);
}
int main(void)
{
    printf("%d %d %d\n", choose('+')(2, 3), pick(1)(2, 3), (*pick(2))(2, 3));
    struct shape s[] = {{rect, 2, 3}, {tri, 2, 3}};
    for (int i = 0; i < 2; i++) printf("%g ", s[i].area(&s[i]));
    const char *w[] = {"pear", "fig", "banana", "kiwi", "apple"}, *key = "kiwi";
    qsort(w, 5, sizeof *w, by_length);
    for (int i = 0; i < 5; i++) printf("%s ", w[i]);
    const char **hit = bsearch(&key, w, 5, sizeof *w, by_length);
    printf("%ld\n", (long)(hit - w));
    return 0;
}
