#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
typedef struct node { int data; struct node *next; } node;
typedef struct { node *top; int size; } stack;
typedef struct { int *items; int head, tail, cap; } queue;
void push(stack *s, int x) { node *n = malloc(sizeof *n); *n = (node){x, s->top}; s->top = n; s->size++; }
int pop(stack *s) { assert(s->top); node *n = s->top; int x = n->data; s->top = n->next; free(n); s->size--; return x; }
bool empty(const stack *s) { return !s->top; }
void enqueue(queue *q, int x) { if (q->tail == q->cap) q->items = realloc(q->items, (q->cap = q->cap ? 2 * q->cap : 2) * sizeof *q->items); q->items[q->tail++] = x; }
int dequeue(queue *q) { assert(q->head < q->tail); return q->items[q->head++]; }
bool balanced(const char *s)
{
    stack st = {0};
    for (; *s; s++) {
        if (*s == '(' || *s == '[') push(&st, *s);
        else if (*s == ')' || *s == ']') { if (empty(&st)) return false; int c = pop(&st); if ((c == '(') != (*s == ')')) return false; }
    }
    return empty(&st);
}
int main(void)
{
    queue q = {0};
    for (int i = 0; i < 10; i++) enqueue(&q, i * i);
    int s = 0;
    while (q.head < q.tail) s = s * 3 + dequeue(&q);
    printf("%d %d %d %d %d\n", s, q.cap, balanced("([])()"), balanced("([)]"), balanced("(("));
    free(q.items);
    return 0;
}
