#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef struct node {
    char *data;
    struct node *prev, *next;
} node;
typedef struct { node *head, *tail; size_t size; } list;
static list *list_new(void) { return calloc(1, sizeof(list)); }
static void push(list *l, const char *s)
{
    node *n = calloc(1, sizeof *n);
    n->data = strdup(s);
    n->prev = l->tail;
    if (l->tail) l->tail->next = n; else l->head = n;
    l->tail = n;
    l->size++;
}
static void drop(list *l, const char *s)
{
    for (node *n = l->head; n; n = n->next) {
        if (strcmp(n->data, s)) continue;
        if (n->prev) n->prev->next = n->next; else l->head = n->next;
        if (n->next) n->next->prev = n->prev; else l->tail = n->prev;
        free(n->data); free(n); l->size--;
        return;
    }
}
int main(void)
{
    list *l = list_new();
    char *w[] = {"ash", "birch", "cedar", "date", "elm"};
    for (size_t i = 0; i < sizeof w / sizeof *w; i++) push(l, w[i]);
    drop(l, "cedar"); drop(l, "ash"); drop(l, "elm"); drop(l, "oak");
    for (node *n = l->tail; n; n = n->prev) printf("%s ", n->data);
    printf("(%zu)\n", l->size);
    return (int)l->size;
}
