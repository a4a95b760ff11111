#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "support/test.h"
#include "wire/connfile.h"

#define PORTS                                                                  \
    "\"shell_port\": 5001, \"control_port\": 5002, \"stdin_port\": 5003, "     \
    "\"iopub_port\": 5004, \"hb_port\": 5005"

static int read_text(const char *text, Connection *ret, Err *err) {
    char path[] = "/tmp/test_connfile.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(io_write_all(fd, text, strlen(text)), 0);
    close(fd);
    int result = connfile_read(path, ret, err);
    unlink(path);
    return result;
}

TEST(a_file_of_jupyter_client_is_read_whole) {
    Connection conn;
    Err err = {""};
    int result = read_text("{" PORTS ", \"ip\": \"127.0.0.2\", \"key\": "
                           "\"a0436f6c-1916\", \"transport\": \"tcp\", "
                           "\"signature_scheme\": \"hmac-sha256\", "
                           "\"kernel_name\": \"nabla\", \"jupyter_session\": "
                           "\"x\"}",
                           &conn, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(result, 0);
    assert_string_equal(conn.ip, "127.0.0.2");
    assert_string_equal(conn.transport, "tcp");
    assert_string_equal(conn.key, "a0436f6c-1916");
    assert_int_equal(conn.ports[CHANNEL_SHELL], 5001);
    assert_int_equal(conn.ports[CHANNEL_CONTROL], 5002);
    assert_int_equal(conn.ports[CHANNEL_STDIN], 5003);
    assert_int_equal(conn.ports[CHANNEL_IOPUB], 5004);
    assert_int_equal(conn.ports[CHANNEL_HEARTBEAT], 5005);
}

TEST(what_may_be_missing_has_a_default) {
    Connection conn;
    Err err = {""};
    assert_int_equal(read_text("{" PORTS "}", &conn, &err), 0);
    assert_string_equal(conn.ip, "127.0.0.1");
    assert_string_equal(conn.transport, "tcp");
    assert_string_equal(conn.key, "");
}

TEST(sockets_of_the_machine_and_a_secret_are_taken) {
    Connection conn;
    Err err = {""};
    int result = read_text("{" PORTS ", \"transport\": \"ipc\", \"ip\": "
                           "\"/tmp/k\", \"curve_secretkey\": "
                           "\"0123456789012345678901234567890123456789\"}",
                           &conn, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(result, 0);
    assert_string_equal(conn.transport, "ipc");
    assert_int_equal(strlen(conn.curve_secret), 40);
}

TEST(who_may_read_it_is_seen) {
    char path[] = "/tmp/test_connfile.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_true(connfile_is_private(path));
    assert_int_equal(fchmod(fd, 0640), 0);
    assert_false(connfile_is_private(path));
    assert_int_equal(fchmod(fd, 0604), 0);
    assert_false(connfile_is_private(path));
    close(fd);
    unlink(path);
    assert_true(connfile_is_private(path)); /* nobody can read what is not */
}

typedef struct Row {
    const char *text;
    const char *complaint;
} Row;

TEST(a_bad_file_is_refused_with_its_name_and_the_reason) {
    static const Row rows[] = {
        {"",                                                                "no JSON object"     },
        {"[1]",                                                             "no JSON object"     },
        {"{\"shell_port\": ",                                               "no JSON object"     },
        {"{\"shell_port\": 5001}",                                          "control_port"       },
        {"{\"shell_port\": \"5001\"}",                                      "shell_port"         },
        {"{\"shell_port\": 0}",                                             "shell_port"         },
        {"{\"shell_port\": 65536}",                                         "shell_port"         },
        {"{" PORTS ", \"transport\": \"udp\"}",                             "neither tcp nor ipc"},
        {"{" PORTS ", \"transport\": \"telepathy\"}",                       "transport"          },
        {"{" PORTS ", \"ip\": 7}",                                          "ip is no text"      },
        {"{" PORTS ", \"key\": 7}",                                         "key is no text"     },
        {"{" PORTS ", \"signature_scheme\": 7}",
         "signature_scheme is no text"                                                           },
        {"{" PORTS ", \"curve_secretkey\": 7}",
         "curve_secretkey is no text"                                                            },
        {"{" PORTS ", \"key\": \"k\", \"signature_scheme\": \"hmac-md5\"}",
         "hmac-md5"                                                                              },
        {"{" PORTS ", \"curve_secretkey\": \"x\"}",                         "40 characters"      },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Connection conn = {.ip = "untouched"};
        Err err = {""};
        assert_int_equal(read_text(rows[i].text, &conn, &err), -1);
        if (!strstr(err.text, rows[i].complaint)) fail_msg("%s", err.text);
        assert_non_null(strstr(err.text, "/tmp/test_connfile."));
        assert_string_equal(conn.ip, "untouched");
    }
}

TEST(a_file_that_is_not_there_is_named) {
    Connection conn;
    Err err = {""};
    assert_int_equal(connfile_read("/no/such/file.json", &conn, &err), -1);
    assert_non_null(strstr(err.text, "/no/such/file.json"));
}

SUITE(CASE(a_file_of_jupyter_client_is_read_whole),
      CASE(what_may_be_missing_has_a_default),
      CASE(sockets_of_the_machine_and_a_secret_are_taken),
      CASE(who_may_read_it_is_seen),
      CASE(a_bad_file_is_refused_with_its_name_and_the_reason),
      CASE(a_file_that_is_not_there_is_named))
