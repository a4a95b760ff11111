#include <stdarg.h>
#include <stdio.h>
void minprintf(char *fmt, ...)
{
    va_list ap;
    char *p, *sval;
    va_start(ap, fmt);
    for (p = fmt; *p; p++) {
        if (*p != '%') { putchar(*p); continue; }
        switch (*++p) {
        case 'd': printf("%d", va_arg(ap, int)); break;
        case 'f': printf("%f", va_arg(ap, double)); break;
        case 's': for (sval = va_arg(ap, char *); *sval; sval++) putchar(*sval); break;
        default: putchar(*p); break;
        }
    }
    va_end(ap);
}
static int vsum(int n, va_list ap) { int s = 0; while (n--) s += va_arg(ap, int); return s; }
static int sum(int n, ...) { va_list ap, again; va_start(ap, n); va_copy(again, ap); int s = vsum(n, ap) * 1000 + vsum(n, again); va_end(again); va_end(ap); return s; }
int main(void)
{
    minprintf("%d men and %f of %s%%\n", 7, 2.5, "a pint");
    minprintf("%s%s %d %d %d %d %d %d %f %f %f %f %f %f %f %f %f\n", "a", "b", 1, 2, 3, 4, 5, 6, .1, .2, .3, .4, .5, .6, .7, .8, .9);
    printf("%d\n", sum(9, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    return 0;
}
