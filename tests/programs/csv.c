#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int fields(char *line, char **ret, int most)
{
    int n = 0;
    for (char *p = line; n < most;) {
        char *out = p; ret[n++] = p;
        if (*p == '"') { for (p++; *p; ) { if (*p == '"' && p[1] == '"') { *out++ = '"'; p += 2; } else if (*p == '"') { p++; break; } else *out++ = *p++; } }
        else while (*p && *p != ',') *out++ = *p++;
        int more = *p == ','; *out = '\0';
        if (!more) break;
        p++;
    }
    return n;
}
int main(void)
{
    char *line = NULL, *field[10]; size_t room = 0; ssize_t len; double total = 0;
    while ((len = getline(&line, &room, stdin)) > 0) {
        if (line[len - 1] == '\n') line[--len] = '\0';
        int n = fields(line, field, 10);
        printf("%d:", n); for (int i = 0; i < n; i++) printf(" [%s]", field[i]); putchar('\n');
        char *end; double v = strtod(field[n - 1], &end); if (end != field[n - 1]) total += v;
    }
    free(line);
    char path[] = "/usr//local/lib:x", *rest = path, *part, *save;
    while ((part = strsep(&rest, "/:"))) printf("<%s>", part);
    char again[] = "  a b;c "; for (part = strtok_r(again, " ;", &save); part; part = strtok_r(NULL, " ;", &save)) printf("{%s}", part);
    printf("\n%g\n", total);
    return 0;
}
