#include <stdio.h>
struct point { int x, y; };
struct line { struct point from, to; const char *name; int weights[4]; };
static struct line l = {.to = {.y = 4, .x = 3}, .name = "line", .weights = {[2] = 7, 8}};
static int sparse[] = {[3] = 30, [1] = 10, 11, [6] = 60};
static const char *days[] = {[1] = "Mon", [2] = "Tue"};
static char text[4] = "four";
static int grid[][3] = {{1}, {2, 3}, {4, 5, 6}};
union number { int i; float f; unsigned char b[4]; } u = {.f = 1.0f};
struct nested { int a; struct { int b; union { int c; char d; }; } in; } n = {1, {2, {3}}};
static int *self = &sparse[3], **twice = &self;
static struct node { struct node *next; int v; } a, b = {&a, 2}, a = {&b, 1};
int main(void)
{
    printf("%d %d %d %d %s\n", l.from.x, l.to.x, l.to.y, l.weights[3], l.name);
    for (unsigned i = 0; i < sizeof sparse / sizeof *sparse; i++) printf("%d ", sparse[i]);
    printf("%s %d %.4s %zu\n", days[2], days[0] == NULL, text, sizeof grid / sizeof *grid);
    printf("%02x%02x %d %d %d\n", u.b[3], u.b[2], n.in.c, **twice, a.next->next->v);
    struct point *p = (struct point[]){{1, 2}, {3, 4}};
    struct point q = *p, *r = &(struct point){.y = 9};
    printf("%d %d %d\n", p[1].y, q.y, r->y + r->x);
    int m[2][2][2] = {{{1, 2}, {3}}, {{4}}};
    printf("%d %d %d\n", m[0][0][1], m[0][1][1], m[1][0][0]);
    return 0;
}
