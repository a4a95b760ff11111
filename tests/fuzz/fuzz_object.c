/* The object reader and the linker on any bytes: they may refuse, in words;
 * what is read has its sections apart, its symbols in them, and its lines in
 * order; and an image that could not be loaded leaves no trace. */
#include <stdlib.h>

#include "code/image.h"
#include "code/lines.h"
#include "code/object.h"
#include "code/space.h"
#include "fuzz.h"

/* Some names are the session's, others are left to the process. */
static void *find(void *context, Str name) {
    return name.len && name.text[0] == 's' ? context : NULL;
}

static bool overlap(const Section *a, const Section *b) {
    return a->part == b->part && a->size && b->size &&
           a->offset < b->offset + b->size && b->offset < a->offset + a->size;
}

static void check_section(const Object *object, const Section *section) {
    LAW(section->part <= PART_NONE);
    LAW(section->name.text[section->name.len] == '\0');
    if (section->part == PART_NONE) return;
    LAW(section->offset % section->align == 0);
    LAW(section->bytes.len == 0 || section->bytes.len == section->size);
    LAW(section->offset + section->size <= object->part_size[section->part]);
    for (const Section *other = object->sections; other < section; other++)
        LAW(!overlap(section, other));
}

static void check_symbol(const Object *object, const Symbol *symbol) {
    LAW(!symbol->name.text || symbol->name.text[symbol->name.len] == '\0');
    if (symbol->place != SYMBOL_DEFINED) return;
    LAW(symbol->part < PART_NONE);
    LAW(symbol->offset <= object->part_size[symbol->part]);
}

static void check_object(Str file) {
    enum { FEW = 64 };
    Object object;
    Err err = {""};
    if (object_read(file, &object, &err) < 0) {
        LAW(err.text[0]);
        return;
    }
    for (size_t i = 0; i < object.section_count && i < FEW; i++)
        check_section(&object, &object.sections[i]);
    for (size_t i = 0; i < object.symbol_count; i++)
        check_symbol(&object, &object.symbols[i]);
    object_done(&object);
}

static void check_lines(Str file) {
    Lines lines;
    lines_read(file, &lines);
    for (uint32_t i = 1; i < lines.count; i++)
        LAW(lines.rows[i - 1].offset <= lines.rows[i].offset);
    (void)lines_find(&lines, (uint32_t)file.len);
    lines_done(&lines);
}

static void check_image(const Space *space, const Image *image) {
    size_t size = 0;
    const char *start = image_symbol(image, STR("f"), &size);
    if (!start) return;
    (void)image_line_at(image, start);
    (void)image_function_at(image, start);
    LAW(!space_has_code(space, start) ||
        space_image_at(space, start) == image);
}

enum { LARGEST_GAP = 2 << 20 }; /* before what is aligned */

/* What the two parts that only grow have in use. */
static size_t used(const Space *space) {
    return space->data.used + space->consts.used;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Err err;
    Str missing, file = {(const char *)bytes, size};
    check_object(file);
    check_lines(file);
    Space *space = space_new(&err);
    LAW(space != NULL);
    void *variable = space_alloc(space, 64, 16, &err);
    Names names = {.context = variable, .find = find};
    size_t before = used(space);
    err.text[0] = '\0';
    Image *image = image_load(space, file, &names, &missing, &err);
    if (image) {
        check_image(space, image);
        image_discard(image);
    } else {
        LAW(err.text[0]);
        LAW(used(space) - before < 2 * LARGEST_GAP);
        before = used(space);
        LAW(!image_load(space, file, &names, &missing, &err));
        LAW(used(space) == before);
    }
    space_free(space);
    return 0;
}
