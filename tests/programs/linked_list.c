#include <stdio.h>
#include <stdlib.h>
struct node { int data; struct node *next; };
struct node *head = NULL;
void push(int x)
{
    struct node *n = malloc(sizeof *n);
    n->data = x;
    n->next = head;
    head = n;
}
void reverse(void)
{
    struct node *prev = NULL, *cur = head, *next;
    while (cur) { next = cur->next; cur->next = prev; prev = cur; cur = next; }
    head = prev;
}
void print(const struct node *n)
{
    for (; n; n = n->next) printf("%d -> ", n->data);
    puts("NULL");
}
int main(void)
{
    for (int i = 1; i <= 5; i++) push(i * i);
    print(head);
    reverse();
    print(head);
    while (head) { struct node *n = head->next; free(head); head = n; }
    print(head);
    return 0;
}
