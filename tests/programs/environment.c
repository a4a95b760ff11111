#include <stdio.h>
#include <stdlib.h>
#include <string.h>
extern char **environ;
int main(int argc, char **argv, char **envp)
{
    (void)argv;
    setenv("NABLA_TRIAL", "some value", 1);
    printf("%s %d\n", getenv("NABLA_TRIAL"), envp == NULL || argc != 1);
    int seen = 0;
    for (char **e = environ; *e; e++) seen += strncmp(*e, "NABLA_TRIAL=", 12) == 0;
    unsetenv("NABLA_TRIAL");
    printf("%d %d\n", seen, getenv("NABLA_TRIAL") == NULL);
    return 0;
}
