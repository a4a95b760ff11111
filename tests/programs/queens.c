#include <stdio.h>
#include <stdlib.h>
#define N 8
int board[N], count;
int safe(int row, int col)
{
    for (int i = 0; i < row; i++)
        if (board[i] == col || abs(board[i] - col) == row - i) return 0;
    return 1;
}
void place(int row)
{
    if (row == N) {
        if (count++ == 0)
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < N; j++) putchar(board[i] == j ? 'Q' : '.');
                putchar('\n');
            }
        return;
    }
    for (int c = 0; c < N; c++)
        if (safe(row, c)) { board[row] = c; place(row + 1); }
}
int main(void) { place(0); printf("%d solutions\n", count); return 0; }
