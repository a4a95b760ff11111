#include <stdio.h>
static const char *grade(int n)
{
    switch (n) {
    case 90 ... 100: return "A";
    case 80 ... 89: return "B";
    case 0: return "zero";
    default: return n < 0 ? "?" : "C";
    }
}
static int duff(char *to, const char *from, int count)
{
    int n = (count + 3) / 4;
    switch (count % 4) {
    case 0: do { *to++ = *from++;
    case 3: *to++ = *from++;
    case 2: *to++ = *from++;
    case 1: *to++ = *from++;
            } while (--n > 0);
    }
    return count;
}
int main(void)
{
    int i, j;
    for (i = -1; i < 101; i += 25) printf("%s ", grade(i));
    printf("%s\n", grade(85));
    for (i = 0; i < 10; i++)
        for (j = 0; j < 10; j++)
            if (i * j == 42) goto found;
found:
    printf("%d %d\n", i, j);
    char to[16] = {0};
    printf("%d %s\n", duff(to, "hello there", 11), to);
    i = 0;
again:
    if (++i < 3) goto again;
    do { if (i == 5) continue; if (i == 7) break; } while (++i < 10);
    void *where[] = {&&one, &&two};
    goto *where[i % 2];
one: puts("one"); return i;
two: printf("two %d\n", (i, j ? i > 3 ? 1 : 2 : 3));
    return i;
}
