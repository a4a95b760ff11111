/* hmac.h - the signature of a message: HMAC-SHA256, in hexadecimal.
 *
 * Only who knows the key of the connection file may make this kernel run
 * code. An empty key means that messages are not signed. */
#ifndef WIRE_HMAC_H
#define WIRE_HMAC_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum {
    HMAC_HEX = 64,         /* characters of a signature */
    HMAC_BYTES = 16,       /* of a signature, that are remembered */
    HMAC_SEEN = 1 << 14,   /* signatures that are remembered, at least */
    HMAC_PLACES = 1 << 15, /* a power of two, twice as many */
};

/* Signatures that came, each at the place that its first bytes name or, if
 * that is taken, behind it. All zeros is an empty place. */
typedef struct HmacSeen {
    uint8_t places[HMAC_PLACES][HMAC_BYTES];
    size_t count;
} HmacSeen;

typedef struct Hmac {
    unsigned char key[256];
    size_t key_len;
    /* A message that comes a second time is a replay. When the newer half is
     * full it becomes the older one, so that none of the last HMAC_SEEN is
     * ever forgotten, and memory has a bound. */
    HmacSeen seen[2];
    int newer; /* which half */
} Hmac;

/* hmac: zeroed, as static memory is, or used before. A table that nothing is
 * in is not written to: a kernel among many has no megabyte for it. */
void hmac_init(Hmac *hmac, const char *key);
void hmac_done(Hmac *hmac); /* forgets the key */

/* The signature over the parts; "" when the key is empty. */
void hmac_sign(const Hmac *hmac, const Str *parts, size_t count,
               char ret[HMAC_HEX + 1]);

/* Does the signature fit the parts? Takes the same time for every wrong one. */
bool hmac_fits(const Hmac *hmac, const Str *parts, size_t count, Str signature);

/* Remember a signature that fits; false if it was there already. */
bool hmac_is_new(Hmac *hmac, Str signature);

#endif
