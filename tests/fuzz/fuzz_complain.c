/* Any messages of a compiler about whatever cells: each has its words, and a
 * place within the text that it names, which lies in one of that text's lines;
 * and the same message about the same unit is worded the same.
 *
 * First come messages, "12:'x' undeclared", a line each, whose number is taken
 * as one of the unit; one that begins with `w` is a warning. Behind the first
 * form feed stand cells, separated by form feeds; all messages are about each
 * of them. */
#include <string.h>

#include "fuzz.h"
#include "session/complain.h"
#include "support/notebook.h"

enum { CELLS = 8, MESSAGES = 8 };

static CompileMessage messages[MESSAGES];
static size_t message_count;

static void read_message(Str line, Arena *arena) {
    CompileMessage *message = &messages[message_count];
    bool is_warning = line.len && line.text[0] == 'w';
    line = (Str){line.text + is_warning, line.len - is_warning};
    Str number = str_next(&line, ':');
    uint32_t at = 0;
    for (size_t i = 0; i < number.len; i++)
        at = 10 * at + (unsigned char)number.text[i] - '0';
    /* No compiler's message has a NUL. */
    if (!line.len || memchr(line.text, '\0', line.len)) return;
    *message = (CompileMessage){at, is_warning, arena_dup(arena, line)};
    message_count++;
}

static void check_problem(const Problem *problem) {
    LAW(problem->text.len > 0);
    const Source *source = problem->source;
    if (!source) return;
    LAW(problem->span.begin <= problem->span.end);
    LAW(problem->span.end <= source->text.len);
    Place place = source_place(source, problem->span.begin);
    LAW(place.line >= 1 && place.line <= source->lines && place.column >= 1);
    Buf text = {0};
    failure_print("error", problem, &text);
    LAW(text.len > problem->text.len);
    buf_done(&text);
}

static void check_same(const Problem *a, const Problem *b) {
    LAW(a->source == b->source && a->span.begin == b->span.begin &&
        a->span.end == b->span.end && str_equals(a->text, b->text));
}

static void check_message(CompileMessage message, const Unit *unit,
                          const Draft *draft) {
    Arena arena = {0};
    message.line %= unit->lines + 3; /* none, and some behind the end */
    (void)complain_is_noise(&message, unit, draft);
    LAW(message.is_warning || complain_is_fatal(&message));
    Problem problem = complain_about(&message, unit, draft, &arena);
    Problem again = complain_about(&message, unit, draft, &arena);
    check_problem(&problem);
    check_same(&problem, &again);
    problem = complain_missing(message.text, unit, draft, &arena);
    check_problem(&problem);
    arena_clear(&arena);
}

static void check(const Draft *draft) {
    Stale stale;
    Unit unit;
    Arena arena = {0};
    invalidate_find(draft, &stale);
    unit_emit(draft, &stale, false, &unit);
    for (size_t i = 0; i < message_count; i++)
        check_message(messages[i], &unit, draft);
    if (unit.beyond) {
        Problem problem = complain_beyond(&unit, &arena);
        check_problem(&problem);
    }
    arena_clear(&arena);
    unit_done(&unit);
    stale_done(&stale);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Notebook notebook;
    Arena arena = {0};
    Str rest = {(const char *)data, size}, problem;
    Str lines = str_next(&rest, FUZZ_CELL_END);
    message_count = 0;
    while (lines.len && message_count < MESSAGES)
        read_message(str_next(&lines, '\n'), &arena);
    notebook_init(&notebook);
    notebook.on_draft = check;
    for (int count = 0; rest.len && count < CELLS; count++)
        (void)notebook_run(&notebook, str_next(&rest, FUZZ_CELL_END), &problem);
    notebook_done(&notebook);
    arena_clear(&arena);
    return 0;
}
