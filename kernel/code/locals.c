#include "code/locals.h"

#include <stdlib.h>

#include "base/mem.h"
#include "code/object.h"

/* An entry of .stab, as lines.c reads it too. */
typedef struct Stab {
    uint32_t name;
    uint8_t kind;
    uint8_t other;
    uint16_t line;
    uint32_t value;
} Stab;

enum { STAB_FUNCTION = 0x24, STAB_LOCAL = 0x80, STAB_PARAM = 0xa0 };

static struct {
    LocalFunction *functions; /* own */
    uint32_t count;
    Arena arena; /* of the names */
} known;

/* "a:28=29=ar1;0;2;1" is an array of 3; "p:30=31=*15" is a pointer. */
static void locals_read_type(const char *type, Local *ret) {
    if (*type == 'p') type++;
    while ((*type >= '0' && *type <= '9') || *type == '=') type++;
    /* An array whose length is a value has no type here; its variable holds
     * where it lies. */
    ret->is_pointer = *type == '*' || !*type;
    const char *low = *type == 'a' ? strchr(type, ';') : NULL;
    const char *high = low ? strchr(low + 1, ';') : NULL;
    if (high) ret->length = (uint32_t)strtoul(high + 1, NULL, 10) + 1;
}

static void locals_add_function(const Image *image, Str name) {
    LocalFunction function = {0};
    size_t size = 0;
    uint8_t *start = image_symbol(image, name, &size);
    function.start = (uintptr_t)start;
    function.end = function.start + size;
    function.name = arena_dup(&known.arena, name).text;
    known.functions = mem_grow(known.functions,
                               (known.count + 1) * sizeof *known.functions);
    known.functions[known.count++] = function;
}

static void locals_add_local(const char *text, const char *colon,
                             const Stab *stab) {
    LocalFunction *function = &known.functions[known.count - 1];
    Str name = {text, (size_t)(colon - text)};
    Local local = {.offset = (int32_t)stab->value,
                   .is_param = stab->kind == STAB_PARAM};
    locals_read_type(colon + 1, &local);
    local.name = arena_dup(&known.arena, name).text;
    function->locals =
        mem_grow(function->locals,
                 (function->count + 1) * sizeof *function->locals);
    function->locals[function->count++] = local;
}

static void locals_add_stab(const Image *image, Str names, const Stab *stab) {
    if (stab->name >= names.len ||
        !memchr(names.text + stab->name, '\0', names.len - stab->name))
        return;
    const char *text = names.text + stab->name, *colon = strchr(text, ':');
    if (!colon || colon == text) return;
    if (stab->kind == STAB_FUNCTION)
        locals_add_function(image, (Str){text, (size_t)(colon - text)});
    /* ":T32=..." and ":t1=..." are types; those of variables begin with a
     * number, those of parameters with p. */
    bool is_variable = (stab->kind == STAB_LOCAL || stab->kind == STAB_PARAM) &&
                       colon[1] != 'T' && colon[1] != 't' && stab->value;
    if (is_variable && known.count) locals_add_local(text, colon, stab);
}

void locals_add(const Image *image, Str object) {
    Object read;
    if (object_read(object, &read, NULL) < 0) return;
    const Section *stabs = object_section(&read, ".stab");
    const Section *names = object_section(&read, ".stabstr");
    for (size_t i = 0; stabs && names && i + sizeof(Stab) <= stabs->bytes.len;
         i += sizeof(Stab)) {
        Stab stab;
        memcpy(&stab, stabs->bytes.text + i, sizeof stab);
        locals_add_stab(image, names->bytes, &stab);
    }
    object_done(&read);
}

const LocalFunction *locals_function(const void *pc) {
    uintptr_t at = (uintptr_t)pc;
    for (uint32_t i = known.count; i-- > 0;)
        if (at >= known.functions[i].start && at < known.functions[i].end)
            return &known.functions[i];
    return NULL;
}

const Local *locals_at(const LocalFunction *function, int64_t offset) {
    for (uint32_t i = 0; function && i < function->count; i++)
        if (function->locals[i].offset == offset) return &function->locals[i];
    return NULL;
}

void locals_clear(void) {
    for (uint32_t i = 0; i < known.count; i++) free(known.functions[i].locals);
    free(known.functions);
    known.functions = NULL;
    known.count = 0;
    arena_clear(&known.arena);
}
