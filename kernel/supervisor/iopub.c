#include "supervisor/iopub.h"

#include "base/io.h"
#include "wire/emit.h"

void iopub_status(Kernel *kernel, const Message *parent, const char *state) {
    DEFER(buf_done) Buf content = {0};
    emit_open(&content, NULL, '{');
    emit_text(&content, "execution_state", str_of(state));
    emit_close(&content, '}');
    sockets_publish(&kernel->sockets,
                    parent ? parent->envelope.header : STR("{}"), "status",
                    buf_view(&content));
}

void iopub_publish(Kernel *kernel, const char *type, const Buf *content) {
    bool is_hidden = kernel->current && kernel->cell.is_silent;
    if (is_hidden) return;
    Str parent = kernel->parent.len ? buf_view(&kernel->parent) : STR("{}");
    sockets_publish(&kernel->sockets, parent, type, buf_view(content));
}

void iopub_show(void *to, Stream stream, Str text) {
    DEFER(buf_done) Buf content = {0};
    emit_open(&content, NULL, '{');
    emit_text(&content, "name",
              stream == STREAM_OUT ? STR("stdout") : STR("stderr"));
    emit_text(&content, "text", text);
    emit_close(&content, '}');
    iopub_publish(to, "stream", &content);
}

void iopub_tell(Kernel *kernel, Str text) {
    streams_flush(&kernel->streams, /* is_end= */ true, kernel_now());
    iopub_show(kernel, STREAM_ERR, text);
}

void iopub_write_failure(const Failure *failure, Buf *out) {
    emit_text(out, "ename", failure->ename);
    emit_text(out, "evalue", failure->evalue);
    emit_open(out, "traceback", '[');
    for (size_t i = 0; i < failure->traceback_count; i++)
        emit_text(out, NULL, failure->traceback[i]);
    if (failure->traceback_count == 0) {
        DEFER(buf_done) Buf line = {0};
        buf_add_str(&line, failure->ename);
        buf_add_str(&line, STR(": "));
        buf_add_str(&line, failure->evalue);
        emit_text(out, NULL, buf_view(&line));
    }
    emit_close(out, ']');
}

void iopub_error(Kernel *kernel, const Failure *failure) {
    DEFER(buf_done) Buf content = {0};
    emit_open(&content, NULL, '{');
    iopub_write_failure(failure, &content);
    emit_close(&content, '}');
    iopub_publish(kernel, "error", &content);
}

static bool ends_with(Str text, Str end) {
    return text.len >= end.len &&
           str_equals((Str){text.text + text.len - end.len, end.len}, end);
}

/* JSON data travels as what it is; everything else is text. */
static void write_data(Buf *out, Str type, Str data) {
    bool is_json =
        str_is(type, "application/json") || ends_with(type, STR("+json"));
    emit_key(out, type);
    if (is_json && emit_is_json(data))
        emit_json(out, NULL, data);
    else
        emit_text(out, NULL, data);
}

/* What a picture shows, for screen readers: Visual Studio Code looks for a name
 * of its own. */
static void write_words(Buf *out, Str words) {
    emit_text(out, "alt", words);
    emit_text(out, "vscode_altText", words);
}

void iopub_write_bundle(const Record *record, uint32_t first, Buf *out) {
    Str words = {0};
    emit_open(out, "data", '{');
    for (uint32_t i = first; i + 1 < record->count; i += 2) {
        Str type = record_field(record, i), data = record_field(record, i + 1);
        if (str_is(type, "alt"))
            words = data;
        else
            write_data(out, type, data);
    }
    emit_close(out, '}');
    emit_open(out, "metadata", '{');
    if (words.len) write_words(out, words);
    emit_close(out, '}');
}

void iopub_display(Kernel *kernel, const Record *record) {
    enum {
        DISPLAY_ID,
        IS_UPDATE,
        BUNDLE
    };
    DEFER(buf_done) Buf content = {0};
    Str id = record_field(record, DISPLAY_ID);
    emit_open(&content, NULL, '{');
    iopub_write_bundle(record, BUNDLE, &content);
    emit_open(&content, "transient", '{');
    if (id.len) emit_text(&content, "display_id", id);
    emit_close(&content, '}');
    emit_close(&content, '}');
    bool is_update = id.len && record_number(record, IS_UPDATE);
    iopub_publish(kernel, is_update ? "update_display_data" : "display_data",
                  &content);
}

void iopub_result(Kernel *kernel, const Record *record) {
    DEFER(buf_done) Buf content = {0};
    emit_open(&content, NULL, '{');
    emit_number(&content, "execution_count", kernel->count);
    iopub_write_bundle(record, 0, &content);
    emit_close(&content, '}');
    iopub_publish(kernel, "execute_result", &content);
}

void iopub_clear(Kernel *kernel, bool waits) {
    DEFER(buf_done) Buf content = {0};
    emit_open(&content, NULL, '{');
    emit_flag(&content, "wait", waits);
    emit_close(&content, '}');
    iopub_publish(kernel, "clear_output", &content);
}
