#include <stdio.h>
#include <string.h>
int main(void)
{
    char text[] = "alpha,beta;;gamma, delta", *save, *t;
    for (t = strtok(text, ",; "); t; t = strtok(NULL, ",; ")) printf("<%s>", t);
    char path[] = "/usr//local/bin";
    for (t = strtok_r(path, "/", &save); t; t = strtok_r(NULL, "/", &save)) printf("(%s)", t);
    char *csv = strdup("a,,b,"), *field;
    while ((field = strsep(&csv, ","))) printf("[%s]", field);
    puts("");
    return 0;
}
