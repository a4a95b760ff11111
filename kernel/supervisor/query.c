#include "supervisor/query.h"

#include <stdio.h>

#include "base/io.h"
#include "supervisor/debug.h"
#include "supervisor/executor.h"
#include "supervisor/requests.h"
#include "wire/emit.h"
#include "wire/utf8.h"

static void begin_ok(Buf *content) {
    emit_open(content, NULL, '{');
    emit_text(content, "status", STR("ok"));
}

/* --- asking -------------------------------------------------------------- */

/* Clients count code points; some count them wrong. */
static void write_cursor(const Message *request, char ret[24]) {
    long last = (long)utf8_count(message_text(request, "code"));
    long cursor = message_number(request, "cursor_pos", last);
    if (cursor < 0) cursor = 0;
    if (cursor > last) cursor = last;
    (void)snprintf(ret, 24, "%ld", cursor);
}

static void question_of_debug(const Message *request, Question *ret) {
    ret->kind = debug_question(request, &ret->fields[0], ret->level);
    ret->count = 1;
    ret->awaited = ret->kind == RECORD_LIST ? RECORD_LISTED : RECORD_INSPECTED;
}

void question_of(const Message *request, Question *ret) {
    if (message_is(request, "debug_request")) {
        question_of_debug(request, ret);
        return;
    }
    bool is_complete = message_is(request, "complete_request");
    bool is_inspect = message_is(request, "inspect_request");
    write_cursor(request, ret->cursor);
    (void)snprintf(ret->level, sizeof ret->level, "%ld",
                   message_number(request, "detail_level", 0));
    ret->fields[0] = message_text(request, "code");
    ret->fields[1] = str_of(ret->cursor);
    ret->fields[2] = str_of(ret->level);
    ret->count = is_complete ? 2 : is_inspect ? 3 : 1;
    ret->kind = is_complete  ? RECORD_COMPLETE
                : is_inspect ? RECORD_INSPECT
                             : RECORD_WHOLE;
    ret->awaited = is_complete  ? RECORD_MATCHES
                   : is_inspect ? RECORD_INSPECTED
                                : RECORD_WHOLENESS;
}

void query_ask(Kernel *kernel, const Message *request) {
    Question question;
    question_of(request, &question);
    executor_ask(kernel, question.kind, question.awaited, question.fields,
                 question.count);
}

void query_on_complete(Kernel *kernel, const Message *request) {
    query_ask(kernel, request);
}

void query_on_inspect(Kernel *kernel, const Message *request) {
    query_ask(kernel, request);
}

void query_on_is_complete(Kernel *kernel, const Message *request) {
    query_ask(kernel, request);
}

/* --- answers ------------------------------------------------------------- */

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

static void write_matches(const Record *record, Buf *content) {
    begin_ok(content);
    emit_open(content, "matches", '[');
    for (uint32_t i = MATCHES_FIRST; i < record->count; i += MATCH_FIELDS)
        emit_text(content, NULL, record_field(record, i + MATCH_TEXT));
    emit_close(content, ']');
    emit_number(content, "cursor_start", record_number(record, MATCHES_START));
    emit_number(content, "cursor_end", record_number(record, MATCHES_END));
    emit_open(content, "metadata", '{');
    write_kinds(record, content);
    emit_close(content, '}');
    emit_close(content, '}');
}

static void write_inspected(const Record *record, Buf *content) {
    begin_ok(content);
    emit_flag(content, "found", record_number(record, 0) != 0);
    iopub_write_bundle(record, 1, content);
    emit_close(content, '}');
}

static void write_wholeness(const Record *record, Buf *content) {
    Str status = record_field(record, 0);
    emit_open(content, NULL, '{');
    emit_text(content, "status", status);
    if (str_is(status, "incomplete"))
        emit_text(content, "indent", record_field(record, 1));
    emit_close(content, '}');
}

void query_reply(Kernel *kernel, const Message *request,
                 const Record *record) {
    if (message_is(request, "debug_request")) {
        debug_reply(kernel, request, record);
        return;
    }
    DEFER(buf_done) Buf content = {0};
    const char *type = "is_complete_reply";
    if (record->kind == RECORD_MATCHES) {
        type = "complete_reply";
        write_matches(record, &content);
    } else if (record->kind == RECORD_INSPECTED) {
        type = "inspect_reply";
        write_inspected(record, &content);
    } else {
        write_wholeness(record, &content);
    }
    sockets_reply(&kernel->sockets, request, type, buf_view(&content));
}

/* Reply to the current request and be done with it. */
void query_on_answer(Kernel *kernel, const Record *record) {
    query_reply(kernel, kernel->current, record);
    kernel_finish(kernel);
}

void query_fail(Kernel *kernel) {
    Question question;
    question_of(kernel->current, &question);
    if (question.awaited == RECORD_LISTED) {
        debug_reply(kernel, kernel->current, NULL);
        kernel_finish(kernel);
        return;
    }
    const Str nothing = question.awaited == RECORD_INSPECTED ? STR("0")
                                                             : STR("unknown");
    const Str cursor[] = {str_of(question.cursor), str_of(question.cursor)};
    bool is_complete = question.awaited == RECORD_MATCHES;
    const Record none = {question.awaited, 0, is_complete ? 2 : 1,
                         is_complete ? cursor : &nothing};
    query_on_answer(kernel, &none);
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
    emit_close(&content, '}');
    sockets_reply(&kernel->sockets, request, "history_reply",
                  buf_view(&content));
    kernel_finish(kernel);
}

/* --- comms that the front end opens: there are no targets here ---------- */

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

/* One that was closed already, or a slider that is not on the page any more. */
void query_on_comm_close(Kernel *kernel, const Message *request) {
    (void)kernel;
    (void)request;
}
