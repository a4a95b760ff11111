#include <stdio.h>
#include <stdlib.h>
static char daytab[2][13] = {{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}, {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}};
int leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }
int day_of_year(int year, int month, int day) { for (int i = 1; i < month; i++) day += daytab[leap(year)][i]; return day; }
int weekday(int y, int m, int d) { static int t[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4}; y -= m < 3; return (y + y / 4 - y / 100 + y / 400 + t[m - 1] + d) % 7; }
int main(int argc, char **argv)
{
    int y = argc > 1 ? atoi(argv[1]) : 2024, m = argc > 2 ? atoi(argv[2]) : 2;
    printf("Su Mo Tu We Th Fr Sa\n%*s", 3 * weekday(y, m, 1), "");
    for (int d = 1; d <= daytab[leap(y)][m]; d++) printf("%2d%c", d, (weekday(y, m, d) == 6) ? '\n' : ' ');
    printf("\n%d\n", day_of_year(y, m, 29));
    return 0;
}
