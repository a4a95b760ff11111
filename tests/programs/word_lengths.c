#include <stdio.h>
#define IN 1
#define OUT 0
#define LONGEST 12
main()
{
    int c, state, length, i, j, counts[LONGEST + 1], most;
    for (i = 0; i <= LONGEST; ++i) counts[i] = 0;
    state = OUT; length = most = 0;
    while ((c = getchar()) != EOF) {
        if (c == ' ' || c == '\n' || c == '\t') {
            if (state == IN) { ++counts[length > LONGEST ? LONGEST : length]; state = OUT; }
            length = 0;
        } else { state = IN; ++length; }
    }
    for (i = 1; i <= LONGEST; ++i) if (counts[i] > most) most = counts[i];
    for (j = most; j > 0; --j) {
        for (i = 1; i <= LONGEST; ++i) printf("%s", counts[i] >= j ? " # " : "   ");
        putchar('\n');
    }
    for (i = 1; i <= LONGEST; ++i) printf("%2d ", i);
    putchar('\n');
    return 0;
}
