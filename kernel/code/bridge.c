#include "code/bridge.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "code/x86_64_call.h"

enum {
    WORD = 8,
    GENERALS = 6,
    FLOATS = 8,
    REGISTERS = GENERALS + FLOATS, /* places: these, then the stack */
    PAGE = 4096,
    PER_PAGE = (PAGE - MACHINE_BRIDGE_HEAD) / MACHINE_BRIDGE_SIZE
};

typedef enum ResultKind {
    RESULT_NONE,
    RESULT_REGISTERS,
    RESULT_X87,
    RESULT_MEMORY
} ResultKind;

/* How one side hands a result over: places are general or SSE registers. */
typedef struct Result {
    ResultKind kind;
    uint8_t count;
    uint8_t places[2]; /* 0 rax, 1 rdx, 2 xmm0, 3 xmm1 */
    uint8_t words[2];  /* the word of the value that is there */
} Result;

typedef struct Side {
    Result result;
    uint32_t *places; /* own: of every word of every argument, in order */
    uint32_t count;
    uint32_t generals, floats, stack; /* used so far */
} Side;

typedef struct Bridge {
    void *target;
    Side caller, callee;
    uint32_t size; /* of the result */
} Bridge;

/* Bridges belong to the process, like the libraries that they lead to; cells
 * may ask for one from any of their threads. */
static struct {
    pthread_mutex_t lock;
    Map known;      /* question -> address */
    uint8_t *page;  /* where the newest ones are, all entries written */
    void **rows;    /* own: of that page: entry -> Bridge */
    uint32_t count; /* of entries in use there */
} bridges = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* --- places -------------------------------------------------------------- */

static void side_put(Side *side, uint32_t place) {
    side->places = mem_grow(side->places,
                            (side->count + 1) * sizeof *side->places);
    side->places[side->count++] = place;
}

static void side_put_on_stack(Side *side, uint32_t words, bool is_aligned) {
    if (is_aligned) side->stack += side->stack % 2;
    for (uint32_t i = 0; i < words; i++)
        side_put(side, REGISTERS + side->stack++);
}

/* All of a struct goes into registers, or none of it. */
static void side_add(Side *side, Str letters, uint32_t words,
                     bool is_aligned) {
    uint32_t generals = 0, floats = 0;
    char first = '-';
    if (letters.len) first = letters.text[0];
    if (first == 'M' || first == 'X') {
        side_put_on_stack(side, words, is_aligned);
        return;
    }
    for (size_t i = 0; i < letters.len; i++) {
        generals += letters.text[i] == 'I';
        floats += letters.text[i] == 'S';
    }
    if (side->generals + generals > GENERALS ||
        side->floats + floats > FLOATS) {
        side_put_on_stack(side, words, is_aligned);
        return;
    }
    for (size_t i = 0; i < letters.len; i++) {
        char letter = letters.text[i];
        if (letter == 'I') side_put(side, side->generals++);
        else if (letter == 'S') side_put(side, GENERALS + side->floats++);
        else side_put(side, UINT32_MAX);
    }
}

static Result side_result(Side *side, Str letters) {
    Result ret = {0};
    char first = '0';
    uint8_t generals = 0, floats = 0;
    if (letters.len) first = letters.text[0];
    if (first == '0') return ret;
    ret.kind = first == 'X' ? RESULT_X87 : RESULT_REGISTERS;
    if (first == 'M') {
        ret.kind = RESULT_MEMORY;
        side->generals = 1; /* where to put it is the first argument */
    }
    if (ret.kind != RESULT_REGISTERS) return ret;
    for (size_t i = 0; i < letters.len; i++) {
        if (letters.text[i] == '-') continue;
        bool is_general = letters.text[i] == 'I';
        ret.places[ret.count] = is_general ? generals++ : 2 + floats++;
        ret.words[ret.count++] = (uint8_t)i;
    }
    return ret;
}

/* --- signatures ---------------------------------------------------------- */

static uint32_t number_of(Str digits) {
    uint32_t number = 0;
    for (size_t i = 0; i < digits.len; i++)
        number = number * 10 + (uint32_t)(digits.text[i] - '0');
    return number;
}

static Bridge *bridge_read(void *target, Str signature, bool is_inward) {
    Bridge *bridge = mem_alloc(sizeof *bridge);
    Side *abi = is_inward ? &bridge->caller : &bridge->callee;
    Side *tcc = is_inward ? &bridge->callee : &bridge->caller;
    bridge->target = target;
    for (bool is_result = true; signature.len; is_result = false) {
        Str digits = str_next(&signature, ':');
        bool is_aligned = digits.text[digits.len - 1] == 'a';
        if (is_aligned) digits.len--;
        uint32_t size = number_of(digits);
        Str there = str_next(&signature, '/');
        Str here = str_next(&signature, ';');
        if (is_result) {
            bridge->size = size;
            abi->result = side_result(abi, there);
            tcc->result = side_result(tcc, here);
        } else {
            uint32_t words = (size + WORD - 1) / WORD;
            side_add(abi, there, words, is_aligned);
            side_add(tcc, here, words, is_aligned);
        }
    }
    return bridge;
}

/* --- a call -------------------------------------------------------------- */

static uint64_t *frame_place(MachineFrame *frame, uint64_t *stack,
                             uint32_t place) {
    if (place < GENERALS) return &frame->generals[place];
    if (place < REGISTERS) return &frame->floats[place - GENERALS];
    return &stack[place - REGISTERS];
}

/* Both sides have a place for each word. */
static void bring_arguments(const Bridge *bridge, MachineFrame *in,
                            MachineFrame *out, uint64_t *stack) {
    const Side *from = &bridge->caller, *to = &bridge->callee;
    for (uint32_t i = 0; i < from->count; i++) {
        if (from->places[i] == UINT32_MAX || to->places[i] == UINT32_MAX)
            continue;
        *frame_place(out, stack, to->places[i]) =
            *frame_place(in, in->stack, from->places[i]);
    }
}

static void result_read(const Result *result, const MachineFrame *frame,
                        uint64_t value[2]) {
    for (uint8_t i = 0; i < result->count; i++)
        value[result->words[i]] = frame->results[result->places[i]];
    if (result->kind == RESULT_X87)
        memcpy(value, frame->x87, sizeof frame->x87);
}

static void result_write(const Result *result, MachineFrame *frame,
                         const uint64_t value[2]) {
    for (uint8_t i = 0; i < result->count; i++)
        frame->results[result->places[i]] = value[result->words[i]];
    frame->has_x87 = result->kind == RESULT_X87;
    if (frame->has_x87) memcpy(frame->x87, value, sizeof frame->x87);
}

/* Called by the bridge's code with what was in the registers. A long jump out
 * of the target leaves nothing behind. */
void machine_cross(MachineFrame *in, void **row) {
    const Bridge *bridge = *row;
    const Result *wanted = &bridge->caller.result;
    const Result *given = &bridge->callee.result;
    uint32_t words = bridge->callee.stack + bridge->callee.stack % 2;
    uint64_t *stack = __builtin_alloca((words + 2) * sizeof *stack);
    uint64_t value[2] = {0, 0};
    MachineFrame out = {.vectors = FLOATS, .words = words, .stack = stack};
    bool is_large = wanted->kind == RESULT_MEMORY;
    uint64_t where = in->generals[0];
    bring_arguments(bridge, in, &out, stack);
    if (given->kind == RESULT_MEMORY)
        out.generals[0] = is_large ? where : (uint64_t)(uintptr_t)value;
    out.wants_x87 = given->kind == RESULT_X87;
    machine_call(bridge->target, &out);
    result_read(given, &out, value);
    result_write(wanted, in, value);
    if (!is_large) return;
    if (given->kind != RESULT_MEMORY)
        memcpy((void *)(uintptr_t)where, value, bridge->size);
    in->results[0] = where;
}

/* --- entries ------------------------------------------------------------- */

/* All entries of a page are written before any is used: it is never writable
 * and executable at once. */
static int bridge_new_page(Err *err) {
    uint8_t *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return err_set(err, "There is no memory for calls of a library.");
    void **rows = mem_alloc((PER_PAGE + 1) * sizeof *rows);
    /* Only code knows the older rows: so whoever looks for leaks sees them. */
    rows[PER_PAGE] = bridges.rows;
    machine_write_bridges(page, PAGE, rows);
    if (mprotect(page, PAGE, PROT_READ | PROT_EXEC) < 0) {
        (void)munmap(page, PAGE);
        free(rows);
        return err_set(err, "There is no memory for calls of a library.");
    }
    bridges.page = page;
    bridges.rows = rows;
    bridges.count = 0;
    return 0;
}

static void *bridge_make(void *target, Str signature, bool is_inward,
                         Str question, Err *err) {
    bool is_full = !bridges.page || bridges.count == PER_PAGE;
    if (is_full && bridge_new_page(err) < 0) return NULL;
    bridges.rows[bridges.count] = bridge_read(target, signature, is_inward);
    uint8_t *entry = bridges.page + MACHINE_BRIDGE_HEAD +
                     (size_t)bridges.count++ * MACHINE_BRIDGE_SIZE;
    char *kept = mem_alloc(question.len);
    memcpy(kept, question.text, question.len);
    map_set(&bridges.known, (Str){kept, question.len}, entry);
    return entry;
}

void *bridge_to(void *target, Str signature, bool is_inward, Err *err) {
    Buf text = {0};
    buf_printf(&text, "%p%c%.*s", target, is_inward ? '<' : '>',
               STR_ARG(signature));
    Str question = buf_view(&text);
    (void)pthread_mutex_lock(&bridges.lock);
    void *entry = map_get(&bridges.known, question);
    if (!entry)
        entry = bridge_make(target, signature, is_inward, question, err);
    (void)pthread_mutex_unlock(&bridges.lock);
    buf_done(&text);
    return entry;
}
