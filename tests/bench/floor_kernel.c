/* floor_kernel.c - a Jupyter kernel that does nothing: the floor to measure
 * against.
 *
 * It answers kernel_info, execute and shutdown requests with the messages
 * that the protocol demands and no work between them, so its times are those
 * of ZeroMQ, JSON, HMAC and the client. Two kinds of code have an effect:
 *
 *     !print TEXT    one stream message
 *     !lines N       N numbered lines in stream messages of 64 KiB
 *
 * Anything that it does not understand ends it. */
#include <jansson.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

enum {
    ROUTES = 8,
    PARTS = 5, /* signature, header, parent header, metadata, content */
    SIGNATURE = 2 * crypto_auth_hmacsha256_BYTES,
};

typedef struct Request {
    zmq_msg_t routes[ROUTES];
    size_t route_count;
    zmq_msg_t parts[PARTS];
    json_t *header, *content;
} Request;

typedef struct Floor {
    char key[256], session[33];
    void *iopub, *control, *shell, *heartbeat, *input;
    int execution_count;
    bool running;
} Floor;

static void give_up(const char *why) {
    (void)fprintf(stderr, "floor_kernel: %s\n", why);
    exit(1);
}

static void random_hex(char text[33]) {
    uint8_t bytes[16];
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(text, 33, bytes, sizeof bytes);
}

/* ---- messages ---- */

static void sign(const Floor *floor, const char *const parts[4],
                 const size_t sizes[4], char text[SIGNATURE + 1]) {
    crypto_auth_hmacsha256_state state;
    uint8_t digest[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_init(&state, (const uint8_t *)floor->key,
                                strlen(floor->key));
    for (int i = 0; i < 4; i++)
        crypto_auth_hmacsha256_update(&state, (const uint8_t *)parts[i],
                                      sizes[i]);
    crypto_auth_hmacsha256_final(&state, digest);
    sodium_bin2hex(text, SIGNATURE + 1, digest, sizeof digest);
}

static int write_header(const Floor *floor, const char *type, char text[512]) {
    char id[33], date[32];
    struct timespec now;
    struct tm parts;
    random_hex(id);
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    (void)strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts);
    return snprintf(text, 512,
                    "{\"msg_id\":\"%s\",\"session\":\"%s\","
                    "\"username\":\"kernel\",\"date\":\"%s.%06ldZ\","
                    "\"msg_type\":\"%s\",\"version\":\"5.5\"}",
                    id, floor->session, date, now.tv_nsec / 1000, type);
}

static void send_text(const Floor *floor, void *socket, Request *request,
                      const char *type, const char *content) {
    char header[512], signature[SIGNATURE + 1];
    int header_size = write_header(floor, type, header);
    const char *parts[4] = {header, zmq_msg_data(&request->parts[1]), "{}",
                            content};
    size_t sizes[4] = {(size_t)header_size, zmq_msg_size(&request->parts[1]), 2,
                       strlen(content)};
    sign(floor, parts, sizes, signature);

    if (socket == floor->iopub) {
        zmq_send(socket, type, strlen(type), ZMQ_SNDMORE);
    } else {
        for (size_t i = 0; i < request->route_count; i++)
            zmq_send(socket, zmq_msg_data(&request->routes[i]),
                     zmq_msg_size(&request->routes[i]), ZMQ_SNDMORE);
    }
    zmq_send(socket, "<IDS|MSG>", 9, ZMQ_SNDMORE);
    zmq_send(socket, signature, SIGNATURE, ZMQ_SNDMORE);
    for (int i = 0; i < 4; i++)
        zmq_send(socket, parts[i], sizes[i], i < 3 ? ZMQ_SNDMORE : 0);
}

static void send_json_take(const Floor *floor, void *socket, Request *request,
                           const char *type, json_t *content) {
    char *text = json_dumps(content, JSON_COMPACT);
    if (!text) give_up("a message could not be written");
    send_text(floor, socket, request, type, text);
    free(text);
    json_decref(content);
}

static json_t *parse(zmq_msg_t *part) {
    json_t *value = json_loadb(zmq_msg_data(part), zmq_msg_size(part), 0, NULL);
    if (!value) give_up("a frame is not JSON");
    return value;
}

/* Frames up to the delimiter are the way back to the sender. */
static void receive(const Floor *floor, void *socket, Request *request) {
    bool in_route = true;
    size_t part_count = 0;
    for (;;) {
        zmq_msg_t frame;
        zmq_msg_init(&frame);
        if (zmq_msg_recv(&frame, socket, 0) < 0) give_up("cannot receive");
        bool more = zmq_msg_more(&frame);
        if (in_route && zmq_msg_size(&frame) == 9 &&
            memcmp(zmq_msg_data(&frame), "<IDS|MSG>", 9) == 0) {
            in_route = false;
            zmq_msg_close(&frame);
        } else if (in_route && request->route_count < ROUTES) {
            request->routes[request->route_count++] = frame;
        } else if (!in_route && part_count < PARTS) {
            request->parts[part_count++] = frame;
        } else {
            give_up("a message has too many frames");
        }
        if (!more) break;
    }
    if (part_count != PARTS) give_up("a message has too few frames");

    const char *parts[4];
    size_t sizes[4];
    for (int i = 0; i < 4; i++) {
        parts[i] = zmq_msg_data(&request->parts[i + 1]);
        sizes[i] = zmq_msg_size(&request->parts[i + 1]);
    }
    char signature[SIGNATURE + 1];
    sign(floor, parts, sizes, signature);
    if (zmq_msg_size(&request->parts[0]) != SIGNATURE ||
        memcmp(zmq_msg_data(&request->parts[0]), signature, SIGNATURE) != 0)
        give_up("a signature is wrong");
    request->header = parse(&request->parts[1]);
    request->content = parse(&request->parts[4]);
}

static void request_done(Request *request) {
    for (size_t i = 0; i < request->route_count; i++)
        zmq_msg_close(&request->routes[i]);
    for (int i = 0; i < PARTS; i++) zmq_msg_close(&request->parts[i]);
    json_decref(request->header);
    json_decref(request->content);
}

/* ---- requests ---- */

static void send_stream(const Floor *floor, Request *request, const char *text,
                        size_t size) {
    send_json_take(
        floor, floor->iopub, request, "stream",
        json_pack("{s:s, s:s%}", "name", "stdout", "text", text, size));
}

static void send_lines(const Floor *floor, Request *request, int lines) {
    static char text[65536];
    size_t size = 0;
    for (int i = 0; i < lines; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size,
                                 "line %06d the quick brown fox\n", i);
        if (size > sizeof text - 64) {
            send_stream(floor, request, text, size);
            size = 0;
        }
    }
    if (size > 0) send_stream(floor, request, text, size);
}

static void on_execute(Floor *floor, Request *request) {
    json_t *code_json = json_object_get(request->content, "code");
    const char *code = json_string_value(code_json);
    if (!code) give_up("a request has no code");
    floor->execution_count++;
    send_json_take(floor, floor->iopub, request, "execute_input",
                   json_pack("{s:O, s:i}", "code", code_json, "execution_count",
                             floor->execution_count));
    if (strncmp(code, "!print ", 7) == 0)
        send_stream(floor, request, code + 7, strlen(code + 7));
    else if (strncmp(code, "!lines ", 7) == 0)
        send_lines(floor, request, (int)strtol(code + 7, NULL, 10));
    send_json_take(floor, floor->shell, request, "execute_reply",
                   json_pack("{s:s, s:i, s:{}, s:[]}", "status", "ok",
                             "execution_count", floor->execution_count,
                             "user_expressions", "payload"));
}

static const char kernel_info[] =
    "{\"status\":\"ok\",\"protocol_version\":\"5.5.0\","
    "\"implementation\":\"floor\",\"implementation_version\":\"1\","
    "\"banner\":\"floor\",\"help_links\":[],\"language_info\":{"
    "\"name\":\"none\",\"version\":\"1\",\"mimetype\":\"text/plain\","
    "\"file_extension\":\".txt\"}}";

static void send_status(const Floor *floor, Request *request,
                        const char *state) {
    send_json_take(floor, floor->iopub, request, "status",
                   json_pack("{s:s}", "execution_state", state));
}

static void answer(Floor *floor, void *socket) {
    Request request = {0};
    receive(floor, socket, &request);
    const char *type =
        json_string_value(json_object_get(request.header, "msg_type"));
    if (!type) give_up("a message has no type");

    send_status(floor, &request, "busy");
    if (strcmp(type, "execute_request") == 0) {
        on_execute(floor, &request);
    } else if (strcmp(type, "kernel_info_request") == 0) {
        send_text(floor, socket, &request, "kernel_info_reply", kernel_info);
    } else if (strcmp(type, "shutdown_request") == 0) {
        send_json_take(floor, socket, &request, "shutdown_reply",
                       json_incref(request.content));
        floor->running = false;
    }
    send_status(floor, &request, "idle");
    request_done(&request);
}

static void echo(void *socket) {
    char bytes[256];
    int size = zmq_recv(socket, bytes, sizeof bytes, 0);
    if (size >= 0) zmq_send(socket, bytes, (size_t)size, 0);
}

/* ---- start ---- */

static void *bind_to(void *context, int type, json_t *connection,
                     const char *port) {
    char address[256];
    void *socket = zmq_socket(context, type);
    (void)snprintf(address, sizeof address, "tcp://%s:%d",
                   json_string_value(json_object_get(connection, "ip")),
                   (int)json_integer_value(json_object_get(connection, port)));
    int linger_ms = 500;
    zmq_setsockopt(socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
    if (zmq_bind(socket, address) != 0) give_up("a port is taken");
    return socket;
}

static void serve(Floor *floor) {
    zmq_pollitem_t items[] = {
        {floor->control,   0, ZMQ_POLLIN, 0},
        {floor->shell,     0, ZMQ_POLLIN, 0},
        {floor->heartbeat, 0, ZMQ_POLLIN, 0}
    };
    while (floor->running) {
        if (zmq_poll(items, 3, -1) < 0) continue;
        if (items[0].revents) answer(floor, floor->control);
        if (floor->running && items[1].revents) answer(floor, floor->shell);
        if (items[2].revents) echo(floor->heartbeat);
    }
}

int main(int argc, char **argv) {
    json_t *connection = argc > 1 ? json_load_file(argv[1], 0, NULL) : NULL;
    if (!connection) give_up("usage: floor_kernel CONNECTION_FILE");
    if (sodium_init() < 0) give_up("libsodium does not start");
    Floor floor = {.running = true};
    const char *key = json_string_value(json_object_get(connection, "key"));
    (void)snprintf(floor.key, sizeof floor.key, "%s", key ? key : "");
    random_hex(floor.session);

    void *context = zmq_ctx_new();
    floor.shell = bind_to(context, ZMQ_ROUTER, connection, "shell_port");
    floor.control = bind_to(context, ZMQ_ROUTER, connection, "control_port");
    floor.input = bind_to(context, ZMQ_ROUTER, connection, "stdin_port");
    floor.heartbeat = bind_to(context, ZMQ_REP, connection, "hb_port");
    floor.iopub = bind_to(context, ZMQ_PUB, connection, "iopub_port");
    json_decref(connection);
    serve(&floor);

    void *sockets[] = {floor.iopub, floor.control, floor.input, floor.heartbeat,
                       floor.shell};
    for (int i = 0; i < 5; i++) zmq_close(sockets[i]);
    zmq_ctx_term(context);
    return 0;
}
