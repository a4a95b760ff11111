#include <stdint.h>
#include <stdio.h>
struct flags { unsigned read : 1, write : 1, : 2, mode : 4; signed level : 5; unsigned : 0; unsigned tail : 3; };
union view { struct flags f; uint32_t word; uint8_t bytes[8]; };
typedef enum { RED, GREEN = 5, BLUE, LAST = BLUE } colour;
typedef struct { enum { INT, REAL, TEXT } kind; union { int i; double d; const char *s; }; } variant;
static void show(variant v)
{
    switch (v.kind) {
    case INT: printf("int %d\n", v.i); break;
    case REAL: printf("real %g\n", v.d); break;
    case TEXT: printf("text %s\n", v.s); break;
    }
}
int main(void)
{
    union view v = {.bytes = {0}};
    v.f.read = 1; v.f.mode = 0xb; v.f.level = -3; v.f.tail = 9;
    printf("%08x %d %u %u %zu\n", v.word, v.f.level, v.f.tail, v.f.mode, sizeof v.f);
    v.f.mode++; v.f.level += 20;
    printf("%u %d\n", v.f.mode, v.f.level);
    show((variant){INT, {.i = 3}});
    show((variant){REAL, {.d = 2.5}});
    show((variant){.kind = TEXT, .s = "s"});
    printf("%d %d %d\n", GREEN, BLUE, (colour)LAST == BLUE);
    return 0;
}
