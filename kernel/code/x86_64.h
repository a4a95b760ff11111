/* x86_64.h - all that is particular to this machine: relocations, stubs.
 *
 *     stub     jmp *slot        ends at the body, or, while the slot is
 *              push index       unset, at its own next instruction, and so
 *              jmp landing      at the landing, which calls a C function
 *
 *     jump     jmp *got         a call to code that is out of 32-bit reach */
#ifndef CODE_X86_64_H
#define CODE_X86_64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MACHINE_ELF = 62, /* EM_X86_64 */
    MACHINE_STUB_SIZE = 16,
    MACHINE_STUB_UNSET = 6, /* where in its stub an unset slot points */
    MACHINE_LANDING_SIZE = 32,
    MACHINE_JUMP_SIZE = 8,
    MACHINE_GOT_SIZE = 8
};

/* What a relocation asks for. */
typedef enum RelocNeed {
    RELOC_UNKNOWN,
    RELOC_NOTHING,
    RELOC_ADDRESS, /* the symbol itself */
    RELOC_CALL,    /* the symbol, or a jump that leads there */
    RELOC_GOT,     /* an entry that holds the symbol's address */
    RELOC_TLS_PAIR,   /* a pair for a thread-local variable: see tls.h */
    RELOC_TLS_MODULE, /* a pair for all of this object's */
    RELOC_TLS_OFFSET  /* where among these it is */
} RelocNeed;

RelocNeed machine_reloc_need(uint32_t type);
size_t machine_reloc_width(uint32_t type); /* bytes that it writes */
bool machine_reloc_is_relative(uint32_t type);

/* Write what relocation `type` at `place` (it runs where it is written) asks
 * for: target plus addend, in its own way. false when that does not fit. */
bool machine_relocate(uint32_t type, void *place, uint64_t target,
                      int64_t addend);

/* slot: the data that holds the body's address. All three lie in one space. */
void machine_write_stub(uint8_t *stub, const void *slot, uint32_t index,
                        const uint8_t *landing);
/* The landing calls function(index, context), as if the cell's code had. */
void machine_write_landing(uint8_t *landing,
                           void (*function)(uint32_t index, void *context),
                           void *context);
void machine_write_jump(uint8_t *jump, const void *got);
/* Where the call that returns to `behind` went, through a jump as well; NULL
 * when the instruction does not say (a pointer to a function). */
const void *machine_call_target(const void *behind);
/* Fill with instructions that are none. */
void machine_write_traps(uint8_t *code, size_t size);

#endif
