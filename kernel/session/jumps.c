#include "session/jumps.h"

#include <stdint.h>
#include <string.h>

#include "session/run.h"
#include "session/thread.h"

/* ORDER: the offset in the code below. The mask has room for 1024 signals,
 * and there are 64. */
enum {
    JUMPS_MARK = 192,
    JUMPS_SP = 6, /* where glibc keeps the stack pointer, in words */
    JUMPS_ROTATED = 17
};
_Static_assert(sizeof(jmp_buf) >= JUMPS_MARK + sizeof(long),
               "a jmp_buf has room for the mark");

/* The number of the run; the code below has no other way to reach it. */
unsigned long jumps_run __attribute__((used, visibility("hidden")));
static unsigned long jumps_runs; /* so far */

/* setjmp() returns twice, so nothing may call it on another's behalf: the
 * mark is made, and the C library's function entered as if by the cell. */
__asm__(".text\n"
        ".globl jumps_set\n"
        ".hidden jumps_set\n"
        ".type jumps_set, @function\n"
        "jumps_set:\n"
        "    movq jumps_run(%rip), %rax\n"
        "    movq %rax, 192(%rdi)\n"
        "    jmp _setjmp@PLT\n"
        ".size jumps_set, . - jumps_set\n"
        ".globl jumps_set_with_mask\n"
        ".hidden jumps_set_with_mask\n"
        ".type jumps_set_with_mask, @function\n"
        "jumps_set_with_mask:\n"
        "    movq jumps_run(%rip), %rax\n"
        "    movq %rax, 192(%rdi)\n"
        "    jmp __sigsetjmp@PLT\n"
        ".size jumps_set_with_mask, . - jumps_set_with_mask\n");

unsigned long jumps_enter(void) {
    unsigned long outer = jumps_run;
    jumps_run = ++jumps_runs;
    return outer;
}

void jumps_leave(unsigned long outer) { jumps_run = outer; }

/* glibc keeps the stack pointer mixed with a secret of the thread. */
static uintptr_t jumps_stack_pointer(const char *place) {
    uintptr_t word, secret;
    memcpy(&word, place + JUMPS_SP * sizeof word, sizeof word);
    __asm__("movq %%fs:0x30, %0" : "=r"(secret));
    word = word >> JUMPS_ROTATED | word << (64 - JUMPS_ROTATED);
    return word ^ secret;
}

_Noreturn void jumps_jump(jmp_buf place, int value) {
    unsigned long mark;
    memcpy(&mark, (const char *)place + JUMPS_MARK, sizeof mark);
    /* A thread of the reader's may outlive the cell that started it. */
    bool is_of_now = thread_is_other() ? mark != 0 : mark == jumps_run;
    if (!is_of_now)
        run_fail("BadJump",
                 "longjmp() was given a place that setjmp() has not set in "
                 "this cell; a place is gone when its cell has ended");
    /* The caller's stack pointer is behind our frame's two words; it is what
     * a place in the caller itself holds. */
    uintptr_t caller = (uintptr_t)__builtin_frame_address(0) + 2 * sizeof mark;
    if (jumps_stack_pointer((const char *)place) < caller)
        run_fail("BadJump",
                 "longjmp() was given a place in a function that has "
                 "returned already");
    longjmp(place, value);
}
