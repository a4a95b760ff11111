#include <stdio.h>
#include <stdlib.h>
static void quick(void) { puts("quick"); fflush(stdout); }
static void first(void) { puts("first"); fflush(stdout); }
static void slow(void) { puts("never"); }
int main(void)
{
    at_quick_exit(quick);
    at_quick_exit(first);
    atexit(slow);
    quick_exit(3);
}
