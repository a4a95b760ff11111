#include "supervisor/query.h"

#include <stdio.h>

#include "base/io.h"
#include "supervisor/executor.h"
#include "supervisor/requests.h"
#include "wire/emit.h"
#include "wire/utf8.h"

/* Reply to the current request and be done with it. */
static void answer(Kernel *kernel, const char *type, Buf *content) {
    emit_close(content, '}');
    sockets_reply(&kernel->sockets, kernel->current, type, buf_view(content));
    kernel_finish(kernel);
}

static void begin_ok(Buf *content) {
    emit_open(content, NULL, '{');
    emit_text(content, "status", STR("ok"));
}

/* Clients count code points; some count them wrong. */
static void write_cursor(const Message *request, char ret[24]) {
    long last = (long)utf8_count(message_text(request, "code"));
    long cursor = message_number(request, "cursor_pos", last);
    if (cursor < 0) cursor = 0;
    if (cursor > last) cursor = last;
    (void)snprintf(ret, 24, "%ld", cursor);
}

/* --- complete ------------------------------------------------------------ */

void query_on_complete(Kernel *kernel, const Message *request) {
    char cursor[24];
    write_cursor(request, cursor);
    const Str fields[] = {message_text(request, "code"), str_of(cursor)};
    executor_ask(kernel, RECORD_COMPLETE, RECORD_MATCHES, fields, 2);
}

enum {
    MATCHES_START,
    MATCHES_END,
    MATCHES_FIRST, /* then three fields each: */
    MATCH_TEXT = 0,
    MATCH_TYPE,
    MATCH_SIGNATURE,
    MATCH_FIELDS
};

static void write_kinds(const Record *record, Buf *out) {
    emit_open(out, "_jupyter_types_experimental", '[');
    for (uint32_t i = MATCHES_FIRST; i < record->count; i += MATCH_FIELDS) {
        emit_open(out, NULL, '{');
        emit_number(out, "start", record_number(record, MATCHES_START));
        emit_number(out, "end", record_number(record, MATCHES_END));
        emit_text(out, "text", record_field(record, i + MATCH_TEXT));
        emit_text(out, "type", record_field(record, i + MATCH_TYPE));
        emit_text(out, "signature", record_field(record, i + MATCH_SIGNATURE));
        emit_close(out, '}');
    }
    emit_close(out, ']');
}

void query_on_matches(Kernel *kernel, const Record *record) {
    DEFER(buf_done) Buf content = {0};
    begin_ok(&content);
    emit_open(&content, "matches", '[');
    for (uint32_t i = MATCHES_FIRST; i < record->count; i += MATCH_FIELDS)
        emit_text(&content, NULL, record_field(record, i + MATCH_TEXT));
    emit_close(&content, ']');
    emit_number(&content, "cursor_start", record_number(record, MATCHES_START));
    emit_number(&content, "cursor_end", record_number(record, MATCHES_END));
    emit_open(&content, "metadata", '{');
    write_kinds(record, &content);
    emit_close(&content, '}');
    answer(kernel, "complete_reply", &content);
}

static void answer_no_matches(Kernel *kernel) {
    char cursor[24];
    write_cursor(kernel->current, cursor);
    const Str fields[] = {str_of(cursor), str_of(cursor)};
    const Record none = {RECORD_MATCHES, 0, 2, fields};
    query_on_matches(kernel, &none);
}

/* --- inspect ------------------------------------------------------------- */

void query_on_inspect(Kernel *kernel, const Message *request) {
    char cursor[24], level[24];
    write_cursor(request, cursor);
    (void)snprintf(level, sizeof level, "%ld",
                   message_number(request, "detail_level", 0));
    const Str fields[] = {message_text(request, "code"), str_of(cursor),
                          str_of(level)};
    executor_ask(kernel, RECORD_INSPECT, RECORD_INSPECTED, fields, 3);
}

void query_on_inspected(Kernel *kernel, const Record *record) {
    DEFER(buf_done) Buf content = {0};
    begin_ok(&content);
    emit_flag(&content, "found", record_number(record, 0) != 0);
    iopub_write_bundle(record, 1, &content);
    answer(kernel, "inspect_reply", &content);
}

/* --- is_complete --------------------------------------------------------- */

void query_on_is_complete(Kernel *kernel, const Message *request) {
    const Str code = message_text(request, "code");
    executor_ask(kernel, RECORD_WHOLE, RECORD_WHOLENESS, &code, 1);
}

void query_on_wholeness(Kernel *kernel, const Record *record) {
    DEFER(buf_done) Buf content = {0};
    Str status = record_field(record, 0);
    emit_open(&content, NULL, '{');
    emit_text(&content, "status", status);
    if (str_is(status, "incomplete"))
        emit_text(&content, "indent", record_field(record, 1));
    answer(kernel, "is_complete_reply", &content);
}

void query_fail(Kernel *kernel) {
    static const Str unknown[] = {
        {"unknown", 7}
    };
    static const Str not_found[] = {
        {"0", 1}
    };
    const Record wholeness = {RECORD_WHOLENESS, 0, 1, unknown};
    const Record inspected = {RECORD_INSPECTED, 0, 1, not_found};
    if (message_is(kernel->current, "complete_request"))
        answer_no_matches(kernel);
    else if (message_is(kernel->current, "inspect_request"))
        query_on_inspected(kernel, &inspected);
    else
        query_on_wholeness(kernel, &wholeness);
}

/* --- history ------------------------------------------------------------- */

void query_on_history(Kernel *kernel, const Message *request) {
    Str access = message_text(request, "hist_access_type");
    HistoryQuery query = {.access = str_is(access, "range")    ? HISTORY_RANGE
                                    : str_is(access, "search") ? HISTORY_SEARCH
                                                               : HISTORY_TAIL,
                          .n = message_number(request, "n", -1),
                          .session = message_number(request, "session", 0),
                          .start = message_number(request, "start", 0),
                          .stop = message_number(request, "stop", -1),
                          .pattern = message_has_text(request, "pattern")
                                         ? message_text(request, "pattern")
                                         : STR("*"),
                          .is_unique = message_flag(request, "unique", false),
                          .wants_output =
                              message_flag(request, "output", false)};
    DEFER(buf_done) Buf list = {0};
    DEFER(buf_done) Buf content = {0};
    history_write(&kernel->history, &query, &list);
    begin_ok(&content);
    emit_json(&content, "history", buf_view(&list));
    answer(kernel, "history_reply", &content);
}

/* --- comms: there are no targets here ------------------------------------ */

void query_on_comm_info(Kernel *kernel, const Message *request) {
    sockets_reply(&kernel->sockets, request, "comm_info_reply",
                  STR("{\"status\":\"ok\",\"comms\":{}}"));
}

/* The front end must not wait for somebody who is not there. */
void query_on_comm_open(Kernel *kernel, const Message *request) {
    DEFER(buf_done) Buf content = {0};
    emit_open(&content, NULL, '{');
    emit_text(&content, "comm_id", message_text(request, "comm_id"));
    emit_open(&content, "data", '{');
    emit_close(&content, '}');
    emit_close(&content, '}');
    sockets_publish(&kernel->sockets, request->envelope.header, "comm_close",
                    buf_view(&content));
}

/* Of a comm that was closed already. */
void query_on_comm_other(Kernel *kernel, const Message *request) {
    (void)kernel;
    (void)request;
}
