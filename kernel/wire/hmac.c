#include "wire/hmac.h"

#include <sodium.h>
#include <string.h>

void hmac_init(Hmac *hmac, const char *key) {
    memset(hmac->key, 0, sizeof hmac->key);
    for (int i = 0; i < 2; i++)
        if (hmac->seen[i].count)
            memset(&hmac->seen[i], 0, sizeof hmac->seen[i]);
    hmac->newer = 0;
    hmac->key_len = strlen(key);
    if (hmac->key_len > sizeof hmac->key) hmac->key_len = sizeof hmac->key;
    memcpy(hmac->key, key, hmac->key_len);
}

void hmac_done(Hmac *hmac) { sodium_memzero(hmac, sizeof *hmac); }

void hmac_sign(const Hmac *hmac, const Str *parts, size_t count,
               char ret[HMAC_HEX + 1]) {
    ret[0] = '\0';
    if (hmac->key_len == 0) return;
    crypto_auth_hmacsha256_state state;
    unsigned char digest[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_init(&state, hmac->key, hmac->key_len);
    for (size_t i = 0; i < count; i++)
        crypto_auth_hmacsha256_update(
            &state, (const unsigned char *)parts[i].text, parts[i].len);
    crypto_auth_hmacsha256_final(&state, digest);
    sodium_bin2hex(ret, HMAC_HEX + 1, digest, sizeof digest);
}

bool hmac_fits(const Hmac *hmac, const Str *parts, size_t count,
               Str signature) {
    if (hmac->key_len == 0) return true;
    char expected[HMAC_HEX + 1];
    hmac_sign(hmac, parts, count, expected);
    return signature.len == HMAC_HEX &&
           sodium_memcmp(expected, signature.text, HMAC_HEX) == 0;
}

/* Where it is, or where there is room for it. */
static uint8_t *find_place(HmacSeen *seen, const uint8_t *digest) {
    static const uint8_t empty[HMAC_BYTES];
    size_t at = digest[0] | (size_t)digest[1] << 8;
    for (;; at++) {
        uint8_t *place = seen->places[at & (HMAC_PLACES - 1)];
        if (memcmp(place, digest, HMAC_BYTES) == 0 ||
            memcmp(place, empty, HMAC_BYTES) == 0)
            return place;
    }
}

static bool was_seen(HmacSeen *seen, const uint8_t *digest) {
    return memcmp(find_place(seen, digest), digest, HMAC_BYTES) == 0;
}

static void remember(Hmac *hmac, const uint8_t *digest) {
    HmacSeen *newer = &hmac->seen[hmac->newer];
    if (newer->count == HMAC_SEEN) {
        hmac->newer = !hmac->newer;
        newer = &hmac->seen[hmac->newer];
        memset(newer, 0, sizeof *newer);
    }
    memcpy(find_place(newer, digest), digest, HMAC_BYTES);
    newer->count++;
}

bool hmac_is_new(Hmac *hmac, Str signature) {
    uint8_t digest[HMAC_HEX / 2];
    size_t len = 0;
    if (hmac->key_len == 0) return true;
    if (sodium_hex2bin(digest, sizeof digest, signature.text, signature.len,
                       NULL, &len, NULL) != 0 ||
        len != sizeof digest)
        return false;
    if (was_seen(&hmac->seen[0], digest) || was_seen(&hmac->seen[1], digest))
        return false;
    remember(hmac, digest);
    return true;
}
