#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define MAXLINES 100
char *lineptr[MAXLINES];
static int reverse;
static int numcmp(const char *a, const char *b)
{
    double x = atof(a), y = atof(b);
    return x < y ? -1 : x > y;
}
static void swap(void *v[], int i, int j) { void *t = v[i]; v[i] = v[j]; v[j] = t; }
static void quick(void *v[], int left, int right, int (*comp)(void *, void *))
{
    int i, last;
    if (left >= right) return;
    swap(v, left, (left + right) / 2);
    last = left;
    for (i = left + 1; i <= right; i++)
        if ((reverse ? -(*comp)(v[i], v[left]) : (*comp)(v[i], v[left])) < 0) swap(v, ++last, i);
    swap(v, left, last);
    quick(v, left, last - 1, comp);
    quick(v, last + 1, right, comp);
}
int main(int argc, char *argv[])
{
    int nlines = 0, numeric = 0;
    char line[200];
    while (--argc > 0 && (*++argv)[0] == '-')
        for (char *p = *argv + 1; *p; p++)
            if (*p == 'n') numeric = 1; else if (*p == 'r') reverse = 1;
            else { fprintf(stderr, "sort: no option %c\n", *p); return 2; }
    while (fgets(line, sizeof line, stdin) && nlines < MAXLINES) lineptr[nlines++] = strdup(line);
    quick((void **)lineptr, 0, nlines - 1, (int (*)(void *, void *))(numeric ? numcmp : strcmp));
    for (int i = 0; i < nlines; i++) fputs(lineptr[i], stdout);
    return 0;
}
