#include "code/image.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"
#include "base/scratch.h"
#include "code/helpers.h"
#include "code/image_parts.h"
#include "code/object.h"
#include "code/tls.h"
#include "code/x86_64.h"

/* What a symbol of the object means while the image is being linked. */
typedef struct Target {
    uint64_t address; /* known from the start unless is_own */
    uint32_t got;     /* number of its entry, from 1; 0: needs none */
    uint32_t jump;    /* likewise */
    uint32_t pair;    /* likewise: the first of two entries */
    bool is_found;
    bool is_own; /* the object's own definition */
} Target;

typedef struct Linking {
    Space *space;
    const Names *names;
    const Object *object;
    Image *image;
    Str *missing;
    Target *targets; /* own: one a symbol */
    uint32_t got_count, jump_count;
    uint32_t module_pair; /* of the object's thread-local variables */
    Tls *tls;             /* these; NULL: it has none */
    size_t got_offset; /* of the GOT, from the start of the code */
    uint8_t *part[PART_COUNT];
    uint64_t part_size[PART_COUNT];
} Linking;

static int refuse_missing(Linking *link, Str name, Err *err) {
    if (link->missing) *link->missing = name;
    return err_set(err, "'%.*s' is used here, but nothing defines it.",
                   STR_ARG(name));
}

/* Literals and other things of the compiler's are called L.1, .LC0 ... */
static bool is_nameless(const Symbol *symbol) {
    return symbol->name.len && (symbol->name.text[0] == '.' ||
                                (symbol->is_local &&
                                 str_starts_with(symbol->name, STR("L."))));
}

static bool is_static_variable(const Symbol *symbol) {
    return symbol->is_local && symbol->is_object && symbol->name.len &&
           symbol->place == SYMBOL_DEFINED && symbol->part == PART_DATA &&
           !is_nameless(symbol);
}

/* How many of this name stand before it. */
static size_t static_number(const Linking *link, const Symbol *symbol) {
    size_t number = 0;
    for (const Symbol *at = link->object->symbols; at < symbol; at++)
        if (is_static_variable(at) && str_equals(at->name, symbol->name))
            number++;
    return number;
}

/* Names are asked for in this order: the session, the object itself, TinyCC's
 * helpers, the process. A weak name that nobody has is address 0, as in C. */
static int find_target(Linking *link, const Symbol *symbol, Target *target,
                       Err *err) {
    if (target->is_found) return 0;
    target->is_found = true;
    void *found = NULL;
    if (!symbol->is_local && symbol->name.len)
        found = link->names->find(link->names->context, symbol->name);
    if (is_static_variable(symbol) && link->names->find_static)
        found = link->names->find_static(link->names->context, symbol->name,
                                         static_number(link, symbol));
    target->is_own = !found && symbol->place == SYMBOL_DEFINED;
    if (target->is_own) return 0;
    if (symbol->place == SYMBOL_ELSEWHERE)
        return err_set(err,
                       "The compiled object is damaged: '%.*s' is in a "
                       "section that is not loaded.",
                       STR_ARG(symbol->name));
    if (!found && symbol->is_tls)
        return refuse_missing(link, symbol->name, err);
    if (!found && symbol->place == SYMBOL_ABSOLUTE) {
        target->address = symbol->offset;
        return 0;
    }
    if (!found) found = helpers_find(symbol->name);
    if (!found && link->names->find_last && symbol->name.len)
        found = link->names->find_last(link->names->context, symbol->name);
    if (!found && symbol->name.len)
        found = dlsym(RTLD_DEFAULT, symbol->name.text);
    if (!found && !symbol->is_weak)
        return refuse_missing(link, symbol->name, err);
    target->address = (uint64_t)(uintptr_t)found;
    return 0;
}

/* Is it code of the process? The compiler's word, then the library's. */
static bool is_function(const Symbol *symbol, uint64_t address) {
    if (symbol->is_function) return true;
    if (symbol->is_object) return false;
    const void *at;
    memcpy(&at, &address, sizeof at);
    Dl_info info;
    void *entry = NULL;
    if (!dladdr1(at, &info, &entry, RTLD_DL_SYMENT) || !entry) return false;
    unsigned kind = ELF64_ST_TYPE(((const ElfW(Sym) *)entry)->st_info);
    return kind == STT_FUNC || kind == STT_GNU_IFUNC;
}

/* Code outside of the space may be out of reach: it is called by a jump
 * through the GOT. Data that is out of reach is an error, found when the
 * relocation does not fit: a stub would be read as if it were the data. */
static bool needs_jump(const Linking *link, const Symbol *symbol,
                       const Target *target, uint32_t type) {
    if (target->is_own || target->address == 0 ||
        space_has(link->space, target->address))
        return false;
    if (machine_reloc_need(type) == RELOC_CALL) return true;
    return machine_reloc_need(type) == RELOC_ADDRESS &&
           machine_reloc_is_relative(type) &&
           is_function(symbol, target->address);
}

static int check_reloc(const Section *section, const Reloc *reloc,
                       const Symbol *symbol, Err *err) {
    if (machine_reloc_need(reloc->type) == RELOC_UNKNOWN)
        return err_set(err,
                       "The compiled object asks for '%.*s' in a way that "
                       "is not supported (relocation %u).",
                       STR_ARG(symbol->name), reloc->type);
    size_t width = machine_reloc_width(reloc->type);
    if (reloc->offset > section->bytes.len ||
        width > section->bytes.len - reloc->offset)
        return err_set(err, "The compiled object is damaged: a relocation.");
    return 0;
}

/* Two entries of the GOT, unless there are two already. */
static void take_pair(Linking *link, uint32_t *pair) {
    if (*pair) return;
    *pair = link->got_count + 1;
    link->got_count += 2;
}

/* Functions of the session are reached by their slots. What else is in the
 * code has an address of its own, which may be stored anywhere: a function
 * that is local to the object (but not one that a compiler has split off
 * another, f.part.0), and code whose address is taken. A table of a switch
 * holds distances. */
static bool is_part_of_another(Str name) {
    static const char *const parts[] = {".part.", ".cold", ".constprop.",
                                        ".isra."};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (memmem(name.text, name.len, parts[i], strlen(parts[i])))
            return true;
    return false;
}

static bool tells_code(const Section *section, const Reloc *reloc,
                       const Symbol *symbol, const Target *target) {
    bool is_distance = section->part == PART_CONST &&
                       machine_reloc_is_relative(reloc->type);
    return target->is_own && symbol->part == PART_CODE && !is_distance &&
           machine_reloc_need(reloc->type) != RELOC_CALL;
}

static bool has_local_function(const Object *object) {
    for (size_t i = 1; i < object->symbol_count; i++) {
        const Symbol *symbol = &object->symbols[i];
        if (symbol->place == SYMBOL_DEFINED && symbol->part == PART_CODE &&
            symbol->is_local && symbol->is_function &&
            !is_part_of_another(symbol->name))
            return true;
    }
    return false;
}

/* Before anything is placed: find what is referred to, count GOT entries. */
static int survey_reloc(Linking *link, const Section *section,
                        const Reloc *reloc, Err *err) {
    const Symbol *symbol = &link->object->symbols[reloc->symbol];
    Target *target = &link->targets[reloc->symbol];
    if (check_reloc(section, reloc, symbol, err) < 0) return -1;
    RelocNeed need = machine_reloc_need(reloc->type);
    if (need == RELOC_NOTHING) return 0;
    if (need == RELOC_TLS_MODULE) {
        take_pair(link, &link->module_pair);
        return 0;
    }
    if (find_target(link, symbol, target, err) < 0) return -1;
    link->image->is_told_of |= tells_code(section, reloc, symbol, target);
    if (need == RELOC_TLS_PAIR) take_pair(link, &target->pair);
    bool jumps = needs_jump(link, symbol, target, reloc->type);
    if ((need == RELOC_GOT || jumps) && !target->got)
        target->got = ++link->got_count;
    if (jumps && !target->jump) target->jump = ++link->jump_count;
    return 0;
}

typedef int EachReloc(Linking *link, const Section *section, const Reloc *reloc,
                      Err *err);

/* Every relocation of every section that is loaded. */
static int each_reloc(Linking *link, EachReloc *visit, Err *err) {
    const Object *object = link->object;
    for (size_t i = 0; i < object->section_count; i++) {
        const Section *relocs = &object->sections[i];
        size_t count = object_reloc_count(relocs);
        if (!count) continue;
        const Section *section = &object->sections[relocs->info];
        if (section->part == PART_NONE) continue;
        for (size_t at = 0; at < count; at++) {
            Reloc reloc;
            if (!object_reloc(object, relocs, at, &reloc))
                return err_set(err, "The compiled object is damaged: a "
                                    "relocation of no symbol.");
            if (visit(link, section, &reloc, err) < 0) return -1;
        }
    }
    return 0;
}

/* Code, GOT and jumps. */
static size_t code_size(Linking *link) {
    size_t align = MACHINE_GOT_SIZE;
    link->got_offset =
        (link->object->part_size[PART_CODE] + align - 1) & -align;
    return link->got_offset + (size_t)link->got_count * MACHINE_GOT_SIZE +
           (size_t)link->jump_count * MACHINE_JUMP_SIZE;
}

/* The code of an image, its GOT and its jumps, on pages of its own. */
static int take_code(Linking *link, Err *err) {
    size_t pages = (code_size(link) + SPACE_PAGE - 1) / SPACE_PAGE;
    if (pages == 0) return 0;
    uint8_t *code = space_take_code(link->space, pages, link->image, err);
    if (!code) return -1;
    memset(code, 0, pages * SPACE_PAGE);
    link->image->code = link->part[PART_CODE] = code;
    link->image->pages = pages;
    return 0;
}

/* Code, and its constants behind it: both are only read from now on. */
static int take_fast(Linking *link, Err *err) {
    const Object *object = link->object;
    size_t align = object->part_align[PART_CONST];
    if (object->part_size[PART_DATA] || object->part_align[PART_TLS])
        return err_set(err, "These functions have data of their own.");
    size_t consts = code_size(link);
    if (align) consts = (consts + align - 1) & -align;
    size_t size = consts + object->part_size[PART_CONST] + 1;
    size_t pages = (size + SPACE_PAGE - 1) / SPACE_PAGE;
    uint8_t *code = align > SPACE_PAGE
                        ? NULL
                        : space_take_fast(link->space, pages, err);
    if (!code) return -1;
    memset(code, 0, pages * SPACE_PAGE);
    link->image->code = link->part[PART_CODE] = code;
    link->image->pages = pages;
    /* A section of data that is empty has an address, too. */
    link->part[PART_CONST] = link->part[PART_DATA] = code + consts;
    return 0;
}

static void undo_parts(Linking *link) {
    if (link->image->is_fast) {
        if (link->image->code)
            space_undo_fast(link->space, link->image->code, link->image->pages);
        return;
    }
    if (link->part[PART_DATA])
        space_undo_data(link->space, link->part[PART_DATA],
                        link->part_size[PART_DATA]);
    if (link->part[PART_CONST])
        space_undo_consts(link->space, link->part[PART_CONST],
                          link->part_size[PART_CONST]);
    if (!link->image->code) return;
    space_trap_code(link->image->code, link->image->pages);
    space_give_code(link->space, link->image->code, link->image->pages);
}

/* An empty section still needs an address: at least one byte. */
static int take_parts(Linking *link, Err *err) {
    const Object *object = link->object;
    for (Part part = PART_CONST; part <= PART_DATA; part++) {
        size_t align = object->part_align[part];
        size_t size = object->part_size[part] ? object->part_size[part] : 1;
        if (!align) continue;
        link->part[part] =
            part == PART_DATA
                ? space_alloc(link->space, size, align, err)
                : space_take_consts(link->space, size, align, err);
        if (!link->part[part]) return -1;
        link->part_size[part] = size;
    }
    if (object->part_align[PART_TLS]) {
        link->tls = tls_new(object->part_size[PART_TLS],
                            object->part_align[PART_TLS]);
        link->part[PART_TLS] = tls_initial(link->tls);
    }
    return take_code(link, err);
}

static void copy_sections(Linking *link) {
    const Object *object = link->object;
    for (size_t i = 0; i < object->section_count; i++) {
        const Section *section = &object->sections[i];
        if (section->part == PART_NONE || !section->bytes.len) continue;
        memcpy(link->part[section->part] + section->offset, section->bytes.text,
               section->bytes.len);
    }
}

static uint8_t *got_entry(const Linking *link, uint32_t number) {
    return link->image->code + link->got_offset +
           (size_t)(number - 1) * MACHINE_GOT_SIZE;
}

static uint8_t *jump_entry(const Linking *link, uint32_t number) {
    return got_entry(link, link->got_count + 1) +
           (size_t)(number - 1) * MACHINE_JUMP_SIZE;
}

static void fill_pair(const Linking *link, uint32_t number, const Tls *tls,
                      uint64_t offset) {
    TlsPair pair = {tls, offset};
    if (number) memcpy(got_entry(link, number), &pair, sizeof pair);
}

/* The session knows a thread-local variable by its Tls. */
static void fill_target_pair(const Linking *link, const Symbol *symbol,
                             const Target *target) {
    const Tls *tls = link->tls;
    if (!target->is_own) memcpy(&tls, &target->address, sizeof tls);
    fill_pair(link, target->pair, tls, target->is_own ? symbol->offset : 0);
}

/* Now that the parts have places: the object's own addresses, the GOT. */
static void fill_got(Linking *link) {
    fill_pair(link, link->module_pair, link->tls, 0);
    for (size_t i = 0; i < link->object->symbol_count; i++) {
        const Symbol *symbol = &link->object->symbols[i];
        Target *target = &link->targets[i];
        if (target->is_own)
            target->address =
                (uint64_t)(uintptr_t)link->part[symbol->part] + symbol->offset;
        fill_target_pair(link, symbol, target);
        if (!target->got) continue;
        uint8_t *got = got_entry(link, target->got);
        memcpy(got, &target->address, sizeof target->address);
        if (target->jump)
            machine_write_jump(jump_entry(link, target->jump), got);
    }
}

static int refuse_distance(const Symbol *symbol, Err *err) {
    Str name = symbol->name;
    return err_set(err,
                   "'%.*s' is data of a library, too far away for the way it "
                   "is used here; take its address first: "
                   "__typeof__(%.*s) *p = &%.*s; and use *p.",
                   STR_ARG(name), STR_ARG(name), STR_ARG(name));
}

static int apply_reloc(Linking *link, const Section *section,
                       const Reloc *reloc, Err *err) {
    const Target *target = &link->targets[reloc->symbol];
    const Symbol *symbol = &link->object->symbols[reloc->symbol];
    uint8_t *place =
        link->part[section->part] + section->offset + reloc->offset;
    uint64_t address = target->address;
    RelocNeed need = machine_reloc_need(reloc->type);
    if (need == RELOC_GOT)
        address = (uint64_t)(uintptr_t)got_entry(link, target->got);
    else if (need == RELOC_TLS_PAIR)
        address = (uint64_t)(uintptr_t)got_entry(link, target->pair);
    else if (need == RELOC_TLS_MODULE)
        address = (uint64_t)(uintptr_t)got_entry(link, link->module_pair);
    else if (need == RELOC_TLS_OFFSET)
        address = symbol->offset;
    else if (needs_jump(link, symbol, target, reloc->type))
        address = (uint64_t)(uintptr_t)jump_entry(link, target->jump);
    if (machine_relocate(reloc->type, place, address, reloc->addend)) return 0;
    return refuse_distance(symbol, err);
}

static int seal_parts(const Linking *link, Err *err) {
    if (link->image->is_fast)
        return space_seal_fast(link->space, link->image->code,
                               link->image->pages, link->image, err);
    if (link->part[PART_CONST] &&
        space_seal_consts(link->part[PART_CONST], link->part_size[PART_CONST],
                          err) < 0)
        return -1;
    if (!link->image->code) return 0;
    return space_seal_code(link->image->code, link->image->pages, err);
}

static bool is_export(const Symbol *symbol) {
    return symbol->place == SYMBOL_DEFINED && symbol->name.len &&
           !is_nameless(symbol);
}

static int compare_exports(const void *left, const void *right) {
    const Export *a = left, *b = right;
    int order = str_compare(a->name, b->name);
    if (!order) order = (int)a->is_local - (int)b->is_local;
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

/* A static variable may be the one of an image that this one replaces. */
static uint8_t *export_address(const Linking *link, size_t i) {
    const Symbol *symbol = &link->object->symbols[i];
    const Target *target = &link->targets[i];
    if (is_static_variable(symbol) && target->is_found && !target->is_own)
        return (uint8_t *)(uintptr_t)target->address;
    return link->part[symbol->part] + symbol->offset;
}

static void keep_exports(const Linking *link) {
    Image *image = link->image;
    const Object *object = link->object;
    size_t count = 0, length = 0;
    for (size_t i = 1; i < object->symbol_count; i++) {
        if (!is_export(&object->symbols[i])) continue;
        count++;
        length += object->symbols[i].name.len;
    }
    char *names = image->names = mem_alloc(length);
    image->exports = mem_alloc(count * sizeof *image->exports);
    for (size_t i = 1; i < object->symbol_count; i++) {
        const Symbol *symbol = &object->symbols[i];
        if (!is_export(symbol)) continue;
        memcpy(names, symbol->name.text, symbol->name.len);
        image->exports[image->export_count++] = (Export){
            .name = {names, symbol->name.len},
            .address = export_address(link, i),
            .size = symbol->size,
            .order = (uint32_t)i,
            .is_local = symbol->is_local,
            .is_function = symbol->is_function
        };
        names += symbol->name.len;
    }
    qsort(image->exports, image->export_count, sizeof *image->exports,
          compare_exports);
}

static bool is_kept_nameless(const Symbol *symbol) {
    return is_nameless(symbol) && symbol->place == SYMBOL_DEFINED &&
           symbol->part == PART_DATA && symbol->size > 0;
}

static void keep_nameless(const Linking *link) {
    Image *image = link->image;
    const Object *object = link->object;
    size_t count = 0;
    for (size_t i = 1; i < object->symbol_count; i++)
        count += is_kept_nameless(&object->symbols[i]);
    if (count == 0) return;
    image->nameless = mem_alloc(count * sizeof *image->nameless);
    for (size_t i = 1; i < object->symbol_count; i++) {
        const Symbol *symbol = &object->symbols[i];
        if (!is_kept_nameless(symbol)) continue;
        image->nameless[image->nameless_count++] = (Nameless){
            link->part[symbol->part] + symbol->offset, symbol->size};
    }
}

static void keep_bounds(const Linking *link) {
    const Section *section = object_section(link->object, ".bounds");
    if (!section || section->part == PART_NONE) return;
    const uint8_t *start = link->part[section->part] + section->offset;
    link->image->bounds = (Str){(const char *)start, section->size};
}

/* Everything that can ask the session for names comes before anything is
 * taken from the space: so what a failure takes back is the newest. */
static int link_object(Linking *link, Err *err) {
    if (each_reloc(link, survey_reloc, err) < 0) return -1;
    link->image->is_told_of |= has_local_function(link->object);
    if ((link->image->is_fast ? take_fast(link, err)
                              : take_parts(link, err)) < 0)
        goto undo;
    copy_sections(link);
    fill_got(link);
    if (each_reloc(link, apply_reloc, err) < 0) goto undo;
    if (!link->image->is_fast) fault_at(FAULT_linking);
    keep_exports(link);
    keep_nameless(link);
    keep_bounds(link);
    lines_read_object(link->object, &link->image->lines);
    inlines_read(link->object, &link->image->inlines);
    if (seal_parts(link, err) < 0) goto undo;
    return 0;
undo:
    undo_parts(link);
    return -1;
}

static Image *load(Space *space, Str object, bool is_fast, const Names *names,
                   Str *ret_missing, Err *err) {
    Object read;
    if (ret_missing) *ret_missing = (Str){NULL, 0};
    bool was_scratch = scratch_use(true);
    int status = object_read(object, &read, err);
    Target *targets =
        status < 0 ? NULL : mem_alloc(read.symbol_count * sizeof *targets);
    (void)scratch_use(was_scratch);
    if (status < 0) return NULL;
    Image *image = mem_alloc(sizeof *image);
    image->space = space;
    image->is_fast = is_fast;
    Linking link = {.space = space,
                    .names = names,
                    .object = &read,
                    .image = image,
                    .missing = ret_missing,
                    .targets = targets};
    status = link_object(&link, err);
    free(targets);
    object_done(&read);
    if (status < 0) {
        image_free(image);
        return NULL;
    }
    image_publish(image);
    return image;
}

Image *image_load(Space *space, Str object, const Names *names,
                  Str *ret_missing, Err *err) {
    return load(space, object, false, names, ret_missing, err);
}

Image *image_load_fast(Space *space, Str object, const Names *names,
                       Err *err) {
    return load(space, object, true, names, NULL, err);
}
