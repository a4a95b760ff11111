#include "session/check/bounds.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "session/heap.h"
#include "session/jumps.h"
#include "session/check/pointers.h"
#include "session/trace.h"
#include "session/check/verdict.h"

enum {
    BOUNDS_STRAYS = 4096,
    BOUNDS_SITES = 1024,
    BOUNDS_TRAP = 1 << 16,
    BOUNDS_NULL = 1 << 16 /* addresses below are members of NULL */
};

/* A pointer in memory that was never written to. */
static const uintptr_t bounds_unset = 0x0101010101010101u * HEAP_UNSET;

/* A pointer that has left its object. */
typedef struct Stray {
    uintptr_t value;
    uintptr_t base; /* what it was computed from */
    const void *pc;
    bool has_region;
    Region region;
} Stray;

/* What is remembered of a call in checked code. */
typedef struct Site {
    const void *pc;
    unsigned changes; /* of the heap, when the region was found */
    uint8_t access;   /* bytes that are used without another call; see below */
    bool has_region;
    Region region;
} Site;

static struct {
    Session *session;
    uint8_t *trap; /* own, for ever: BOUNDS_TRAP bytes that nobody can use */
    Stray *strays; /* own, for ever */
    Site *sites;   /* own, for ever */
    Misuse misuse; /* the newest one that was sent to the trap */
    atomic_uintptr_t turn; /* the thread whose it is, by its pointer */
    bool is_on;
} bounds;

/* A library frees what was freed already: its caller gave it something that
 * is gone. */
static void bounds_second_free(const void *block) {
    Misuse misuse = {.use = USE_FREE,
                     .is_inner = true,
                     .address = (uintptr_t)block,
                     .base = (uintptr_t)block};
    char name[64] = "";
    Str callee = trace_callee(bounds.session);
    if (callee.len && callee.len < sizeof name)
        memcpy(name, callee.text, callee.len);
    misuse.call = name[0] ? name : NULL;
    (void)trace_here(bounds.session, &misuse.spot.pc, &misuse.spot.frame);
    misuse.has_region = regions_find(
        misuse.base, (uintptr_t)__builtin_frame_address(0), &misuse.region);
    verdict_end(&misuse);
}

void bounds_begin(Session *session) {
    bounds.session = session;
    if (!bounds.trap) {
        void *trap = mmap(NULL, BOUNDS_TRAP, PROT_NONE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (trap == MAP_FAILED) return;
        bounds.trap = trap;
        bounds.strays = mem_alloc(BOUNDS_STRAYS * sizeof *bounds.strays);
        bounds.sites = mem_alloc(BOUNDS_SITES * sizeof *bounds.sites);
    }
    memset(bounds.strays, 0, BOUNDS_STRAYS * sizeof *bounds.strays);
    memset(bounds.sites, 0, BOUNDS_SITES * sizeof *bounds.sites);
    regions_collect(session);
    heap_on_second_free(bounds_second_free);
    heap_check(true);
    atomic_store(&bounds.turn, 0);
    bounds.is_on = true;
}

void bounds_end(void) {
    bounds.is_on = false;
    heap_check(false);
    regions_clear();
}

bool bounds_is_on(void) { return bounds.is_on; }

/* --- pointers that have left their object --- */

static Stray *bounds_stray_slot(uintptr_t value) {
    return &bounds.strays[(value * 0x9e3779b97f4a7c15u >> 40) %
                          BOUNDS_STRAYS];
}

static const Stray *bounds_stray(uintptr_t value) {
    const Stray *stray = bounds_stray_slot(value);
    return stray->pc && stray->value == value ? stray : NULL;
}

static void bounds_note_stray(const Stray *stray) {
    *bounds_stray_slot(stray->value) = *stray;
}

static void bounds_forget_stray(uintptr_t value) {
    Stray *stray = bounds_stray_slot(value);
    if (stray->value == value) stray->pc = NULL;
}

/* --- what a pointer points to --- */

static Site *bounds_site(const void *pc) {
    Site *site = &bounds.sites[((uintptr_t)pc >> 1) % BOUNDS_SITES];
    if (site->pc != pc) *site = (Site){.pc = pc, .access = 0xff};
    return site;
}

/* Nearly always the object that the same call has seen before. Those on the
 * stack come and go too often for that. */
static const Region *bounds_region(uintptr_t pointer, Site *site,
                                   uintptr_t sp) {
    bool is_known = site->has_region && site->changes == heap_changes &&
                    pointer - site->region.start < site->region.size &&
                    site->region.kind != REGION_LOCAL;
    if (is_known) return &site->region;
    site->has_region = regions_find(pointer, sp, &site->region);
    site->changes = heap_changes;
    return site->has_region ? &site->region : NULL;
}

static bool bounds_holds(const Region *region, uintptr_t address,
                         size_t size) {
    return address >= region->start && address - region->start <= region->size &&
           size <= region->size - (address - region->start);
}

static bool bounds_is_unset(uintptr_t pointer) {
    return pointer - bounds_unset + (1 << 30) < (2u << 30);
}

/* --- uses --- */

static void *bounds_trap(const Misuse *misuse) {
    bounds.misuse = *misuse;
    return bounds.trap + BOUNDS_TRAP / 2;
}

static bool bounds_is_same_line(const void *a, const void *b) {
    Problem x = {0}, y = {0};
    if (!trace_place_of(bounds.session, a, &x) ||
        !trace_place_of(bounds.session, b, &y))
        return false;
    return x.source == y.source && source_place(x.source, x.span.begin).line ==
                                       source_place(y.source, y.span.begin).line;
}

/* A pointer that has left one object and lies in another: was it made anew?
 * In the middle of an object that would have been seen. Its start can be
 * taken without a call; then a stray of an earlier line means nothing. */
static bool bounds_is_made_anew(const Stray *stray, const Region *live,
                                uintptr_t pointer, const void *pc) {
    return live && !live->is_gone && live->start == pointer &&
           !bounds_is_same_line(stray->pc, pc);
}

/* NULL: it lies in what it points to. */
static const Stray *bounds_stray_still(uintptr_t pointer, const Region *live,
                                       const void *pc) {
    const Stray *stray = bounds_stray(pointer);
    bool is_anew = stray && bounds_is_made_anew(stray, live, pointer, pc);
    return is_anew ? NULL : stray;
}

static void *bounds_access(uintptr_t base, intptr_t offset, size_t size,
                           uintptr_t sp, Spot spot) {
    uintptr_t address = base + (uintptr_t)offset;
    Misuse misuse = {.address = address, .size = size, .base = base,
                     .spot = spot};
    if (base < BOUNDS_NULL || bounds_is_unset(base))
        return bounds_trap(&misuse);
    const Region *live = bounds_region(base, bounds_site(spot.pc), sp);
    const Stray *stray = bounds_stray_still(base, live, spot.pc);
    if (stray) {
        misuse.base = stray->base;
        misuse.has_region = stray->has_region;
        misuse.region = stray->region;
        if (misuse.has_region && !stray->region.is_gone &&
            bounds_holds(&stray->region, address, size))
            return (void *)address;
        return bounds_trap(&misuse);
    }
    if (!live) return (void *)address;
    misuse.has_region = true;
    misuse.region = *live;
    if (live->is_gone || !bounds_holds(live, address, size))
        return bounds_trap(&misuse);
    if (live->mirror)
        return (void *)(uintptr_t)(live->mirror + (address - live->start));
    return (void *)address;
}

/* What a library function is given. false: nothing is known of it. */
static bool bounds_look(uintptr_t pointer, const char *call, Spot spot,
                        Misuse *ret) {
    *ret = (Misuse){.call = call, .address = pointer, .base = pointer,
                    .spot = spot};
    if (pointer < BOUNDS_NULL || bounds_is_unset(pointer)) verdict_end(ret);
    uintptr_t sp = (uintptr_t)__builtin_frame_address(0);
    Region live;
    bool is_live = regions_find(pointer, sp, &live);
    const Stray *stray =
        bounds_stray_still(pointer, is_live ? &live : NULL, spot.pc);
    if (stray && !stray->has_region) {
        ret->base = stray->base;
        verdict_end(ret);
    }
    ret->has_region = stray || is_live;
    if (ret->has_region) ret->region = stray ? stray->region : live;
    return ret->has_region;
}

/* The reader writes to r.name: then that is the object, not all of r. */
static void bounds_narrow(Misuse *misuse) {
    PointerName pointer;
    pointers_name(misuse->base, NULL, misuse->spot, &pointer);
    if (!pointer.is_exact || !pointer.extent || !pointer.is_member ||
        misuse->size <= pointer.extent)
        return;
    misuse->region.start = misuse->base;
    misuse->region.size = pointer.extent;
    misuse->region.kind = REGION_STATIC;
    misuse->region.name =
        arena_dup(&bounds.session->arena, str_of(pointer.text));
}

void bounds_use(const void *pointer, size_t size, bool is_write,
                const char *call, Spot spot) {
    Misuse misuse;
    if (size == 0) return;
    if (!bounds_look((uintptr_t)pointer, call, spot, &misuse)) return;
    misuse.size = size;
    if (call && is_write && !misuse.region.is_gone) bounds_narrow(&misuse);
    const Region *region = &misuse.region;
    misuse.use = is_write ? USE_WRITE : USE_READ;
    misuse.size = size;
    if (region->is_gone || !bounds_holds(region, misuse.address, size) ||
        (is_write && region->kind == REGION_LITERAL))
        verdict_end(&misuse);
}

size_t bounds_room(const void *pointer, const char *call, Spot spot) {
    Misuse misuse;
    if (!bounds_look((uintptr_t)pointer, call, spot, &misuse)) return SIZE_MAX;
    misuse.use = USE_READ;
    misuse.size = 1;
    if (misuse.region.is_gone ||
        !bounds_holds(&misuse.region, misuse.address, 0))
        verdict_end(&misuse);
    return misuse.region.size - (misuse.address - misuse.region.start);
}

size_t bounds_text(const char *text, size_t most, const char *call, Spot spot) {
    if (most == 0) return 0;
    size_t room = bounds_room(text, call, spot);
    size_t len = strnlen(text, room < most ? room : most);
    if (len < room || len == most) return len;
    Misuse misuse;
    (void)bounds_look((uintptr_t)text, call, spot, &misuse);
    verdict_end_text(&misuse);
}

void bounds_free(const void *block, const char *call, Spot spot) {
    Misuse misuse = {0};
    if (!block) return;
    bool is_known = bounds_look((uintptr_t)block, call, spot, &misuse);
    const Region *region = &misuse.region;
    misuse.use = USE_FREE;
    if (is_known && (region->kind != REGION_HEAP || region->is_gone ||
                     region->start != (uintptr_t)block))
        verdict_end(&misuse);
}

/* --- accesses without a call ---
 *
 * TinyCC forgets the check where an operand of floating-point arithmetic is
 * read right out of memory: `a[i] + b[j]`. The code behind the call tells:
 * either it uses (%rax) at once, or it puts %rax away and takes it out again
 * for that. */

static bool bounds_is_sse(const uint8_t *at) {
    return (at[0] == 0xf2 || at[0] == 0xf3 || at[0] == 0x66) && at[1] == 0x0f;
}

/* Length of an instruction that takes a local or a global variable, and
 * leaves reg alone; 0: it is something else. */
static size_t bounds_takes_variable(const uint8_t *at, unsigned reg) {
    enum { LOAD_GOT = 7 };
    bool is_got = at[0] == 0x48 && at[1] == 0x8b && (at[2] & 0xc7) == 0x05;
    if (is_got) return (at[2] >> 3 & 7) == reg ? 0 : LOAD_GOT;
    unsigned mode = at[3] & 0xc7;
    if (!bounds_is_sse(at)) return 0;
    if (mode == 0x45) return 5;
    if (mode == 0x85 || mode == 0x05) return 8;
    return mode < 4 && mode != reg ? 4 : 0;
}

/* Bytes that the next SSE instruction here uses at (reg), behind those that
 * take variables; 0: there is none. */
static size_t bounds_sse_access(const uint8_t *at, unsigned reg) {
    for (size_t len; (len = bounds_takes_variable(at, reg)) != 0;) at += len;
    if (!bounds_is_sse(at) || (at[3] & 0xc7) != reg) return 0;
    if (at[0] == 0xf2 || (at[0] == 0xf3 && at[2] == 0x7e)) return 8;
    if (at[0] == 0xf3) return 4;
    return at[2] == 0xd6 ? 8 : at[2] == 0x6e || at[2] == 0x7e ? 4 : 0;
}

/* mov between %reg and disp(%rbp): its length, 0 if it is another. */
static size_t bounds_is_move(const uint8_t *at, uint8_t opcode,
                             const int32_t *wanted, unsigned *reg,
                             int32_t *ret) {
    if (at[0] != 0x48 || at[1] != opcode) return 0;
    unsigned mode = at[2] & 0xc7;
    *reg = at[2] >> 3 & 7;
    /* As the processor does. NOLINTNEXTLINE(bugprone-signed-char-misuse) */
    if (mode == 0x45) *ret = (int8_t)at[3];
    else if (mode == 0x85) memcpy(ret, at + 3, sizeof *ret);
    else return 0;
    if (wanted && *ret != *wanted) return 0;
    return mode == 0x45 ? 4 : 7;
}

static size_t bounds_find_access(const uint8_t *pc) {
    enum { STORE = 0x89, LOAD = 0x8b, FARTHEST = 1024, LONGEST = 16 };
    unsigned reg = 0;
    int32_t slot = 0, other = 0;
    size_t len = bounds_sse_access(pc, 0);
    if (len) return len;
    len = bounds_is_move(pc, STORE, NULL, &reg, &slot);
    if (!len || reg != 0) return 0;
    const Image *image = space_image_at(bounds.session->space, pc);
    for (const uint8_t *at = pc + len; at < pc + FARTHEST; at++) {
        if (space_image_at(bounds.session->space, at + LONGEST) != image)
            return 0;
        if (bounds_is_move(at, STORE, &slot, &reg, &other)) return 0;
        len = bounds_is_move(at, LOAD, &slot, &reg, &other);
        if (len) return bounds_sse_access(at + len, reg);
    }
    return 0;
}

/* --- what checked code calls --- */

static void *bounds_add(uintptr_t base, intptr_t offset, uintptr_t sp,
                        Spot spot) {
    uintptr_t value = base + (uintptr_t)offset;
    Site *site = bounds_site(spot.pc);
    if (site->access == 0xff)
        site->access = (uint8_t)bounds_find_access(spot.pc);
    if (site->access) return bounds_access(base, offset, site->access, sp, spot);
    if (offset == 0) return (void *)value;
    Stray next = {.value = value, .base = base, .pc = spot.pc};
    if (base < BOUNDS_NULL || bounds_is_unset(base)) {
        bounds_note_stray(&next);
        return (void *)value;
    }
    const Region *live = bounds_region(base, site, sp);
    const Stray *stray = bounds_stray_still(base, live, spot.pc);
    if (stray) {
        next.base = stray->base;
        next.has_region = stray->has_region;
        next.region = stray->region;
    } else if (live) {
        next.has_region = true;
        next.region = *live;
    } else {
        bounds_forget_stray(value);
        return (void *)value;
    }
    if (next.has_region && bounds_holds(&next.region, value, 0))
        bounds_forget_stray(value);
    else bounds_note_stray(&next);
    return (void *)value;
}

/* Threads take turns, since all share what is known of pointers. A handler may
 * come in the middle of its thread's turn, and has one of its own. */
static bool bounds_take_turn(void) {
    uintptr_t mine = (uintptr_t)__builtin_thread_pointer(), nobody = 0;
    if (atomic_load_explicit(&bounds.turn, memory_order_relaxed) == mine)
        return false;
    while (!atomic_compare_exchange_weak_explicit(&bounds.turn, &nobody, mine,
                                                  memory_order_acquire,
                                                  memory_order_relaxed)) {
        nobody = 0;
        (void)sched_yield();
    }
    return true;
}

static void bounds_end_turn(bool is_mine) {
    if (is_mine) atomic_store_explicit(&bounds.turn, 0, memory_order_release);
}

/* entry: where the return address stands; below it is cell code's stack. */
__attribute__((used)) static void *bounds_enter(uintptr_t base, intptr_t offset,
                                                const uintptr_t *entry,
                                                void *const *frame,
                                                size_t size) {
    Spot spot = {(const void *)*entry, frame};
    uintptr_t sp = (uintptr_t)(entry + 1);
    bool is_mine = bounds_take_turn();
    void *result = size ? bounds_access(base, offset, size, sp, spot)
                        : bounds_add(base, offset, sp, spot);
    bounds_end_turn(is_mine);
    return result;
}

/* TinyCC counts on all registers but %rax: it calls in the middle of putting
 * another call's arguments into theirs. */
__attribute__((naked, used)) static void bounds_keep_registers(void) {
    __asm__("push %rcx\n\t"
            "push %rdx\n\t"
            "push %rdi\n\t"
            "push %rsi\n\t"
            "push %r8\n\t"
            "push %r9\n\t"
            "push %r10\n\t"
            "push %r11\n\t"
            "lea 64(%rsp), %rdx\n\t"
            "mov %rbp, %rcx\n\t"
            "mov %eax, %r8d\n\t"
            "push %rbx\n\t"
            "mov %rsp, %rbx\n\t"
            "sub $128, %rsp\n\t"
            "and $-16, %rsp\n\t"
            "movaps %xmm0, (%rsp)\n\t"
            "movaps %xmm1, 16(%rsp)\n\t"
            "movaps %xmm2, 32(%rsp)\n\t"
            "movaps %xmm3, 48(%rsp)\n\t"
            "movaps %xmm4, 64(%rsp)\n\t"
            "movaps %xmm5, 80(%rsp)\n\t"
            "movaps %xmm6, 96(%rsp)\n\t"
            "movaps %xmm7, 112(%rsp)\n\t"
            "call bounds_enter\n\t"
            "movaps (%rsp), %xmm0\n\t"
            "movaps 16(%rsp), %xmm1\n\t"
            "movaps 32(%rsp), %xmm2\n\t"
            "movaps 48(%rsp), %xmm3\n\t"
            "movaps 64(%rsp), %xmm4\n\t"
            "movaps 80(%rsp), %xmm5\n\t"
            "movaps 96(%rsp), %xmm6\n\t"
            "movaps 112(%rsp), %xmm7\n\t"
            "mov %rbx, %rsp\n\t"
            "pop %rbx\n\t"
            "pop %r11\n\t"
            "pop %r10\n\t"
            "pop %r9\n\t"
            "pop %r8\n\t"
            "pop %rsi\n\t"
            "pop %rdi\n\t"
            "pop %rdx\n\t"
            "pop %rcx\n\t"
            "ret");
}

#define BOUNDS_ENTRY(name, size)                                               \
    __attribute__((naked)) static void bounds_##name(void) {                   \
        __asm__("mov $" #size ", %eax\n\t"                                     \
                "jmp bounds_keep_registers");                                  \
    }
BOUNDS_ENTRY(ptr_add, 0)
BOUNDS_ENTRY(indir1, 1)
BOUNDS_ENTRY(indir2, 2)
BOUNDS_ENTRY(indir4, 4)
BOUNDS_ENTRY(indir8, 8)
BOUNDS_ENTRY(indir12, 12)
BOUNDS_ENTRY(indir16, 16)

static void bounds_local_new(const int64_t *list) {
    Spot spot = BOUNDS_SPOT;
    regions_enter((uintptr_t)spot.frame, list, spot.pc);
}

__attribute__((used)) static void bounds_forget_frame(uintptr_t frame) {
    regions_leave(frame);
}

/* TinyCC keeps a result in %rax, %rdx, %xmm0 and %xmm1, and saves only the
 * first two itself. */
__attribute__((naked)) static void bounds_local_delete(void) {
    __asm__("sub $40, %rsp\n\t"
            "movups %xmm0, (%rsp)\n\t"
            "movups %xmm1, 16(%rsp)\n\t"
            "mov %rbp, %rdi\n\t"
            "call bounds_forget_frame\n\t"
            "movups (%rsp), %xmm0\n\t"
            "movups 16(%rsp), %xmm1\n\t"
            "add $40, %rsp\n\t"
            "ret");
}

__attribute__((used)) static void bounds_note_alloca(uintptr_t start,
                                                     size_t size) {
    regions_add_alloca(start, size);
}

/* As alloca in code/helpers.c, with some room behind the block. */
__attribute__((naked)) static void bounds_alloca(void) {
    __asm__("pop %rdx\n\t"
            "mov %rdi, %rsi\n\t"
            "add $31, %rdi\n\t"
            "and $-16, %rdi\n\t"
            "sub %rdi, %rsp\n\t"
            "mov %rsp, %rdi\n\t"
            "push %rdx\n\t"
            "push %rdi\n\t"
            "call bounds_note_alloca\n\t"
            "pop %rax\n\t"
            "pop %rdx\n\t"
            "jmp *%rdx");
}

static void bounds_nothing(void) {}

typedef void (*Function)(void);

static void *bounds_address(Function function) {
    return (void *)(uintptr_t)function;
}

void *bounds_find(Str name) {
    static const struct {
        const char *name;
        Function function;
    } rows[] = {
        {"__bound_ptr_add", bounds_ptr_add},
        {"__bound_ptr_indir1", bounds_indir1},
        {"__bound_ptr_indir2", bounds_indir2},
        {"__bound_ptr_indir4", bounds_indir4},
        {"__bound_ptr_indir8", bounds_indir8},
        {"__bound_ptr_indir12", bounds_indir12},
        {"__bound_ptr_indir16", bounds_indir16},
        {"__bound_local_new", (Function)bounds_local_new},
        {"__bound_local_delete", bounds_local_delete},
        {"__bound_alloca", bounds_alloca},
        {"alloca", bounds_alloca},
        {"__bound_main_arg", bounds_nothing},
        {"__bound_setjmp", (Function)jumps_set},
        {"__bound_longjmp", (Function)jumps_jump},
        {"__bound_siglongjmp", (Function)jumps_jump},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_is(name, rows[i].name)) return bounds_address(rows[i].function);
    return calls_find(name);
}

/* --- the fault --- */

static uintptr_t bounds_register(const void *context, int number) {
    const ucontext_t *state = context;
    return (uintptr_t)state->uc_mcontext.gregs[number];
}

/* An address that is made of a pointer which was never set: in a register,
 * since the machine does not say. */
static bool bounds_has_unset(const void *context) {
    for (int i = REG_R8; i <= REG_RCX; i++)
        if (bounds_is_unset(bounds_register(context, i))) return true;
    return false;
}

/* Does it read from the very address that it is given? Others read a member of
 * what is there: near NULL that was NULL. */
static bool bounds_reads_text(Str callee) {
    static const char *const parts[] = {"str", "mem", "printf", "puts", "ato",
                                        "getenv"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (memmem(callee.text, callee.len, parts[i], strlen(parts[i])))
            return true;
    return false;
}

/* The arguments that are no FILE were looked at before. */
static bool bounds_wants_file(Str callee) {
    static const char *const names[] = {"fgets",  "fputs",   "fread",  "fwrite",
                                        "fgetc",  "getc",    "fputc",  "putc",
                                        "fclose", "fprintf", "fscanf", "feof",
                                        "fseek",  "ftell",   "rewind", "ferror",
                                        "getline", "vfprintf"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(callee, names[i])) return true;
    return false;
}

/* A library fell over what cell code has given to it. */
static void bounds_on_library_fault(const siginfo_t *info,
                                    const void *context) {
    uintptr_t at = (uintptr_t)info->si_addr;
    Misuse misuse = {.use = USE_READ, .address = at, .base = at};
    char name[64] = "";
    Str callee = trace_callee(bounds.session);
    if (!callee.len || callee.len >= sizeof name ||
        !trace_here(bounds.session, &misuse.spot.pc, &misuse.spot.frame))
        return;
    memcpy(name, callee.text, callee.len);
    misuse.call = name;
    misuse.is_file = bounds_wants_file(callee);
    if (bounds_has_unset(context))
        misuse.base = bounds_unset;
    else if (at >= BOUNDS_NULL || info->si_code == SI_KERNEL) return;
    else if (!bounds_reads_text(callee)) misuse.base = 0;
    verdict_end(&misuse);
}

void bounds_on_fault(int number, const siginfo_t *info, const void *context) {
    enum { WRITE = 2 };
    if (!bounds.is_on || number != SIGSEGV || info->si_code <= 0) return;
    uintptr_t at = (uintptr_t)info->si_addr;
    if (at - (uintptr_t)bounds.trap < BOUNDS_TRAP) {
        bool is_write = bounds_register(context, REG_ERR) & WRITE;
        bounds.misuse.use = is_write ? USE_WRITE : USE_READ;
        verdict_end(&bounds.misuse);
    }
    const void *here = (const void *)bounds_register(context, REG_RIP);
    if (!space_has_code(bounds.session->space, here)) {
        bounds_on_library_fault(info, context);
        return;
    }
    Misuse misuse = {
        .address = at,
        .use = bounds_register(context, REG_ERR) & WRITE ? USE_WRITE : USE_READ,
        .spot = {(const char *)here + 1,
                 (void *const *)bounds_register(context, REG_RBP)}};
    size_t offset = 0;
    /* The read-only copy of a literal: see bounds_access. */
    if (regions_find_mirror(at, &misuse.region, &offset)) {
        misuse.has_region = true;
        misuse.address = misuse.base = misuse.region.start + offset;
        verdict_end(&misuse);
    }
    misuse.base = bounds_has_unset(context) ? bounds_unset : at;
    bool is_told = misuse.base == bounds_unset ||
                   (at < BOUNDS_NULL && info->si_code != SI_KERNEL);
    if (is_told) verdict_end(&misuse);
}
