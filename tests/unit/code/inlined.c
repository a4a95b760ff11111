/* Calls that an optimising compiler puts the bodies in place of: for
 * test_inlines, which knows these lines. */
extern int many(void);

static inline __attribute__((always_inline)) int cell(int *p, int i) {
    return p[i] / i;
}

static inline __attribute__((always_inline)) int row(int *p, int i) {
    int sum = many();
    return sum + cell(p, i);
}

int sum(int *p, int n) {
    int all = 0;
    for (int i = 0; i < n; i++)
        all += row(p, i);
    return all;
}

int plain(int *p, int n) { return p[n]; }
