#include <stdio.h>
#include <stdlib.h>
#include <math.h>
static double **matrix_new(int n, int m) { double **a = malloc(n * sizeof *a); for (int i = 0; i < n; i++) a[i] = calloc(m, sizeof **a); return a; }
static void matrix_free(double **a, int n) { while (n-- > 0) free(a[n]); free(a); }
static double solve(double **a, double *b, double *x, int n)
{
    double det = 1;
    for (int k = 0; k < n; k++) {
        int p = k;
        for (int i = k + 1; i < n; i++) if (fabs(a[i][k]) > fabs(a[p][k])) p = i;
        if (p != k) { double *r = a[p]; a[p] = a[k]; a[k] = r; double t = b[p]; b[p] = b[k]; b[k] = t; det = -det; }
        det *= a[k][k];
        for (int i = k + 1; i < n; i++) {
            double f = a[i][k] / a[k][k];
            for (int j = k; j < n; j++) a[i][j] -= f * a[k][j];
            b[i] -= f * b[k];
        }
    }
    for (int i = n - 1; i >= 0; i--) { x[i] = b[i]; for (int j = i + 1; j < n; j++) x[i] -= a[i][j] * x[j]; x[i] /= a[i][i]; }
    return det;
}
int main(void)
{
    int n;
    if (scanf("%d", &n) != 1 || n < 1) return 1;
    double **a = matrix_new(n, n), *b = malloc(n * sizeof *b), *x = malloc(n * sizeof *x);
    for (int i = 0; i < n; i++) { for (int j = 0; j < n; j++) scanf("%lf", &a[i][j]); scanf("%lf", &b[i]); }
    printf("det %.12g\n", solve(a, b, x, n));
    for (int i = 0; i < n; i++) printf("x[%d] = %.15g\n", i, x[i]);
    matrix_free(a, n); free(b); free(x);
    return 0;
}
