#include <stdio.h>
#include <stdlib.h>
static int n;
static void count(void) { printf("call %d\n", ++n); if (n == 2) atexit(count); }
int main(void) { for (int i = 0; i < 3; i++) atexit(count); return 5; }
