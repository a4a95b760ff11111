#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define FIELD_LENGTH 20
typedef enum { ADD = 1, LIST, FIND, QUIT } Choice;
typedef struct item { char name[FIELD_LENGTH + 1]; unsigned count : 12, is_fragile : 1; float price; } Item;
static Item *items; static size_t used, room;
static int by_price(const void *a, const void *b) { float x = ((const Item *)a)->price, y = ((const Item *)b)->price; return (x > y) - (x < y); }
static void add(void)
{
    Item it; unsigned n, fragile;
    if (scanf("%20s %u %u %f", it.name, &n, &fragile, &it.price) != 4) exit(4);
    it.count = n; it.is_fragile = fragile & 1;
    if (used == room) { room = room ? room * 2 : 1; Item *more = realloc(items, room * sizeof *more); if (!more) exit(EXIT_FAILURE); items = more; }
    items[used++] = it;
}
int main(void)
{
    int c; char name[FIELD_LENGTH + 1];
    for (;;) {
        printf("1 add, 2 list, 3 find, 4 quit: ");
        if (scanf("%d", &c) != 1) { while ((c = getchar()) != '\n' && c != EOF); if (c == EOF) return 5; puts("?"); continue; }
        switch ((Choice)c) {
        case ADD: add(); break;
        case LIST: qsort(items, used, sizeof *items, by_price); for (size_t i = 0; i < used; i++) printf("%-10s %4u %c %8.2f\n", items[i].name, items[i].count, items[i].is_fragile ? '!' : ' ', items[i].price); break;
        case FIND: scanf("%20s", name); { size_t i = 0; for (; i < used && strcmp(items[i].name, name); i++); printf(i < used ? "#%zu\n" : "none of %zu\n", i < used ? i : used); } break;
        case QUIT: free(items); return (int)used;
        default: printf("no choice %d\n", c);
        }
    }
}
