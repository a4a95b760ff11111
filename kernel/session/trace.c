#include "session/trace.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>
#include <unwind.h>

#include "code/x86_64.h"

enum {
    TRACE_DEEPEST = 40,  /* different frames */
    TRACE_LONGEST = 1000 /* calls of a function by itself */
};

/* The places of a unit's lines. Nearly always all of them are of one source. */
typedef struct UnitLines {
    CellText *text; /* own: one reference */
    char key[24];
    const Source *source;
    const Source **sources; /* own; [line - 1]; NULL: all are of `source` */
    uint32_t *begins;       /* own; [line - 1]: 1 + offset; 0: a line of ours */
    uint32_t count;
    Str unit; /* own: the unit's text, NUL behind it */
} UnitLines;

static Str trace_key(char *text, size_t size, uint64_t tag) {
    int len = snprintf(text, size, "%llu", (unsigned long long)tag);
    return (Str){text, (size_t)len};
}

static void trace_keep_line(UnitLines *lines, uint32_t i, const Token *token) {
    if (!lines->source) lines->source = token->source;
    if (token->source != lines->source && !lines->sources) {
        lines->sources = mem_alloc(lines->count * sizeof *lines->sources);
        for (uint32_t k = 0; k < i; k++) lines->sources[k] = lines->source;
    }
    if (lines->sources) lines->sources[i] = token->source;
    lines->begins[i] = token->span.begin + 1;
}

uint64_t trace_keep(Session *session, CellText *text, const Unit *unit,
                    bool keeps_unit) {
    UnitLines *lines = mem_alloc(sizeof *lines);
    lines->text = text;
    text->references++;
    lines->count = unit->lines;
    lines->begins = mem_alloc(unit->lines * sizeof *lines->begins);
    for (uint32_t i = 0; i < unit->lines; i++)
        if (unit->origins[i]) trace_keep_line(lines, i, unit->origins[i]);
    if (keeps_unit) {
        lines->unit.text = mem_dup(unit->text.text, unit->text.len);
        lines->unit.len = unit->text.len;
    }
    uint64_t tag = ++session->tags;
    Str key = trace_key(lines->key, sizeof lines->key, tag);
    map_set(&session->units, key, lines);
    return tag;
}

static UnitLines *trace_lines(const Session *session, uint64_t tag) {
    char key[24];
    return map_get(&session->units, trace_key(key, sizeof key, tag));
}

Str trace_unit(const Session *session, uint64_t tag) {
    const UnitLines *lines = trace_lines(session, tag);
    return lines ? lines->unit : (Str){0};
}

Str trace_origin(const Session *session, uint64_t tag) {
    const UnitLines *lines = trace_lines(session, tag);
    return lines && lines->source ? lines->source->name : (Str){0};
}

void trace_forget(Session *session, uint64_t tag) {
    UnitLines *lines = trace_lines(session, tag);
    if (!lines) return;
    map_set(&session->units, str_of(lines->key), NULL);
    celltext_drop(lines->text);
    free(lines->sources);
    free(lines->begins);
    free((char *)(uintptr_t)lines->unit.text);
    free(lines);
}

/* The frame of cell code that libgcc's unwinder comes to first: the code of
 * libraries has unwind tables, cell code has frame pointers instead. */
typedef struct FirstFrame {
    const Space *space;
    const void *library; /* the counter in the frame before it */
    const void *pc;
    void *const *frame;
} FirstFrame;

static _Unwind_Reason_Code trace_step(struct _Unwind_Context *context,
                                      void *data) {
    enum { DWARF_RBP = 6 };
    FirstFrame *first = data;
    const void *pc = (const void *)_Unwind_GetIP(context);
    if (!space_has_code(first->space, pc)) {
        first->library = pc;
        return _URC_NO_REASON;
    }
    first->pc = pc;
    first->frame = (void *const *)_Unwind_GetGR(context, DWARF_RBP);
    return _URC_END_OF_STACK;
}

/* The place of a line of the unit, or of the last one before it that has one;
 * false: there is none. */
static bool trace_place(const UnitLines *lines, uint32_t line, Problem *ret) {
    if (!lines || !line) return false;
    if (line > lines->count) line = lines->count;
    for (; line > 0; line--) {
        uint32_t begin = lines->begins[line - 1];
        if (!begin) continue;
        const Source *source =
            lines->sources ? lines->sources[line - 1] : lines->source;
        *ret = (Problem){source, {begin - 1, begin - 1}, {0}};
        return true;
    }
    return false;
}

bool trace_place_of(const Session *session, const void *pc, Problem *ret) {
    const Image *image = space_image_at(session->space, pc);
    /* The counter stands behind the call: one byte back is inside it. */
    return image &&
           trace_place(trace_lines(session, image_tag(image)),
                       image_line_at(image, (const char *)pc - 1), ret);
}

/* A frame pointer that the program has overwritten must not be followed. */
static bool trace_can_read(void *const *frame) {
    void *pair[2];
    struct iovec local = {pair, sizeof pair};
    struct iovec remote = {(void *)(uintptr_t)frame, sizeof pair};
    return frame && process_vm_readv(getpid(), &local, 1, &remote, 1, 0) ==
                        (ssize_t)sizeof pair;
}

bool trace_is_frameless(const Session *session, const void *pc) {
    enum { FIRST = 40 };
    static const uint8_t sets_frame[] = {0x48, 0x89, 0xe5}; /* mov rbp, rsp */
    const Image *image = space_image_at(session->space, pc);
    const uint8_t *start = image ? image_function_start(image, pc) : NULL;
    return start && !memmem(start, FIRST, sets_frame, sizeof sets_frame);
}

bool trace_word(const void *address, void **ret) {
    struct iovec local = {ret, sizeof *ret};
    struct iovec remote = {(void *)(uintptr_t)address, sizeof *ret};
    return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) ==
           (ssize_t)sizeof *ret;
}

/* The frames that have been told, innermost first. */
typedef struct Told {
    Buf *text;
    Problem first; /* the place of the innermost */
    const Source *source; /* of the last, and where and what it was */
    uint32_t line;
    Str name;
    int count, different, repeated;
} Told;

static void trace_print_repeated(Told *told) {
    if (told->repeated >= TRACE_LONGEST)
        buf_printf(told->text, "  ... again and again, more than %d times\n",
                   TRACE_LONGEST);
    else if (told->repeated)
        buf_printf(told->text, "  ... %d times more\n", told->repeated);
    told->repeated = 0;
}

/* "  in step, at In[3]:2"; the cell's own statements are of no function. */
static void trace_print(const Told *told) {
    if (told->name.len && !str_is(told->name, UNIT_FUNCTION))
        buf_printf(told->text, "  in %.*s,", STR_ARG(told->name));
    else buf_printf(told->text, " ");
    buf_printf(told->text, " at %.*s:%u\n", STR_ARG(told->source->name),
               told->line);
}

static void trace_tell(Told *told, Str name, const Problem *place) {
    uint32_t line = source_place(place->source, place->span.begin).line;
    bool is_again = told->count && line == told->line &&
                    str_equals(name, told->name) &&
                    str_equals(place->source->name, told->source->name);
    if (told->count++ == 0) told->first = *place;
    if (is_again) {
        told->repeated++;
        return;
    }
    trace_print_repeated(told);
    told->different++;
    told->source = place->source;
    told->line = line;
    told->name = name;
    trace_print(told);
}

/* All that one frame stands for; false: it is no longer known whose it is.
 * is_told: a reader has been told of the innermost. */
static bool trace_tell_levels(const Session *session, const void *pc,
                              bool is_told, Told *told) {
    const Image *image = space_image_at(session->space, pc);
    const void *inside = (const char *)pc - 1;
    if (!image) return false;
    const UnitLines *lines = trace_lines(session, image_tag(image));
    Str name;
    uint32_t line, level = 0;
    for (; image_level_at(image, inside, level, &name, &line); level++) {
        Problem place = {0};
        if (!trace_place(lines, line, &place)) return false;
        if (!is_told || level) trace_tell(told, name, &place);
    }
    return level > 0;
}

int trace_frames_from(Session *session, const void *pc, void *const *frame,
                      Buf *ret, Problem *ret_problem) {
    Told told = {.text = ret};
    /* The loop that it does the rest of is the same place for a reader. */
    bool is_rest = false;
    while (pc && told.different < TRACE_DEEPEST &&
           told.repeated < TRACE_LONGEST) {
        if (!trace_tell_levels(session, pc, is_rest, &told)) break;
        is_rest = image_is_loop_at(space_image_at(session->space, pc), pc);
        if (!trace_can_read(frame)) break;
        pc = frame[1];
        frame = frame[0];
        if (!space_has_code(session->space, pc)) break;
    }
    trace_print_repeated(&told);
    if (told.count) *ret_problem = told.first;
    return told.count;
}

int trace_frames(Session *session, Buf *ret, Problem *ret_problem) {
    FirstFrame first = {.space = session->space};
    (void)_Unwind_Backtrace(trace_step, &first);
    return trace_frames_from(session, first.pc, first.frame, ret, ret_problem);
}

/* call rel32; call *reg, with a prefix or without; call *displacement(reg). */
static bool trace_is_behind_call(const uint8_t *pc) {
    return pc[-5] == 0xe8 || pc[-2] == 0xff || pc[-3] == 0xff || pc[-6] == 0xff;
}

const void *trace_return_above(const Session *session, const void *stack) {
    enum { WORDS = 2048 };
    static const void *words[WORDS];
    struct iovec local = {words, sizeof words};
    struct iovec remote = {(void *)(uintptr_t)stack, sizeof words};
    ssize_t got = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
    for (ssize_t i = 0; i < got / (ssize_t)sizeof *words; i++)
        if (space_image_at(session->space, words[i]) &&
            trace_is_behind_call(words[i]))
            return words[i];
    return NULL;
}

bool trace_here(Session *session, const void **ret_pc,
                void *const **ret_frame) {
    FirstFrame first = {.space = session->space};
    (void)_Unwind_Backtrace(trace_step, &first);
    *ret_pc = first.pc;
    *ret_frame = first.frame;
    return first.pc != NULL;
}

/* Several names of a library may stand for one function: the reader knows the
 * plain one. */
static Str trace_plain_name(Str name) {
    static const Str prefixes[] = {{"_IO_", 4}, {"__isoc99_", 9},
                                   {"__libc_", 7}, {"__", 2}};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_starts_with(name, prefixes[i]))
            return (Str){name.text + prefixes[i].len,
                         name.len - prefixes[i].len};
    return name;
}

Str trace_callee(Session *session) {
    FirstFrame first = {.space = session->space};
    Dl_info info = {0};
    (void)_Unwind_Backtrace(trace_step, &first);
    if (!first.pc || !first.library) return (Str){0};
    /* A function that has left its frame for another's is not on the stack. */
    const void *target = machine_call_target(first.pc);
    if ((!target || !dladdr(target, &info) || !info.dli_sname) &&
        !dladdr(first.library, &info))
        return (Str){0};
    return trace_plain_name(str_of(info.dli_sname));
}
