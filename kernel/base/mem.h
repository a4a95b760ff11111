/* mem.h - memory: one door to malloc, and arenas for what dies together.
 *
 * Sizes that we choose come from mem_alloc, which aborts with a message when
 * the machine has no memory left. An arena hands out pieces that are freed
 * all at once: the tokens, types and texts of one cell. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

#include "base/str.h"

/* Called when there is no memory left, instead of abort(); NULL: nothing. */
extern void (*mem_on_exhausted)(void);

/* Put memory by that is given up first when there is none left: a program that
 * must not end then gets through what it is doing. Call it again and again: it
 * puts by anew. */
void mem_keep_spare(void);

void *mem_alloc(size_t size);               /* own; zeroed, never NULL */
void *mem_grow(void *block, size_t size);   /* own; realloc, never NULL */
char *mem_dup(const char *text, size_t len); /* own; NUL added */

/* own, by munmap(); address space whose pages cost nothing before they are
 * used. NULL: there is none. access: PROT_NONE and so on. */
void *mem_reserve(size_t size, int access);

typedef struct ArenaBlock ArenaBlock;

/* Zero is a valid, empty arena. */
typedef struct Arena {
    ArenaBlock *newest; /* own */
    size_t total;       /* bytes handed out so far */
} Arena;

void *arena_alloc(Arena *arena, size_t size); /* borrow; zeroed, aligned 16 */
Str arena_dup(Arena *arena, Str text);        /* borrow; NUL behind the text */
Str arena_printf(Arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void arena_clear(Arena *arena); /* frees every piece; the arena is reusable */

/* One zeroed T from the arena. */
#define ARENA_NEW(arena, T) ((T *)arena_alloc((arena), sizeof(T)))

#endif
