#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
int main(void)
{
    char line[100];
    FILE *p = popen("printf 'a b\\nc d\\n'", "r");
    while (fgets(line, sizeof line, p)) printf("got %s", line);
    printf("%d\n", pclose(p));
    fflush(stdout);
    int s = system("echo from the shell; exit 3");
    printf("%d %d\n", WIFEXITED(s), WEXITSTATUS(s));
    fflush(stdout);
    p = popen("tr a-z A-Z", "w");
    fputs("shout\n", p);
    pclose(p);
    return 0;
}
