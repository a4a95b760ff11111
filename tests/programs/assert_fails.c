#include <assert.h>
#include <stdio.h>
int main(void) { int x = 1; puts("before"); fflush(stdout); assert(x + 1 == 3); puts("after"); return 0; }
