#include <stddef.h>
#include <stdio.h>
struct s { char c; double d; short h[3]; struct s *next; };
typedef int row[4];
typedef struct tag tag;
struct tag { tag *self; };
int *a[3], (*b)[3], *(*c)(void), (*d[2])(int);
static int one(int x) { return x + 1; }
static int store = 9;
static int *give(void) { return &store; }
unsigned long int ul = 1ul; long unsigned lu; short int si = -1; signed sg; char unsigned cu = 255;
int main(void)
{
    row r = {1, 2, 3, 4}, *pr = &r;
    int three[3] = {7, 8, 9};
    tag t = {&t};
    b = &three; a[1] = three; c = give; d[0] = one; d[1] = &one;
    printf("%zu %zu %zu %zu\n", sizeof(struct s), offsetof(struct s, h), offsetof(struct s, next), sizeof(row));
    printf("%d %d %d %d %d %d\n", (*b)[2], a[1][0], *c(), d[0](1), (*d[1])(2), (*pr)[3]);
    printf("%d %d %d %zu\n", t.self->self == &t, si, cu, sizeof ul + sizeof lu);
    return 0;
}
