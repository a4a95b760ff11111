#include "supervisor/execute.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/io.h"
#include "supervisor/executor.h"
#include "supervisor/requests.h"
#include "supervisor/slider.h"
#include "wire/emit.h"

enum {
    ASK_MS = 1000,
    ASK_PAUSE_MS = 20,
    MOST_DELETED = 64 /* cells that left the notebook since the last one ran */
};

/* --- beginning ----------------------------------------------------------- */

static void publish_input(Kernel *kernel, Str code) {
    DEFER(buf_done) Buf content = {0};
    emit_open(&content, NULL, '{');
    emit_text(&content, "code", code);
    emit_number(&content, "execution_count", kernel->count);
    emit_close(&content, '}');
    iopub_publish(kernel, "execute_input", &content);
}

static bool run(Kernel *kernel, Str code, Str knobs) {
    char count[24], flags[3] = "", *flag = flags;
    (void)snprintf(count, sizeof count, "%ld", kernel->count);
    if (kernel->cell.is_silent) *flag++ = 's';
    if (kernel->cell.allows_input) *flag++ = 'i';
    Str fields[5 + MOST_DELETED] = {code, str_of(count), str_of(flags), knobs,
                                    kernel->cell.page_cell};
    size_t n = 5;
    while (!kernel->cell.is_again && n < 5 + MOST_DELETED &&
           (fields[n] = message_deleted_cell(kernel->current, n - 5)).len)
        n++;
    return executor_tell(kernel, RECORD_RUN, RECORD_DONE, fields, n);
}

static void begin(Kernel *kernel, const Cell *cell, Str parent) {
    buf_done(&kernel->cell.expressions);
    buf_done(&kernel->cell.payload);
    kernel->cell = *cell;
    emit_open(&kernel->cell.expressions, NULL, '{');
    emit_open(&kernel->cell.payload, NULL, '[');
    streams_begin(&kernel->streams);
    buf_clear(&kernel->typed);
    kernel->began = clock_ms(CLOCK_REALTIME);
    if (cell->is_silent) return;
    buf_clear(&kernel->parent);
    buf_add_str(&kernel->parent, parent);
}

void execute_on_request(Kernel *kernel, const Message *request) {
    Cell cell = {
        .code = message_text(request, "code"),
        .page_cell = message_cell(request),
        .is_silent = message_flag(request, "silent", false),
        .allows_input = message_flag(request, "allow_stdin", true),
        .stops_on_error = message_flag(request, "stop_on_error", true),
    };
    bool is_kept =
        !cell.is_silent && message_flag(request, "store_history", true);
    begin(kernel, &cell, request->envelope.header);
    slider_begin_cell(kernel);
    if (is_kept) kernel->count++;
    /* The executor is at work while the front end is told of it. What the cell
     * has to say passes through here, and so comes after. */
    bool is_running = run(kernel, cell.code, (Str){0});
    iopub_status(kernel, request, "busy");
    publish_input(kernel, cell.code);
    if (is_kept) history_add(&kernel->history, kernel->count, cell.code);
    if (!is_running) executor_refuse(kernel);
}

void execute_again(Kernel *kernel, Str parent, Str code, Str page_cell,
                   Str knobs) {
    Cell cell = {.code = code, .page_cell = page_cell, .is_again = true};
    begin(kernel, &cell, parent);
    kernel->count++;
    iopub_clear(kernel, /* waits= */ true);
    if (!run(kernel, code, knobs)) executor_refuse(kernel);
}

/* --- output of its own kind ---------------------------------------------- */

static Str plain_text(const Record *record) {
    for (uint32_t i = 0; i + 1 < record->count; i += 2)
        if (str_is(record_field(record, i), "text/plain"))
            return record_field(record, i + 1);
    return (Str){0};
}

void execute_on_result(Kernel *kernel, const Record *record) {
    streams_flush(&kernel->streams, /* is_end= */ false, kernel_now());
    iopub_result(kernel, record);
    if (!kernel->cell.is_silent && !kernel->cell.is_again &&
        message_flag(kernel->current, "store_history", true))
        history_set_output(&kernel->history, plain_text(record));
}

void execute_on_page(Kernel *kernel, const Record *record) {
    Buf *payload = &kernel->cell.payload;
    emit_open(payload, NULL, '{');
    emit_text(payload, "source", STR("page"));
    iopub_write_bundle(record, 0, payload);
    emit_number(payload, "start", 0);
    emit_close(payload, '}');
}

/* --- input --------------------------------------------------------------- */

static void answer_input(Kernel *kernel, Str line, bool is_end) {
    const Str fields[] = {line, is_end ? STR("1") : STR("0")};
    execute_forget_question(kernel);
    if (!is_end) {
        buf_add_str(&kernel->typed, line);
        buf_add_char(&kernel->typed, '\0');
    }
    child_tell(&kernel->child, RECORD_INPUT, kernel->asked, fields, 2);
}

void execute_forget_question(Kernel *kernel) {
    kernel->is_awaiting_input = false;
    kernel->ask_again = 0;
}

/* A client that has just come may be on shell before it is on stdin, so it
 * gets a moment. Whoever never comes to stdin cannot type anything. */
void execute_tick(Kernel *kernel, int64_t now) {
    if (!kernel->ask_again || now < kernel->ask_again) return;
    if (sockets_ask(&kernel->sockets, kernel->current, "input_request",
                    buf_view(&kernel->question)) == 0)
        kernel->ask_again = 0;
    else if (now < kernel->ask_until)
        kernel->ask_again = now + ASK_PAUSE_MS;
    else
        answer_input(kernel, (Str){0}, /* is_end= */ true);
}

static void write_question(const Record *record, Buf *out) {
    enum {
        PROMPT,
        IS_PASSWORD
    };
    buf_clear(out);
    emit_open(out, NULL, '{');
    emit_text(out, "prompt", record_field(record, PROMPT));
    emit_flag(out, "password", record_number(record, IS_PASSWORD) != 0);
    emit_close(out, '}');
}

void execute_on_need_input(Kernel *kernel, const Record *record) {
    int64_t now = kernel_now();
    write_question(record, &kernel->question);
    /* What was printed belongs above the question; what was typed for an
     * earlier question is no answer to this one. */
    streams_flush(&kernel->streams, /* is_end= */ true, now);
    execute_forget_question(kernel);
    kernel_receive(kernel, CHANNEL_STDIN);
    if (!kernel->cell.allows_input) {
        answer_input(kernel, (Str){0}, /* is_end= */ true);
        return;
    }
    kernel->is_awaiting_input = true;
    kernel->ask_again = now;
    kernel->ask_until = now + ASK_MS;
    execute_tick(kernel, now);
}

void execute_on_input(Kernel *kernel, const Message *message) {
    if (!kernel->is_awaiting_input || !message_is(message, "input_reply"))
        return;
    Str line = message_text(message, "value");
    bool is_end = str_is(line, "\x04");
    answer_input(kernel, is_end ? (Str){0} : line, is_end);
}

/* --- the end ------------------------------------------------------------- */

static void reply(Kernel *kernel, const Message *request, Buf *content) {
    emit_close(content, '}');
    if (kernel->cell.is_again && request == kernel->current) return;
    sockets_reply(&kernel->sockets, request, "execute_reply",
                  buf_view(content));
}

static void reply_ok(Kernel *kernel) {
    Cell *cell = &kernel->cell;
    DEFER(buf_done) Buf content = {0};
    emit_close(&cell->payload, ']');
    emit_close(&cell->expressions, '}');
    streams_flush(&kernel->streams, /* is_end= */ true, kernel_now());
    emit_open(&content, NULL, '{');
    emit_text(&content, "status", STR("ok"));
    emit_number(&content, "execution_count", kernel->count);
    emit_json(&content, "payload", buf_view(&cell->payload));
    emit_json(&content, "user_expressions", buf_view(&cell->expressions));
    reply(kernel, kernel->current, &content);
    kernel_finish(kernel);
}

void execute_end(Kernel *kernel) { reply_ok(kernel); }

void execute_fail(Kernel *kernel, const Failure *failure) {
    DEFER(buf_done) Buf content = {0};
    bool stops_others = kernel->cell.stops_on_error && !kernel->cell.is_silent;
    /* "Run All" sends its cells in one go: what is in the socket before the
     * reply goes out was sent by somebody who could not know of the error. */
    if (stops_others) kernel_receive(kernel, CHANNEL_SHELL);
    streams_flush(&kernel->streams, /* is_end= */ true, kernel_now());
    iopub_error(kernel, failure);
    emit_open(&content, NULL, '{');
    emit_text(&content, "status", STR("error"));
    emit_number(&content, "execution_count", kernel->count);
    iopub_write_failure(failure, &content);
    emit_json(&content, "payload", STR("[]"));
    emit_json(&content, "user_expressions", STR("{}"));
    message_stamp(kernel->abort_stamp);
    reply(kernel, kernel->current, &content);
    kernel_finish(kernel);
    if (stops_others) kernel_abort_waiting(kernel);
}

void execute_abort(Kernel *kernel, const Message *request) {
    DEFER(buf_done) Buf content = {0};
    iopub_status(kernel, request, "busy");
    emit_open(&content, NULL, '{');
    emit_text(&content, "status", STR("aborted"));
    emit_number(&content, "execution_count", kernel->count);
    emit_json(&content, "payload", STR("[]"));
    emit_json(&content, "user_expressions", STR("{}"));
    reply(kernel, request, &content);
    iopub_status(kernel, request, "idle");
}

static bool is_ok(const Record *record) {
    return str_is(record_field(record, 0), "ok");
}

static Failure failure_of(const Record *record) {
    enum {
        STATUS,
        ENAME,
        EVALUE,
        TRACEBACK
    };
    Failure failure = {record_field(record, ENAME),
                       record_field(record, EVALUE), NULL, 0};
    if (record->count > TRACEBACK) {
        failure.traceback = record->fields + TRACEBACK;
        failure.traceback_count = record->count - TRACEBACK;
    }
    return failure;
}

/* --- user_expressions ---------------------------------------------------- */

static void ask_next(Kernel *kernel) {
    Cell *cell = &kernel->cell;
    Str code;
    if (message_next_expression(kernel->current, &cell->expression_at,
                                &cell->expression_name, &code))
        executor_ask(kernel, RECORD_EVAL, RECORD_VALUE, &code, 1);
    else
        reply_ok(kernel);
}

void execute_on_value(Kernel *kernel, const Record *record) {
    Buf *out = &kernel->cell.expressions;
    emit_key(out, kernel->cell.expression_name);
    emit_open(out, NULL, '{');
    emit_text(out, "status", is_ok(record) ? STR("ok") : STR("error"));
    if (is_ok(record)) {
        iopub_write_bundle(record, 1, out);
    } else {
        Failure failure = failure_of(record);
        iopub_write_failure(&failure, out);
    }
    emit_close(out, '}');
    ask_next(kernel);
}

void execute_on_done(Kernel *kernel, const Record *record) {
    if (is_ok(record)) {
        ask_next(kernel);
    } else {
        Failure failure = failure_of(record);
        execute_fail(kernel, &failure);
    }
}
