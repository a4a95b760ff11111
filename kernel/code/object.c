#include "code/object.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "code/x86_64.h"

/* Larger ones would waste address space; code cannot be aligned further than
 * its pages are. */
enum {
    ALIGN_LIMIT = 2 << 20,
    CODE_ALIGN_LIMIT = 4096
};

static const uint64_t part_limit = UINT64_C(1) << 31;

/* [offset, offset + size) of the file, or NULL text when it is outside. */
static Str piece(Str file, uint64_t offset, uint64_t size) {
    if (offset > file.len || size > file.len - offset) return (Str){NULL, 0};
    return (Str){file.text + offset, (size_t)size};
}

/* A name of a string table: ends in NUL inside the table. */
static bool table_name(Str table, uint32_t offset, Str *ret) {
    if (offset >= table.len) return false;
    const char *start = table.text + offset;
    const char *end = memchr(start, '\0', table.len - offset);
    if (!end) return false;
    *ret = (Str){start, (size_t)(end - start)};
    return true;
}

static int damaged(Err *err, const char *what) {
    return err_set(err, "The compiled object is damaged: %s.", what);
}

static int read_header(Str file, Elf64_Ehdr *ret, Err *err) {
    Str head = piece(file, 0, sizeof *ret);
    if (!head.text) return damaged(err, "it is too short");
    memcpy(ret, head.text, sizeof *ret);
    if (memcmp(ret->e_ident, ELFMAG, SELFMAG) != 0)
        return damaged(err, "it is no ELF file");
    if (ret->e_ident[EI_CLASS] != ELFCLASS64 ||
        ret->e_ident[EI_DATA] != ELFDATA2LSB || ret->e_type != ET_REL ||
        ret->e_machine != MACHINE_ELF)
        return err_set(err, "The compiled object is not one of this machine.");
    if (ret->e_shentsize != sizeof(Elf64_Shdr) || ret->e_shnum == 0 ||
        ret->e_shstrndx >= ret->e_shnum)
        return damaged(err, "its section table");
    return 0;
}

static bool name_is_in(Str name, const char *stem) {
    Str prefix = str_of(stem);
    return str_starts_with(name, prefix) &&
           (name.len == prefix.len || name.text[prefix.len] == '.');
}

static int refuse_section(const Section *section, uint64_t flags, Err *err) {
    Str name = section->name;
    if (section->type == SHT_INIT_ARRAY || section->type == SHT_FINI_ARRAY ||
        section->type == SHT_PREINIT_ARRAY || name_is_in(name, ".init_array") ||
        name_is_in(name, ".fini_array") || name_is_in(name, ".ctors") ||
        name_is_in(name, ".dtors"))
        return err_set(err,
                       "__attribute__((constructor)) and destructor do not "
                       "work in a cell: call the function instead.");
    if ((flags & SHF_EXECINSTR) && (flags & SHF_WRITE))
        return err_set(err, "Section %.*s would be writable and executable.",
                       STR_ARG(name));
    return 0;
}

/* TinyCC marks no section as writable that a reader has named, whatever is put
 * there: only those that compilers name are constants. */
static bool is_constant(const Section *section, uint64_t flags) {
    static const char *const names[] = {".rodata", ".data.ro", ".bounds",
                                        ".lbounds"};
    if (name_is_in(section->name, ".data.rel.ro")) return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!(flags & SHF_WRITE) && name_is_in(section->name, names[i]))
            return true;
    return false;
}

/* Which part a section belongs to; -1 when it must not be loaded at all. */
static int choose_part(Section *section, uint64_t flags, Err *err) {
    section->part = PART_NONE;
    if (!(flags & SHF_ALLOC)) return 0;
    /* An empty .text is not worth a page; an empty variable has a place. */
    if ((flags & SHF_EXECINSTR) && section->size == 0) return 0;
    if (section->type != SHT_PROGBITS && section->type != SHT_NOBITS &&
        section->type != SHT_INIT_ARRAY && section->type != SHT_FINI_ARRAY &&
        section->type != SHT_PREINIT_ARRAY)
        return 0; /* notes, unwind tables */
    if (name_is_in(section->name, ".eh_frame")) return 0;
    /* TinyCC marks it to be loaded when it checks bounds. */
    if (name_is_in(section->name, ".stab")) return 0;
    if (section->size > 0 && refuse_section(section, flags, err) < 0) return -1;
    if (flags & SHF_EXECINSTR)
        section->part = PART_CODE;
    else if (flags & SHF_TLS)
        section->part = PART_TLS;
    else if (is_constant(section, flags))
        section->part = PART_CONST;
    else
        section->part = PART_DATA;
    return 0;
}

typedef struct Extent {
    uint64_t size, align;
} Extent;

/* The next aligned place of a part for this many bytes. */
static int part_take(Object *object, Part part, const Extent *need,
                     uint64_t *ret, Err *err) {
    uint64_t limit = part == PART_CODE ? CODE_ALIGN_LIMIT : ALIGN_LIMIT;
    uint64_t size = need->size, align = need->align ? need->align : 1;
    if (align & (align - 1)) return damaged(err, "an alignment");
    if (align > limit)
        return err_set(err, "An alignment of %llu bytes is too large.",
                       (unsigned long long)align);
    uint64_t offset = (object->part_size[part] + align - 1) & -align;
    if (size > part_limit || offset > part_limit - size)
        return err_set(err, "A cell's variables may take 2 GB at most; these "
                            "take more.");
    *ret = offset;
    object->part_size[part] = offset + size;
    if (align > object->part_align[part]) object->part_align[part] = align;
    return 0;
}

/* Appends the section that head describes. */
static int read_section(Str file, const Elf64_Shdr *head, Str names,
                        Object *object, Err *err) {
    Section *ret = &object->sections[object->section_count++];
    if (!table_name(names, head->sh_name, &ret->name))
        return damaged(err, "a section's name");
    ret->type = head->sh_type;
    ret->info = head->sh_info;
    ret->align = head->sh_addralign ? head->sh_addralign : 1;
    ret->size = head->sh_size;
    if (head->sh_type != SHT_NOBITS && head->sh_type != SHT_NULL) {
        ret->bytes = piece(file, head->sh_offset, head->sh_size);
        if (!ret->bytes.text) return damaged(err, "a section's place");
    }
    if (head->sh_flags & SHF_COMPRESSED) ret->bytes = (Str){NULL, 0};
    if (choose_part(ret, head->sh_flags, err) < 0) return -1;
    if (ret->part == PART_NONE) return 0;
    if (head->sh_flags & SHF_COMPRESSED)
        return damaged(err, "a compressed section");
    Extent need = {ret->size, ret->align};
    return part_take(object, ret->part, &need, &ret->offset, err);
}

static void section_header(Str table, size_t at, Elf64_Shdr *ret) {
    memcpy(ret, table.text + at * sizeof *ret, sizeof *ret);
}

static int read_sections(Str file, const Elf64_Ehdr *head, Str table,
                         Object *ret, Err *err) {
    Elf64_Shdr entry;
    section_header(table, head->e_shstrndx, &entry);
    Str names = piece(file, entry.sh_offset, entry.sh_size);
    if (entry.sh_type != SHT_STRTAB || !names.text)
        return damaged(err, "its section names");
    ret->sections = mem_alloc(head->e_shnum * sizeof *ret->sections);
    for (size_t i = 0; i < head->e_shnum; i++) {
        section_header(table, i, &entry);
        if (read_section(file, &entry, names, ret, err) < 0) return -1;
    }
    return 0;
}

static int place_in_section(const Object *object, Symbol *symbol,
                            uint64_t value, Err *err) {
    if (symbol->section >= object->section_count)
        return damaged(err, "a symbol's section");
    const Section *section = &object->sections[symbol->section];
    if (section->part == PART_NONE) {
        symbol->place = SYMBOL_ELSEWHERE;
        symbol->offset = value;
        return 0;
    }
    if (value > section->size) return damaged(err, "a symbol's place");
    symbol->place = SYMBOL_DEFINED;
    symbol->part = section->part;
    symbol->offset = section->offset + value;
    return 0;
}

static int place_symbol(Object *object, Symbol *symbol, const Elf64_Sym *entry,
                        Err *err) {
    switch (entry->st_shndx) {
    case SHN_UNDEF: symbol->place = SYMBOL_UNDEFINED; return 0;
    case SHN_ABS:
        symbol->place = SYMBOL_ABSOLUTE;
        symbol->offset = entry->st_value;
        return 0;
    case SHN_COMMON:
        symbol->place = SYMBOL_DEFINED;
        symbol->part = PART_DATA;
        return part_take(object, PART_DATA,
                         &(Extent){entry->st_size, entry->st_value},
                         &symbol->offset, err);
    default:
        if (entry->st_shndx >= SHN_LORESERVE)
            return damaged(err, "it has too many sections");
        symbol->section = entry->st_shndx;
        return place_in_section(object, symbol, entry->st_value, err);
    }
}

static int read_symbol(Object *object, const Elf64_Sym *entry, Str names,
                       Symbol *ret, Err *err) {
    if (!table_name(names, entry->st_name, &ret->name))
        return damaged(err, "a symbol's name");
    unsigned kind = ELF64_ST_TYPE(entry->st_info);
    unsigned bind = ELF64_ST_BIND(entry->st_info);
    ret->size = entry->st_size;
    ret->is_local = bind == STB_LOCAL;
    ret->is_weak = bind == STB_WEAK;
    ret->is_function = kind == STT_FUNC || kind == STT_GNU_IFUNC;
    ret->is_object = kind == STT_OBJECT || kind == STT_COMMON;
    ret->is_tls = kind == STT_TLS;
    return place_symbol(object, ret, entry, err);
}

static int read_symbols(Str file, Str table, const Elf64_Shdr *head,
                        Object *ret, Err *err) {
    Elf64_Shdr entry;
    if (head->sh_link >= ret->section_count)
        return damaged(err, "its symbol names");
    section_header(table, head->sh_link, &entry);
    Str names = piece(file, entry.sh_offset, entry.sh_size);
    Str symbols = piece(file, head->sh_offset, head->sh_size);
    if (entry.sh_type != SHT_STRTAB || !names.text || !symbols.text)
        return damaged(err, "its symbol names");
    ret->symbol_count = symbols.len / sizeof(Elf64_Sym);
    ret->symbols = mem_alloc(ret->symbol_count * sizeof *ret->symbols);
    for (size_t i = 1; i < ret->symbol_count; i++) {
        Elf64_Sym symbol;
        memcpy(&symbol, symbols.text + i * sizeof symbol, sizeof symbol);
        if (read_symbol(ret, &symbol, names, &ret->symbols[i], err) < 0)
            return -1;
    }
    return 0;
}

/* Relocations must be for a section that exists, in the form we know. */
static int check_relocs(const Object *object, Err *err) {
    for (size_t i = 0; i < object->section_count; i++) {
        const Section *section = &object->sections[i];
        if (section->type != SHT_RELA && section->type != SHT_REL) continue;
        if (section->info >= object->section_count)
            return damaged(err, "relocations of no section");
        bool is_loaded = object->sections[section->info].part != PART_NONE;
        if (section->type == SHT_REL && is_loaded)
            return damaged(err, "relocations without addends");
    }
    return 0;
}

static int read_all(Str file, Object *ret, Err *err) {
    Elf64_Ehdr head = {0};
    if (read_header(file, &head, err) < 0) return -1;
    Str table =
        piece(file, head.e_shoff, (uint64_t)head.e_shnum * sizeof(Elf64_Shdr));
    if (!table.text) return damaged(err, "its section table");
    if (read_sections(file, &head, table, ret, err) < 0) return -1;
    for (size_t i = 0; i < ret->section_count; i++) {
        Elf64_Shdr entry;
        section_header(table, i, &entry);
        if (entry.sh_type != SHT_SYMTAB) continue;
        if (ret->symbols) return damaged(err, "two symbol tables");
        if (read_symbols(file, table, &entry, ret, err) < 0) return -1;
    }
    return check_relocs(ret, err);
}

int object_read(Str file, Object *ret, Err *err) {
    Object object = {0};
    if (read_all(file, &object, err) < 0) {
        object_done(&object);
        return -1;
    }
    *ret = object;
    return 0;
}

void object_done(Object *object) {
    free(object->sections);
    free(object->symbols);
    *object = (Object){0};
}

size_t object_reloc_count(const Section *section) {
    if (section->type != SHT_RELA) return 0;
    return section->bytes.len / sizeof(Elf64_Rela);
}

bool object_reloc(const Object *object, const Section *section, size_t at,
                  Reloc *ret) {
    Elf64_Rela entry;
    memcpy(&entry, section->bytes.text + at * sizeof entry, sizeof entry);
    *ret = (Reloc){.offset = entry.r_offset,
                   .addend = entry.r_addend,
                   .type = ELF64_R_TYPE(entry.r_info),
                   .symbol = ELF64_R_SYM(entry.r_info)};
    return ret->symbol < object->symbol_count;
}

bool object_reloc_at(const Object *object, const Section *relocs, size_t place,
                     Reloc *ret) {
    size_t low = 0, high = relocs ? object_reloc_count(relocs) : 0;
    size_t count = high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        (void)object_reloc(object, relocs, middle, ret);
        if (ret->offset < place) low = middle + 1;
        else high = middle;
    }
    return low < count && object_reloc(object, relocs, low, ret) &&
           ret->offset == place;
}

bool object_code_at(const Object *object, const Section *relocs, size_t place,
                    uint64_t *ret) {
    Reloc reloc;
    if (!object_reloc_at(object, relocs, place, &reloc)) return false;
    const Symbol *symbol = &object->symbols[reloc.symbol];
    *ret = symbol->offset + (uint64_t)reloc.addend;
    return symbol->place == SYMBOL_DEFINED && symbol->part == PART_CODE;
}

const Section *object_section(const Object *object, const char *name) {
    for (size_t i = 0; i < object->section_count; i++)
        if (str_is(object->sections[i].name, name)) return &object->sections[i];
    return NULL;
}
