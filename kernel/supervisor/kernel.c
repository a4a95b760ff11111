#include "supervisor/kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/io.h"
#include "supervisor/aside.h"
#include "supervisor/debug.h"
#include "supervisor/execute.h"
#include "supervisor/executor.h"
#include "supervisor/requests.h"
#include "supervisor/slider.h"
#include "wire/emit.h"

enum {
    MESSAGES_A_TURN = 100,
    ABORT_MS = 100 /* how long a message may have been on its way */
};

typedef struct Row {
    const char *type;
    When when;
    Handler *handler;
} Row;

static const Row rows[] = {
#define X(type, when, handler) {#type, when, handler},
    REQUESTS(X)
#undef X
};

int64_t kernel_now(void) { return clock_ms(CLOCK_MONOTONIC); }

static const Row *find_row(const Message *message) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (message_is(message, rows[i].type)) return &rows[i];
    return NULL;
}

/* A front end shows the status that came last. While a cell runs that must be
 * "busy", though something else has just been answered. */
void kernel_answered(Kernel *kernel, const Message *request) {
    iopub_status(kernel, request, "idle");
    /* A front end asks for the variables whenever a cell has said something:
     * this must not be said by the cell, or it would ask without end. */
    bool is_debug = message_is(request, "debug_request");
    if (kernel->current)
        iopub_status(kernel, is_debug ? request : kernel->current, "busy");
}

/* --- requests that cannot be read ---------------------------------------- */

static void reply_unreadable(Kernel *kernel, const Message *request) {
    const char *end = strstr(request->type, "_request");
    if (!end) return;
    DEFER(buf_done) Buf type = {0};
    DEFER(buf_done) Buf evalue = {0};
    DEFER(buf_done) Buf content = {0};
    buf_add(&type, request->type, (size_t)(end - request->type));
    buf_add_str(&type, STR("_reply"));
    buf_printf(&evalue,
               "This request cannot be read: %s.\nThe text of a cell must be "
               "UTF-8.",
               request->err.text);
    const Failure failure = {STR("BadRequest"), buf_view(&evalue), NULL, 0};
    emit_open(&content, NULL, '{');
    emit_text(&content, "status", STR("error"));
    iopub_write_failure(&failure, &content);
    if (message_is(request, "execute_request"))
        emit_number(&content, "execution_count", kernel->count);
    emit_close(&content, '}');
    if (message_is(request, "execute_request"))
        sockets_publish(&kernel->sockets, request->envelope.header, "error",
                        buf_view(&content));
    sockets_reply(&kernel->sockets, request, type.text, buf_view(&content));
}

/* --- the way of a request ------------------------------------------------ */

static void handle_at_once(Kernel *kernel, const Row *row,
                           const Message *request) {
    iopub_status(kernel, request, "busy");
    if (row && request->content)
        row->handler(kernel, request);
    else if (row)
        reply_unreadable(kernel, request);
    kernel_answered(kernel, request);
}

void kernel_wait_take(Kernel *kernel, Message *message) {
    if (kernel->last_waiting)
        kernel->last_waiting->next = message;
    else
        kernel->first_waiting = message;
    kernel->last_waiting = message;
    executor_revive(kernel);
}

static bool is_to_abort(const Kernel *kernel, const Message *message) {
    return message_is(message, "execute_request") &&
           kernel_now() < kernel->abort_until &&
           message_is_older(message, kernel->abort_stamp);
}

static When when_of(const Row *row, const Message *message) {
    bool is_plain_debug = message_is(message, "debug_request") &&
                          message->content && !debug_needs_session(message);
    return is_plain_debug ? AT_ONCE : row->when;
}

void kernel_accept_take(Kernel *kernel, Message *message) {
    const Row *row = find_row(message);
    if (row && when_of(row, message) != AT_ONCE && message->content) {
        if (row->when == ASIDE && aside_begin_take(kernel, message)) return;
        if (!is_to_abort(kernel, message)) {
            kernel_wait_take(kernel, message);
            return;
        }
        execute_abort(kernel, message);
    } else {
        handle_at_once(kernel, row, message);
    }
    message_free(message);
}

bool kernel_has_cell(const Kernel *kernel) {
    return kernel->current && (kernel->cell.is_again ||
                               message_is(kernel->current, "execute_request"));
}

void kernel_advance(Kernel *kernel) {
    while (!kernel->current && kernel->first_waiting &&
           kernel->child.state != CHILD_STARTING && !kernel->is_stopping) {
        Message *message = kernel->first_waiting;
        kernel->first_waiting = message->next;
        if (!kernel->first_waiting) kernel->last_waiting = NULL;
        message->next = NULL;
        kernel->current = message;
        kernel->cell.is_silent = kernel->cell.is_again = false;
        /* A cell begins before anybody is told: see execute_on_request. */
        if (!kernel_has_cell(kernel)) iopub_status(kernel, message, "busy");
        find_row(message)->handler(kernel, message);
    }
}

void kernel_finish(Kernel *kernel) {
    Message *message = kernel->current;
    kernel->current = NULL;
    execute_forget_question(kernel);
    iopub_status(kernel, message, "idle");
    message_free(message);
}

void kernel_abort_waiting(Kernel *kernel) {
    kernel->abort_until = kernel_now() + ABORT_MS;
    Message *message = kernel->first_waiting;
    kernel->first_waiting = kernel->last_waiting = NULL;
    while (message) {
        Message *next = message->next;
        message->next = NULL;
        if (message_is(message, "execute_request")) {
            execute_abort(kernel, message);
            message_free(message);
        } else {
            kernel_wait_take(kernel, message);
        }
        message = next;
    }
}

static void note(const Kernel *kernel, const Err *err) {
    if (!kernel->is_quiet)
        (void)fprintf(stderr, "nabla-kernel: %s\n", err->text);
}

void kernel_receive(Kernel *kernel, Channel channel) {
    for (int i = 0; i < MESSAGES_A_TURN; i++) {
        Message *message = NULL;
        Err err;
        int got = sockets_receive(&kernel->sockets, channel, &message, &err);
        if (got == 0) return;
        if (got < 0) {
            note(kernel, &err);
        } else if (channel == CHANNEL_STDIN) {
            execute_on_input(kernel, message);
            message_free(message);
        } else {
            kernel_accept_take(kernel, message);
        }
    }
}

void kernel_done(Kernel *kernel) {
    child_end(&kernel->child, /* is_idle= */ !kernel->awaited);
    while (kernel->first_waiting) {
        Message *next = kernel->first_waiting->next;
        message_free(kernel->first_waiting);
        kernel->first_waiting = next;
    }
    message_free(kernel->current);
    aside_done(kernel);
    slider_done(kernel);
    buf_done(&kernel->cell.expressions);
    buf_done(&kernel->cell.payload);
    buf_done(&kernel->question);
    buf_done(&kernel->typed);
    buf_done(&kernel->parent);
    streams_done(&kernel->streams);
    history_done(&kernel->history);
    free(kernel->program);
    sockets_close(&kernel->sockets);
}
