#include <stdio.h>
#define TABSTOP 8
/* Tabs to blanks, K&R exercise 1-20; and back, 1-21. */
static void entab(const char *s)
{
    int column = 0, blanks = 0;
    for (; *s; s++, column++) {
        if (*s == ' ') {
            if ((column + 1) % TABSTOP == 0) { putchar('\\'); putchar('t'); blanks = 0; }
            else blanks++;
        } else {
            while (blanks > 0) { putchar(' '); blanks--; }
            putchar(*s);
            if (*s == '\n') column = -1;
        }
    }
}
int main()
{
    int c, column = 0, n = 0;
    char text[1000];
    while ((c = getchar()) != EOF) {
        if (c == '\t') do text[n++] = ' '; while (++column % TABSTOP);
        else { text[n++] = c; column = c == '\n' ? 0 : column + 1; }
    }
    text[n] = '\0';
    printf("%s--\n", text);
    entab(text);
    return 0;
}
