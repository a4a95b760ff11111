#include "wire/connfile.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/io.h"

enum {
    FILE_LIMIT = 1 << 20, /* bytes */
    LAST_PORT = 65535
};

const char *connfile_port_name(Channel channel) {
    /* ORDER: enum Channel */
    static const char *const names[CHANNELS] = {
        "shell_port", "control_port", "stdin_port", "iopub_port", "hb_port"};
    return names[channel];
}

/* Copy a member that is text; absent ones leave ret as it is. */
static int read_text(const json_t *root, const char *name, char *ret,
                     size_t size, Err *err) {
    const json_t *value = json_object_get(root, name);
    if (!value || json_is_null(value)) return 0;
    const char *text = json_string_value(value);
    if (!text || json_string_length(value) >= size)
        return err_set(err, "%s is no text of at most %zu bytes", name,
                       size - 1);
    memcpy(ret, text, json_string_length(value) + 1);
    return 0;
}

static int read_ports(const json_t *root, Connection *conn, Err *err) {
    for (Channel i = 0; i < CHANNELS; i++) {
        const json_t *value = json_object_get(root, connfile_port_name(i));
        json_int_t port = json_integer_value(value);
        if (!json_is_integer(value) || port < 1 || port > LAST_PORT)
            return err_set(err, "%s is missing or no port number",
                           connfile_port_name(i));
        conn->ports[i] = (int)port;
    }
    return 0;
}

static int check(const Connection *conn, const char *scheme, Err *err) {
    if (strcmp(conn->transport, "tcp") != 0 &&
        strcmp(conn->transport, "ipc") != 0)
        return err_set(err, "the transport '%s' is neither tcp nor ipc",
                       conn->transport);
    if (conn->key[0] && strcmp(scheme, "hmac-sha256") != 0)
        return err_set(err, "the signature scheme '%s' is not hmac-sha256",
                       scheme);
    size_t secret = strlen(conn->curve_secret);
    if (secret != 0 && secret != sizeof conn->curve_secret - 1)
        return err_set(err, "curve_secretkey is not 40 characters long");
    return 0;
}

static int read_members(const json_t *root, Connection *conn, Err *err) {
    char scheme[64] = "hmac-sha256";
    if (!json_is_object(root)) return err_set(err, "it holds no JSON object");
    if (read_text(root, "transport", conn->transport, sizeof conn->transport,
                  err) < 0 ||
        read_text(root, "ip", conn->ip, sizeof conn->ip, err) < 0 ||
        read_text(root, "key", conn->key, sizeof conn->key, err) < 0 ||
        read_text(root, "signature_scheme", scheme, sizeof scheme, err) < 0 ||
        read_text(root, "curve_secretkey", conn->curve_secret,
                  sizeof conn->curve_secret, err) < 0 ||
        read_ports(root, conn, err) < 0)
        return -1;
    return check(conn, scheme, err);
}

int connfile_read(const char *path, Connection *ret, Err *err) {
    DEFER(buf_done) Buf text = {0};
    Err why = {""};
    if (io_read_file(path, FILE_LIMIT, &text, &why) < 0)
        return err_set(err, "The connection file cannot be read: %s.",
                       why.text);
    Connection conn = {.transport = "tcp", .ip = "127.0.0.1"};
    json_t *root = json_loadb(text.text ? text.text : "", text.len, 0, NULL);
    int result = read_members(root, &conn, &why);
    json_decref(root);
    if (result < 0)
        return err_set(err, "The connection file '%s' is of no use: %s.", path,
                       why.text);
    *ret = conn;
    return 0;
}

bool connfile_is_private(const char *path) {
    struct stat file;
    return stat(path, &file) < 0 || !(file.st_mode & (S_IRGRP | S_IROTH));
}
