#include <stdio.h>
#include <stdlib.h>
typedef struct { double x, y; } vec;
typedef struct { double m[3][3]; } mat;
typedef struct { char c; short s; int i; } mixed;
typedef struct { float f; int i; } fi;
typedef struct { double d; long l; } dl;
typedef struct { double dat[2]; } cplx;
static vec add(vec a, vec b) { return (vec){a.x + b.x, a.y + b.y}; }
static mat mul(mat a, mat b) { mat r = {{{0}}}; for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++) for (int k = 0; k < 3; k++) r.m[i][j] += a.m[i][k] * b.m[k][j]; return r; }
static mixed bump(mixed m) { m.c++; m.s *= 2; m.i = -m.i; return m; }
static fi flip(fi a) { return (fi){a.i, a.f}; }
static dl twist(dl a, int n, dl b) { return (dl){a.l * n + b.d, (long)(a.d + b.l)}; }
static cplx times(cplx a, cplx b) { return (cplx){{a.dat[0] * b.dat[0] - a.dat[1] * b.dat[1], a.dat[0] * b.dat[1] + a.dat[1] * b.dat[0]}}; }
int main(void)
{
    vec v = add((vec){1, 2}, add((vec){3, 4}, (vec){.5, .25}));
    mat a = {{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}}, p = mul(a, mul(a, a));
    mixed m = bump(bump((mixed){'a', 5, 7}));
    fi f = flip((fi){2.5f, 7});
    dl t = twist((dl){1.5, 2}, 3, (dl){.25, 9});
    cplx z = times((cplx){{1, 2}}, (cplx){{3, -1}});
    printf("%g %g %g %c %d %d\n", v.x, v.y, p.m[2][1], m.c, m.s, m.i);
    printf("%g %d %g %ld %g %g\n", f.f, f.i, t.d, t.l, z.dat[0], z.dat[1]);
    div_t d = div(17, 5);
    printf("%d %d %ld\n", d.quot, d.rem, ldiv(100, 7).rem);
    return 0;
}
