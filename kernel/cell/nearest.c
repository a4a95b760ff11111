#include "cell/nearest.h"

uint32_t nearest_distance(Str a, Str b, uint32_t limit) {
    enum {
        LONGEST = 64
    };
    uint32_t rows[3][LONGEST + 1];
    if (a.len > LONGEST || b.len > LONGEST) return limit;
    size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (gap >= limit) return limit;
    for (uint32_t j = 0; j <= b.len; j++) rows[0][j] = j;
    for (uint32_t i = 1; i <= a.len; i++) {
        uint32_t *row = rows[i % 3], *above = rows[(i + 2) % 3];
        const uint32_t *higher = rows[(i + 1) % 3];
        uint32_t least = row[0] = i;
        for (uint32_t j = 1; j <= b.len; j++) {
            bool is_same = a.text[i - 1] == b.text[j - 1];
            uint32_t best = above[j - 1] + !is_same;
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            bool is_swap = i > 1 && j > 1 && a.text[i - 1] == b.text[j - 2] &&
                           a.text[i - 2] == b.text[j - 1];
            if (is_swap && higher[j - 2] + 1 < best) best = higher[j - 2] + 1;
            row[j] = best;
            if (best < least) least = best;
        }
        if (least >= limit) return limit;
    }
    uint32_t all = rows[a.len % 3][b.len];
    return all < limit ? all : limit;
}

/* Printf and printf */
static bool nearest_is_other_case(Str a, Str b) {
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if ((a.text[i] | 32) != (b.text[i] | 32)) return false;
    return true;
}

Nearest nearest_to(Str wanted) {
    uint32_t limit = wanted.len <= 5 ? 2 : wanted.len <= 8 ? 3 : 4;
    return (Nearest){.wanted = wanted, .distance = limit};
}

void nearest_consider(Nearest *nearest, Str name) {
    if (!nearest->wanted.len || str_equals(name, nearest->wanted)) return;
    if (name.len && name.text[0] == '_' && nearest->wanted.text[0] != '_')
        return;
    uint32_t distance =
        nearest_distance(nearest->wanted, name, nearest->distance);
    if (nearest_is_other_case(nearest->wanted, name)) distance = 0;
    if (distance >= nearest->distance || distance >= nearest->wanted.len)
        return;
    nearest->distance = distance;
    nearest->best = name;
}
