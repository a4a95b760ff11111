#include <stdio.h>
static int count = 3;
static double val = 2.5;
int next(void) { return count--; }
int main(void) { while (count) printf("%d ", next()); printf("%g\n", val); return 0; }
