#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
static int visible(const struct dirent *e) { return e->d_name[0] != '.'; }
int main(void)
{
    char old[4096];
    mkdir("dir.tmp", 0700);
    getcwd(old, sizeof old);
    chdir("dir.tmp");
    for (int i = 3; i > 0; i--) { char n[8]; sprintf(n, "f%d", i); fclose(fopen(n, "w")); }
    struct dirent **list;
    int n = scandir(".", &list, visible, alphasort);
    for (int i = 0; i < n; i++) { printf("%s ", list[i]->d_name); unlink(list[i]->d_name); free(list[i]); }
    free(list);
    chdir(old);
    printf("%d %d\n", n, rmdir("dir.tmp"));
    return 0;
}
