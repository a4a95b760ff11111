/* image_find.c - what an image is asked for: addresses by name, names and lines
 * by address. */
#include <string.h>

#include "code/image_parts.h"

/* The first export of this name, which is the global one if there is one. */
static const Export *find_export(const Image *image, Str name) {
    size_t low = 0, high = image->export_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(image->exports[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == image->export_count ||
        !str_equals(image->exports[low].name, name))
        return NULL;
    return &image->exports[low];
}

void *image_symbol(const Image *image, Str name, size_t *ret_size) {
    const Export *found = find_export(image, name);
    if (found && ret_size) *ret_size = found->size;
    return found ? found->address : NULL;
}

void *image_global(const Image *image, Str name) {
    const Export *found = find_export(image, name);
    return found && !found->is_local ? found->address : NULL;
}

void *image_static(const Image *image, Str name, size_t number) {
    for (size_t i = 0; i < image->export_count; i++) {
        const Export *export = &image->exports[i];
        if (!export->is_local || export->is_function ||
            !str_equals(export->name, name))
            continue;
        if (number-- == 0) return export->address;
    }
    return NULL;
}

Str image_variable_at(const Image *image, const void *address) {
    for (size_t i = 0; i < image->export_count; i++)
        if (image->exports[i].address == address)
            return image->exports[i].name;
    return (Str){NULL, 0};
}

const Nameless *image_nameless(const Image *image, size_t *ret_count) {
    *ret_count = image->nameless_count;
    return image->nameless;
}

Str image_bounds(const Image *image) { return image->bounds; }

Image *space_next_image(const Space *space, const Image *image) {
    return image ? image->older : space->images;
}

/* false: the code lies elsewhere. */
static bool image_offset(const Image *image, const void *pc, uint32_t *ret) {
    uintptr_t offset = (uintptr_t)pc - (uintptr_t)image->code;
    if (!image->code || (uintptr_t)pc < (uintptr_t)image->code ||
        offset >= image->pages * SPACE_PAGE)
        return false;
    *ret = (uint32_t)offset;
    return true;
}

uint32_t image_line_at(const Image *image, const void *pc) {
    uint32_t offset;
    return image_offset(image, pc, &offset) ? lines_find(&image->lines, offset)
                                            : 0;
}

static const Export *find_function(const Image *image, const void *pc) {
    uintptr_t at = (uintptr_t)pc;
    for (size_t i = 0; i < image->export_count; i++) {
        const Export *export = &image->exports[i];
        uintptr_t start = (uintptr_t)export->address;
        if (export->is_function && at >= start && at - start < export->size)
            return export;
    }
    return NULL;
}

Str image_function_at(const Image *image, const void *pc) {
    const Export *found = find_function(image, pc);
    if (!found) return (Str){NULL, 0};
    const char *dot = memchr(found->name.text, '.', found->name.len);
    return dot ? (Str){found->name.text, (size_t)(dot - found->name.text)}
               : found->name;
}

bool image_level_at(const Image *image, const void *pc, uint32_t level,
                    Str *ret_name, uint32_t *ret_line) {
    uint32_t offset;
    if (!image_offset(image, pc, &offset)) return false;
    const Inlines *all = &image->inlines;
    const Inline *called =
        level ? inlines_find(all, offset, level - 1) : NULL;
    if (level && !called) return false;
    const Inline *here = inlines_find(all, offset, level);
    *ret_name = here ? here->name : image_function_at(image, pc);
    *ret_line = called ? called->line : lines_find(&image->lines, offset);
    return true;
}

bool image_is_loop_at(const Image *image, const void *pc) {
    static const char mark[] = ".loop";
    const Export *found = find_function(image, pc);
    return found && memmem(found->name.text, found->name.len, mark,
                           sizeof mark - 1) != NULL;
}

const uint8_t *image_function_start(const Image *image, const void *pc) {
    const Export *found = find_function(image, pc);
    return found ? found->address : NULL;
}

void image_set_tag(Image *image, uint64_t tag) { image->tag = tag; }

uint64_t image_tag(const Image *image) { return image->tag; }
