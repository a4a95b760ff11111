typedef struct { double *p, *u, *v; } grid;
void step(const grid *g, double *next, int n) {
    for (int i = 1; i < n - 1; i++)
        for (int j = 1; j < n - 1; j++) {
            int k = i * n + j;
            next[k] = g->p[k] + 0.1 * (g->p[k - 1] + g->p[k + 1] + g->p[k - n] + g->p[k + n] - 4 * g->p[k])
                      - 0.01 * (g->u[k] * (g->p[k + 1] - g->p[k - 1]) + g->v[k] * (g->p[k + n] - g->p[k - n]));
        }
}
double stencil(int n, int steps) {
    grid g = {calloc(n * n, 8), calloc(n * n, 8), calloc(n * n, 8)};
    double *next = calloc(n * n, 8);
    for (int i = 0; i < n * n; i++) { g.p[i] = i % 17; g.u[i] = i % 5 - 2; g.v[i] = i % 3 - 1; }
    for (int s = 0; s < steps; s++) { step(&g, next, n); double *old = g.p; g.p = next; next = old; }
    double sum = 0;
    for (int i = 0; i < n * n; i++) sum += g.p[i];
    return sum;
}
RUN(printf("%.17g\n", stencil(512, 300)))
