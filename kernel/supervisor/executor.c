#include "supervisor/executor.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/fault.h"
#include "base/io.h"
#include "supervisor/diagnose.h"
#include "supervisor/execute.h"
#include "supervisor/fate.h"
#include "supervisor/query.h"
#include "supervisor/slider.h"

enum {
    READ_BYTES = 64 << 10,
    READS_A_TURN = 16, /* of READ_BYTES, then others have their turn */
    RECORDS_A_TURN = 200,
    LAST_WORDS = 4 << 10, /* bytes */
    MAX_FAILURES = 3,
    NUDGE_MS = 1000,
    INTERRUPT_MS = 3000
};

/* --- printing ------------------------------------------------------------ */

/* Until it is ready no cell can have printed: what comes is the complaint of
 * the dynamic linker, or of the start-up itself. */
static void take_text(Kernel *kernel, Stream stream, Str text) {
    Child *child = &kernel->child;
    if (child->state == CHILD_READY) {
        streams_add(&kernel->streams, stream, text, kernel_now());
    } else if (child->last_words.len < LAST_WORDS) {
        size_t room = LAST_WORDS - child->last_words.len;
        buf_add(&child->last_words, text.text,
                text.len < room ? text.len : room);
    }
}

static size_t read_some(Kernel *kernel, Stream stream, size_t most) {
    char bytes[READ_BYTES];
    size_t size = most < sizeof bytes ? most : sizeof bytes;
    size_t n = child_read(&kernel->child, stream, bytes, size);
    take_text(kernel, stream, (Str){bytes, n});
    return n;
}

void executor_read(Kernel *kernel, Stream stream) {
    for (int i = 0; i < READS_A_TURN; i++)
        if (read_some(kernel, stream, READ_BYTES) < READ_BYTES) return;
}

/* Whatever was printed before a record was in the pipes when the record came.
 * More may follow without end (a thread that prints), so only what is there
 * now is taken. */
static void drain(Kernel *kernel) {
    for (Stream i = 0; i < STREAMS; i++) {
        size_t left = child_printed(&kernel->child, i);
        while (left > 0) {
            size_t n = read_some(kernel, i, left);
            if (n == 0) break;
            left -= n;
        }
    }
}

/* --- asking -------------------------------------------------------------- */

/* The current request gets no answer from the executor. */
static void fail_current(Kernel *kernel, const Failure *failure) {
    kernel->awaited = RECORD_NONE;
    if (kernel_has_cell(kernel))
        execute_fail(kernel, failure);
    else
        query_fail(kernel);
}

static void fail_unstarted(Kernel *kernel) {
    DEFER(buf_done) Buf evalue = {0};
    buf_printf(&evalue,
               "The session that runs C could not be started: %s.\nRun the "
               "cell again to try once more; if that does not help, check the "
               "installation of nabla.",
               kernel->child.err.text);
    const Failure failure = {STR("SessionFailed"), buf_view(&evalue), NULL, 0};
    fail_current(kernel, &failure);
}

static bool is_too_large(const Str *fields, size_t count) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++) total += fields[i].len;
    return total > LINK_MAX_FRAME / 2;
}

bool executor_tell(Kernel *kernel, RecordKind kind, RecordKind awaited,
                   const Str *fields, size_t count) {
    if (kernel->child.state == CHILD_FAILED || is_too_large(fields, count))
        return false;
    kernel->awaited = awaited;
    kernel->interrupt_by = kernel->nudge_by = 0;
    kernel->was_interrupted = false;
    /* The line is held: it reads this when it is awake. */
    kernel->asked_of_next = kernel->child.wake_by != 0;
    kernel->child.has_told_stop = false;
    child_tell(&kernel->child, kind, ++kernel->asked, fields, count);
    limits_begin(kernel, kernel_now());
    if (fault_is_at(FAULT_asked)) child_kill(&kernel->child);
    return true;
}

void executor_refuse(Kernel *kernel) {
    static const Failure too_large = {
        {"CellTooLarge",                                     12},
        {"This text is too large to be compiled. Split it.", 48},
        NULL,
        0
    };
    if (kernel->child.state == CHILD_FAILED) fail_unstarted(kernel);
    else fail_current(kernel, &too_large);
}

void executor_ask(Kernel *kernel, RecordKind kind, RecordKind awaited,
                  const Str *fields, size_t count) {
    if (!executor_tell(kernel, kind, awaited, fields, count))
        executor_refuse(kernel);
}

void executor_interrupt(Kernel *kernel) {
    if (kernel->awaited == RECORD_NONE) return;
    execute_forget_question(kernel);
    child_interrupt(&kernel->child);
    shown_answer(kernel);
    if (kernel->interrupt_by) return;
    kernel->nudge_by = kernel_now() + NUDGE_MS;
    kernel->interrupt_by = kernel_now() + INTERRUPT_MS;
}

/* --- listening ----------------------------------------------------------- */

static void tell_death(Kernel *kernel, int status, const char *outcome);
static void tell_idle_death(Kernel *kernel, int status, const char *outcome);

/* "In[4] to In[6] are undone." */
static void tell_undone(Kernel *kernel) {
    DEFER(buf_done) Buf text = {0};
    const Child *child = &kernel->child;
    /* The copy that was asked for may have been killed in its sleep. */
    if (child->lost_from <= child->lost_to)
        kernel->undo_from = child->lost_from;
    if (kernel->undo_from == kernel->undo_to)
        buf_printf(&text, "In[%ld] is undone.\n", kernel->undo_to);
    else
        buf_printf(&text, "In[%ld] to In[%ld] are undone.\n",
                   kernel->undo_from, kernel->undo_to);
    kernel->undo_from = 0;
    kernel->awaited = RECORD_NONE;
    streams_add(&kernel->streams, STREAM_OUT, buf_view(&text), kernel_now());
    execute_end(kernel);
}

/* The newest copy is the state before this very cell; it and those of the
 * cells to undo go, then the executor does, and the next copy wakes. */
static void on_undo(Kernel *kernel, const Record *record) {
    Child *child = &kernel->child;
    long cells = record_number(record, 0), kept = child->sleeper_count - 1;
    if (cells == 0) {
        kernel->is_resetting = true;
        child_drop_sleepers(child, child->sleeper_count);
        child_kill(child);
        return;
    }
    if (cells < 1 || cells > kept) {
        DEFER(buf_done) Buf evalue = {0};
        buf_printf(&evalue,
                   "%ld cells cannot be undone; at the moment it can be at "
                   "most %ld", cells, kept > 0 ? kept : 0);
        const Failure failure = {STR("UndoError"), buf_view(&evalue), NULL, 0};
        fail_current(kernel, &failure);
        child_tell(child, RECORD_SHOWN, record->cell, NULL, 0);
        return;
    }
    kernel->undo_to = child->sleepers[kept].count;
    kernel->undo_from = child->sleepers[kept - cells].count + 1;
    child_drop_sleepers(child, (int)cells);
    child->done = child->sleepers[kept - cells].same_until;
    child_kill(child);
}

static void tell_reset(Kernel *kernel) {
    kernel->is_resetting = false;
    kernel->awaited = RECORD_NONE;
    streams_add(&kernel->streams, STREAM_OUT,
                STR("Nothing is defined any more: the session begins anew.\n"),
                kernel_now());
    execute_end(kernel);
}

/* The copy that slept is the session now, as it was before the cell. */
static void on_revived(Kernel *kernel, pid_t pid) {
    Child *child = &kernel->child;
    int status = child->status;
    bool had_cell = kernel->awaited != RECORD_NONE && !kernel->asked_of_next;
    DEFER(buf_done) Buf outcome = {0};
    child_take_over(child, pid);
    kernel->shown.answer_by = 0;
    if (!kernel->asked_of_next) kernel->interrupt_by = kernel->nudge_by = 0;
    /* What ended it first is told, even if its copy does not last long. */
    if (kernel->diagnose_by) status = kernel->death;
    else if (had_cell && !kernel->undo_from && diagnose_begin(kernel, status))
        return;
    kernel->diagnose_by = 0;
    fate_tell_kept(had_cell, child->lost_from, child->lost_to, &outcome);
    if (kernel->undo_from)
        tell_undone(kernel);
    else if (had_cell)
        tell_death(kernel, status, outcome.text);
    else
        tell_idle_death(kernel, status, outcome.text);
    buf_clear(&child->crash);
}

/* A copy that said READY may have been killed since, and its end may have been
 * heard first: then it is forgotten, and the one before it will wake. */
static void on_ready(Kernel *kernel, const Record *record) {
    Child *child = &kernel->child;
    pid_t pid = (pid_t)record_number(record, 0);
    if (pid != child->pid && !child_knows(child, pid)) return;
    child->state = CHILD_READY;
    buf_clear(&child->last_words);
    if (pid != child->pid) on_revived(kernel, pid);
}

static void on_crashed(Kernel *kernel, const Record *record) {
    Buf *crash = &kernel->child.crash;
    buf_clear(crash);
    for (uint32_t i = 0; i < record->count; i++) {
        buf_add_str(crash, record_field(record, i));
        buf_add_char(crash, '\0');
    }
}

/* NULL: none came in time. */
static void on_verdict(Kernel *kernel, const Record *record) {
    kernel->diagnose_by = 0;
    Child *child = &kernel->child;
    DEFER(buf_done) Buf outcome = {0};
    diagnose_merge(record, kernel->death, &child->crash);
    fate_tell_kept(/* had_cell= */ true, child->lost_from, child->lost_to,
                   &outcome);
    tell_death(kernel, kernel->death, outcome.text);
    buf_clear(&child->crash);
}

/* The cell was interrupted, but not by the reader. */
static void fail_for_cpu(Kernel *kernel) {
    char text[256];
    limits_tell_cpu(&kernel->limits, /* is_kept= */ true, text, sizeof text);
    const Failure failure = {STR("CpuLimit"), str_of(text), NULL, 0};
    execute_fail(kernel, &failure);
}

/* The last record of what was asked. */
static void on_answer(Kernel *kernel, const Record *record) {
    if (fault_is_at(FAULT_answered)) child_kill(&kernel->child);
    kernel->awaited = RECORD_NONE;
    kernel->interrupt_by = kernel->nudge_by = 0;
    kernel->child.failures = 0;
    switch (record->kind) {
    case RECORD_DONE:
        kernel->child.done = kernel->count;
        child_await_sleeper(&kernel->child);
        if (kernel->limits.is_over_cpu &&
            str_is(record_field(record, 1), "KeyboardInterrupt"))
            fail_for_cpu(kernel);
        else
            execute_on_done(kernel, record);
        break;
    case RECORD_VALUE: execute_on_value(kernel, record); break;
    case RECORD_VERDICT: on_verdict(kernel, record); break;
    case RECORD_MATCHES:
    case RECORD_LISTED:
    case RECORD_INSPECTED:
    case RECORD_WHOLENESS: query_on_answer(kernel, record); break;
    default: break;
    }
}

static void on_record(Kernel *kernel, const Record *record) {
    drain(kernel);
    bool is_current = kernel->awaited && record->cell == kernel->asked;
    switch (record->kind) {
    case RECORD_READY: on_ready(kernel, record); break;
    case RECORD_CHECKPOINT:
        child_add_sleeper(&kernel->child, (pid_t)record_number(record, 0),
                          record_number(record, 1));
        break;
    case RECORD_UNDO:
        if (is_current) on_undo(kernel, record);
        break;
    case RECORD_CRASHED: on_crashed(kernel, record); break;
    case RECORD_DISPLAY:
    case RECORD_SLIDER:
    case RECORD_CLEAR: shown_on_record(kernel, record); break;
    case RECORD_RESULT:
        if (is_current) execute_on_result(kernel, record);
        break;
    case RECORD_PAGE:
        if (is_current) execute_on_page(kernel, record);
        break;
    case RECORD_NEED_INPUT:
        if (is_current) execute_on_need_input(kernel, record);
        break;
    default:
        if (is_current && record->kind == kernel->awaited)
            on_answer(kernel, record);
        break;
    }
}

/* Nobody holds the line any more, or a cell has written to it. In the second
 * case a copy can go on, and hears nothing of this. */
static void on_line_broken(Child *child) {
    if (child->link.is_closed || child->sleeper_count == 0) {
        child->is_line_lost = true;
        return;
    }
    child->is_garbled = true;
    child_kill(child);
}

void executor_listen(Kernel *kernel) {
    Child *child = &kernel->child;
    for (int i = 0; i < RECORDS_A_TURN; i++) {
        Record record;
        if (child->is_garbled) link_discard(&child->link);
        if (child->is_garbled && !child->link.is_closed) return;
        int got = link_receive(&child->link, &record, NULL);
        if (got == 0) return;
        if (got < 0) {
            on_line_broken(child);
            return;
        }
        on_record(kernel, &record);
    }
}

/* All that the dead one has said: perhaps it spoke of a newer copy. */
static void listen_to_the_end(Kernel *kernel) {
    Child *child = &kernel->child;
    Record record;
    while (!child->is_garbled &&
           link_receive(&child->link, &record, NULL) > 0)
        on_record(kernel, &record);
}

/* --- death --------------------------------------------------------------- */

/* What it said with its last breath: ename, evalue, lines. */
static void tell_crash(Kernel *kernel, const char *outcome) {
    enum {
        MOST = 80
    };
    const Buf *crash = &kernel->child.crash;
    Str fields[MOST];
    size_t count = 0;
    for (size_t at = 0; at < crash->len && count < MOST - 4;
         at += fields[count++].len + 1)
        fields[count] = str_of(crash->text + at);
    DEFER(buf_done) Buf first = {0};
    if (count == 2) {
        buf_printf(&first, "%.*s: %.*s", STR_ARG(fields[0]),
                   STR_ARG(fields[1]));
        fields[count++] = buf_view(&first);
    }
    for (const char *line = outcome; *line && count < MOST;) {
        const char *end = strchrnul(line, '\n');
        fields[count++] = (Str){line, (size_t)(end - line)};
        line = *end ? end + 1 : end;
    }
    const Failure failure = {fields[0], fields[1], fields + 2, count - 2};
    fail_current(kernel, &failure);
}

static void tell_death(Kernel *kernel, int status, const char *outcome) {
    DEFER(buf_done) Buf story = {0};
    Fate fate = fate_of(status);
    bool by_interrupt =
        WIFSIGNALED(status) &&
        (WTERMSIG(status) == SIGINT || WTERMSIG(status) == SIGRTMAX);
    bool has_said_why = kernel->child.crash.len > 0;
    if (kernel->limits.is_over_cpu) {
        char text[256];
        limits_tell_cpu(&kernel->limits, /* is_kept= */ false, text,
                        sizeof text);
        fate.ename = "CpuLimit";
        buf_add_str(&story, str_of(text));
    } else if (kernel->was_interrupted || (by_interrupt && !has_said_why)) {
        fate.ename = "KeyboardInterrupt";
        buf_printf(&story,
                   by_interrupt ? "The interrupt ended the cell's program."
                                : "The cell did not stop within %d seconds of "
                                  "the interrupt, so its program was ended.",
                   INTERRUPT_MS / 1000);
    } else if (has_said_why) {
        tell_crash(kernel, outcome);
        return;
    } else {
        fate_tell(status, &story);
    }
    buf_printf(&story, "\n%s", outcome);
    const Failure failure = {str_of(fate.ename), buf_view(&story), NULL, 0};
    fail_current(kernel, &failure);
}

static void tell_idle_death(Kernel *kernel, int status, const char *outcome) {
    DEFER(buf_done) Buf text = {0};
    buf_printf(&text,
               "\nThe program behind this notebook ended while no cell was "
               "running (%s).\n%s\n",
               fate_of(status).ename, outcome);
    iopub_tell(kernel, buf_view(&text));
}

/* Deaths without a request count; after a few we stop trying. */
static void explain_failure(Kernel *kernel, int status) {
    Child *child = &kernel->child;
    Buf why = {0};
    buf_printf(&why, "'%s' ended %d times at its start (", kernel->program,
               child->failures);
    if (WIFSIGNALED(status))
        buf_printf(&why, "%s", fate_of(status).ename);
    else
        buf_printf(&why, "exit status %d", WEXITSTATUS(status));
    buf_add_str(&why, STR(")"));
    if (child->last_words.len) {
        buf_add_str(&why, STR(" and said: "));
        buf_add_str(&why, buf_view(&child->last_words));
        while (why.text[why.len - 1] == '\n') why.text[--why.len] = '\0';
    }
    (void)err_set(&child->err, "%s", why.text);
    buf_done(&why);
}

void executor_start(Kernel *kernel) {
    child_start(&kernel->child, kernel->program, kernel_now());
}

void executor_revive(Kernel *kernel) {
    if (kernel->child.state != CHILD_FAILED) return;
    kernel->child.failures = MAX_FAILURES - 1;
    executor_start(kernel);
}

static void on_death(Kernel *kernel) {
    Child *child = &kernel->child;
    int status = kernel->diagnose_by ? kernel->death : child->status;
    bool was_ready = child->state == CHILD_READY;
    bool had_request = kernel->awaited != RECORD_NONE;
    child_kill(child); /* what it forked has no session any more */
    executor_read(kernel, STREAM_OUT);
    executor_read(kernel, STREAM_ERR);
    if (!had_request) child->failures++;
    bool is_hopeless = child->failures >= MAX_FAILURES;
    if (is_hopeless) explain_failure(kernel, status);
    Buf crash = child->crash; /* the last words outlive the one who said them */
    child->crash = (Buf){0};
    child_bury(child);
    if (is_hopeless)
        child->state = CHILD_FAILED;
    else
        executor_start(kernel);
    child->crash = crash;

    kernel->interrupt_by = kernel->nudge_by = kernel->diagnose_by = 0;
    kernel->shown.answer_by = 0;
    kernel->undo_from = 0;
    if (had_request && kernel->is_resetting)
        tell_reset(kernel);
    else if (had_request)
        tell_death(kernel, status, FATE_LOSS);
    else if (was_ready)
        tell_idle_death(kernel, status, FATE_LOSS);
    buf_clear(&child->crash);
}

static void wake_sleeper(Kernel *kernel, int64_t now) {
    if (!child_can_wake(&kernel->child)) return;
    listen_to_the_end(kernel);
    if (!child_can_wake(&kernel->child)) return;
    /* If a copy has died in waking, so has what it was to be asked. */
    kernel->asked_of_next = false;
    child_wake(&kernel->child, now);
}

static void tell_stopped(Kernel *kernel) {
    kernel->child.was_stopped = false;
    if (kernel->child.has_told_stop) return;
    kernel->child.has_told_stop = true;
    streams_add(&kernel->streams, STREAM_ERR,
                STR("note: the program stopped itself (SIGSTOP); nobody here "
                    "could wake it, so it was told to go on\n"),
                kernel_now());
}

void executor_tick(Kernel *kernel, int64_t now) {
    if (kernel->child.was_stopped) tell_stopped(kernel);
    shown_tick(kernel, now);
    wake_sleeper(kernel, now);
    limits_tick(kernel, now);
    if (kernel->nudge_by && now >= kernel->nudge_by) {
        kernel->nudge_by = 0;
        child_interrupt_group(&kernel->child);
    }
    if (kernel->interrupt_by && now >= kernel->interrupt_by) {
        kernel->interrupt_by = 0;
        kernel->was_interrupted = true;
        child_kill(&kernel->child);
    }
    if (kernel->diagnose_by && now >= kernel->diagnose_by)
        on_verdict(kernel, NULL);
    if (child_is_dead(&kernel->child, now)) on_death(kernel);
}

static int64_t earlier(int64_t a, int64_t b) {
    if (!a || !b) return a ? a : b;
    return a < b ? a : b;
}

int64_t executor_deadline(const Kernel *kernel) {
    int64_t deadline =
        earlier(child_deadline(&kernel->child), limits_deadline(kernel));
    deadline = earlier(deadline, kernel->diagnose_by);
    deadline = earlier(deadline, kernel->shown.answer_by);
    return earlier(deadline,
                   earlier(kernel->nudge_by, kernel->interrupt_by));
}
