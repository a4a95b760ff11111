#include "color.h"

#include <string.h>

#include "buffer.h"
#include "fail.h"

static nb__color of_hex(unsigned hex) {
    return (nb__color){(unsigned char)(hex >> 16), (unsigned char)(hex >> 8),
                       (unsigned char)hex};
}

nb__color nb__palette(long i) {
    static const unsigned colors[] = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7,
                                      0xe69f00, 0x56b4e9, 0x6b4c9a, 0x555555};
    return of_hex(colors[i % 8]);
}

typedef struct Named {
    const char *name;
    unsigned hex;
} Named;

static const Named named[] = {
    {"black",  0x1a1a1a},
    {"grey",   0x777777},
    {"gray",   0x777777},
    {"white",  0xffffff},
    {"red",    0xd55e00},
    {"green",  0x009e73},
    {"blue",   0x0072b2},
    {"orange", 0xe69f00},
    {"purple", 0x6b4c9a}
};

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static int parse_hex(const char *name, unsigned *ret_hex) {
    if (name[0] != '#' || strlen(name) != 7) return 0;
    unsigned hex = 0;
    for (int i = 1; i < 7; i++) {
        int digit = hex_digit(name[i]);
        if (digit < 0) return 0;
        hex = hex << 4 | (unsigned)digit;
    }
    *ret_hex = hex;
    return 1;
}

nb__color nb__parse_color(const char *who, const char *name) {
    unsigned hex = 0;
    if (name[0] == 'C' && name[1] >= '0' && name[1] <= '9' && !name[2])
        return nb__palette(name[1] - '0');
    if (parse_hex(name, &hex)) return of_hex(hex);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strcmp(named[i].name, name) == 0) return of_hex(named[i].hex);
    nb__fail("DomainError",
             "%s: there is no color \"%s\"; write \"C0\" to \"C7\", "
             "\"#d55e00\", or black, grey, white, red, green, blue, orange, "
             "purple.",
             who, name);
}

nb__map nb__parse_map(const char *who, const char *name) {
    if (!name || strcmp(name, "viridis") == 0) return NB__VIRIDIS;
    if (strcmp(name, "rdbu") == 0) return NB__RDBU;
    if (strcmp(name, "greys") == 0) return NB__GREYS;
    nb__fail("DomainError",
             "%s: there is no cmap \"%s\"; there are \"viridis\", \"rdbu\" and "
             "\"greys\".",
             who, name);
}

/* Viridis: S. van der Walt and N. Smith, CC0; red-blue: C. Brewer. */
static const unsigned viridis[] = {
    0x440154, 0x481567, 0x482677, 0x453781, 0x404788, 0x39568c, 0x33638d,
    0x2d708e, 0x287d8e, 0x238a8d, 0x1f968b, 0x20a387, 0x29af7f, 0x3cbb75,
    0x55c667, 0x73d055, 0x95d840, 0xb8de29, 0xdce319, 0xfde725};
static const unsigned rdbu[] = {0x67001f, 0xb2182b, 0xd6604d, 0xf4a582,
                                0xfddbc7, 0xf7f7f7, 0xd1e5f0, 0x92c5de,
                                0x4393c3, 0x2166ac, 0x053061};
static const unsigned greys[] = {0xffffff, 0x1a1a1a};

static unsigned char between(unsigned char a, unsigned char b, double t) {
    return (unsigned char)(a + (b - a) * t + 0.5);
}

nb__color nb__map_color(nb__map map, double t) {
    const unsigned *stops = map == NB__VIRIDIS ? viridis
                            : map == NB__RDBU  ? rdbu
                                               : greys;
    int last = map == NB__VIRIDIS ? 19 : map == NB__RDBU ? 10 : 1;
    t = !(t > 0) ? 0 : t > 1 ? 1 : t;
    int i = (int)(t * last);
    if (i == last) return of_hex(stops[last]);
    nb__color a = of_hex(stops[i]), b = of_hex(stops[i + 1]);
    double part = t * last - i;
    return (nb__color){between(a.r, b.r, part), between(a.g, b.g, part),
                       between(a.b, b.b, part)};
}

int nb__is_dark(nb__color c) {
    return 0.299 * c.r + 0.587 * c.g + 0.114 * c.b < 140;
}
