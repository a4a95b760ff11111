#include <sodium.h>
#include <stdlib.h>

#include "support/test.h"
#include "wire/hmac.h"

/* RFC 4231, test cases 2 and 6 (a key longer than a block). */
TEST(signatures_are_those_of_the_standard) {
    static Hmac hmac;
    char signature[HMAC_HEX + 1];
    hmac_init(&hmac, "Jefe");
    const Str parts[] = {STR("what do ya want "), {0}, STR("for nothing?")};
    hmac_sign(&hmac, parts, 3, signature);
    assert_string_equal(signature, "5bdcc146bf60754e6a042426089575c7"
                                   "5a003f089d2739839dec58b964ec3843");
    char key[132];
    memset(key, 0xaa, 131);
    key[131] = '\0';
    hmac_init(&hmac, key);
    const Str text =
        STR("Test Using Larger Than Block-Size Key - Hash Key First");
    hmac_sign(&hmac, &text, 1, signature);
    assert_string_equal(signature, "60e431591ee0b67f0d8a26aacbf5b77f"
                                   "8e0bc6213728c5140546040f0ee37f54");
    hmac_done(&hmac);
}

/* It stands in for the library's, to see who compares how much. */
static size_t compared;

int sodium_memcmp(const void *const a, const void *const b, size_t len) {
    compared += len;
    return memcmp(a, b, len) ? -1 : 0;
}

TEST(only_the_right_signature_fits) {
    static Hmac hmac;
    char right[HMAC_HEX + 1];
    hmac_init(&hmac, "secret");
    const Str parts[] = {STR("{}"), STR("{\"code\":\"1\"}")};
    hmac_sign(&hmac, parts, 2, right);
    assert_true(hmac_fits(&hmac, parts, 2, str_of(right)));
    assert_false(hmac_fits(&hmac, parts, 1, str_of(right)));
    assert_false(hmac_fits(&hmac, parts, 2, (Str){0}));
    assert_false(hmac_fits(&hmac, parts, 2, (Str){right, HMAC_HEX - 1}));
    for (int i = 0; i < HMAC_HEX; i++) {
        char wrong[HMAC_HEX + 1];
        memcpy(wrong, right, sizeof wrong);
        wrong[i] = wrong[i] == '0' ? '1' : '0';
        assert_false(hmac_fits(&hmac, parts, 2, str_of(wrong)));
    }
}

/* The time must not tell how many characters were right. */
TEST(signatures_are_compared_whole_and_in_constant_time) {
    static Hmac hmac;
    char right[HMAC_HEX + 1];
    hmac_init(&hmac, "secret");
    const Str part = STR("{}");
    hmac_sign(&hmac, &part, 1, right);
    for (int i = 0; i < HMAC_HEX; i++) {
        char wrong[HMAC_HEX + 1];
        memcpy(wrong, right, sizeof wrong);
        wrong[i] = 'x';
        compared = 0;
        assert_false(hmac_fits(&hmac, &part, 1, (Str){wrong, HMAC_HEX}));
        assert_int_equal(compared, HMAC_HEX);
    }
}

static bool is_new(Hmac *hmac, int number) {
    char signature[HMAC_HEX + 1];
    Str part = {(const char *)&number, sizeof number};
    hmac_sign(hmac, &part, 1, signature);
    return hmac_is_new(hmac, str_of(signature));
}

/* Each is new once, however many came between, up to the bound. */
TEST(a_signature_is_new_once) {
    static Hmac hmac;
    hmac_init(&hmac, "secret");
    for (int i = 0; i < 3 * HMAC_SEEN; i++) {
        if (!is_new(&hmac, i)) fail_msg("%d was never there", i);
        int old = i - HMAC_SEEN + 1;
        if (is_new(&hmac, old > 0 ? old : 0)) fail_msg("%d comes again", old);
        if (is_new(&hmac, i)) fail_msg("%d comes at once again", i);
    }
}

TEST(without_a_key_nothing_is_signed_and_everything_fits) {
    static Hmac hmac;
    hmac_init(&hmac, "");
    char signature[HMAC_HEX + 1];
    const Str part = STR("{}");
    hmac_sign(&hmac, &part, 1, signature);
    assert_string_equal(signature, "");
    assert_true(hmac_fits(&hmac, &part, 1, (Str){0}));
    assert_true(hmac_is_new(&hmac, (Str){0}));
    assert_true(hmac_is_new(&hmac, (Str){0}));
}

SUITE(CASE(signatures_are_those_of_the_standard),
      CASE(only_the_right_signature_fits), CASE(a_signature_is_new_once),
      CASE(signatures_are_compared_whole_and_in_constant_time),
      CASE(without_a_key_nothing_is_signed_and_everything_fits))
