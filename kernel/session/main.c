/* main.c - nabla-session, the executor: it holds the reader's program.
 *
 * The supervisor starts it with the private line on descriptor 3, the side line
 * of its copies on 4, and pipes as stdout and stderr. It serves one request after another until the line
 * closes. */
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/scratch.h"
#include "base/trace.h"
#include "session/alone.h"
#include "session/chain.h"
#include "session/checkpoint.h"
#include "session/crash.h"
#include "session/door.h"
#include "session/guard.h"
#include "session/heap.h"
#include "session/others.h"
#include "session/past.h"
#include "session/question.h"
#include "session/check/regions.h"
#include "session/check/replay.h"
#include "session/report.h"
#include "session/retire.h"
#include "session/run.h"
#include "session/streams.h"
#include "session/thread.h"
#include "session/tier.h"
#include "session/unshare.h"
#include "session/world.h"

enum { MAIN_LINK_FD = 3, MAIN_SIDE_FD = 4 };

Session *session_current;

static void main_set_knobs(Session *session, Str values) {
    char text[SESSION_KNOBS * 32] = "", *rest = text;
    session->knob_count = session->knob_next = 0;
    if (values.len >= sizeof text) return;
    if (values.len) memcpy(text, values.text, values.len);
    while (session->knob_count < SESSION_KNOBS) {
        char *end;
        double value = strtod(rest, &end);
        if (end == rest) return;
        session->knobs[session->knob_count++] = value;
        rest = end;
    }
}

static void main_on_run(Session *session, const Record *record) {
    /* The record dies when the cell asks for input: keep the code. */
    Str code = record_field(record, 0), flags = record_field(record, 2);
    bool was_scratch = scratch_use(true);
    char *kept = mem_dup(code.text, code.len);
    (void)scratch_use(was_scratch);
    session->count = record_number(record, 1);
    session->is_silent = flags.len && memchr(flags.text, 's', flags.len);
    session->may_ask = flags.len && memchr(flags.text, 'i', flags.len);
    main_set_knobs(session, record_field(record, 3));
    session->page_cell = past_key(record_field(record, 4));
    for (uint32_t i = 5; i < record->count; i++)
        past_forget(record_field(record, i));
    world_begin_cell();
    run_cell(session, (Str){kept, code.len});
    free(kept);
}

static void main_on_diagnose(Session *session, const Record *record) {
    Str flags = record_field(record, 2);
    session->count = record_number(record, 1);
    session->is_silent = true;
    session->may_ask = flags.len && memchr(flags.text, 'i', flags.len);
    replay_request(session, record);
}

static void main_on_eval(Session *session, const Record *record) {
    Str code = record_field(record, 0);
    char *kept = mem_dup(code.text, code.len);
    session->may_ask = false;
    run_expression(session, (Str){kept, code.len});
    free(kept);
}

/* false: the supervisor wants the executor to end. */
static bool main_serve(Session *session, const Record *record) {
    session->request = record->cell;
    if (question_serve(session, record)) return true;
    switch (record->kind) {
    case RECORD_RUN: main_on_run(session, record); break;
    case RECORD_DIAGNOSE: main_on_diagnose(session, record); break;
    case RECORD_EVAL: main_on_eval(session, record); break;
    case RECORD_QUIT: return false;
    default: break;
    }
    return true;
}

static void main_say_ready(Session *session) {
    char pid[24];
    session->pid = getpid();
    (void)snprintf(pid, sizeof pid, "%d", (int)session->pid);
    report_record(session, RECORD_READY, &(Str){pid, strlen(pid)}, 1);
}

/* After every cell that changed something the state of the session is kept;
 * a copy that is woken is the session from here on. */
static void main_keep(Session *session) {
    while (checkpoint_take(session)) {
        main_say_ready(session);
        tier_go_on();
        fault_at(FAULT_revived);
    }
    session->has_changed = false;
}

/* As long as nobody asks, what was copied last is given its own pages. */
static int main_receive(Session *session, Record *ret, Err *err) {
    if (!link_has_unread(&session->link)) unshare_until_asked(&session->link);
    return link_receive(&session->link, ret, err);
}

static void main_after(Session *session, RecordKind kind) {
    if (kind == RECORD_RUN) fault_at(FAULT_reported);
    world_end_cell();
    retire_replaced(session);
    if (session->has_changed) main_keep(session);
    else if (kind == RECORD_RUN) checkpoint_report(session, -1);
}

static void main_loop(Session *session) {
    Record record;
    Err err = {0};
    main_keep(session);
    while (main_receive(session, &record, &err) > 0) {
        fault_at(FAULT_received);
        session->is_serving = true;
        session->has_run = false;
        RecordKind kind = record.kind;
        if (!main_serve(session, &record)) return;
        session->is_serving = false;
        main_after(session, kind);
    }
}

/* The heap is one area of memory from the start, for the reason that
 * space_make_one_area gives; pages that nobody touches cost nothing. */
static void main_reserve_heap(void) {
    enum { HEAP_BYTES = 256 << 20, NEVER = 1 << 30, SMALL = 64 << 10 };
    (void)mallopt(M_TOP_PAD, HEAP_BYTES);
    (void)mallopt(M_TRIM_THRESHOLD, NEVER);
    free(mem_alloc(SMALL));
    chain_init();
}

int main(int argc, char **argv) {
    static Session session;
    Err err = {0};
    int status = alone_main(argc, argv);
    if (status >= 0) return status;
    session_current = &session;
    if (trace_init(&err) < 0) err = (Err){0}; /* the supervisor has told it */
    fault_init();
    /* The first to be placed lies beside the libraries, whose data an object
     * of the reader's may want to reach by 32 bits. */
    session.space = space_new(&err);
    heap_init(&session);
    regions_init(__builtin_frame_address(0));
    world_init();
    others_init();
    thread_init();
    mem_on_exhausted = crash_for_memory;
    main_reserve_heap();
    link_init(&session.link, MAIN_LINK_FD, true);
    /* A program that a cell starts must not hold the line. */
    (void)fcntl(MAIN_LINK_FD, F_SETFD, FD_CLOEXEC);
    (void)fcntl(MAIN_SIDE_FD, F_SETFD, FD_CLOEXEC);
    session.side = MAIN_SIDE_FD;
    if (!session.space) {
        (void)fprintf(stderr, "nabla-session: %s\n", err.text);
        return 1;
    }
    graph_init(&session.graph);
    headers_init(&session.headers);
    streams_init(&session);
    guard_init(&session);
    tier_init(&session);
    slot_set_unset_handler(session.space, run_on_unset);
    door_open(&session);
    main_say_ready(&session);
    main_loop(&session);
    /* The reader's program may have registered atexit functions; they belong
     * to a program that ended long ago. */
    (void)fflush(NULL);
    _exit(0);
}
