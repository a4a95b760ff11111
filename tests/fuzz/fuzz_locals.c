/* Any bytes are the debug sections of a checked cell: .stab, whose size the
 * first two bytes tell in entries, and .stabstr. Each function that is kept is
 * found at its addresses and nowhere else, each variable at its place; and what
 * was found, written as such sections again, is found again. */
#include <elf.h>
#include <string.h>

#include "base/buf.h"
#include "code/locals.h"
#include "fuzz.h"

enum {
    ENTRY = 12, /* bytes of a stab */
    FUNCTION = 0x24, LOCAL = 0x80, PARAM = 0xa0,
    FIRST = 0x10000, APART = 0x100, SIZE = 0x80, /* of functions */
    MOST = 1000
};

static unsigned count; /* of the functions that were asked for */

/* Each function lies behind the one before it, wherever its name is said. */
void *image_symbol(const Image *image, Str name, size_t *ret_size) {
    LAW(image == NULL && name.len > 0);
    *ret_size = SIZE;
    return (void *)(uintptr_t)(FIRST + APART * count++);
}

/* --- an object of two sections ------------------------------------------- */

static void object_of(Str stabs, Str names, Buf *ret) {
    static const char titles[] = "\0.stab\0.stabstr\0.titles";
    Elf64_Ehdr head = {
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
                    ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_REL, .e_machine = EM_X86_64, .e_version = EV_CURRENT,
        .e_shoff = sizeof head, .e_ehsize = sizeof head,
        .e_shentsize = sizeof(Elf64_Shdr), .e_shnum = 4, .e_shstrndx = 3};
    size_t at = sizeof head + 4 * sizeof(Elf64_Shdr);
    Elf64_Shdr sections[4] = {
        {0},
        {.sh_name = 1, .sh_type = SHT_PROGBITS, .sh_offset = at,
         .sh_size = stabs.len, .sh_addralign = 1},
        {.sh_name = 7, .sh_type = SHT_STRTAB, .sh_offset = at + stabs.len,
         .sh_size = names.len, .sh_addralign = 1},
        {.sh_name = 16, .sh_type = SHT_STRTAB,
         .sh_offset = at + stabs.len + names.len, .sh_size = sizeof titles,
         .sh_addralign = 1}};
    buf_add(ret, &head, sizeof head);
    buf_add(ret, sections, sizeof sections);
    buf_add_str(ret, stabs);
    buf_add_str(ret, names);
    buf_add(ret, titles, sizeof titles);
}

static void read_sections(Str stabs, Str names) {
    Buf object = {0};
    count = 0;
    locals_clear();
    object_of(stabs, names, &object);
    locals_add(NULL, buf_view(&object));
    buf_done(&object);
}

/* --- what was found, written again --------------------------------------- */

typedef struct Sections {
    Buf stabs, names; /* own */
} Sections;

static void write_stab(Sections *sections, uint8_t kind, int32_t value) {
    uint8_t entry[ENTRY] = {0};
    uint32_t name = (uint32_t)sections->names.len;
    memcpy(entry, &name, sizeof name);
    entry[4] = kind;
    memcpy(entry + 8, &value, sizeof value);
    buf_add(&sections->stabs, entry, sizeof entry);
}

static void write_local(Sections *sections, const Local *local) {
    const char *type = local->is_param ? "p28=29=" : "28=29=";
    write_stab(sections, local->is_param ? PARAM : LOCAL, local->offset);
    buf_printf(&sections->names, "%s:%s", local->name, type);
    if (local->length)
        buf_printf(&sections->names, "ar1;0;%u;2", local->length - 1);
    else
        buf_add_char(&sections->names, local->is_pointer ? '*' : 'r');
    buf_add_char(&sections->names, '\0');
}

static void write_function(Sections *sections, const LocalFunction *function) {
    write_stab(sections, FUNCTION, 0);
    buf_printf(&sections->names, "%s:F1", function->name);
    buf_add_char(&sections->names, '\0');
    for (uint32_t i = 0; i < function->count; i++)
        write_local(sections, &function->locals[i]);
}

/* --- the laws ------------------------------------------------------------ */

static void check_function(const LocalFunction *function, uintptr_t start) {
    LAW(function && function->start == start && function->end == start + SIZE);
    LAW(function->name[0] && !strchr(function->name, ':'));
    LAW(locals_function((void *)(start + SIZE - 1)) == function);
    LAW(locals_function((void *)(start + SIZE)) == NULL);
    for (uint32_t i = 0; i < function->count; i++) {
        const Local *local = &function->locals[i];
        LAW(local->name[0] && !strchr(local->name, ':') && local->offset);
        LAW(!local->is_pointer || !local->length);
        const Local *first = locals_at(function, local->offset);
        LAW(first && first <= local && first->offset == local->offset);
    }
}

/* All that is known, which is also what `ret` then holds. */
static unsigned check_all(Sections *ret) {
    for (unsigned i = 0; i < count; i++) {
        uintptr_t start = FIRST + APART * (uintptr_t)i;
        const LocalFunction *function = locals_function((void *)start);
        check_function(function, start);
        write_function(ret, function);
    }
    LAW(!locals_function((void *)(uintptr_t)(FIRST - 1)));
    return count;
}

static void check_again(const Sections *once) {
    Sections twice = {{0}, {0}};
    read_sections(buf_view(&once->stabs), buf_view(&once->names));
    (void)check_all(&twice);
    LAW(str_equals(buf_view(&once->stabs), buf_view(&twice.stabs)));
    LAW(str_equals(buf_view(&once->names), buf_view(&twice.names)));
    buf_done(&twice.stabs);
    buf_done(&twice.names);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    size_t wanted = (data[0] | (size_t)data[1] << 8) % MOST * ENTRY;
    size_t stabs = wanted < size - 2 ? wanted : size - 2;
    Sections once = {{0}, {0}};
    read_sections((Str){(const char *)data + 2, stabs},
                  (Str){(const char *)data + 2 + stabs, size - 2 - stabs});
    if (check_all(&once)) check_again(&once);
    locals_clear();
    LAW(!locals_function((void *)(uintptr_t)FIRST));
    buf_done(&once.stabs);
    buf_done(&once.names);
    return 0;
}
