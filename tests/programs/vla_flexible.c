#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct packet { size_t len; unsigned char data[]; };
static double mean(int n, const double *v) { double s = 0; for (int i = 0; i < n; i++) s += v[i]; return s / n; }
static int triangle(int n)
{
    int rows[n][n], sum = 0;
    for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) rows[i][j] = j <= i ? i : 0;
    for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) sum += rows[i][j];
    return sum * 1000 + (int)(sizeof rows / sizeof rows[0]);
}
int main(void)
{
    for (int n = 1; n < 4; n++) {
        double v[n * 2];
        for (int i = 0; i < n * 2; i++) v[i] = i + n;
        printf("%g %zu\n", mean(n * 2, v), sizeof v);
    }
    printf("%d\n", triangle(5));
    struct packet *p = malloc(sizeof *p + 6);
    p->len = 6;
    memcpy(p->data, "bytes", 6);
    printf("%zu %s %zu\n", sizeof *p, p->data, p->len);
    free(p);
    int m = 3;
    int (*row)[m] = malloc(2 * sizeof *row);
    row[1][2] = 12;
    printf("%d %zu\n", row[1][2], sizeof *row);
    free(row);
    return 0;
}
