#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(void)
{
    printf("%d\n", errno);
    strtol("99999999999999999999", NULL, 10);
    printf("%d %s\n", errno == ERANGE, strerror(errno));
    errno = 0;
    double r = log(-1.0);
    printf("%d %d\n", errno == EDOM, r != r);
    return 0;
}
