#include <stdio.h>
static int grid[81]; static long tried;
static int fits(int at, int v) { int r = at / 9, c = at % 9; for (int i = 0; i < 9; i++) if (grid[r * 9 + i] == v || grid[i * 9 + c] == v || grid[(r / 3 * 3 + i / 3) * 9 + c / 3 * 3 + i % 3] == v) return 0; return 1; }
static int solve(int at) { while (at < 81 && grid[at]) at++; if (at == 81) return 1; for (int v = 1; v <= 9; v++) { tried++; if (fits(at, v)) { grid[at] = v; if (solve(at + 1)) return 1; grid[at] = 0; } } return 0; }
int main(void)
{
    char line[32];
    for (int r = 0; r < 9; r++) { if (!fgets(line, sizeof line, stdin)) return 2; for (int c = 0; c < 9; c++) grid[r * 9 + c] = line[c] == '.' ? 0 : line[c] - '0'; }
    if (!solve(0)) { puts("no solution"); return 1; }
    for (int i = 0; i < 81; i++) printf("%d%s", grid[i], i % 9 == 8 ? "\n" : i % 3 == 2 ? " | " : " ");
    printf("%ld tried\n", tried);
    return 0;
}
