#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define N 20
static void swap(int *a, int *b) { int t = *a; *a = *b; *b = t; }
static void bubble(int *v, int n) { for (int i = 0; i < n; i++) for (int j = 1; j < n - i; j++) if (v[j] < v[j - 1]) swap(v + j, v + j - 1); }
static void insertion(int *v, int n) { for (int i = 1; i < n; i++) { int k = v[i], j = i; while (j && v[j - 1] > k) v[j] = v[j - 1], j--; v[j] = k; } }
static void quick(int *v, int n) { if (n < 2) return; int p = v[n / 2], i = 0, j = n - 1; while (i <= j) { while (v[i] < p) i++; while (v[j] > p) j--; if (i <= j) swap(v + i++, v + j--); } quick(v, j + 1); quick(v + i, n - i); }
static void merge(int *v, int n) { if (n < 2) return; int m = n / 2, t[n]; merge(v, m); merge(v + m, n - m); for (int i = 0, a = 0, b = m; i < n; i++) t[i] = b >= n || (a < m && v[a] <= v[b]) ? v[a++] : v[b++]; memcpy(v, t, sizeof t); }
static void sift(int *v, int i, int n) { for (int c; (c = 2 * i + 1) < n; i = c) { if (c + 1 < n && v[c + 1] > v[c]) c++; if (v[i] >= v[c]) return; swap(v + i, v + c); } }
static void heap(int *v, int n) { for (int i = n / 2; i-- > 0;) sift(v, i, n); while (n-- > 1) { swap(v, v + n); sift(v, 0, n); } }
static int by_value(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static void library(int *v, int n) { qsort(v, n, sizeof *v, by_value); }
int main(void)
{
    static const struct { const char *name; void (*sort)(int *, int); } ways[] = {
        {"bubble", bubble}, {"insertion", insertion}, {"quick", quick},
        {"merge", merge}, {"heap", heap}, {"qsort", library}};
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
        int v[N];
        srand(42);
        for (int i = 0; i < N; i++) v[i] = rand() % 100;
        ways[w].sort(v, N);
        printf("%-10s", ways[w].name);
        for (int i = 0; i < N; i++) printf(" %d", v[i]);
        puts("");
    }
    return 0;
}
