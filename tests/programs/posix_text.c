#include <fnmatch.h>
#include <glob.h>
#include <libgen.h>
#include <regex.h>
#include <stdio.h>
#include <string.h>
int main(void)
{
    regex_t re;
    regmatch_t m[3];
    const char *s = "key = value42";
    regcomp(&re, "([a-z]+) *= *([a-z0-9]+)", REG_EXTENDED);
    if (regexec(&re, s, 3, m, 0) == 0)
        printf("%.*s|%.*s\n", (int)(m[1].rm_eo - m[1].rm_so), s + m[1].rm_so, (int)(m[2].rm_eo - m[2].rm_so), s + m[2].rm_so);
    regfree(&re);
    char path[] = "/usr/share/doc";
    printf("%d %s\n", fnmatch("*.c", "main.c", 0), basename(path));
    return 0;
}
