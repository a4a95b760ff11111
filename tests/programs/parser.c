/* expr = term {(+|-) term}; term = factor {(*|/) factor}; factor = number | (expr) | -factor */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
static const char *at;
static double expr(void);
static void skip(void) { while (isspace((unsigned char)*at)) at++; }
static double factor(void)
{
    skip();
    if (*at == '(') { at++; double v = expr(); skip(); if (*at == ')') at++; else printf("[missing )]"); return v; }
    if (*at == '-') { at++; return -factor(); }
    char *end;
    double v = strtod(at, &end);
    if (end == at) printf("[bad '%c']", *at ? *at++ : '$');
    else at = end;
    return v;
}
static double term(void)
{
    double v = factor();
    for (;;) {
        skip();
        if (*at == '*') at++, v *= factor();
        else if (*at == '/') at++, v /= factor();
        else return v;
    }
}
static double expr(void)
{
    double v = term();
    for (;;) {
        skip();
        if (*at == '+') at++, v += term();
        else if (*at == '-') at++, v -= term();
        else return v;
    }
}
int main(int argc, char *argv[])
{
    const char *tests[] = {"1 + 2 * 3", "(1 + 2) * 3", "-2 * -(3 - 5)", "1 / 3", "2 * (3", "4 & 2", "1/0"};
    for (int i = 0; i < 7; i++) { at = tests[i]; printf("%-16s = %.10g\n", tests[i], expr()); }
    for (int i = 1; i < argc; i++) { at = argv[i]; printf("%s: %g\n", argv[i], expr()); }
    return argc;
}
