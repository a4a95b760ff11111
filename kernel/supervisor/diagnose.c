#include "supervisor/diagnose.h"

#include <stdio.h>
#include <string.h>

#include "supervisor/executor.h"
#include "supervisor/fate.h"

enum {
    DIAGNOSE_MS = 4000,
    DIAGNOSE_MOST_LINES = 200,
    DIAGNOSE_MOST = 80,
    DIAGNOSE_ASKED = 4 /* fields of DIAGNOSE before the lines that were typed */
};

/* The lines are short, since a page does not always break them. */
#define DIAGNOSE_LATE                                                          \
    "The cause was looked for in a second run, in which each use of memory\n"  \
    "is watched; it was given up after 2 seconds. With %%check on its first\n" \
    "line the cell runs so for as long as it takes."

#define DIAGNOSE_EARLIER                                                       \
    "In a second run, in which each use of memory was watched, this cell\n"    \
    "made no mistake: an earlier one has done the damage. %undo takes back\n"  \
    "one cell at a time, and %%check on the first line of a cell watches it."

#define DIAGNOSE_BLIND                                                         \
    "Its use of memory could not be watched to find the cause: the C\n"        \
    "compiler made this cell, because TinyCC cannot do "

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
                                        "BusError", "IllegalInstruction",
                                        "MemoryDamaged"};
    const char *ename = crash->len ? crash->text : fate_of(status).ename;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(ename, names[i]) == 0) return true;
    return false;
}

bool diagnose_begin(Kernel *kernel, int status) {
    Str fields[DIAGNOSE_ASKED + DIAGNOSE_MOST_LINES];
    char count[24], began[24];
    Str code = kernel->current ? kernel->cell.code : (Str){0};
    if (kernel->awaited != RECORD_DONE || kernel->was_interrupted ||
        !diagnose_is_worth_it(&kernel->child.crash, status) ||
        str_starts_with(code, STR("%%check")))
        return false;
    (void)snprintf(count, sizeof count, "%ld", kernel->count);
    (void)snprintf(began, sizeof began, "%lld", (long long)kernel->began);
    fields[0] = code;
    fields[1] = str_of(count);
    fields[2] = kernel->cell.allows_input ? STR("i") : STR("");
    fields[3] = str_of(began);
    size_t typed = diagnose_split(&kernel->typed, fields + DIAGNOSE_ASKED,
                                  DIAGNOSE_MOST_LINES);
    executor_ask(kernel, RECORD_DIAGNOSE, RECORD_VERDICT, fields,
                 DIAGNOSE_ASKED + typed);
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

/* --- what was found --- */

/* The line of the end, where it is another one than that of the mistake. */
static void diagnose_add_end(const Str *words, size_t count, Str place,
                             Buf *ret) {
    buf_printf(ret, "The program ended later, at %.*s:%c", STR_ARG(place),
               '\0');
    for (size_t i = 3; i < count; i++) diagnose_add(words[i], ret);
}

/* Who uses NULL gets no further. The C compiler's code may say some lines more
 * or less, since it reads when it needs the value. */
static bool diagnose_is_at_once(const Record *verdict, Str ename) {
    return str_is(record_field(verdict, 1), "NullPointer") &&
           str_is(ename, "SegmentationFault");
}

/* verdict: found or doubtful, ename, evalue, "ename: evalue", lines. */
static void diagnose_tell_found(const Record *verdict, int status,
                                Buf *crash) {
    Str words[DIAGNOSE_MOST];
    Buf merged = {0};
    size_t count = diagnose_split(crash, words, DIAGNOSE_MOST);
    Str found = record_field(verdict, 2);
    Str place = count > 1 ? diagnose_place(words[1]) : (Str){0};
    bool is_same = str_equals(place, diagnose_place(found));
    /* Having been refused something, the second run may have gone astray. */
    if (str_is(record_field(verdict, 0), "doubtful") && !is_same) return;
    if (!count) words[0] = str_of(fate_of(status).ename);
    is_same = is_same || diagnose_is_at_once(verdict, words[0]);
    diagnose_add(words[0], &merged);
    diagnose_add(found, &merged);
    buf_printf(&merged, "%.*s: %.*s%c", STR_ARG(words[0]), STR_ARG(found),
               '\0');
    for (uint32_t i = 4; i < verdict->count; i++)
        if (record_field(verdict, i).len)
            diagnose_add(record_field(verdict, i), &merged);
    if (place.len && !is_same)
        diagnose_add_end(words, count, place, &merged);
    buf_done(crash);
    *crash = merged;
}

/* --- why nothing was found --- */

static void diagnose_add_lines(const char *text, Buf *ret) {
    while (*text) {
        const char *end = strchrnul(text, '\n');
        diagnose_add((Str){text, (size_t)(end - text)}, ret);
        text = *end ? end + 1 : end;
    }
}

/* Last words of two fields have no lines yet: the first is "ename: evalue". */
static void diagnose_note(const char *text, Buf *crash) {
    Str words[DIAGNOSE_MOST];
    size_t count = diagnose_split(crash, words, DIAGNOSE_MOST);
    if (count < 2) return;
    Buf noted = {0};
    for (size_t i = 0; i < count; i++) diagnose_add(words[i], &noted);
    if (count == 2)
        buf_printf(&noted, "%.*s: %.*s%c", STR_ARG(words[0]),
                   STR_ARG(words[1]), '\0');
    diagnose_add_lines(text, &noted);
    buf_done(crash);
    *crash = noted;
}

/* The C library has found damage: its own words, see session/crash.c. */
static bool diagnose_is_damage(const Buf *crash) {
    static const char words[] = "damaged";
    return crash->len && memmem(crash->text, crash->len, words,
                                sizeof words - 1);
}

void diagnose_merge(const Record *verdict, int status, Buf *crash) {
    Str what = verdict ? record_field(verdict, 0) : STR("late");
    if (str_is(what, "found") || str_is(what, "doubtful")) {
        diagnose_tell_found(verdict, status, crash);
    } else if (str_is(what, "late")) {
        diagnose_note(DIAGNOSE_LATE, crash);
    } else if (str_is(what, "clean") && diagnose_is_damage(crash)) {
        diagnose_note(DIAGNOSE_EARLIER, crash);
    } else if (str_is(what, "blind")) {
        Buf text = {0};
        buf_printf(&text, "%s%.*s.", DIAGNOSE_BLIND,
                   STR_ARG(record_field(verdict, 1)));
        diagnose_note(text.text, crash);
        buf_done(&text);
    }
}
