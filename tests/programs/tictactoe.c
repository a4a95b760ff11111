#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static char board[9];
static const int lines[8][3] = {{0,1,2},{3,4,5},{6,7,8},{0,3,6},{1,4,7},{2,5,8},{0,4,8},{2,4,6}};
static char winner(void)
{
    for (int i = 0; i < 8; i++) {
        const int *l = lines[i];
        if (board[l[0]] != ' ' && board[l[0]] == board[l[1]] && board[l[1]] == board[l[2]]) return board[l[0]];
    }
    return memchr(board, ' ', 9) ? 0 : '=';
}
static long nodes;
static int minimax(char who, int *best)
{
    char w = winner();
    nodes++;
    if (w) return w == '=' ? 0 : w == who ? 1 : -1;
    int top = -2;
    for (int i = 0; i < 9; i++) {
        if (board[i] != ' ') continue;
        int ignored;
        board[i] = who;
        int s = -minimax(who == 'X' ? 'O' : 'X', &ignored);
        board[i] = ' ';
        if (s > top) top = s, *best = i;
    }
    return top;
}
int main(void)
{
    char who = 'X';
    memset(board, ' ', sizeof board);
    board[4] = 'X'; board[0] = 'O';
    while (!winner()) {
        int at;
        minimax(who, &at);
        board[at] = who;
        who = who == 'X' ? 'O' : 'X';
    }
    for (int r = 0; r < 3; r++) printf("%c|%c|%c\n", board[3*r], board[3*r+1], board[3*r+2]);
    printf("%c after %ld\n", winner(), nodes);
    return 0;
}
