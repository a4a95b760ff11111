#include <stdio.h>
#include <string.h>
#define DIGITS 3000
typedef struct { int len; unsigned char d[DIGITS]; } big;
void multiply(big *b, int n)
{
    int carry = 0;
    for (int i = 0; i < b->len; i++) { carry += b->d[i] * n; b->d[i] = carry % 10; carry /= 10; }
    while (carry) b->d[b->len++] = carry % 10, carry /= 10;
}
int main(void)
{
    big f = {1, {1}};
    for (int i = 2; i <= 100; i++) multiply(&f, i);
    for (int i = f.len; i-- > 0;) putchar('0' + f.d[i]);
    putchar('\n');
    for (int i = 101; i <= 1000; i++) multiply(&f, i);
    printf("1000! has %d digits\n", f.len);
    return 0;
}
