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
    HMAC_HEX = 64,       /* characters of a signature */
    HMAC_SEEN = 1 << 10, /* signatures remembered; a power of two */
};

typedef struct Hmac {
    unsigned char key[256];
    size_t key_len;
    /* Signatures that came, by their first bytes: a newer one takes the place
     * of an older one. A message that comes a second time is a replay. */
    uint8_t seen[HMAC_SEEN][32];
} Hmac;

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
