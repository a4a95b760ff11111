/* x86_64_call.h - the machine's half of bridge.h: a call, register by
 * register.
 *
 *     entry     movabs $row, %r11      a bridge, as it is called
 *               jmp head
 *     head      movabs $machine_enter, %r10
 *               jmp *%r10              which keeps all registers in a frame
 *                                      and lets machine_cross do the rest */
#ifndef CODE_X86_64_CALL_H
#define CODE_X86_64_CALL_H

#include <stddef.h>
#include <stdint.h>

enum {
    MACHINE_BRIDGE_HEAD = 16,
    MACHINE_BRIDGE_SIZE = 16
};

/* ORDER: the offsets in x86_64_call.c. */
typedef struct MachineFrame {
    uint64_t generals[6]; /* rdi rsi rdx rcx r8 r9 */
    uint64_t floats[8];   /* xmm0 to xmm7, the lower halves */
    uint64_t vectors;     /* at most so many are in use: for `...` */
    uint64_t *stack;      /* borrow; the arguments that are there */
    uint64_t results[4];  /* rax rdx xmm0 xmm1 */
    uint64_t x87[2];      /* a long double that was returned */
    uint32_t has_x87;     /* return one */
    uint32_t wants_x87;   /* the target returns one */
    uint64_t words;       /* of the stack; even */
} MachineFrame;

/* Fill a page with the head and its entries; entry i carries &rows[i]. */
void machine_write_bridges(uint8_t *page, size_t size, void **rows);

/* Call the target with all that the frame holds, and keep what it returns. */
void machine_call(void *target, MachineFrame *frame);

/* Of bridge.c: what the code of an entry calls. */
void machine_cross(MachineFrame *in, void **row);

#endif
