/* What is written into machine code, byte by byte. */
#include <elf.h>
#include <inttypes.h>
#include <string.h>

#include "code/x86_64.h"
#include "support/test.h"

static const struct {
    uint32_t type;
    RelocNeed need;
    size_t width;
    bool is_relative;
} relocs[] = {
    {R_X86_64_NONE,          RELOC_NOTHING,    0, true },
    {R_X86_64_64,            RELOC_ADDRESS,    8, false},
    {R_X86_64_PC64,          RELOC_ADDRESS,    8, true },
    {R_X86_64_PC32,          RELOC_ADDRESS,    4, true },
    {R_X86_64_32,            RELOC_ADDRESS,    4, false},
    {R_X86_64_32S,           RELOC_ADDRESS,    4, false},
    {R_X86_64_PLT32,         RELOC_CALL,       4, true },
    {R_X86_64_GOTPCREL,      RELOC_GOT,        4, true },
    {R_X86_64_GOTPCRELX,     RELOC_GOT,        4, true },
    {R_X86_64_REX_GOTPCRELX, RELOC_GOT,        4, true },
    {R_X86_64_TLSGD,         RELOC_TLS_PAIR,   4, true },
    {R_X86_64_TLSLD,         RELOC_TLS_MODULE, 4, true },
    {R_X86_64_DTPOFF32,      RELOC_TLS_OFFSET, 4, false},
    {R_X86_64_DTPOFF64,      RELOC_TLS_OFFSET, 8, false},
};

TEST(each_relocation_is_what_the_abi_says) {
    for (size_t i = 0; i < sizeof relocs / sizeof *relocs; i++) {
        assert_int_equal(machine_reloc_need(relocs[i].type), relocs[i].need);
        assert_int_equal(machine_reloc_width(relocs[i].type), relocs[i].width);
        assert_int_equal(machine_reloc_is_relative(relocs[i].type),
                         relocs[i].is_relative);
    }
    assert_int_equal(machine_reloc_need(R_X86_64_COPY), RELOC_UNKNOWN);
}

/* What the place holds behind that, of as many bytes as are written; the
 * others must stay. */
static uint64_t relocated(uint32_t type, uint64_t distance, bool *ret_fits) {
    static uint8_t place[16];
    uint64_t value = 0, base = 0;
    size_t width = machine_reloc_width(type);
    memset(place, 0xee, sizeof place);
    if (machine_reloc_is_relative(type)) base = (uint64_t)(uintptr_t)place;
    *ret_fits = machine_relocate(type, place, base + distance + 5, -5);
    for (size_t i = *ret_fits ? width : 0; i < sizeof place; i++)
        assert_int_equal(place[i], 0xee);
    memcpy(&value, place, width);
    return value;
}

TEST(what_does_not_fit_is_not_written) {
    const uint64_t most = INT32_MAX, least = (uint64_t)(int64_t)INT32_MIN;
    static const uint32_t signed_ones[] = {R_X86_64_PC32, R_X86_64_32S,
                                           R_X86_64_PLT32, R_X86_64_DTPOFF32};
    bool fits;
    for (size_t i = 0; i < sizeof signed_ones / sizeof *signed_ones; i++) {
        assert_int_equal(relocated(signed_ones[i], most, &fits), most);
        assert_true(fits);
        assert_int_equal(relocated(signed_ones[i], least, &fits), 0x80000000);
        assert_true(fits);
        (void)relocated(signed_ones[i], most + 1, &fits);
        assert_false(fits);
        (void)relocated(signed_ones[i], least - 1, &fits);
        assert_false(fits);
    }
    assert_int_equal(relocated(R_X86_64_32, UINT32_MAX, &fits), UINT32_MAX);
    assert_true(fits);
    (void)relocated(R_X86_64_32, (uint64_t)UINT32_MAX + 1, &fits);
    assert_false(fits);
    (void)relocated(R_X86_64_32, least, &fits);
    assert_false(fits);
}

TEST(eight_bytes_take_any_distance) {
    static const uint32_t wide_ones[] = {R_X86_64_64, R_X86_64_PC64,
                                         R_X86_64_DTPOFF64};
    bool fits;
    for (size_t i = 0; i < sizeof wide_ones / sizeof *wide_ones; i++) {
        uint64_t far = UINT64_C(0x123456789abcdef0);
        assert_true(relocated(wide_ones[i], far, &fits) == far);
        assert_true(fits);
    }
    (void)relocated(R_X86_64_NONE, 77, &fits);
    assert_true(fits);
}

/* e8: call; ff 15: call *(%rip); ff 25: jmp *(%rip); ff d0: call *%rax */
TEST(a_call_says_where_it_goes) {
    static struct {
        uint8_t code[64];
        const void *there;
    } at;
    uint8_t *code = at.code;
    int32_t distance;
    at.there = &distance;

    code[11] = 0xe8; /* ends at 16, goes to 40: a plain function */
    distance = 40 - 16;
    memcpy(code + 12, &distance, sizeof distance);
    code[40] = 0x55;
    assert_ptr_equal(machine_call_target(code + 16), code + 40);

    code[40] = 0xff; /* which is a jump through the GOT */
    code[41] = 0x25;
    distance = (int32_t)((uint8_t *)&at.there - (code + 46));
    memcpy(code + 42, &distance, sizeof distance);
    assert_ptr_equal(machine_call_target(code + 16), at.there);
    code[41] = 0xd0; /* or begins like one */
    assert_ptr_equal(machine_call_target(code + 16), code + 40);

    code[10] = 0xff; /* the GOT at once; ends at 16 as well */
    code[11] = 0x15;
    distance = (int32_t)((uint8_t *)&at.there - (code + 16));
    memcpy(code + 12, &distance, sizeof distance);
    assert_ptr_equal(machine_call_target(code + 16), at.there);

    code[11] = 0xd0; /* nothing of the kind */
    assert_null(machine_call_target(code + 16));
}

SUITE(CASE(each_relocation_is_what_the_abi_says),
      CASE(what_does_not_fit_is_not_written),
      CASE(eight_bytes_take_any_distance), CASE(a_call_says_where_it_goes))
