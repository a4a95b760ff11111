#include <stdint.h>
uint32_t fnv(const char *text, size_t size) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < size; i++) { h ^= (unsigned char)text[i]; h *= 16777619u; }
    return h;
}
uint32_t hash_all(size_t size, int rounds) {
    char *text = malloc(size);
    for (size_t i = 0; i < size; i++) text[i] = (char)(i * 31 + (i >> 8));
    uint32_t h = 0;
    for (int k = 0; k < rounds; k++) h ^= fnv(text, size) + k;
    free(text);
    return h;
}
RUN(printf("%u\n", hash_all(10000000, 10)))
