/* map.h - from names to pointers: an open hash table.
 *
 * Keys are borrowed: the text must live as long as the entry. Values are
 * borrowed too. Zero is a valid, empty map. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

typedef struct MapEntry {
    Str key; /* borrow; key.text is NULL in a free entry */
    void *value;
    uint32_t hash;
} MapEntry;

typedef struct Map {
    MapEntry *entries; /* own; a power of two, NULL when empty */
    size_t size;
    size_t used;  /* entries with a key, deleted ones included */
    size_t count; /* entries with a value */
} Map;

uint32_t map_hash(Str key); /* FNV-1a; the preloaded graph uses it as well */
void *map_get(const Map *map, Str key);           /* NULL if absent */
void map_set(Map *map, Str key, void *value);     /* value NULL deletes */
/* Walk: start with at = 0; returns the next entry that has a value, and moves
 * at behind it; NULL at the end. The order is that of the hashes. */
const MapEntry *map_next(const Map *map, size_t *at);
void map_done(Map *map); /* frees the table, not the values; zero again */

#endif
