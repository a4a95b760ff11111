/* requests.h - every request that this kernel answers.
 *
 * IN_ORDER ones wait until the one before has its reply, since they need the
 * executor or depend on what cells did; so do ASIDE ones, but while a cell
 * runs a copy of the session is asked. AT_ONCE ones are always answered. */
#ifndef SUPERVISOR_REQUESTS_H
#define SUPERVISOR_REQUESTS_H

#include "supervisor/kernel.h"

/* clang-format off */
/* X(message type, when, handler) */
#define REQUESTS(X)                                         \
    X(execute_request,     IN_ORDER, execute_on_request)    \
    X(complete_request,    ASIDE,    query_on_complete)     \
    X(inspect_request,     ASIDE,    query_on_inspect)      \
    X(is_complete_request, ASIDE,    query_on_is_complete)  \
    X(history_request,     IN_ORDER, query_on_history)      \
    X(debug_request,       ASIDE,    debug_on_request)      \
    X(comm_info_request,   AT_ONCE,  slider_on_comm_info)   \
    X(comm_open,           AT_ONCE,  query_on_comm_open)    \
    X(comm_msg,            IN_ORDER, slider_on_comm_msg)    \
    X(comm_close,          AT_ONCE,  query_on_comm_close)   \
    X(kernel_info_request, AT_ONCE,  control_on_kernel_info) \
    X(connect_request,     AT_ONCE,  control_on_connect)    \
    X(interrupt_request,   AT_ONCE,  control_on_interrupt)  \
    X(shutdown_request,    AT_ONCE,  control_on_shutdown)
/* clang-format on */

typedef enum When {
    IN_ORDER,
    ASIDE,
    AT_ONCE
} When;

/* The request is borrowed. A handler that is not AT_ONCE sees to it that
 * kernel_finish is called, now or when the executor has answered. */
typedef void Handler(Kernel *kernel, const Message *request);

#define X(type, when, handler) Handler handler;
REQUESTS(X)
#undef X

#endif
