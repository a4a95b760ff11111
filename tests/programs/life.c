#include <stdio.h>
#include <string.h>
enum { H = 10, W = 20 };
typedef unsigned char grid[H][W];
static void step(grid g)
{
    grid n;
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            int k = -g[y][x];
            for (int dy = -1; dy <= 1; dy++)
                for (int dx = -1; dx <= 1; dx++) k += g[(y + dy + H) % H][(x + dx + W) % W];
            n[y][x] = k == 3 || (k == 2 && g[y][x]);
        }
    memcpy(g, n, sizeof n);
}
int main(void)
{
    grid g = {{0}};
    g[1][2] = g[2][3] = g[3][1] = g[3][2] = g[3][3] = 1;
    for (int t = 0; t < 30; t++) step(g);
    for (int y = 0; y < H; y++, puts("")) for (int x = 0; x < W; x++) putchar(g[y][x] ? '#' : '.');
    return 0;
}
