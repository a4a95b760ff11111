#include "supervisor/diagnose.h"

#include <stdio.h>
#include <string.h>

#include "supervisor/executor.h"
#include "supervisor/fate.h"

enum { DIAGNOSE_MS = 3000, DIAGNOSE_MOST_LINES = 200, DIAGNOSE_MOST = 80 };

/* Fields that each end in NUL. */
static size_t diagnose_split(const Buf *buf, Str *ret, size_t most) {
    size_t count = 0;
    for (size_t at = 0; at < buf->len && count < most;
         at += ret[count++].len + 1)
        ret[count] = str_of(buf->text + at);
    return count;
}

/* Where its last words are missing, the damage was found when the cell was
 * at its end. */
static bool diagnose_is_worth_it(const Buf *crash, int status) {
    static const char *const names[] = {"SegmentationFault", "Aborted",
                                        "BusError", "IllegalInstruction"};
    const char *ename = crash->len ? crash->text : fate_of(status).ename;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(ename, names[i]) == 0) return true;
    return false;
}

bool diagnose_begin(Kernel *kernel, int status) {
    Str fields[3 + DIAGNOSE_MOST_LINES];
    char count[24];
    if (kernel->awaited != RECORD_DONE || kernel->was_interrupted ||
        !diagnose_is_worth_it(&kernel->child.crash, status))
        return false;
    (void)snprintf(count, sizeof count, "%ld", kernel->count);
    fields[0] = message_text(kernel->current, "code");
    fields[1] = str_of(count);
    fields[2] = kernel->cell.allows_input ? STR("i") : STR("");
    size_t typed =
        diagnose_split(&kernel->typed, fields + 3, DIAGNOSE_MOST_LINES);
    executor_ask(kernel, RECORD_DIAGNOSE, RECORD_VERDICT, fields, 3 + typed);
    kernel->death = status;
    kernel->diagnose_by = kernel_now() + DIAGNOSE_MS;
    return true;
}

/* "In[5]:9" of "In[5]:9: it writes ..."; empty if there is no place. */
static Str diagnose_place(Str text) {
    if (!str_starts_with(text, STR("In["))) return (Str){0};
    const char *end = memmem(text.text, text.len, ": ", 2);
    return end ? (Str){text.text, (size_t)(end - text.text)} : (Str){0};
}

static void diagnose_add(Str text, Buf *ret) {
    buf_add_str(ret, text);
    buf_add_char(ret, '\0');
}

/* The line of the end, where it is another one than that of the mistake. */
static void diagnose_add_end(const Str *words, size_t count, Str place,
                             Buf *ret) {
    buf_printf(ret, "The program ended later, at %.*s:%c", STR_ARG(place),
               '\0');
    for (size_t i = 3; i < count; i++) diagnose_add(words[i], ret);
}

void diagnose_merge(const Record *verdict, int status, Buf *crash) {
    Str words[DIAGNOSE_MOST];
    Buf merged = {0};
    if (!verdict || verdict->count < 3) return;
    size_t count = diagnose_split(crash, words, DIAGNOSE_MOST);
    Str found = record_field(verdict, 1);
    Str place = count > 1 ? diagnose_place(words[1]) : (Str){0};
    if (!count) words[0] = str_of(fate_of(status).ename);
    diagnose_add(words[0], &merged);
    diagnose_add(found, &merged);
    buf_printf(&merged, "%.*s: %.*s%c", STR_ARG(words[0]), STR_ARG(found),
               '\0');
    for (uint32_t i = 3; i < verdict->count; i++)
        if (record_field(verdict, i).len)
            diagnose_add(record_field(verdict, i), &merged);
    if (place.len && !str_equals(place, diagnose_place(found)))
        diagnose_add_end(words, count, place, &merged);
    buf_done(crash);
    *crash = merged;
}
