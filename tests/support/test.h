/* test.h - cmocka with less noise.
 *
 *     TEST(keys_are_found_again) { ... assert_int_equal(2, 1 + 1); }
 *     SUITE(CASE(keys_are_found_again))
 */
#ifndef SUPPORT_TEST_H
#define SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TEST(name) static void name(__attribute__((unused)) void **state)
#define CASE(name) cmocka_unit_test(name)
#define SUITE(...)                                                             \
    int main(void) {                                                           \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                       \
        return cmocka_run_group_tests(tests, NULL, NULL);                      \
    }

#endif
