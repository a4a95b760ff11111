#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef struct node { int weight; int symbol; struct node *zero, *one; } node;
static node *heap[256]; static int size;
static char codes[256][64];
static int less(const node *a, const node *b) { return a->weight < b->weight || (a->weight == b->weight && a->symbol < b->symbol); }
static void push(node *n) { int i = size++; while (i && less(n, heap[(i - 1) / 2])) { heap[i] = heap[(i - 1) / 2]; i = (i - 1) / 2; } heap[i] = n; }
static node *pop(void) { node *top = heap[0], *last = heap[--size]; int i = 0; for (;;) { int c = 2 * i + 1; if (c >= size) break; if (c + 1 < size && less(heap[c + 1], heap[c])) c++; if (!less(heap[c], last)) break; heap[i] = heap[c]; i = c; } heap[i] = last; return top; }
static node *make(int w, int s, node *zero, node *one) { node *n = malloc(sizeof *n); *n = (node){w, s, zero, one}; return n; }
static void walk(const node *n, char *code, int depth) { if (!n->zero) { code[depth] = 0; strcpy(codes[n->symbol], code); return; } code[depth] = '0'; walk(n->zero, code, depth + 1); code[depth] = '1'; walk(n->one, code, depth + 1); }
int main(void)
{
    const char *text = "abracadabra alakazam";
    int counts[256] = {0}, bits = 0; char code[64];
    for (const char *p = text; *p; p++) counts[(unsigned char)*p]++;
    for (int i = 0; i < 256; i++) if (counts[i]) push(make(counts[i], i, NULL, NULL));
    while (size > 1) { node *a = pop(), *b = pop(); push(make(a->weight + b->weight, a->symbol < b->symbol ? a->symbol : b->symbol, a, b)); }
    walk(heap[0], code, 0);
    for (int i = 0; i < 256; i++) if (counts[i]) printf("'%c' %2d %s\n", i, counts[i], codes[i]);
    for (const char *p = text; *p; p++) bits += (int)strlen(codes[(unsigned char)*p]);
    printf("%d bits\n", bits);
    return 0;
}
