#include <stdarg.h>
#include <stdio.h>
struct big { double a, b, c; };
static double sum(int n, ...)
{
    va_list ap, copy;
    double s = 0;
    va_start(ap, n);
    va_copy(copy, ap);
    for (int i = 0; i < n; i++) s += va_arg(ap, double);
    for (int i = 0; i < n; i++) s += va_arg(copy, double);
    va_end(copy);
    va_end(ap);
    return s;
}
static void say(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    for (; *format; format++)
        switch (*format) {
        case 'i': printf("%d ", va_arg(ap, int)); break;
        case 'l': printf("%ld ", va_arg(ap, long)); break;
        case 'd': printf("%g ", va_arg(ap, double)); break;
        case 's': printf("%s ", va_arg(ap, char *)); break;
        case 'b': { struct big b = va_arg(ap, struct big); printf("%g ", b.a + b.b + b.c); break; }
        }
    va_end(ap);
    puts("");
}
static int log_(const char *f, ...) { va_list ap; va_start(ap, f); int n = vprintf(f, ap); va_end(ap); return n; }
int main(void)
{
    struct big b = {1, 2, 3};
    printf("%g\n", sum(10, 1., 2., 3., 4., 5., 6., 7., 8., 9., 10.));
    say("ilds", -1, 1L << 33, 2.5, "text");
    say("iiiiiiiidddddddddds", 1, 2, 3, 4, 5, 6, 7, 8, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1., "end");
    say("ibdb", 1, b, 2.5, b);
    printf("%d\n", log_("%s-%d\n", "log", 5));
    return 0;
}
