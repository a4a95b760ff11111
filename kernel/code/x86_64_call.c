#include "code/x86_64_call.h"

#include <string.h>

_Static_assert(offsetof(MachineFrame, floats) == 48 &&
                   offsetof(MachineFrame, vectors) == 112 &&
                   offsetof(MachineFrame, stack) == 120 &&
                   offsetof(MachineFrame, results) == 128 &&
                   offsetof(MachineFrame, x87) == 160 &&
                   offsetof(MachineFrame, has_x87) == 176 &&
                   offsetof(MachineFrame, wants_x87) == 180 &&
                   offsetof(MachineFrame, words) == 184 &&
                   sizeof(MachineFrame) == 192,
               "the numbers below");

void machine_enter(void);

/* Both keep the chain of frame pointers, which tracebacks follow. */
__asm__(".text\n"
        ".globl machine_enter\n"
        ".hidden machine_enter\n"
        ".type machine_enter, @function\n"
        "machine_enter:\n"
        "    push %rbp\n"
        "    mov %rsp, %rbp\n"
        "    sub $192, %rsp\n"
        "    mov %rdi, (%rsp)\n"
        "    mov %rsi, 8(%rsp)\n"
        "    mov %rdx, 16(%rsp)\n"
        "    mov %rcx, 24(%rsp)\n"
        "    mov %r8, 32(%rsp)\n"
        "    mov %r9, 40(%rsp)\n"
        "    movq %xmm0, 48(%rsp)\n"
        "    movq %xmm1, 56(%rsp)\n"
        "    movq %xmm2, 64(%rsp)\n"
        "    movq %xmm3, 72(%rsp)\n"
        "    movq %xmm4, 80(%rsp)\n"
        "    movq %xmm5, 88(%rsp)\n"
        "    movq %xmm6, 96(%rsp)\n"
        "    movq %xmm7, 104(%rsp)\n"
        "    lea 16(%rbp), %rax\n"
        "    mov %rax, 120(%rsp)\n"
        "    mov %rsp, %rdi\n"
        "    mov %r11, %rsi\n"
        "    call machine_cross\n"
        "    mov 128(%rsp), %rax\n"
        "    mov 136(%rsp), %rdx\n"
        "    movq 144(%rsp), %xmm0\n"
        "    movq 152(%rsp), %xmm1\n"
        "    cmpl $0, 176(%rsp)\n"
        "    je 1f\n"
        "    fldt 160(%rsp)\n"
        "1:  leave\n"
        "    ret\n"
        ".size machine_enter, . - machine_enter\n"
        ".globl machine_call\n"
        ".hidden machine_call\n"
        ".type machine_call, @function\n"
        "machine_call:\n"
        "    push %rbp\n"
        "    mov %rsp, %rbp\n"
        "    push %rbx\n"
        "    sub $8, %rsp\n"
        "    mov %rdi, %r11\n"
        "    mov %rsi, %rbx\n"
        "    mov 184(%rbx), %rcx\n"
        "    lea (,%rcx,8), %rax\n"
        "    sub %rax, %rsp\n"
        "    mov 120(%rbx), %rsi\n"
        "    mov %rsp, %rdi\n"
        "    rep movsq\n"
        "    mov (%rbx), %rdi\n"
        "    mov 8(%rbx), %rsi\n"
        "    mov 16(%rbx), %rdx\n"
        "    mov 24(%rbx), %rcx\n"
        "    mov 32(%rbx), %r8\n"
        "    mov 40(%rbx), %r9\n"
        "    movq 48(%rbx), %xmm0\n"
        "    movq 56(%rbx), %xmm1\n"
        "    movq 64(%rbx), %xmm2\n"
        "    movq 72(%rbx), %xmm3\n"
        "    movq 80(%rbx), %xmm4\n"
        "    movq 88(%rbx), %xmm5\n"
        "    movq 96(%rbx), %xmm6\n"
        "    movq 104(%rbx), %xmm7\n"
        "    mov 112(%rbx), %rax\n"
        "    cmpl $0, 180(%rbx)\n"
        "    je 2f\n"
        "    emms\n"
        "2:  call *%r11\n"
        "    mov %rax, 128(%rbx)\n"
        "    mov %rdx, 136(%rbx)\n"
        "    movq %xmm0, 144(%rbx)\n"
        "    movq %xmm1, 152(%rbx)\n"
        "    cmpl $0, 180(%rbx)\n"
        "    je 1f\n"
        "    fstpt 160(%rbx)\n"
        "1:  lea -8(%rbp), %rsp\n"
        "    pop %rbx\n"
        "    pop %rbp\n"
        "    ret\n"
        ".size machine_call, . - machine_call\n");

void machine_write_bridges(uint8_t *page, size_t size, void **rows) {
    static const uint8_t movabs_r10[] = {0x49, 0xba};
    static const uint8_t jmp_r10[] = {0x41, 0xff, 0xe2};
    static const uint8_t movabs_r11[] = {0x49, 0xbb};
    void (*enter)(void) = machine_enter;
    size_t count = (size - MACHINE_BRIDGE_HEAD) / MACHINE_BRIDGE_SIZE;
    memcpy(page, movabs_r10, sizeof movabs_r10); /* $enter */
    memcpy(page + 2, &enter, sizeof enter);
    memcpy(page + 10, jmp_r10, sizeof jmp_r10);
    for (size_t i = 0; i < count; i++) {
        uint8_t *entry = page + MACHINE_BRIDGE_HEAD + i * MACHINE_BRIDGE_SIZE;
        void **row = &rows[i];
        int32_t distance = (int32_t)(page - (entry + 15));
        memcpy(entry, movabs_r11, sizeof movabs_r11); /* $row */
        memcpy(entry + 2, &row, sizeof row);
        entry[10] = 0xe9; /* jmp head */
        memcpy(entry + 11, &distance, sizeof distance);
        entry[15] = 0x90;
    }
}
