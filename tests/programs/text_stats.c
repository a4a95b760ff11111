#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef struct { char word[32]; int count; } entry;
static entry *entries;
static size_t n, cap;
static int by_count(const void *a, const void *b) { const entry *x = a, *y = b; return y->count != x->count ? y->count - x->count : strcmp(x->word, y->word); }
static void add(const char *w)
{
    for (size_t i = 0; i < n; i++) if (!strcmp(entries[i].word, w)) { entries[i].count++; return; }
    if (n == cap) entries = realloc(entries, (cap = cap ? cap * 2 : 4) * sizeof *entries);
    snprintf(entries[n].word, sizeof entries[n].word, "%s", w);
    entries[n++].count = 1;
}
int main(void)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    int lines = 0;
    while ((len = getline(&line, &size, stdin)) != -1) {
        lines++;
        for (char *w = strtok(line, " ,.!?\n"); w; w = strtok(NULL, " ,.!?\n")) {
            for (char *c = w; *c; c++) *c = (char)tolower((unsigned char)*c);
            add(w);
        }
    }
    free(line);
    qsort(entries, n, sizeof *entries, by_count);
    printf("%d lines, %zu words\n", lines, n);
    for (size_t i = 0; i < 3 && i < n; i++) printf("%s %d\n", entries[i].word, entries[i].count);
    free(entries);
    return 0;
}
