#include "session/failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Code points, since that is what a reader's column is. */
static uint32_t failure_width(Str text) {
    uint32_t width = 0;
    for (size_t i = 0; i < text.len; i++)
        width += ((unsigned char)text.text[i] & 0xc0) != 0x80;
    return width;
}

/* Tabs stay tabs in the line of the underline, so that it stands right. */
static void failure_indent(Str before, Buf *ret) {
    for (size_t i = 0; i < before.len; i++) {
        if (before.text[i] == '\t') buf_add_char(ret, '\t');
        else if (((unsigned char)before.text[i] & 0xc0) != 0x80)
            buf_add_char(ret, ' ');
    }
}

static void failure_line(const Source *source, uint32_t number, Buf *ret) {
    Str line = source_line(source, number);
    buf_printf(ret, "%5u | %.*s\n", number, STR_ARG(line));
}

static void failure_underline(const Source *source, Span span, Buf *ret) {
    Place place = source_place(source, span.begin);
    Str line = source_line(source, place.line);
    uint32_t start = source->starts[place.line - 1];
    size_t before = span.begin - start;
    if (before > line.len) before = line.len;
    size_t len = span.end - span.begin;
    if (len > line.len - before) len = line.len - before;
    failure_line(source, place.line, ret);
    buf_printf(ret, "      | ");
    failure_indent((Str){line.text, before}, ret);
    uint32_t width = failure_width((Str){line.text + before, len});
    for (uint32_t i = 0; i < (width ? width : 1); i++)
        buf_add_char(ret, i ? '~' : '^');
    buf_add_char(ret, '\n');
}

void failure_print(const char *what, const Problem *problem, Buf *ret) {
    Place place = source_place(problem->source, problem->span.begin);
    buf_printf(ret, "%.*s:%u: %s%.*s\n", STR_ARG(problem->source->name),
               place.line, what, STR_ARG(problem->text));
    failure_underline(problem->source, problem->span, ret);
}

static void failure_begin(Failure *ret, const char *ename,
                          const Problem *problem) {
    Place place = source_place(problem->source, problem->span.begin);
    ret->ename = ename;
    buf_clear(&ret->evalue);
    buf_clear(&ret->traceback);
    buf_printf(&ret->evalue, "%.*s:%u: %.*s", STR_ARG(problem->source->name),
               place.line, STR_ARG(problem->text));
    buf_printf(&ret->traceback, "%s: ", ename);
}

void failure_at(Failure *ret, const char *ename, const Problem *problem) {
    failure_begin(ret, ename, problem);
    failure_print("", problem, &ret->traceback);
}

void failure_on_line(Failure *ret, const char *ename, const Problem *problem) {
    failure_begin(ret, ename, problem);
    buf_printf(&ret->traceback, "%s\n", ret->evalue.text);
    failure_line(problem->source,
                 source_place(problem->source, problem->span.begin).line,
                 &ret->traceback);
}

void failure_set(Failure *ret, const char *ename, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *text = NULL;
    if (vasprintf(&text, format, args) < 0) text = NULL;
    va_end(args);
    ret->ename = ename;
    buf_clear(&ret->evalue);
    buf_clear(&ret->traceback);
    buf_add_str(&ret->evalue, str_of(text));
    buf_printf(&ret->traceback, "%s: %s\n", ename, text ? text : "");
    free(text);
}

void failure_done(Failure *failure) {
    buf_done(&failure->evalue);
    buf_done(&failure->traceback);
    *failure = (Failure){0};
}
