#include <stdio.h>

main()
{
    printf("hello, world\n");
    return 0;
}
