#include <stdio.h>
inline int square(int x) { return x * x; }
static inline int cube(int x) { return x * square(x); }
extern inline int quad(int x) { return square(square(x)); }
extern int square(int);
#define kind(x) _Generic((x), int: "int", double: "double", char *: "string", const char *: "const string", default: "other")
#define max(a, b) ({ __typeof__(a) _a = (a); __typeof__(b) _b = (b); _a > _b ? _a : _b; })
#define countof(a) (sizeof(a) / sizeof *(a))
#define str(x) #x
#define xstr(x) str(x)
#define glue(a, b) a##b
#define trace(...) printf(__VA_ARGS__)
#define VALUE 42
int main(void)
{
    int i = 3;
    int glue(va, lue) = VALUE;
    printf("%d %d %d\n", square(3), cube(3), quad(2));
    printf("%s %s %s %s\n", kind(1), kind(1.0), kind("x"), kind(1L));
    printf("%d %g %d\n", max(i++, 2), max(1.5, 2.5), i);
    trace("%s %s %d %zu\n", str(VALUE), xstr(VALUE), value, countof("abc"));
    _Static_assert(sizeof(int) == 4, "int");
    return 0;
}
