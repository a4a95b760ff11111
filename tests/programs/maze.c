#include <stdio.h>
#include <stdbool.h>
#define ROWS 7
#define COLS 15
typedef struct { int r, c; } cell;
static char maze[ROWS][COLS + 1] = {"###############", "#S  #     #   #", "# # # ### # # #", "# #   #   # # #", "# ##### ### # #", "#       #   #E#", "###############"};
int main(void)
{
    static cell from[ROWS][COLS]; static bool seen[ROWS][COLS];
    cell queue[ROWS * COLS], at = {1, 1}; int head = 0, tail = 0, steps = 0;
    const cell ways[] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    queue[tail++] = at; seen[1][1] = true;
    while (head < tail) {
        at = queue[head++];
        if (maze[at.r][at.c] == 'E') break;
        for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
            cell next = {at.r + ways[i].r, at.c + ways[i].c};
            if (maze[next.r][next.c] == '#' || seen[next.r][next.c]) continue;
            seen[next.r][next.c] = true; from[next.r][next.c] = at; queue[tail++] = next;
        }
    }
    for (; maze[at.r][at.c] != 'S'; at = from[at.r][at.c], steps++) if (maze[at.r][at.c] == ' ') maze[at.r][at.c] = '.';
    for (int r = 0; r < ROWS; r++) puts(maze[r]);
    printf("%d steps\n", steps);
    return 0;
}
