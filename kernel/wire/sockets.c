#include "wire/sockets.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uuid/uuid.h>
#include <zmq.h>

#include "base/mem.h"
#include "base/trace.h"
#include "wire/emit.h"
#include "wire/utf8.h"

enum {
    LINGER_MS = 1000,
    BIND_TRIES = 100,
    BIND_PAUSE_MS = 50,
    MAX_PARTS = 1024,
    MAX_WATCHES = 8,
    BOTH_WAYS = ZMQ_POLLIN | ZMQ_POLLOUT
};

/* ORDER: enum Channel */
static const int socket_types[CHANNELS] = {ZMQ_ROUTER, ZMQ_ROUTER, ZMQ_ROUTER,
                                           ZMQ_XPUB, ZMQ_REP};

static void set_int(void *socket, int option, int value) {
    (void)zmq_setsockopt(socket, option, &value, sizeof value);
}

/* No high-water mark on our side: beyond it libzmq drops without a word, and
 * a dropped `idle` leaves a cell running for ever. */
static int configure(void *socket, Channel channel, const Connection *conn) {
    set_int(socket, ZMQ_LINGER, LINGER_MS);
    set_int(socket, ZMQ_SNDHWM, 0);
    if (strchr(conn->ip, ':')) set_int(socket, ZMQ_IPV6, 1);
    if (channel == CHANNEL_IOPUB) set_int(socket, ZMQ_XPUB_MANUAL, 1);
    if (channel == CHANNEL_STDIN) set_int(socket, ZMQ_ROUTER_MANDATORY, 1);
    if (socket_types[channel] == ZMQ_ROUTER)
        set_int(socket, ZMQ_ROUTER_HANDOVER, 1);
    if (!conn->curve_secret[0]) return 0;
    set_int(socket, ZMQ_CURVE_SERVER, 1);
    return zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, conn->curve_secret,
                          sizeof conn->curve_secret);
}

static void endpoint(const Connection *conn, Channel channel, char *ret,
                     size_t size) {
    const char *shape = strcmp(conn->transport, "ipc") == 0 ? "%s://%s-%d"
                        : strchr(conn->ip, ':')             ? "%s://[%s]:%d"
                                                            : "%s://%s:%d";
    /* The three shapes take the same arguments; the compiler cannot see it. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    (void)snprintf(ret, size, shape, conn->transport, conn->ip,
                   conn->ports[channel]);
#pragma GCC diagnostic pop
}

static int bind_patiently(void *socket, const char *where, Err *err) {
    for (int i = 0; i < BIND_TRIES; i++) {
        if (zmq_bind(socket, where) == 0) return 0;
        if (zmq_errno() != EADDRINUSE) break;
        (void)poll(NULL, 0, BIND_PAUSE_MS);
    }
    return err_set(err, "The kernel cannot listen on %s: %s.", where,
                   zmq_strerror(zmq_errno()));
}

static int open_one(Sockets *sockets, Channel channel, const Connection *conn,
                    Err *err) {
    char where[256];
    endpoint(conn, channel, where, sizeof where);
    void *socket = zmq_socket(sockets->context, socket_types[channel]);
    sockets->sockets[channel] = socket;
    sockets->ports[channel] = conn->ports[channel];
    if (!socket || configure(socket, channel, conn) < 0)
        return err_set(err, "The kernel cannot make a socket for %s: %s.",
                       where, zmq_strerror(zmq_errno()));
    return bind_patiently(socket, where, err);
}

int sockets_open(Sockets *sockets, const Connection *conn, Err *err) {
    sockets->context = zmq_ctx_new();
    hmac_init(&sockets->hmac, conn->key);
    uuid_t id;
    uuid_generate(id);
    uuid_unparse_lower(id, sockets->session);
    if (!sockets->context)
        return err_set(err, "The kernel cannot start ZeroMQ: %s.",
                       zmq_strerror(zmq_errno()));
    for (Channel i = 0; i < CHANNELS; i++)
        if (open_one(sockets, i, conn, err) < 0) return -1;
    return 0;
}

void sockets_close(Sockets *sockets) {
    for (Channel i = 0; i < CHANNELS; i++)
        if (sockets->sockets[i]) (void)zmq_close(sockets->sockets[i]);
    if (sockets->context) (void)zmq_ctx_term(sockets->context);
    buf_done(&sockets->header);
    hmac_done(&sockets->hmac);
}

void sockets_wait(Sockets *sockets, Watch *watches, size_t count,
                  int timeout_ms) {
    zmq_pollitem_t items[CHANNELS + MAX_WATCHES] = {0};
    for (Channel i = 0; i < CHANNELS; i++)
        items[i] = (zmq_pollitem_t){sockets->sockets[i], 0, ZMQ_POLLIN, 0};
    if (count > MAX_WATCHES) count = MAX_WATCHES;
    for (size_t i = 0; i < count; i++) {
        items[CHANNELS + i] =
            (zmq_pollitem_t){NULL, watches[i].fd, ZMQ_POLLIN, 0};
        if (watches[i].wants_room) items[CHANNELS + i].events = BOTH_WAYS;
    }
    int n = zmq_poll(items, (int)(CHANNELS + count), timeout_ms);
    for (Channel i = 0; i < CHANNELS; i++)
        sockets->is_ready[i] = n > 0 && (items[i].revents & ZMQ_POLLIN);
    for (size_t i = 0; i < count; i++) {
        int events = n > 0 ? items[CHANNELS + i].revents : 0;
        watches[i].is_ready = (events & (ZMQ_POLLIN | ZMQ_POLLERR)) != 0;
        watches[i].has_room = (events & ZMQ_POLLOUT) != 0;
    }
}

/* Take one multipart message off the socket: the bytes of all frames, and the
 * end of each in ends. Returns the number of frames, 0 when there is nothing.
 * Frames beyond MAX_PARTS are read and forgotten. */
static size_t receive_parts(void *socket, Buf *bytes, size_t *ends) {
    size_t count = 0;
    for (bool has_more = true; has_more;) {
        zmq_msg_t part;
        (void)zmq_msg_init(&part);
        int got;
        do got = zmq_msg_recv(&part, socket, count ? 0 : ZMQ_DONTWAIT);
        while (got < 0 && zmq_errno() == EINTR);
        if (got < 0) {
            (void)zmq_msg_close(&part);
            return 0;
        }
        if (count < MAX_PARTS) {
            buf_add(bytes, zmq_msg_data(&part), zmq_msg_size(&part));
            ends[count] = bytes->len;
        }
        count++;
        has_more = zmq_msg_more(&part);
        (void)zmq_msg_close(&part);
    }
    return count;
}

static void trace_message(const char *what, Channel channel, const char *type,
                          Str content) {
    trace(what, "%.*s %s, %zu bytes",
          (int)strcspn(connfile_port_name(channel), "_"),
          connfile_port_name(channel), type, content.len);
}

int sockets_receive(Sockets *sockets, Channel channel, Message **ret,
                    Err *err) {
    size_t ends[MAX_PARTS];
    Buf bytes = {0};
    size_t count = receive_parts(sockets->sockets[channel], &bytes, ends);
    if (count == 0) return 0;
    if (count > MAX_PARTS) {
        buf_done(&bytes);
        return err_set(err, "a message of %zu frames was dropped", count);
    }
    Parts parts = {bytes, mem_alloc(count * sizeof(Str)), count};
    for (size_t i = 0, start = 0; i < count; start = ends[i++])
        parts.frames[i] = (Str){bytes.text + start, ends[i] - start};
    *ret = message_open_take(channel, &parts, &sockets->hmac, err);
    if (!*ret) return -1;
    trace_message("message in", channel, (*ret)->type,
                  (*ret)->envelope.content);
    return 1;
}

static int send_part(void *socket, Str part, int more) {
    int sent;
    do sent = zmq_send(socket, str_or_empty(part.text), part.len, more);
    while (sent < 0 && zmq_errno() == EINTR);
    return sent < 0 ? -1 : 0;
}

/* Send the addresses or the topic, then the signed message. */
static int send_message(Sockets *sockets, Channel channel, const Envelope *to,
                        const char *type, Str metadata, Str content) {
    void *socket = sockets->sockets[channel];
    trace_message("message out", channel, type, content);
    buf_clear(&sockets->header);
    message_write_header(&sockets->header, sockets->session, ++sockets->sent,
                         type);
    const Str json[FRAMES_JSON] = {buf_view(&sockets->header), to->parent,
                                   metadata, content};
    char signature[HMAC_HEX + 1];
    hmac_sign(&sockets->hmac, json, FRAMES_JSON, signature);

    for (size_t i = 0; i < to->identity_count; i++)
        if (send_part(socket, to->identities[i], ZMQ_SNDMORE) < 0) return -1;
    if (send_part(socket, frames_delimiter, ZMQ_SNDMORE) < 0 ||
        send_part(socket, str_of(signature), ZMQ_SNDMORE) < 0)
        return -1;
    for (int i = 0; i < FRAMES_JSON; i++)
        if (send_part(socket, json[i], i + 1 < FRAMES_JSON ? ZMQ_SNDMORE : 0) <
            0)
            return -1;
    return 0;
}

static int answer(Sockets *sockets, Channel channel, const Message *request,
                  const char *type, Str content) {
    Envelope to = {.identities = request->envelope.identities,
                   .identity_count = request->envelope.identity_count,
                   .parent = request->envelope.header};
    return send_message(sockets, channel, &to, type, STR("{}"), content);
}

void sockets_reply(Sockets *sockets, const Message *request, const char *type,
                   Str content) {
    (void)answer(sockets, request->channel, request, type, content);
}

int sockets_ask(Sockets *sockets, const Message *request, const char *type,
                Str content) {
    return answer(sockets, CHANNEL_STDIN, request, type, content);
}

static void publish(Sockets *sockets, Str topic, Str parent, const char *type,
                    Str metadata, Str content) {
    Envelope to = {.identities = &topic, .identity_count = 1, .parent = parent};
    (void)send_message(sockets, CHANNEL_IOPUB, &to, type, metadata, content);
}

static void welcome(Sockets *sockets, Str topic) {
    Buf content = {0};
    emit_open(&content, NULL, '{');
    emit_text(&content, "subscription", topic);
    emit_close(&content, '}');
    publish(sockets, topic, STR("{}"), "iopub_welcome", STR("{}"),
            buf_view(&content));
    buf_done(&content);
}

/* A subscription is one frame: 1 (or 0, for its end), then the topic. It is
 * in force only when we say so: if ZeroMQ did that by itself, a message could
 * reach a new subscriber between our look at the socket and our welcome. */
static void on_subscription(Sockets *sockets, Str frame) {
    if (frame.len == 0) return;
    Str topic = {frame.text + 1, frame.len - 1};
    bool is_new = frame.text[0] == 1;
    (void)zmq_setsockopt(sockets->sockets[CHANNEL_IOPUB],
                         is_new ? ZMQ_SUBSCRIBE : ZMQ_UNSUBSCRIBE, topic.text,
                         topic.len);
    if (is_new && utf8_is_valid(topic)) welcome(sockets, topic);
}

void sockets_greet(Sockets *sockets) {
    for (bool has_more = true; has_more;) {
        zmq_msg_t frame;
        (void)zmq_msg_init(&frame);
        int len =
            zmq_msg_recv(&frame, sockets->sockets[CHANNEL_IOPUB], ZMQ_DONTWAIT);
        if (len >= 0)
            on_subscription(sockets, (Str){zmq_msg_data(&frame), (size_t)len});
        has_more = len >= 0 || zmq_errno() == EINTR;
        (void)zmq_msg_close(&frame);
    }
}

void sockets_publish(Sockets *sockets, Str parent, const char *type,
                     Str content) {
    sockets_publish_with(sockets, parent, type, STR("{}"), content);
}

void sockets_publish_with(Sockets *sockets, Str parent, const char *type,
                          Str metadata, Str content) {
    sockets_greet(sockets);
    publish(sockets, str_of(type), parent, type, metadata, content);
}

void sockets_echo(Sockets *sockets) {
    void *heart = sockets->sockets[CHANNEL_HEARTBEAT];
    size_t ends[MAX_PARTS];
    Buf beat = {0};
    size_t count = receive_parts(heart, &beat, ends);
    if (count > MAX_PARTS) count = MAX_PARTS;
    for (size_t i = 0, start = 0; i < count; start = ends[i++])
        if (send_part(heart, (Str){beat.text + start, ends[i] - start},
                      i + 1 < count ? ZMQ_SNDMORE : 0) < 0)
            break;
    buf_done(&beat);
}
