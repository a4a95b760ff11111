#include "session/crash.h"

#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/io.h"
#include "session/failure.h"
#include "session/heap.h"
#include "session/thread.h"
#include "session/trace.h"

enum {
    CRASH_STACK = 256 << 10,
    CRASH_TEXT = 64 << 10,
    CRASH_MOST_LINES = 60,
    CRASH_SECONDS = 2, /* for finding the lines; then the end comes anyway */
    CRASH_NEAR = 1 << 20,
    CRASH_RECURSION = 30, /* frames; nobody calls that deep by hand */
    CRASH_NAME = 60,
    CRASH_WROTE_PRESENT = 3 /* page fault bits: it is there, it was written */
};

/* Room that is there before it is needed. */
static struct {
    char evalue[CRASH_TEXT];
    char traceback[CRASH_TEXT];
    char frames[CRASH_TEXT];
    char record[2 * CRASH_TEXT];
    char signal[80];
    char refined[400];
    bool has_called_abort;
    bool has_large_frame; /* local variables of more than CRASH_NEAR bytes */
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

/* The fault is in what would be stack, if there were more: not far below the
 * stack pointer, and beyond the end. A large local array moves the pointer far
 * beyond it. */
static bool crash_is_stack_overflow(const siginfo_t *info,
                                    const void *context) {
    size_t size;
    uint64_t top = (uint64_t)(uintptr_t)thread_stack(&size);
    uint64_t sp = crash_register(context, REG_RSP);
    uint64_t at = (uint64_t)(uintptr_t)info->si_addr;
    if (size == 0 || sp > top) return false;
    return at + CRASH_NEAR > sp && at < top &&
           at < top - size + 2 * (uint64_t)CRASH_NEAR;
}

static Story crash_story_of_fault(const siginfo_t *info, const void *context) {
    uint64_t at = (uint64_t)(uintptr_t)info->si_addr;
    uint64_t sp = crash_register(context, REG_RSP);
    uint64_t frame = crash_register(context, REG_RBP);
    crash.has_large_frame = frame > sp && frame - sp > CRASH_NEAR;
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
    if (info->si_code != SI_KERNEL &&
        (crash_register(context, REG_ERR) & CRASH_WROTE_PRESENT) ==
        CRASH_WROTE_PRESENT)
        return (Story){"SegmentationFault",
                       "it wrote to memory that can only be read, such as a "
                       "string literal"};
    return (Story){"SegmentationFault",
                   "it used memory that does not belong to it: an index "
                   "beyond the end of an array, or a pointer that was never "
                   "set or whose memory was freed"};
}

/* The register that div or idiv divides by: its value goes to ret. */
static bool crash_divisor(const void *context, uint64_t *ret) {
    static const int registers[] = {
        REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
        REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15};
    enum { REX = 0x40, REX_W = 8, REX_B = 1, DIVIDE = 0xf7, DIRECT = 0xc0 };
    const uint8_t *at = (const uint8_t *)crash_register(context, REG_RIP);
    uint8_t rex = (at[0] & 0xf0) == REX ? *at++ : 0;
    if (at[0] != DIVIDE || (at[1] & DIRECT) != DIRECT) return false;
    *ret = crash_register(context,
                          registers[(at[1] & 7) + (rex & REX_B ? 8 : 0)]);
    if (!(rex & REX_W)) *ret &= UINT32_MAX;
    return true;
}

static Story crash_story_of_division(const siginfo_t *info,
                                     const void *context) {
    uint64_t divisor = 0;
    bool is_known = info->si_code > 0 && crash_divisor(context, &divisor);
    if (is_known && divisor == 0)
        return (Story){"DivisionByZero",
                       "an integer was divided by zero; test what stands "
                       "behind the / or % before"};
    if (is_known)
        return (Story){"DivisionByZero",
                       "the smallest integer was divided by -1, and the "
                       "result is one too large for its type"};
    return (Story){"DivisionByZero",
                   "an integer was divided by zero (/ or %), or the smallest "
                   "one by -1"};
}

/* Signals that nothing in the cell handles. */
static Story crash_story_of_signal(int number, const siginfo_t *info) {
    switch (info->si_code == SI_TKILL ? 0 : number) {
    case SIGALRM:
        return (Story){"Killed",
                       "the alarm rang that alarm() or setitimer() had set, "
                       "and the program handles no SIGALRM"};
    case SIGPIPE:
        return (Story){"Killed",
                       "it wrote to a pipe or socket that nobody reads any "
                       "more (SIGPIPE)"};
    case SIGXFSZ:
        return (Story){"Killed",
                       "it made a file larger than the limit that setrlimit() "
                       "had set (SIGXFSZ)"};
    case SIGXCPU:
        return (Story){"Killed",
                       "it used more processor time than the limit that "
                       "setrlimit() had set (SIGXCPU)"};
    default: break;
    }
    const char *name = sigabbrev_np(number);
    if (name)
        (void)snprintf(crash.signal, sizeof crash.signal,
                       "signal SIG%s came, and the program does not handle it",
                       name);
    else
        (void)snprintf(crash.signal, sizeof crash.signal,
                       "signal %d came, and the program does not handle it",
                       number);
    return (Story){"Killed", crash.signal};
}

/* The image whose code is gone, if that was to run: else NULL. */
static const Image *crash_retired(const void *context) {
    const void *pc = (const void *)crash_register(context, REG_RIP);
    const Image *image = space_image_at(session_current->space, pc);
    return image && image_is_retired(image) ? image : NULL;
}

/* Its name, where it stood, and who has its name now. */
static Story crash_story_of_retired(const Image *image, const void *context) {
    const void *pc = (const void *)crash_register(context, REG_RIP);
    Str name = image_function_at(image, pc);
    const Node *now =
        graph_find(&session_current->graph, SPACE_ORDINARY, name);
    Str since = now ? node_origin(now) : STR("a later cell");
    if (name.len > CRASH_NAME) name.len = CRASH_NAME;
    (void)snprintf(crash.refined, sizeof crash.refined,
                   "it went on in '%.*s' as %s had it, which is gone since "
                   "%.*s defined it again; only a place within the code is "
                   "lost like that, while &%.*s stays good",
                   STR_ARG(name), image_origin(image).text, STR_ARG(since),
                   STR_ARG(name));
    return (Story){"ReplacedFunction", crash.refined};
}

static Story crash_story(int number, const siginfo_t *info,
                         const void *context) {
    const Image *retired = crash_retired(context);
    if (retired) return crash_story_of_retired(retired, context);
    switch (number) {
    case SIGSEGV: return crash_story_of_fault(info, context);
    case SIGFPE: return crash_story_of_division(info, context);
    case SIGABRT:
        return crash.has_called_abort
                   ? (Story){"Aborted",
                             "abort() was called, which ends a program at once"}
                   : (Story){"Aborted",
                             "the C library ended the program, since it found "
                             "memory damaged: a block was freed twice, or "
                             "written beyond its end"};
    case SIGILL:
        return (Story){"IllegalInstruction",
                       "it ran into something that is no code"};
    case SIGBUS:
        return (Story){"BusError",
                       "it used an address that no memory stands behind"};
    case SIGTRAP:
        return (Story){"IllegalInstruction",
                       "it ran into a breakpoint, and there is no debugger"};
    default: return crash_story_of_signal(number, info);
    }
}

/* Not the reader's code was running, but ours. */
static Story crash_story_of_session(const Session *session) {
    if (!session->has_run)
        return (Story){"CompilerCrash",
                       "the compiler itself failed on this cell, which is its "
                       "mistake and not yours; nothing of the cell has run. "
                       "Write it in another way, or in smaller pieces"};
    return (Story){"MemoryDamaged",
                   "the cell came to its end, but before that it had damaged "
                   "memory that the session needs: it wrote beyond the end of "
                   "an array, or through a pointer that was never set"};
}

bool crash_is_fault(int number, const siginfo_t *info) {
    bool is_of_processor = number == SIGSEGV || number == SIGBUS ||
                           number == SIGFPE || number == SIGILL;
    return is_of_processor && info->si_code > 0;
}

/* --- where --- */

static int crash_trace(Session *session, const siginfo_t *info,
                       const void *context, Buf *frames, Problem *place) {
    const void *pc = (const void *)crash_register(context, REG_RIP);
    void *const *frame = (void *const *)crash_register(context, REG_RBP);
    /* After a jump to nowhere, the place of the call is on the stack. */
    if (crash_retired(context) ||
        (pc == info->si_addr && !space_has_code(session->space, pc)))
        pc = *(const void *const *)crash_register(context, REG_RSP);
    else pc = (const char *)pc + 1;
    const void *sp = (const void *)crash_register(context, REG_RSP);
    void *below[2] = {(void *)(uintptr_t)frame, NULL};
    if (space_has_code(session->space, pc)) {
        if (trace_is_frameless(session, pc) && trace_word(sp, &below[1]))
            frame = below;
        return trace_frames_from(session, pc, frame, frames, place);
    }
    int count = trace_frames(session, frames, place);
    if (count) return count;
    /* The way of the frames is broken: one line is better than none. */
    pc = trace_return_above(
        session, (const void *)crash_register(context, REG_RSP));
    return pc ? trace_frames_from(session, pc, NULL, frames, place) : 0;
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

void crash_for_memory(void) {
    const Session *session = session_current;
    if (session->is_serving && getpid() == session->pid)
        crash_send(session, "MemoryExhausted",
                   STR("there is no memory left for the session to work with: "
                       "earlier cells have taken it, or a limit has been set"),
                   "");
    _exit(1);
}

/* "a block of 24 bytes (allocated in In[5]:7)" */
static void crash_describe_block(uintptr_t block, char *ret, size_t size) {
    HeapBlock found;
    bool is_known = heap_find(block, &found) && found.start == block;
    Str site = is_known ? heap_site(found.is_free ? found.freed : found.made)
                        : (Str){0};
    if (!is_known)
        (void)snprintf(ret, size, "a block of the heap");
    else if (!site.len)
        (void)snprintf(ret, size, "a block of %zu bytes", found.size);
    else
        (void)snprintf(ret, size, "a block of %zu bytes (%s in %.*s)",
                       found.size, found.is_free ? "freed" : "allocated",
                       STR_ARG(site));
}

/* The heap is broken, so the words are put together without it. */
void crash_for_damage(uintptr_t block) {
    char what[160], text[300];
    if (getpid() != session_current->pid) return;
    crash_describe_block(block, what, sizeof what);
    (void)snprintf(text, sizeof text,
                   "the cell came to its end, but it has written beyond the "
                   "end of %s, over memory that is not its own",
                   what);
    crash_send(session_current, "MemoryDamaged", str_of(text), "");
    _exit(1);
}

void crash_on_abort(void) {
    crash.has_called_abort = true;
    abort();
}

/* A function that calls itself, and the way its frames look then; two that
 * call each other fill as many different frames as are told. */
static bool crash_is_recursion(Str frames, int count) {
    static const char again[] = "again and again";
    return count >= CRASH_RECURSION ||
           memmem(frames.text, frames.len, again, sizeof again - 1);
}

/* The frames of a recursion are all alike. */
static void crash_shorten(Buf *frames) {
    enum { LINES = 6 };
    const char *at = frames->text;
    for (int i = 0; at && i < LINES; i++) {
        at = strchr(at, '\n');
        if (at) at++;
    }
    if (!at || !*at) return;
    frames->len = (size_t)(at - frames->text);
    buf_add_str(frames, STR("  ... and so on\n"));
}

/* "f" of "  in f, at In[3]:2"; empty if it is the cell itself. */
static Str crash_function(Str frames) {
    const Str start = STR("  in ");
    if (!str_starts_with(frames, start)) return (Str){0};
    const char *name = frames.text + start.len;
    const char *end = memchr(name, ',', frames.len - start.len);
    return (Str){name, end ? (size_t)(end - name) : 0};
}

static void crash_refine_overflow(Story *story, Str frames, int count) {
    Str name = crash_function(frames);
    if (name.len > CRASH_NAME) name = (Str){0};
    bool is_recursion = crash_is_recursion(frames, count);
    if (!is_recursion && !crash.has_large_frame) return;
    if (!is_recursion)
        (void)snprintf(crash.refined, sizeof crash.refined,
                       "the stack is used up: the local variables here are "
                       "too large for it; take memory from malloc instead");
    else
        (void)snprintf(crash.refined, sizeof crash.refined,
                       "the stack is used up: %.*s calls itself again and "
                       "again; does it come to a case in which it does not?",
                       STR_ARG(name.len ? name : STR("a function")));
    story->text = crash.refined;
}

/* Who has called abort(), if it was not the cell itself. */
static void crash_refine_abort(Story *story) {
    static const char *const heap[] = {"free", "malloc", "realloc", "calloc"};
    Str callee = trace_callee(session_current);
    const char *what = " ended the program; what it had found stands above, "
                       "in its own words";
    if (!callee.len || callee.len > CRASH_NAME) return;
    for (size_t i = 0; i < sizeof heap / sizeof *heap; i++)
        if (str_is(callee, heap[i]))
            what = " found memory damaged: a block was freed twice, or written "
                   "beyond its end, or is none that malloc gave";
    if (str_is(callee, "gsignal") || str_is(callee, "kill"))
        (void)snprintf(crash.refined, sizeof crash.refined,
                       "the cell raised SIGABRT itself");
    else
        (void)snprintf(crash.refined, sizeof crash.refined, "%.*s()%s",
                       STR_ARG(callee), what);
    story->text = crash.refined;
}

/* What the frames say more than the signal did. */
static void crash_refine(Story *story, Buf *frames, int count) {
    if (strcmp(story->ename, "StackOverflow") == 0) {
        crash_refine_overflow(story, buf_view(frames), count);
        crash_shorten(frames);
    }
    if (strcmp(story->ename, "Aborted") == 0 && !crash.has_called_abort)
        crash_refine_abort(story);
}

/* The stack may end at any instruction of a recursion; the one to tell is the
 * call that leads deeper. */
static int crash_trace_call(Session *session, const void *context, int count,
                            Buf *frames, Problem *place) {
    uint64_t sp = crash_register(context, REG_RSP);
    uint64_t at = crash_register(context, REG_RBP);
    if (at < sp || at - sp > CRASH_NEAR) return count;
    void *const *frame = (void *const *)at;
    if (!space_has_code(session->space, frame[1])) return count;
    frames->len = 0;
    return trace_frames_from(session, frame[1], frame[0], frames, place);
}

/* The line too, if it can be found. */
static void crash_tell_story(Story story, const siginfo_t *info,
                             const void *context, bool has_line) {
    Session *session = session_current;
    crash.is_telling = true;
    crash_send(session, story.ename, str_of(story.text), "");
    if (!has_line) return;
    /* Should the way to the lines be broken too, the first record counts. */
    (void)signal(SIGALRM, SIG_DFL);
    (void)alarm(CRASH_SECONDS);
    Problem place = {0};
    Buf frames = crash_room(crash.frames);
    int count = crash_trace(session, info, context, &frames, &place);
    if (count == 0) return;
    if (strcmp(story.ename, "StackOverflow") == 0 &&
        crash_is_recursion(buf_view(&frames), count))
        count = crash_trace_call(session, context, count, &frames, &place);
    crash_refine(&story, &frames, count);
    place.text = str_of(story.text);
    Failure failure = {.evalue = crash_room(crash.evalue),
                       .traceback = crash_room(crash.traceback)};
    failure_on_line(&failure, story.ename, &place);
    if (count > 1) buf_add_str(&failure.traceback, buf_view(&frames));
    crash_send(session, story.ename, buf_view(&failure.evalue),
               failure.traceback.text);
}

void crash_tell(int number, const siginfo_t *info, const void *context,
                bool is_running) {
    Session *session = session_current;
    if (crash.is_telling || !session->is_serving) return;
    bool is_ours = !is_running && (crash_is_fault(number, info) ||
                                   number == SIGABRT || number == SIGSEGV);
    Story story = is_ours ? crash_story_of_session(session)
                          : crash_story(number, info, context);
    crash_tell_story(story, info, context, is_running);
}

void crash_for_limit(bool is_beyond_limit, const siginfo_t *info,
                     const void *context) {
    static const Story stories[] = {
        {"MemoryExhausted",
         "the machine has hardly any memory left, and this cell has taken "
         "most of it; a loop that allocates without end?"},
        {"MemoryExhausted",
         "the session took more memory than it may (NABLA_MEMORY_MB in the "
         "kernel's environment sets the limit); a loop that allocates without "
         "end?"},
    };
    if (!crash.is_telling)
        crash_tell_story(stories[is_beyond_limit], info, context, true);
    _exit(1);
}

void crash_init(Session *session) {
    stack_t stack = {.ss_sp = mem_alloc(CRASH_STACK), .ss_size = CRASH_STACK};
    (void)sigaltstack(&stack, NULL);
    /* The unwinder sets itself up at its first use, which had better not be
     * in a handler. */
    Problem place = {0};
    Buf frames = crash_room(crash.frames);
    (void)trace_frames(session, &frames, &place);
}
