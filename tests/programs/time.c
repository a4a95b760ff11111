#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int main(void)
{
    struct tm t = {.tm_year = 124, .tm_mon = 1, .tm_mday = 29, .tm_hour = 12, .tm_isdst = 0};
    char text[64];
    setenv("TZ", "UTC", 1);
    tzset();
    time_t when = mktime(&t);
    strftime(text, sizeof text, "%A %d %B %Y %H:%M:%S week %U", gmtime(&when));
    printf("%ld %s %d\n", (long)when, text, t.tm_yday);
    when += 86400;
    printf("%s", asctime(gmtime(&when)));
    printf("%.0f %d\n", difftime(when, 0) - (double)when, clock() >= 0);
    return 0;
}
