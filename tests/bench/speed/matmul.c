double a[400][400], b[400][400], c[400][400];
double matmul(int n) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            a[i][j] = (i * 7 + j) % 11 - 5;
            b[i][j] = (i + j * 3) % 13 - 6;
        }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double s = 0;
            for (int k = 0; k < n; k++) s += a[i][k] * b[k][j];
            c[i][j] = s;
        }
    double t = 0;
    for (int i = 0; i < n; i++) t += c[i][i];
    return t;
}
RUN(printf("%.17g\n", matmul(400)))
