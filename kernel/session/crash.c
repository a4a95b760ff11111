#include "session/crash.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/io.h"
#include "session/failure.h"
#include "session/trace.h"

enum {
    CRASH_STACK = 256 << 10,
    CRASH_TEXT = 64 << 10,
    CRASH_MOST_LINES = 60,
    CRASH_SECONDS = 2, /* for finding the lines; then the end comes anyway */
    CRASH_NEAR = 1 << 20,
    CRASH_WROTE_PRESENT = 3 /* page fault bits: it is there, it was written */
};

/* Room that is there before it is needed. */
static struct {
    char evalue[CRASH_TEXT];
    char traceback[CRASH_TEXT];
    char frames[CRASH_TEXT];
    char record[2 * CRASH_TEXT];
    const char *stack_top;
    bool is_telling;
} crash;

static Buf crash_room(char *room) {
    room[0] = '\0';
    return (Buf){room, 0, CRASH_TEXT};
}

/* --- what happened --- */

typedef struct Story {
    const char *ename;
    const char *text;
} Story;

static uint64_t crash_register(const void *context, int number) {
    const ucontext_t *state = context;
    return (uint64_t)state->uc_mcontext.gregs[number];
}

/* The fault is where the stack ends: near the stack pointer, and nearly all
 * that the limit allows is used. */
static bool crash_is_stack_overflow(const siginfo_t *info,
                                    const void *context) {
    struct rlimit limit;
    uint64_t sp = crash_register(context, REG_RSP);
    uint64_t at = (uint64_t)(uintptr_t)info->si_addr;
    uint64_t gap = at > sp ? at - sp : sp - at;
    if (gap > CRASH_NEAR || getrlimit(RLIMIT_STACK, &limit) < 0) return false;
    uint64_t used = (uint64_t)(uintptr_t)crash.stack_top - sp;
    return limit.rlim_cur != RLIM_INFINITY &&
           used + 2 * CRASH_NEAR > limit.rlim_cur;
}

static Story crash_story_of_fault(const siginfo_t *info, const void *context) {
    uint64_t at = (uint64_t)(uintptr_t)info->si_addr;
    if (crash_is_stack_overflow(info, context))
        return (Story){"StackOverflow",
                       "the stack is used up: a function calls itself without "
                       "end, or its local variables are too large"};
    if (info->si_code == SI_TKILL || info->si_code == SI_USER)
        return (Story){"SegmentationFault", "the cell raised SIGSEGV itself"};
    if (at == crash_register(context, REG_RIP))
        return (Story){"SegmentationFault",
                       at < 4096 ? "it called a function through a pointer "
                                   "that is NULL"
                                 : "it called something that is no function"};
    if (info->si_code != SI_KERNEL && at < 4096)
        return (Story){"SegmentationFault",
                       "it used a pointer that is NULL; a pointer must be set "
                       "to something before what it points to is used"};
    if ((crash_register(context, REG_ERR) & CRASH_WROTE_PRESENT) ==
        CRASH_WROTE_PRESENT)
        return (Story){"SegmentationFault",
                       "it wrote to memory that can only be read, such as a "
                       "string literal"};
    return (Story){"SegmentationFault",
                   "it used memory that does not belong to it: an index "
                   "beyond the end of an array, or a pointer that was never "
                   "set or whose memory was freed"};
}

static Story crash_story(int number, const siginfo_t *info,
                         const void *context) {
    switch (number) {
    case SIGSEGV: return crash_story_of_fault(info, context);
    case SIGFPE:
        return (Story){"DivisionByZero",
                       "an integer was divided by zero (/ or %), or the "
                       "smallest one by -1"};
    case SIGABRT:
        return (Story){"Aborted",
                       "abort() was called: an assertion failed, or the C "
                       "library found that the heap is damaged (a block freed "
                       "twice, or written beyond its end)"};
    case SIGILL:
        return (Story){"IllegalInstruction",
                       "it ran into something that is no code"};
    case SIGBUS:
        return (Story){"BusError",
                       "it used an address that no memory stands behind"};
    default: return (Story){"Killed", "a signal ended it"};
    }
}

/* --- where --- */

static int crash_trace(Session *session, const siginfo_t *info,
                       const void *context, Buf *frames, Problem *place) {
    const void *pc = (const void *)crash_register(context, REG_RIP);
    void *const *frame = (void *const *)crash_register(context, REG_RBP);
    /* After a jump to nowhere, the place of the call is on the stack. */
    if (pc == info->si_addr && !space_has_code(session->space, pc))
        pc = *(const void *const *)crash_register(context, REG_RSP);
    else pc = (const char *)pc + 1;
    if (space_has_code(session->space, pc))
        return trace_frames_from(session, pc, frame, frames, place);
    return trace_frames(session, frames, place);
}

/* --- the record, made by hand: link_send would allocate --- */

static size_t crash_put(size_t at, const void *bytes, size_t len) {
    if (at + len > sizeof crash.record) return at;
    memcpy(crash.record + at, bytes, len);
    return at + len;
}

static size_t crash_put_field(size_t at, Str field) {
    uint32_t len = (uint32_t)field.len;
    if (at + sizeof len + field.len > sizeof crash.record) return at;
    at = crash_put(at, &len, sizeof len);
    return crash_put(at, field.text, field.len);
}

static void crash_send(const Session *session, const char *ename, Str evalue,
                       const char *traceback) {
    struct {
        uint32_t length;
        uint16_t kind;
        uint16_t count;
        uint32_t cell;
    } head = {0, RECORD_CRASHED, 2, session->request};
    size_t at = sizeof head;
    at = crash_put_field(at, str_of(ename));
    at = crash_put_field(at, evalue);
    while (*traceback && head.count < CRASH_MOST_LINES) {
        const char *end = strchrnul(traceback, '\n');
        at = crash_put_field(at, (Str){traceback, (size_t)(end - traceback)});
        head.count++;
        traceback = *end ? end + 1 : end;
    }
    head.length = (uint32_t)(at - sizeof head.length);
    memcpy(crash.record, &head, sizeof head);
    int sent = io_write_all(session->link.fd, crash.record, at);
    (void)sent;
}

void crash_tell(int number, const siginfo_t *info, const void *context) {
    Session *session = session_current;
    if (crash.is_telling) return;
    crash.is_telling = true;
    Story story = crash_story(number, info, context);
    crash_send(session, story.ename, str_of(story.text), "");
    /* Should the way to the lines be broken too, the first record counts. */
    (void)signal(SIGALRM, SIG_DFL);
    (void)alarm(CRASH_SECONDS);
    Problem place = {0};
    Buf frames = crash_room(crash.frames);
    int count = crash_trace(session, info, context, &frames, &place);
    if (count == 0) return;
    place.text = str_of(story.text);
    Failure failure = {.evalue = crash_room(crash.evalue),
                       .traceback = crash_room(crash.traceback)};
    failure_on_line(&failure, story.ename, &place);
    if (count > 1) buf_add_str(&failure.traceback, buf_view(&frames));
    crash_send(session, story.ename, buf_view(&failure.evalue),
               failure.traceback.text);
}

void crash_init(Session *session) {
    char here = 0;
    crash.stack_top = &here;
    stack_t stack = {.ss_sp = mem_alloc(CRASH_STACK), .ss_size = CRASH_STACK};
    (void)sigaltstack(&stack, NULL);
    /* The unwinder sets itself up at its first use, which had better not be
     * in a handler. */
    Problem place = {0};
    Buf frames = crash_room(crash.frames);
    (void)trace_frames(session, &frames, &place);
}
