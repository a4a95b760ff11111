/* object.h - an ELF object file, read with every bound checked.
 *
 * Each section that will be loaded is given a part of the space and an offset
 * in it, so that whoever needs a place (the linker, the line table) gets the
 * same one:
 *
 *     PART_CODE   .text .text.hot ...          one after the other, aligned
 *     PART_CONST  .rodata .data.rel.ro ...
 *     PART_DATA   .data .bss ... then common symbols
 *     PART_TLS    .tdata .tbss: what each thread gets a copy of
 *
 * What a cell cannot have (constructors) is an error in words; debug sections
 * are kept for lines.c; .eh_frame is not loaded. */
#ifndef CODE_OBJECT_H
#define CODE_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

typedef enum Part {
    PART_CODE,
    PART_CONST,
    PART_DATA,
    PART_TLS,
    PART_COUNT,
    PART_NONE = PART_COUNT /* not loaded */
} Part;

typedef struct Section {
    Str name;        /* borrow from the file */
    Str bytes;       /* borrow; empty for .bss */
    uint64_t size;   /* in memory; bytes.len unless .bss */
    uint64_t align;  /* a power of two */
    uint64_t offset; /* in its part */
    Part part;
    uint32_t type; /* SHT_... */
    uint32_t info; /* for relocations: the section that they are for */
} Section;

typedef enum SymbolPlace {
    SYMBOL_UNDEFINED,
    SYMBOL_DEFINED,  /* at `offset` of `part` */
    SYMBOL_ABSOLUTE, /* `offset` is the address */
    SYMBOL_ELSEWHERE /* in a section that is not loaded */
} SymbolPlace;

typedef struct Symbol {
    Str name; /* borrow; NUL behind it; may be empty */
    uint64_t offset;
    uint64_t size;
    SymbolPlace place;
    Part part;
    uint32_t section; /* index, when it is in one */
    bool is_local;
    bool is_weak;
    bool is_function;
    bool is_object;
    bool is_tls; /* a thread-local variable; part is PART_TLS */
} Symbol;

typedef struct Reloc {
    uint64_t offset; /* in the section that it is for */
    int64_t addend;
    uint32_t type;   /* the machine's R_... */
    uint32_t symbol; /* index, always valid */
} Reloc;

typedef struct Object Object;

struct Object {
    Section *sections; /* own */
    size_t section_count;
    Symbol *symbols; /* own; the first is none */
    size_t symbol_count;
    uint64_t part_size[PART_COUNT];
    uint64_t part_align[PART_COUNT];
};

/* The file is borrowed until object_done. */
int object_read(Str file, Object *ret, Err *err) MUST_USE;
void object_done(Object *object);

/* How many relocations this section holds; 0 if it is none of relocations. */
size_t object_reloc_count(const Section *section);
/* The at-th of them; false when it names a symbol that is not there. */
bool object_reloc(const Object *object, const Section *section, size_t at,
                  Reloc *ret);
/* The one at this place of the section that they are for; false: there is none.
 * They stand in the order of their places. relocs may be NULL. */
bool object_reloc_at(const Object *object, const Section *relocs, size_t place,
                     Reloc *ret);
/* The offset in the code that the one at this place leads to. */
bool object_code_at(const Object *object, const Section *relocs, size_t place,
                    uint64_t *ret);
/* The section of this name, or NULL. */
const Section *object_section(const Object *object, const char *name);

#endif
