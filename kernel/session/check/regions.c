#include "session/check/regions.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "code/locals.h"
#include "session/heap.h"

enum {
    REGIONS_FRAMES = 1 << 16,
    REGIONS_DEAD = 64,
    REGIONS_ALLOCAS = 1 << 10,
    REGIONS_MIRROR = 1 << 20
};

typedef struct Frame {
    uintptr_t frame;
    const int64_t *list;
    const void *pc;
} Frame;

static struct {
    Region *rows; /* own; by start */
    uint32_t count;
    uint32_t size;
    uint8_t *mirror; /* own, for ever: REGIONS_MIRROR bytes */
    size_t mirror_used;
    uintptr_t stack_top;
    Frame *frames; /* own, for ever; the newest, deepest one last */
    uint32_t frame_count;
    Frame dead[REGIONS_DEAD];
    uint32_t dead_next;
    struct {
        uintptr_t start;
        size_t size;
    } allocas[REGIONS_ALLOCAS];
    uint32_t alloca_count;
} regions;

void regions_init(const void *stack_top) {
    regions.stack_top = (uintptr_t)stack_top;
}

/* --- what has a fixed place --- */

static void regions_add(const Region *region) {
    if (regions.count == regions.size) {
        regions.size = regions.size ? regions.size * 2 : 256;
        regions.rows =
            mem_grow(regions.rows, regions.size * sizeof *regions.rows);
    }
    regions.rows[regions.count++] = *region;
}

/* Text that ends in its only NUL: other nameless data, such as a compound
 * literal at file scope, may be written to. */
static bool regions_is_text(const Nameless *data) {
    if (data->start[data->size - 1]) return false;
    for (size_t i = 0; i + 1 < data->size; i++)
        if (data->start[i] < '\a') return false;
    return true;
}

static const uint8_t *regions_mirror(const Nameless *data) {
    if (regions.mirror_used + data->size > REGIONS_MIRROR) return NULL;
    uint8_t *at = regions.mirror + regions.mirror_used;
    memcpy(at, data->start, data->size);
    regions.mirror_used += data->size;
    return at;
}

static void regions_add_literals(const Nameless *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!regions_is_text(&rows[i])) continue;
        Region region = {.kind = REGION_LITERAL,
                         .start = (uintptr_t)rows[i].start,
                         .size = rows[i].size,
                         .length = rows[i].size,
                         .mirror = regions_mirror(&rows[i])};
        regions_add(&region);
    }
}

static Str regions_static_name(const Session *session, const void *address) {
    for (const Image *image = space_next_image(session->space, NULL); image;
         image = space_next_image(session->space, image)) {
        Str name = image_variable_at(image, address);
        if (name.len) return name;
    }
    return (Str){0};
}

/* .bounds: pairs of address and size. */
static void regions_add_statics(const Session *session, const Image *image) {
    Str bounds = image_bounds(image);
    for (size_t i = 0; i + 16 <= bounds.len; i += 16) {
        uint64_t pair[2];
        memcpy(pair, bounds.text + i, sizeof pair);
        if (!pair[0]) continue;
        Str name =
            regions_static_name(session, (const void *)(uintptr_t)pair[0]);
        if (!name.len) continue;
        Region region = {.kind = REGION_STATIC,
                         .start = (uintptr_t)pair[0],
                         .size = (size_t)pair[1],
                         .name = name};
        regions_add(&region);
    }
}

/* struct { int n; int a[]; } with more than its type says. */
static bool regions_is_open(const Type *type) {
    const Tag *tag = type_tag(type);
    if (!tag || !tag->member_count) return false;
    const Type *last = type_strip(tag->members[tag->member_count - 1].type);
    return last->kind == TYPE_ARRAY && last->length == 0;
}

static void regions_add_variable(const Node *node) {
    uint64_t size = 0;
    uint32_t align;
    const Type *type = type_strip(node->symbol.type);
    if (!type_layout(type, &size, &align) || regions_is_open(type)) return;
    Region region = {.kind = REGION_VARIABLE,
                     .start = (uintptr_t)node->place,
                     .size = (size_t)size,
                     .node = node,
                     .name = node->name};
    if (type->kind == TYPE_ARRAY) region.length = (size_t)type->length;
    regions_add(&region);
}

static int regions_order(const void *a, const void *b) {
    const Region *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return (int)x->kind - (int)y->kind;
}

void regions_collect(Session *session) {
    if (!regions.mirror) {
        void *room = mem_reserve(REGIONS_MIRROR, PROT_READ | PROT_WRITE);
        if (!room) return;
        regions.mirror = room;
        regions.frames = mem_alloc(REGIONS_FRAMES * sizeof *regions.frames);
    }
    (void)mprotect(regions.mirror, REGIONS_MIRROR, PROT_READ | PROT_WRITE);
    regions.count = 0;
    regions.mirror_used = 0;
    size_t at = 0, count;
    const MapEntry *entry;
    while ((entry = map_next(&session->graph.nodes[SPACE_ORDINARY], &at))) {
        const Node *node = entry->value;
        if (node->kind == NODE_VARIABLE && node->place)
            regions_add_variable(node);
    }
    for (const Image *image = space_next_image(session->space, NULL); image;
         image = space_next_image(session->space, image)) {
        const Nameless *rows = image_nameless(image, &count);
        regions_add_literals(rows, count);
        regions_add_statics(session, image);
    }
    const Nameless *gone = space_literals(session->space, &count);
    regions_add_literals(gone, count);
    if (regions.count)
        qsort(regions.rows, regions.count, sizeof *regions.rows,
              regions_order);
    (void)mprotect(regions.mirror, REGIONS_MIRROR, PROT_READ);
}

void regions_clear(void) {
    free(regions.rows);
    regions.rows = NULL;
    regions.count = regions.size = 0;
    regions.frame_count = regions.alloca_count = 0;
    memset(regions.dead, 0, sizeof regions.dead);
}

static bool regions_find_fixed(uintptr_t address, Region *ret) {
    uint32_t low = 0, high = regions.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (regions.rows[middle].start <= address) low = middle + 1;
        else high = middle;
    }
    if (!low) return false;
    /* Of several that start here the first is the one with the best name. */
    uint32_t row = low - 1;
    while (row && regions.rows[row - 1].start == regions.rows[row].start) row--;
    *ret = regions.rows[row];
    return address - ret->start <= ret->size;
}

bool regions_find_mirror(uintptr_t address, Region *ret, size_t *ret_offset) {
    for (uint32_t i = 0; i < regions.count; i++) {
        uintptr_t mirror = (uintptr_t)regions.rows[i].mirror;
        if (!mirror || address < mirror ||
            address - mirror >= regions.rows[i].size)
            continue;
        *ret = regions.rows[i];
        *ret_offset = address - mirror;
        return true;
    }
    return false;
}

/* --- the stack --- */

static void regions_bury(const Frame *frame) {
    regions.dead[regions.dead_next++ % REGIONS_DEAD] = *frame;
}

/* Frames that a long jump has left are below the stack pointer. */
static void regions_prune(uintptr_t sp) {
    while (regions.frame_count &&
           regions.frames[regions.frame_count - 1].frame < sp)
        regions_bury(&regions.frames[--regions.frame_count]);
    while (regions.alloca_count &&
           regions.allocas[regions.alloca_count - 1].start < sp)
        regions.alloca_count--;
}

static bool regions_is_main_stack(uintptr_t frame) {
    enum { STACK_MOST = 1 << 30 };
    return frame < regions.stack_top && regions.stack_top - frame < STACK_MOST;
}

void regions_enter(uintptr_t frame, const int64_t *list, const void *pc) {
    if (!regions_is_main_stack(frame)) return;
    regions_prune(frame);
    if (regions.frame_count < REGIONS_FRAMES)
        regions.frames[regions.frame_count++] = (Frame){frame, list, pc};
}

void regions_leave(uintptr_t frame) {
    if (regions_is_main_stack(frame)) regions_prune(frame + 1);
}

void regions_add_alloca(uintptr_t start, size_t size) {
    if (!regions_is_main_stack(start)) return;
    regions_prune(start);
    if (regions.alloca_count == REGIONS_ALLOCAS) return;
    regions.allocas[regions.alloca_count].start = start;
    regions.allocas[regions.alloca_count++].size = size;
}

/* Structs that came in registers lie side by side: what an address is in goes
 * before what it is right behind. */
static const int64_t *regions_row(const Frame *frame, uintptr_t address) {
    const int64_t *behind = NULL;
    for (const int64_t *row = frame->list; row && row[0]; row += 2) {
        uintptr_t start = frame->frame + (uintptr_t)row[0];
        if (address - start < (uint64_t)row[1]) return row;
        if (address - start == (uint64_t)row[1]) behind = row;
    }
    return behind;
}

static bool regions_find_in_frame(const Frame *frame, uintptr_t address,
                                  Region *ret) {
    const int64_t *row = regions_row(frame, address);
    if (!row) return false;
    const LocalFunction *function = locals_function(frame->pc);
    const Local *local = locals_at(function, row[0]);
    *ret = (Region){.kind = REGION_LOCAL,
                    .start = frame->frame + (uintptr_t)row[0],
                    .size = (size_t)row[1],
                    .length = local ? local->length : 0,
                    .name = str_of(local ? local->name : NULL),
                    .function = str_of(function ? function->name : NULL)};
    return true;
}

/* The deepest frame whose pointer is above the address holds its locals; a
 * struct that was passed by value lies above the next deeper one. */
static bool regions_find_local(uintptr_t address, Region *ret) {
    uint32_t low = 0, high = regions.frame_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (regions.frames[middle].frame > address) low = middle + 1;
        else high = middle;
    }
    if (low && regions_find_in_frame(&regions.frames[low - 1], address, ret))
        return true;
    return low < regions.frame_count &&
           regions_find_in_frame(&regions.frames[low], address, ret);
}

static bool regions_find_alloca(uintptr_t address, Region *ret) {
    for (uint32_t i = regions.alloca_count; i-- > 0;) {
        if (address - regions.allocas[i].start > regions.allocas[i].size)
            continue;
        *ret = (Region){.kind = REGION_LOCAL,
                        .start = regions.allocas[i].start,
                        .size = regions.allocas[i].size};
        return true;
    }
    return false;
}

static bool regions_find_dead(uintptr_t address, Region *ret) {
    enum { DEEPEST = 16 << 20 };
    for (uint32_t i = 0; i < REGIONS_DEAD; i++) {
        const Frame *frame =
            &regions.dead[(regions.dead_next - 1 - i) % REGIONS_DEAD];
        if (!frame->frame || !regions_find_in_frame(frame, address, ret))
            continue;
        ret->is_gone = true;
        return true;
    }
    *ret = (Region){.kind = REGION_LOCAL, .is_gone = true, .start = address};
    return regions.stack_top - address < DEEPEST;
}

static bool regions_find_on_stack(uintptr_t address, uintptr_t sp,
                                  Region *ret) {
    regions_prune(sp);
    if (address < sp) return regions_find_dead(address, ret);
    return regions_find_alloca(address, ret) ||
           regions_find_local(address, ret);
}

static bool regions_find_block(uintptr_t address, Region *ret) {
    HeapBlock block;
    if (!heap_find(address, &block)) return false;
    *ret = (Region){.kind = REGION_HEAP,
                    .is_gone = block.is_free,
                    .start = block.start,
                    .size = block.size,
                    .made = block.made,
                    .freed = block.freed};
    return true;
}

bool regions_find(uintptr_t address, uintptr_t sp, Region *ret) {
    if (regions_is_main_stack(address))
        return regions_is_main_stack(sp) &&
               regions_find_on_stack(address, sp, ret);
    if (regions_find_fixed(address, ret)) return true;
    return regions_find_block(address, ret);
}
