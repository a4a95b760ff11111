/* connfile.h - the connection file: where to listen, and the secret key.
 *
 * The front end writes it (JSON) and names it on the command line. */
#ifndef WIRE_CONNFILE_H
#define WIRE_CONNFILE_H

#include <stdbool.h>

#include "base/err.h"

/* ORDER: the names of the ports in connfile.c */
typedef enum Channel {
    CHANNEL_SHELL,
    CHANNEL_CONTROL,
    CHANNEL_STDIN,
    CHANNEL_IOPUB,
    CHANNEL_HEARTBEAT,
    CHANNELS
} Channel;

typedef struct Connection {
    char transport[8]; /* "tcp" or "ipc" */
    char ip[200];      /* for ipc: the path that ports are appended to */
    int ports[CHANNELS];
    char key[256];         /* "" when messages are not signed */
    char curve_secret[41]; /* Z85; "" when sockets are not encrypted */
} Connection;

/* err is a sentence that names the file and what is wrong with it. */
int connfile_read(const char *path, Connection *ret, Err *err) MUST_USE;

/* Can none but its owner read it? Who can has the key. */
bool connfile_is_private(const char *path);

/* "shell_port" and so on, as the file spells it. */
const char *connfile_port_name(Channel channel);

#endif
