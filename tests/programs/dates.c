#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
static int leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }
static char daytab[2][13] = {{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}, {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}};
static int day_of_year(int year, int month, int day) { for (int i = 1; i < month; i++) day += daytab[leap(year)][i]; return day; }
int main(void)
{
    struct tm t = {.tm_year = 124, .tm_mon = 1, .tm_mday = 30, .tm_hour = 25, .tm_isdst = -1}, back; char text[100];
    setenv("TZ", "UTC", 1); tzset();
    time_t when = mktime(&t);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %a %j week %V", &t);
    printf("%s %ld\n", text, (long)when);
    memset(&back, 0, sizeof back);
    printf("%s|\n", strptime("29 Feb 2000 rest", "%d %b %Y", &back));
    printf("%d %d %d\n", back.tm_mday, back.tm_mon, day_of_year(2000, back.tm_mon + 1, back.tm_mday));
    printf("%.0f %d\n", difftime(when, when - 86400), (int)(timegm(&back) / 86400));
    time_t zero = 0; printf("%s", asctime(gmtime(&zero)));
    clock_t ticks = clock(); printf("%d\n", ticks != (clock_t)-1);
    return 0;
}
