#include <float.h>
#include <math.h>
#include <stdio.h>
static double newton(double x) { double r = x; for (int i = 0; i < 30; i++) r = 0.5 * (r + x / r); return r; }
static double simpson(double (*f)(double), double a, double b, int n) { double h = (b - a) / n, s = f(a) + f(b); for (int i = 1; i < n; i++) s += f(a + i * h) * (i % 2 ? 4 : 2); return s * h / 3; }
static double scale = 3.0;
static float third = 1.0f / 3;
int main(void)
{
    printf("%.17g %.17g %.15g\n", newton(2), sqrt(2), simpson(sin, 0, M_PI, 100));
    printf("%.9g %.17g %g %g\n", third, 0.1 + 0.2, scale * third, fmod(7.5, 2));
    printf("%d %d %d %g\n", isnan(NAN), isinf(INFINITY), signbit(-0.0) != 0, DBL_EPSILON);
    printf("%d %u %ld %d\n", (int)-3.99, (unsigned)3e9, lround(2.5), (int)(0.1f + 0.2f == 0.3f));
    long double x = 1.0L / 3;
    printf("%.20Lg %zu\n", x, sizeof x);
    double e = 1, t = 1;
    for (int i = 1; i < 20; i++) e += t /= i;
    printf("%.15f %.3e %a\n", e, 12345.678, 0.5);
    return 0;
}
