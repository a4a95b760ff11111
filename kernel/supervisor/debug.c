#include "supervisor/debug.h"

#include <stdio.h>

#include "base/io.h"
#include "supervisor/executor.h"
#include "supervisor/query.h"
#include "supervisor/requests.h"
#include "wire/emit.h"

static bool debug_is(const Message *request, const char *command) {
    return str_is(message_text(request, "command"), command);
}

/* --- replies ------------------------------------------------------------- */

static void debug_begin(const Message *request, bool is_success, Buf *out) {
    emit_open(out, NULL, '{');
    emit_text(out, "type", STR("response"));
    emit_number(out, "request_seq", message_number(request, "seq", 0));
    emit_number(out, "seq", message_number(request, "seq", 0));
    emit_text(out, "command", message_text(request, "command"));
    emit_flag(out, "success", is_success);
}

static void debug_send(Kernel *kernel, const Message *request, Buf *out) {
    emit_close(out, '}');
    sockets_reply(&kernel->sockets, request, "debug_reply", buf_view(out));
}

static void debug_refuse(Kernel *kernel, const Message *request,
                         const char *why) {
    DEFER(buf_done) Buf out = {0};
    debug_begin(request, false, &out);
    emit_text(&out, "message", str_of(why));
    debug_send(kernel, request, &out);
}

/* A body that is JSON already. */
static void debug_accept(Kernel *kernel, const Message *request, Str body) {
    DEFER(buf_done) Buf out = {0};
    debug_begin(request, true, &out);
    emit_json(&out, "body", body);
    debug_send(kernel, request, &out);
}

/* --- answered at once ---------------------------------------------------- */

static void debug_on_info(Kernel *kernel, const Message *request) {
    DEFER(buf_done) Buf out = {0};
    debug_begin(request, true, &out);
    emit_open(&out, "body", '{');
    emit_flag(&out, "isStarted", kernel->is_debugged);
    emit_text(&out, "hashMethod", STR("Murmur2"));
    emit_number(&out, "hashSeed", 0);
    emit_text(&out, "tmpFilePrefix", STR("nabla/"));
    emit_text(&out, "tmpFileSuffix", STR(".c"));
    emit_json(&out, "breakpoints", STR("[]"));
    emit_json(&out, "stoppedThreads", STR("[]"));
    emit_json(&out, "exceptionPaths", STR("[]"));
    emit_flag(&out, "richRendering", true);
    emit_flag(&out, "copyToGlobals", false);
    emit_close(&out, '}');
    debug_send(kernel, request, &out);
}

/* Nothing ever stops, so there is nothing to list. */
static const struct {
    const char *command;
    const char *body;
} debug_empty[] = {
    {"attach",                  "{}"                                   },
    {"configurationDone",       "{}"                                   },
    {"dumpCell",                "{\"sourcePath\":\"\"}"                },
    {"modules",                 "{\"modules\":[],\"totalModules\":0}"  },
    {"scopes",                  "{\"scopes\":[]}"                      },
    {"setBreakpoints",          "{\"breakpoints\":[]}"                 },
    {"setExceptionBreakpoints", "{}"                                   },
    {"stackTrace",              "{\"stackFrames\":[],\"totalFrames\":0}"},
    {"threads",                 "{\"threads\":[]}"                     },
};

#define DEBUG_NO_STEPS                                                         \
    "There is no debugger for cells: the panel shows variables. %%check runs " \
    "a cell and looks at each use of memory"

static void debug_at_once(Kernel *kernel, const Message *request) {
    for (size_t i = 0; i < sizeof debug_empty / sizeof *debug_empty; i++) {
        if (!debug_is(request, debug_empty[i].command)) continue;
        debug_accept(kernel, request, str_of(debug_empty[i].body));
        return;
    }
    bool is_start = debug_is(request, "initialize");
    if (debug_is(request, "debugInfo")) {
        debug_on_info(kernel, request);
    } else if (is_start || debug_is(request, "disconnect")) {
        kernel->is_debugged = is_start;
        debug_accept(kernel, request, STR("{}"));
    } else if (debug_is(request, "copyToGlobals")) {
        debug_refuse(kernel, request,
                     "All variables of cells are global already: there is "
                     "nothing to copy");
    } else {
        debug_refuse(kernel, request, DEBUG_NO_STEPS);
    }
}

/* --- answered by the session --------------------------------------------- */

bool debug_needs_session(const Message *request) {
    return debug_is(request, "inspectVariables") ||
           debug_is(request, "variables") ||
           debug_is(request, "richInspectVariables");
}

RecordKind debug_question(const Message *request, Str *ret_field,
                          char ret_number[24]) {
    if (debug_is(request, "richInspectVariables")) {
        *ret_field = message_argument_text(request, "variableName");
        return RECORD_FACES;
    }
    long number = message_argument_number(request, "variablesReference", 0);
    bool is_all = debug_is(request, "inspectVariables");
    /* 0 is all of them, and nothing that a front end may ask for. */
    if (number == 0) number = -1;
    (void)snprintf(ret_number, 24, "%ld", is_all ? 0L : number);
    *ret_field = str_of(ret_number);
    return RECORD_LIST;
}

static void debug_write_list(const Record *record, Buf *out) {
    enum { NAME, TYPE, VALUE, NUMBER, FIELDS };
    emit_open(out, "variables", '[');
    for (uint32_t i = 0; i + FIELDS <= record->count; i += FIELDS) {
        emit_open(out, NULL, '{');
        emit_text(out, "name", record_field(record, i + NAME));
        emit_text(out, "evaluateName", record_field(record, i + NAME));
        emit_text(out, "type", record_field(record, i + TYPE));
        emit_text(out, "value", record_field(record, i + VALUE));
        emit_number(out, "variablesReference",
                    record_number(record, i + NUMBER));
        emit_close(out, '}');
    }
    emit_close(out, ']');
}

void debug_reply(Kernel *kernel, const Message *request,
                 const Record *record) {
    bool is_list = record && record->kind == RECORD_LISTED;
    bool is_found = record && record->kind == RECORD_INSPECTED &&
                    record_number(record, 0);
    if (!is_list && !is_found) {
        debug_refuse(kernel, request,
                     "There is no variable of that name in this session");
        return;
    }
    DEFER(buf_done) Buf out = {0};
    debug_begin(request, true, &out);
    emit_open(&out, "body", '{');
    if (is_list) debug_write_list(record, &out);
    else iopub_write_bundle(record, 1, &out);
    emit_close(&out, '}');
    debug_send(kernel, request, &out);
}

void debug_on_request(Kernel *kernel, const Message *request) {
    if (debug_needs_session(request)) query_ask(kernel, request);
    else debug_at_once(kernel, request);
}
