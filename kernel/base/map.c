#include "base/map.h"

#include <stdlib.h>

#include "base/mem.h"

uint32_t map_hash(Str key) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)key.text[i]) * 16777619u;
    return hash;
}

/* The entry that holds key, or the free one where it belongs. */
static MapEntry *map_find(const Map *map, Str key, uint32_t hash) {
    size_t at = hash & (map->size - 1);
    for (;; at = (at + 1) & (map->size - 1)) {
        MapEntry *entry = &map->entries[at];
        if (!entry->key.text) return entry;
        if (entry->hash == hash && str_equals(entry->key, key)) return entry;
    }
}

static void map_rehash(Map *map) {
    Map larger = {.size = 16};
    while (larger.size < map->count * 4) larger.size *= 2;
    larger.entries = mem_alloc(larger.size * sizeof *larger.entries);
    for (size_t i = 0; i < map->size; i++) {
        const MapEntry *entry = &map->entries[i];
        if (!entry->key.text || !entry->value) continue;
        *map_find(&larger, entry->key, entry->hash) = *entry;
        larger.used = ++larger.count;
    }
    free(map->entries);
    *map = larger;
}

void *map_get(const Map *map, Str key) {
    if (!map->size) return NULL;
    return map_find(map, key, map_hash(key))->value;
}

/* The text of a key that is removed may die, so nothing may look at it again:
 * the empty key with a hash that is not its own is found by nobody. */
static void map_forget_key(MapEntry *entry) {
    entry->hash = 0;
    entry->key = STR("");
}

void map_set(Map *map, Str key, void *value) {
    if (!value && !map->size) return;
    if ((map->used + 1) * 2 > map->size) map_rehash(map);
    MapEntry *entry = map_find(map, key, map_hash(key));
    bool was_free = !entry->key.text;
    if (was_free && !value) return;
    if (!entry->value && value) map->count++;
    if (entry->value && !value) map->count--;
    if (was_free) map->used++;
    entry->hash = map_hash(key);
    /* The newest key wins: the older text may be about to die. */
    entry->key = key.text ? key : STR("");
    entry->value = value;
    if (!value) map_forget_key(entry);
}

const MapEntry *map_next(const Map *map, size_t *at) {
    while (*at < map->size) {
        const MapEntry *entry = &map->entries[(*at)++];
        if (entry->key.text && entry->value) return entry;
    }
    return NULL;
}

void map_done(Map *map) {
    free(map->entries);
    *map = (Map){0};
}
