/* control.c - about the kernel itself: who it is, and how it is stopped. */
#include "base/io.h"
#include "supervisor/executor.h"
#include "supervisor/requests.h"
#include "wire/emit.h"

#define BANNER                                                                 \
    "nabla " NABLA_VERSION ": C for mathematics, compiled as you type"

static void write_language(Buf *out) {
    emit_open(out, "language_info", '{');
    emit_text(out, "name", STR("c"));
    emit_text(out, "version", STR("C11"));
    emit_text(out, "mimetype", STR("text/x-csrc"));
    emit_text(out, "file_extension", STR(".c"));
    emit_text(out, "pygments_lexer", STR("c"));
    emit_text(out, "codemirror_mode", STR("text/x-csrc"));
    emit_close(out, '}');
}

static void write_help(Buf *out) {
    static const char *const links[][2] = {
        {"GSL reference", "https://www.gnu.org/software/gsl/doc/html/"},
        {"C reference",   "https://en.cppreference.com/w/c"           },
    };
    emit_open(out, "help_links", '[');
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        emit_open(out, NULL, '{');
        emit_text(out, "text", str_of(links[i][0]));
        emit_text(out, "url", str_of(links[i][1]));
        emit_close(out, '}');
    }
    emit_close(out, ']');
}

void control_on_kernel_info(Kernel *kernel, const Message *request) {
    DEFER(buf_done) Buf content = {0};
    emit_open(&content, NULL, '{');
    emit_text(&content, "status", STR("ok"));
    emit_text(&content, "protocol_version", STR(MESSAGE_PROTOCOL));
    emit_text(&content, "implementation", STR("nabla"));
    emit_text(&content, "implementation_version", STR(NABLA_VERSION));
    write_language(&content);
    emit_text(&content, "banner", STR(BANNER));
    emit_flag(&content, "debugger", true);
    write_help(&content);
    emit_open(&content, "supported_features", '[');
    emit_text(&content, NULL, STR("debugger"));
    emit_close(&content, ']');
    emit_close(&content, '}');
    sockets_reply(&kernel->sockets, request, "kernel_info_reply",
                  buf_view(&content));
}

void control_on_connect(Kernel *kernel, const Message *request) {
    DEFER(buf_done) Buf content = {0};
    emit_open(&content, NULL, '{');
    emit_text(&content, "status", STR("ok"));
    for (Channel i = 0; i < CHANNELS; i++)
        emit_number(&content, connfile_port_name(i), kernel->sockets.ports[i]);
    emit_close(&content, '}');
    sockets_reply(&kernel->sockets, request, "connect_reply",
                  buf_view(&content));
}

void control_on_interrupt(Kernel *kernel, const Message *request) {
    executor_interrupt(kernel);
    sockets_reply(&kernel->sockets, request, "interrupt_reply",
                  STR("{\"status\":\"ok\"}"));
}

void control_on_shutdown(Kernel *kernel, const Message *request) {
    DEFER(buf_done) Buf content = {0};
    emit_open(&content, NULL, '{');
    emit_text(&content, "status", STR("ok"));
    emit_flag(&content, "restart", message_flag(request, "restart", false));
    emit_close(&content, '}');
    sockets_reply(&kernel->sockets, request, "shutdown_reply",
                  buf_view(&content));
    kernel->is_stopping = true;
}
