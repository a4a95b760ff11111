#include "code/x86_64.h"

#include <elf.h>
#include <string.h>

_Static_assert(MACHINE_ELF == EM_X86_64, "the number of the psABI");

RelocNeed machine_reloc_need(uint32_t type) {
    switch (type) {
    case R_X86_64_NONE: return RELOC_NOTHING;
    case R_X86_64_64:
    case R_X86_64_PC64:
    case R_X86_64_PC32:
    case R_X86_64_32:
    case R_X86_64_32S: return RELOC_ADDRESS;
    case R_X86_64_PLT32: return RELOC_CALL;
    case R_X86_64_GOTPCREL:
    case R_X86_64_GOTPCRELX:
    case R_X86_64_REX_GOTPCRELX: return RELOC_GOT;
    case R_X86_64_TLSGD: return RELOC_TLS_PAIR;
    case R_X86_64_TLSLD: return RELOC_TLS_MODULE;
    case R_X86_64_DTPOFF32:
    case R_X86_64_DTPOFF64: return RELOC_TLS_OFFSET;
    default: return RELOC_UNKNOWN;
    }
}

size_t machine_reloc_width(uint32_t type) {
    switch (type) {
    case R_X86_64_NONE: return 0;
    case R_X86_64_64:
    case R_X86_64_DTPOFF64:
    case R_X86_64_PC64: return 8;
    default: return 4;
    }
}

bool machine_reloc_is_relative(uint32_t type) {
    return type != R_X86_64_64 && type != R_X86_64_32 &&
           type != R_X86_64_32S && type != R_X86_64_DTPOFF32 &&
           type != R_X86_64_DTPOFF64;
}

static bool write_signed(void *place, uint64_t value) {
    int32_t narrow = (int32_t)(uint32_t)value;
    if ((uint64_t)(int64_t)narrow != value) return false;
    memcpy(place, &narrow, sizeof narrow);
    return true;
}

bool machine_relocate(uint32_t type, void *place, uint64_t target,
                      int64_t addend) {
    uint64_t value = target + (uint64_t)addend;
    if (machine_reloc_is_relative(type)) value -= (uint64_t)(uintptr_t)place;
    switch (type) {
    case R_X86_64_NONE: return true;
    case R_X86_64_64:
    case R_X86_64_DTPOFF64:
    case R_X86_64_PC64: memcpy(place, &value, sizeof value); return true;
    case R_X86_64_32: {
        uint32_t narrow = (uint32_t)value;
        if (narrow != value) return false;
        memcpy(place, &narrow, sizeof narrow);
        return true;
    }
    default: return write_signed(place, value);
    }
}

/* The distance from behind a four-byte operand to a target in the space. */
static void write_distance(uint8_t *operand, const void *target) {
    int32_t distance = (int32_t)((const uint8_t *)target - (operand + 4));
    memcpy(operand, &distance, sizeof distance);
}

void machine_write_stub(uint8_t *stub, const void *slot, uint32_t index,
                        const uint8_t *landing) {
    stub[0] = 0xff; /* jmp *slot(%rip) */
    stub[1] = 0x25;
    write_distance(stub + 2, slot);
    stub[6] = 0x68; /* push $index */
    memcpy(stub + 7, &index, sizeof index);
    stub[11] = 0xe9; /* jmp landing */
    write_distance(stub + 12, landing);
}

void machine_write_landing(uint8_t *landing,
                           void (*function)(uint32_t index, void *context),
                           void *context) {
    /* pop %rdi; movabs $context, %rsi; movabs $function, %rax; jmp *%rax */
    static const uint8_t code[] = {0x5f, 0x48, 0xbe, 0,    0,    0,    0,   0,
                                   0,    0,    0,    0x48, 0xb8, 0,    0,   0,
                                   0,    0,    0,    0,    0,    0xff, 0xe0};
    _Static_assert(sizeof code <= MACHINE_LANDING_SIZE, "it must fit");
    memcpy(landing, code, sizeof code);
    memcpy(landing + 3, &context, sizeof context);
    memcpy(landing + 13, &function, sizeof function);
}

void machine_write_jump(uint8_t *jump, const void *got) {
    jump[0] = 0xff; /* jmp *got(%rip) */
    jump[1] = 0x25;
    write_distance(jump + 2, got);
    jump[6] = jump[7] = 0x90;
}

/* ud2, at whichever byte a jump comes in: 0f 0b 0f 0b ... read from the second
 * byte on is `or (%rdi), %ecx` and may run into the next one. */
void machine_write_traps(uint8_t *code, size_t size) {
    for (size_t i = 0; i < size; i++) code[i] = i % 2 ? 0x0b : 0x0f;
}

static const uint8_t *relative_to(const uint8_t *end) {
    int32_t distance;
    memcpy(&distance, end - sizeof distance, sizeof distance);
    return end + distance;
}

static const void *pointer_at(const uint8_t *place) {
    const void *pointer;
    memcpy(&pointer, place, sizeof pointer);
    return pointer;
}

const void *machine_call_target(const void *behind) {
    enum { CALL = 0xe8, GROUP = 0xff, CALL_INDIRECT = 0x15, JUMP = 0x25 };
    const uint8_t *end = behind;
    if (end[-6] == GROUP && end[-5] == CALL_INDIRECT)
        return pointer_at(relative_to(end));
    if (end[-5] != CALL) return NULL;
    const uint8_t *target = relative_to(end);
    return target[0] == GROUP && target[1] == JUMP
               ? pointer_at(relative_to(target + 6))
               : target;
}
