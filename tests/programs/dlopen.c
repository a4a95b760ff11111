#include <dlfcn.h>
#include <stdio.h>
int main(void)
{
    void *h = dlopen("libm.so.6", RTLD_NOW);
    if (!h) { puts(dlerror()); return 1; }
    double (*cube_root)(double) = (double (*)(double))dlsym(h, "cbrt");
    printf("%g %d\n", cube_root(27), dlsym(h, "no_such_name") == NULL);
    return dlclose(h);
}
