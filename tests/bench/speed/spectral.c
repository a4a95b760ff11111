double u[1000], v[1000], t[1000];
double A(int i, int j) { return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1); }
void mul(int n, const double *x, double *y) {
    for (int i = 0; i < n; i++) {
        y[i] = 0;
        for (int j = 0; j < n; j++) y[i] += A(i, j) * x[j];
    }
}
void mul_t(int n, const double *x, double *y) {
    for (int i = 0; i < n; i++) {
        y[i] = 0;
        for (int j = 0; j < n; j++) y[i] += A(j, i) * x[j];
    }
}
double spectral(int n, int rounds) {
    double uv = 0, vv = 0;
    for (int i = 0; i < n; i++) u[i] = 1;
    for (int k = 0; k < rounds; k++) {
        mul(n, u, t); mul_t(n, t, v);
        mul(n, v, t); mul_t(n, t, u);
    }
    for (int i = 0; i < n; i++) { uv += u[i] * v[i]; vv += v[i] * v[i]; }
    return sqrt(uv / vv);
}
RUN(printf("%.17g\n", spectral(1000, 30)))
