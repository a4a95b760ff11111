#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct gap { char *text; size_t size, begin, end; };
static void gap_grow(struct gap *g) { size_t behind = g->size - g->end, size = g->size ? 2 * g->size : 4; g->text = realloc(g->text, size); memmove(g->text + size - behind, g->text + g->end, behind); g->end = size - behind; g->size = size; }
static void gap_insert(struct gap *g, const char *s) { for (; *s; s++) { if (g->begin == g->end) gap_grow(g); g->text[g->begin++] = *s; } }
static void gap_move(struct gap *g, int by) { for (; by < 0 && g->begin; by++) g->text[--g->end] = g->text[--g->begin]; for (; by > 0 && g->end < g->size; by--) g->text[g->begin++] = g->text[g->end++]; }
static void gap_delete(struct gap *g, size_t n) { g->begin -= n < g->begin ? n : g->begin; }
static void gap_show(const struct gap *g) { printf("%.*s^%.*s (%zu)\n", (int)g->begin, g->text, (int)(g->size - g->end), g->text + g->end, g->size); }
int main(void)
{
    struct gap g = {0};
    gap_insert(&g, "Hello world"); gap_show(&g);
    gap_move(&g, -5); gap_insert(&g, "brave new "); gap_show(&g);
    gap_move(&g, 100); gap_delete(&g, 1); gap_insert(&g, "d!"); gap_show(&g);
    gap_move(&g, -1000); gap_delete(&g, 3); gap_show(&g);
    assert(g.begin == 0 && g.end <= g.size);
    free(g.text);
    return 0;
}
