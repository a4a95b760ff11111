#include <stdio.h>
int main(void)
{
    int n, x, sum = 0;
    char op;
    printf("How many? ");
    if (scanf("%d", &n) != 1) return 1;
    for (int i = 0; i < n; i++) { scanf("%d", &x); sum += x; }
    printf("sum %d\n", sum);
    while (scanf(" %c %d", &op, &x) == 2) { sum = op == '+' ? sum + x : sum - x; printf("%d ", sum); }
    printf("%d\n", feof(stdin) != 0);
    return 0;
}
