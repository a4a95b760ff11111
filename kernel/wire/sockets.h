/* sockets.h - the five ZeroMQ sockets of a kernel.
 *
 *     shell, control, stdin   ROUTER   requests come, replies go back
 *     iopub                   XPUB     what everybody sees
 *     heartbeat               REP      echo
 *
 * Nothing here waits except sockets_wait. Each new subscriber of iopub is
 * greeted (iopub_welcome) before anything else is published. */
#ifndef WIRE_SOCKETS_H
#define WIRE_SOCKETS_H

#include <stdint.h>

#include "wire/connfile.h"
#include "wire/message.h"

typedef struct Sockets {
    void *context;           /* own; ZeroMQ's */
    void *sockets[CHANNELS]; /* own */
    bool is_ready[CHANNELS]; /* as of the last sockets_wait */
    int ports[CHANNELS];
    Hmac hmac;
    char session[37];   /* a new UUID at each start */
    unsigned long sent; /* messages so far; makes their ids */
    Buf header;         /* own; memory that sending uses again */
} Sockets;

/* A descriptor to wait for beside the sockets. fd -1 is never ready. */
typedef struct Watch {
    int fd;
    bool wants_room; /* also wake up when it can be written */
    bool is_ready;   /* can be read, or its other end is gone */
    bool has_room;
} Watch;

/* Bind all five; an address that is still in use is tried for a few seconds
 * (a restarted kernel gets the ports of the one before). sockets: zeroed. */
int sockets_open(Sockets *sockets, const Connection *conn, Err *err) MUST_USE;
void sockets_close(Sockets *sockets); /* lets go out what was sent, 1 s */

/* Wait until something is ready; timeout_ms -1 waits for ever. */
void sockets_wait(Sockets *sockets, Watch *watches, size_t count,
                  int timeout_ms);

/* 1: ret is a message, the caller owns it; 0: none now; -1: one was dropped,
 * err says why. */
int sockets_receive(Sockets *sockets, Channel channel, Message **ret,
                    Err *err) MUST_USE;

/* Send to whom the request came from: on its own channel, or on stdin. -1 if
 * there is no such peer on stdin. */
void sockets_reply(Sockets *sockets, const Message *request, const char *type,
                   Str content);
int sockets_ask(Sockets *sockets, const Message *request, const char *type,
                Str content) MUST_USE;

/* Publish on iopub; the parent is the text of a header, or "{}". */
void sockets_publish(Sockets *sockets, Str parent, const char *type,
                     Str content);

/* The same with metadata, which is JSON. */
void sockets_publish_with(Sockets *sockets, Str parent, const char *type,
                          Str metadata, Str content);

/* Greet new subscribers now, though nothing is to be published. */
void sockets_greet(Sockets *sockets);
void sockets_echo(Sockets *sockets); /* answer the heartbeat */

#endif
