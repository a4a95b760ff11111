/* trace.h - a line for each thing that the kernel does, for its developers.
 *
 * NABLA_TRACE=FILE in the environment, which `nabla-kernel --trace` sets; both
 * programs and all their forks write to the same file:
 *
 *     02:14:07.123456 nabla-kernel   4711  shell in    execute_request, 23 bytes
 *     02:14:07.123507 nabla-kernel   4711  record out  RUN 7, 31 bytes
 *     02:14:07.123602 nabla-session  4713  record in   RUN 7, 31 bytes
 *     02:14:07.123991 nabla-session  4713  step        parsed: the cell is ...
 *
 * Without the variable a line costs one comparison. */
#ifndef BASE_TRACE_H
#define BASE_TRACE_H

#include <stdbool.h>

#include "base/err.h"

#define TRACE_VARIABLE "NABLA_TRACE"

extern bool trace_is_on;

/* Read the environment. -1: the file cannot be opened, and there is no trace. */
int trace_init(Err *err) MUST_USE;

void trace_write(const char *what, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#define trace(...)                                                             \
    do {                                                                       \
        if (__builtin_expect(trace_is_on, 0)) trace_write(__VA_ARGS__);        \
    } while (0)

#endif
