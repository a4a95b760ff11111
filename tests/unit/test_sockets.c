/* Sockets that cannot be opened say where, and can be closed all the same. */
#include <string.h>

#include "support/test.h"
#include "wire/sockets.h"

static void expect_refused(const Connection *conn, const char *where) {
    Sockets sockets = {0};
    Err err = {""};
    assert_int_equal(sockets_open(&sockets, conn, &err), -1);
    if (!strstr(err.text, where)) fail_msg("%s: %s", where, err.text);
    assert_int_equal(err.text[strlen(err.text) - 1], '.');
    sockets_close(&sockets);
}

TEST(an_address_that_is_none_is_named) {
    expect_refused(&(Connection){.transport = "tcp", .ip = "nowhere.invalid"},
                   "cannot listen on tcp://nowhere.invalid:0: ");
    expect_refused(&(Connection){.transport = "tcp", .ip = "::nowhere"},
                   "cannot listen on tcp://[::nowhere]:0: ");
    expect_refused(&(Connection){.transport = "ipc", .ip = "/nowhere/at/all"},
                   "cannot listen on ipc:///nowhere/at/all-0: ");
}

TEST(a_secret_that_is_none_is_refused) {
    Connection conn = {.transport = "tcp", .ip = "127.0.0.1"};
    memset(conn.curve_secret, '~', sizeof conn.curve_secret - 1);
    expect_refused(&conn, "cannot make a socket for tcp://127.0.0.1:0: ");
}

TEST(what_was_never_opened_can_be_closed) {
    Sockets sockets = {0};
    sockets_close(&sockets);
    assert_null(sockets.header.text);
}

SUITE(CASE(an_address_that_is_none_is_named),
      CASE(a_secret_that_is_none_is_refused),
      CASE(what_was_never_opened_can_be_closed))
