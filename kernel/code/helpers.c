#include "code/helpers.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "code/tls.h"

/* TinyCC's name for what the System V ABI calls a va_list. */
typedef struct VaList {
    uint32_t gp_offset; /* next general register in the save area */
    uint32_t fp_offset;
    char *overflow; /* next argument on the stack */
    char *saved;    /* 6 general registers, then 8 SSE registers */
} VaList;

/* ORDER: TinyCC's enum __va_arg_type. */
enum {
    VA_GENERAL,
    VA_FLOAT,
    VA_STACK
};
enum {
    GENERAL_END = 6 * 8,
    FLOAT_END = GENERAL_END + 8 * 16
};

static char *va_overflow(VaList *list, size_t size, size_t align) {
    uintptr_t skip = -(uintptr_t)list->overflow & (align - 1);
    char *at = list->overflow + skip;
    list->overflow = at + size;
    return at;
}

/* A struct of two doubles comes in two registers, whose places in the save
 * area are 16 bytes apart: bring its halves together. */
static char *va_two_floats(VaList *list) {
    char *at = list->saved + list->fp_offset;
    memcpy(at + 8, at + 16, 8);
    list->fp_offset += 32;
    return at;
}

static void *va_arg_helper(VaList *list, int kind, int bytes, int alignment) {
    uint32_t size = ((uint32_t)bytes + 7) & ~UINT32_C(7);
    uint32_t align = ((uint32_t)alignment + 7) & ~UINT32_C(7);
    if (kind == VA_GENERAL && list->gp_offset + size <= GENERAL_END) {
        list->gp_offset += size;
        return list->saved + list->gp_offset - size;
    }
    if (kind == VA_FLOAT && size == 16 && list->fp_offset + 32 <= FLOAT_END)
        return va_two_floats(list);
    if (kind == VA_FLOAT && size == 8 && list->fp_offset < FLOAT_END) {
        list->fp_offset += 16;
        return list->saved + list->fp_offset - 16;
    }
    return va_overflow(list, size, align);
}

/* A struct whose words are in registers of different kinds, by the letters of
 * cell/passing.h. It is put together in one of some places in turn, as a
 * va_list that was copied may ask for the same one again. */
static void *va_struct_helper(VaList *list, const char *words, size_t size,
                              size_t align) {
    const size_t stacked = (size + 7) & ~(size_t)7;
    const size_t boundary = align > 8 ? align : 8;
    static _Thread_local uint64_t places[8][2];
    static _Thread_local unsigned turn;
    uint32_t generals = 0, floats = 0;
    for (const char *at = words; *at; at++) {
        generals += *at == 'I';
        floats += *at == 'S';
        if (*at != 'I' && *at != 'S' && *at != '-')
            return va_overflow(list, stacked, boundary);
    }
    if (list->gp_offset + 8 * generals > GENERAL_END ||
        list->fp_offset + 16 * floats > FLOAT_END)
        return va_overflow(list, stacked, boundary);
    uint64_t *place = places[turn++ % 8];
    for (size_t i = 0; words[i]; i++) {
        uint32_t *offset =
            words[i] == 'I' ? &list->gp_offset : &list->fp_offset;
        if (words[i] == '-') continue;
        memcpy(&place[i], list->saved + *offset, sizeof *place);
        *offset += words[i] == 'I' ? 8 : 16;
    }
    return place;
}

static int64_t from_float(float x) { return (int64_t)x; }
static int64_t from_double(double x) { return (int64_t)x; }
static int64_t from_long_double(long double x) { return (int64_t)x; }
static uint64_t unsigned_from_float(float x) { return (uint64_t)x; }
static uint64_t unsigned_from_double(double x) { return (uint64_t)x; }
static uint64_t unsigned_from_long_double(long double x) { return (uint64_t)x; }
static float unsigned_to_float(uint64_t n) { return (float)n; }
static double unsigned_to_double(uint64_t n) { return (double)n; }
static long double unsigned_to_long_double(uint64_t n) {
    return (long double)n;
}

/* Makes room on its caller's stack, which C cannot say. */
__attribute__((naked)) static void alloca_helper(void) {
    __asm__("pop %rdx\n\t"
            "lea 15(%rdi), %rax\n\t"
            "and $-16, %rax\n\t"
            "sub %rax, %rsp\n\t"
            "mov %rsp, %rax\n\t"
            "jmp *%rdx");
}

typedef void (*Helper)(void);

static const struct {
    const char *name;
    Helper function;
} helpers[] = {
    {"__va_arg",      (Helper)va_arg_helper            },
    {"__nb_va",       (Helper)va_struct_helper         },
    {"alloca",        alloca_helper                    },
    {"__tls_get_addr", (Helper)tls_get_addr            },
    {"__nb_whole",    (Helper)from_long_double         },
    {"__fixsfdi",     (Helper)from_float               },
    {"__fixdfdi",     (Helper)from_double              },
    {"__fixxfdi",     (Helper)from_long_double         },
    {"__fixunssfdi",  (Helper)unsigned_from_float      },
    {"__fixunsdfdi",  (Helper)unsigned_from_double     },
    {"__fixunsxfdi",  (Helper)unsigned_from_long_double},
    {"__floatundisf", (Helper)unsigned_to_float        },
    {"__floatundidf", (Helper)unsigned_to_double       },
    {"__floatundixf", (Helper)unsigned_to_long_double  },
};

void *helpers_find(Str name) {
    if (!str_starts_with(name, STR("__")) && !str_is(name, "alloca"))
        return NULL;
    for (size_t i = 0; i < sizeof helpers / sizeof *helpers; i++) {
        void *address;
        if (!str_is(name, helpers[i].name)) continue;
        memcpy(&address, &helpers[i].function, sizeof address);
        return address;
    }
    return NULL;
}
