#include "session/check/pointers.h"

#include <stdio.h>

#include "assist/cursor.h"
#include "code/locals.h"
#include "session/trace.h"

/* One name of the line, with the members behind it: `v->data`. */
typedef struct Chain {
    Str first; /* "v" */
    Str whole; /* "v->data" */
    bool is_used; /* `*` stands before it, or `[` or `->` behind */
} Chain;

static size_t pointers_skip(Str line, size_t at) {
    while (at < line.len && (line.text[at] == ' ' || line.text[at] == '\t'))
        at++;
    return at;
}

/* Behind `->name` or `.name` at this place; the place itself if it is
 * neither. */
static size_t pointers_member(Str line, size_t at) {
    size_t next = pointers_skip(line, at);
    if (next < line.len && line.text[next] == '.') next++;
    else if (next + 1 < line.len && memcmp(line.text + next, "->", 2) == 0)
        next += 2;
    else return at;
    next = pointers_skip(line, next);
    size_t name = next;
    while (next < line.len && cursor_is_word(line.text[next])) next++;
    return next > name ? next : at;
}

static bool pointers_is_after(Str line, size_t begin, char mark) {
    while (begin > 0 && (line.text[begin - 1] == ' ' ||
                         line.text[begin - 1] == '('))
        begin--;
    return begin > 0 && line.text[begin - 1] == mark;
}

/* The chain that begins at a name: as many of its members as asked for. */
static Chain pointers_chain(Str line, size_t begin, int members) {
    size_t end = begin;
    while (end < line.len && cursor_is_word(line.text[end])) end++;
    Chain chain = {.first = {line.text + begin, end - begin}};
    while (members-- > 0) end = pointers_member(line, end);
    chain.whole = (Str){line.text + begin, end - begin};
    size_t next = pointers_skip(line, end);
    chain.is_used =
        pointers_is_after(line, begin, '*') ||
        (next < line.len && line.text[next] == '[') ||
        (next + 1 < line.len && memcmp(line.text + next, "->", 2) == 0);
    return chain;
}

static size_t pointers_size(const Type *type) {
    uint64_t size = 0;
    uint32_t align;
    return type_layout(type, &size, &align) ? (size_t)size : 0;
}

/* The value of a pointer or an array at this place. */
static bool pointers_value(const Type *type, const char *place,
                           PointerName *ret) {
    const Type *plain = type_strip(type);
    if (plain->kind != TYPE_ARRAY && plain->kind != TYPE_POINTER) return false;
    if (plain->kind == TYPE_ARRAY) ret->value = (uintptr_t)place;
    else memcpy(&ret->value, place, sizeof ret->value);
    if (plain->kind == TYPE_ARRAY) ret->extent = pointers_size(plain);
    ret->element = pointers_size(plain->target);
    return true;
}

/* May the reader's program follow this pointer? */
static bool pointers_can_follow(const char *place) {
    Region region;
    uintptr_t at = (uintptr_t)place;
    return regions_find(at, (uintptr_t)__builtin_frame_address(0), &region) &&
           !region.is_gone && at - region.start < region.size;
}

/* From a variable to the member that the rest of the chain leads to. */
static bool pointers_follow(Str rest, const Type **type, const char **place) {
    while (rest.len) {
        size_t at = pointers_skip(rest, 0);
        bool is_arrow = rest.text[at] == '-';
        at = pointers_skip(rest, at + (is_arrow ? 2 : 1));
        size_t end = at;
        while (end < rest.len && cursor_is_word(rest.text[end])) end++;
        Str name = {rest.text + at, end - at};
        rest = (Str){rest.text + end, rest.len - end};
        const Type *plain = type_strip(*type);
        if (is_arrow != (plain->kind == TYPE_POINTER)) return false;
        if (is_arrow) {
            const void *pointer = *place;
            memcpy(place, pointer, sizeof(void *));
            plain = type_strip(plain->target);
            if (!pointers_can_follow(*place)) return false;
        }
        uint64_t offset = 0;
        const Member *member =
            type_tag(plain) ? type_member(plain, name, &offset) : NULL;
        if (!member || member->is_bit_field) return false;
        *type = member->type;
        *place += offset;
    }
    return true;
}

static const Local *pointers_local(Str name, Spot spot) {
    const LocalFunction *function = locals_function((const char *)spot.pc - 1);
    for (uint32_t i = 0; function && i < function->count; i++)
        if (str_is(name, function->locals[i].name)) return &function->locals[i];
    return NULL;
}

/* Of locals it is known where they lie, but no type of theirs. */
static bool pointers_local_value(const Local *local, Spot spot,
                                 PointerName *ret) {
    const char *place = (const char *)spot.frame + local->offset;
    if (local->length) ret->value = (uintptr_t)place;
    else memcpy(&ret->value, place, sizeof ret->value);
    return local->length || local->is_pointer;
}

static bool pointers_evaluate(const Chain *chain, Spot spot,
                              PointerName *ret) {
    *ret = (PointerName){0};
    Str rest = {chain->whole.text + chain->first.len,
                chain->whole.len - chain->first.len};
    const Local *local = pointers_local(chain->first, spot);
    if (local) return !rest.len && pointers_local_value(local, spot, ret);
    const Node *node =
        graph_find(&session_current->graph, SPACE_ORDINARY, chain->first);
    if (!node || node->kind != NODE_VARIABLE || !node->place) return false;
    const Type *type = node->symbol.type;
    const char *place = node->place;
    ret->is_member = rest.len > 0;
    return pointers_follow(rest, &type, &place) &&
           pointers_value(type, place, ret);
}

static void pointers_take(const Chain *chain, const PointerName *found,
                          bool is_exact, PointerName *ret) {
    if (chain->whole.len >= POINTER_NAME_SIZE) return;
    *ret = *found;
    memcpy(ret->text, chain->whole.text, chain->whole.len);
    ret->text[chain->whole.len] = '\0';
    ret->is_exact = is_exact;
}

/* `*p++` has moved p when its old value is used. */
enum { POINTERS_STEP = 16 };

static bool pointers_is_near(uintptr_t found, uintptr_t value,
                             const Region *region) {
    if (found - value + POINTERS_STEP <= 2 * (uintptr_t)POINTERS_STEP) return true;
    return region && found - region->start <= region->size;
}

static void pointers_try(Str line, size_t begin, uintptr_t value,
                         const Region *region, Spot spot, PointerName *ret) {
    for (int members = 0; members < 4 && !ret->is_exact; members++) {
        PointerName found;
        Chain chain = pointers_chain(line, begin, members);
        if (!pointers_evaluate(&chain, spot, &found)) continue;
        bool is_start =
            region && chain.is_used && found.value == region->start;
        if (found.value == value || is_start)
            pointers_take(&chain, &found, true, ret);
        else if (chain.is_used && !ret->text[0] &&
                 pointers_is_near(found.value, value, region))
            pointers_take(&chain, &found, false, ret);
    }
}

static bool pointers_begins(Str line, size_t at) {
    return cursor_is_word(line.text[at]) &&
           (at == 0 || !cursor_is_word(line.text[at - 1])) &&
           !(line.text[at] >= '0' && line.text[at] <= '9');
}

void pointers_name(uintptr_t value, const Region *region, Spot spot,
                   PointerName *ret) {
    Problem place = {0};
    *ret = (PointerName){0};
    if (!trace_place_of(session_current, spot.pc, &place)) return;
    Str line = source_line(
        place.source, source_place(place.source, place.span.begin).line);
    for (size_t at = 0; at < line.len && !ret->is_exact; at++)
        if (pointers_begins(line, at))
            pointers_try(line, at, value, region, spot, ret);
}

/* --- an argument of a call --- */

/* A local view: its vector or matrix is the first that it has. */
static bool pointers_is_view(Str rest) {
    return str_is(rest, ".vector") || str_is(rest, ".matrix");
}

static bool pointers_read_local(const Local *local, Str rest, bool is_address,
                                Spot spot, uintptr_t *ret) {
    const char *place = (const char *)spot.frame + local->offset;
    if (rest.len && !(is_address && pointers_is_view(rest))) return false;
    if (is_address) *ret = (uintptr_t)place;
    else memcpy(ret, place, sizeof *ret);
    return is_address || local->is_pointer;
}

static bool pointers_read_variable(const Node *node, Str rest, bool is_address,
                                   uintptr_t *ret) {
    const Type *type = node->symbol.type;
    const char *place = node->place;
    if (!pointers_follow(rest, &type, &place)) return false;
    if (is_address) *ret = (uintptr_t)place;
    else memcpy(ret, place, sizeof *ret);
    return is_address || type_strip(type)->kind == TYPE_POINTER;
}

bool pointers_read(Str text, Spot spot, uintptr_t *ret) {
    size_t begin = pointers_skip(text, 0);
    bool is_address = begin < text.len && text.text[begin] == '&';
    if (is_address) begin = pointers_skip(text, begin + 1);
    while (text.len && strchr(" \t\n", text.text[text.len - 1])) text.len--;
    if (begin >= text.len || !pointers_begins(text, begin)) return false;
    Chain chain = pointers_chain(text, begin, 8);
    if (begin + chain.whole.len != text.len) return false;
    Str rest = {chain.whole.text + chain.first.len,
                chain.whole.len - chain.first.len};
    const Local *local = pointers_local(chain.first, spot);
    if (local) return pointers_read_local(local, rest, is_address, spot, ret);
    const Node *node =
        graph_find(&session_current->graph, SPACE_ORDINARY, chain.first);
    return node && node->kind == NODE_VARIABLE && node->place &&
           pointers_read_variable(node, rest, is_address, ret);
}
