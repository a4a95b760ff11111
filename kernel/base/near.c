#include "base/near.h"

enum {
    NEAR_LONGEST = 64
};

static uint32_t near_least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* One row of the table: the distances of a[0..i] to every beginning of b. */
static uint32_t near_row(Str a, Str b, uint32_t i,
                         uint32_t rows[3][NEAR_LONGEST + 1]) {
    uint32_t *row = rows[i % 3], *above = rows[(i + 2) % 3];
    const uint32_t *higher = rows[(i + 1) % 3];
    uint32_t least = row[0] = i;
    for (uint32_t j = 1; j <= b.len; j++) {
        bool is_same = a.text[i - 1] == b.text[j - 1];
        bool is_swap = i > 1 && j > 1 && a.text[i - 1] == b.text[j - 2] &&
                       a.text[i - 2] == b.text[j - 1];
        uint32_t best = near_least(above[j - 1] + !is_same, above[j] + 1);
        best = near_least(best, row[j - 1] + 1);
        if (is_swap) best = near_least(best, higher[j - 2] + 1);
        row[j] = best;
        least = near_least(least, best);
    }
    return least;
}

uint32_t near_distance(Str a, Str b, uint32_t limit) {
    uint32_t rows[3][NEAR_LONGEST + 1];
    if (a.len > NEAR_LONGEST || b.len > NEAR_LONGEST) return limit;
    size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (gap >= limit) return limit;
    for (uint32_t j = 0; j <= b.len; j++) rows[0][j] = j;
    for (uint32_t i = 1; i <= a.len; i++)
        if (near_row(a, b, i, rows) >= limit) return limit;
    return near_least(rows[a.len % 3][b.len], limit);
}

Near near_to(Str wanted) {
    uint32_t limit = wanted.len <= 3 ? 2 : wanted.len <= 8 ? 3 : 4;
    return (Near){wanted, {0}, limit};
}

bool near_offer(Near *near, Str name) {
    uint32_t distance = near_distance(near->wanted, name, near->distance);
    if (distance == 0 || distance >= near->distance) return false;
    near->distance = distance;
    near->best = name;
    return true;
}
