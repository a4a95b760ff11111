#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
struct record { int id; double value; char tag[6]; };
int main(void)
{
    const char *name = "records.tmp";
    FILE *f = fopen(name, "wb+");
    if (!f) { perror(name); return 1; }
    for (int i = 0; i < 10; i++) {
        struct record r = {i, i * 1.5, ""};
        snprintf(r.tag, sizeof r.tag, "t%d", i);
        fwrite(&r, sizeof r, 1, f);
    }
    struct record r;
    fseek(f, 7 * (long)sizeof r, SEEK_SET);
    fread(&r, sizeof r, 1, f);
    printf("%d %g %s %ld\n", r.id, r.value, r.tag, ftell(f) / (long)sizeof r);
    fclose(f);
    f = fopen(name, "a");
    fprintf(f, "tail %s\n", "end");
    fclose(f);
    f = fopen(name, "r");
    fseek(f, 0, SEEK_END);
    printf("%ld\n", ftell(f) - 10 * (long)sizeof r);
    fclose(f);
    remove(name);
    errno = 0;
    f = fopen(name, "r");
    printf("%d %s %d\n", f == NULL, strerror(errno), access(name, F_OK));
    return 0;
}
