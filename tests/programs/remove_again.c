#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
int main(void)
{
    struct stat s;
    fclose(fopen("gone.tmp", "w"));
    printf("%d ", stat("gone.tmp", &s));
    printf("%d ", remove("gone.tmp"));
    printf("%d %d\n", stat("gone.tmp", &s), time(NULL) > 0);
    return 0;
}
