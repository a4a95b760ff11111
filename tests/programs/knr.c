#include <stdio.h>
int power();
double scale(x, by)
double x, by;
{
    return x * by;
}
char *pick(names, n, i)
char **names;
int n, i;
{
    return i < n ? names[i] : "none";
}
main(argc, argv)
int argc;
char *argv[];
{
    register int i;
    static char *names[] = {"one", "two"};
    for (i = 0; i < 5; ++i) printf("%d %d\n", power(2, i), power(-3, i));
    printf("%g %s %s\n", scale(2.5, 2.0), pick(names, 2, 1), pick(names, 2, 2));
    return argc - 1;
}
int power(base, n)
int base, n;
{
    int p;
    for (p = 1; n > 0; --n) p = p * base;
    return p;
}
