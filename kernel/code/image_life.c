/* image_life.c - from the moment that an image is known until it is gone. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "code/image_parts.h"

/* Fast ones have a list of their own: another thread makes them. */
static Image **image_list(const Image *image) {
    Space *space = image->space;
    return image->is_fast ? &space->fast_images : &space->images;
}

void image_publish(Image *image) {
    Image **newest = image_list(image);
    image->older = *newest;
    if (image->older) image->older->newer = image;
    *newest = image;
}

static void image_unlist(Image *image) {
    Image **place = image->newer ? &image->newer->older : image_list(image);
    *place = image->older;
    if (image->older) image->older->newer = image->newer;
}

static void image_forget_places(Image *image) {
    lines_done(&image->lines);
    inlines_done(&image->inlines);
}

void image_free(Image *image) {
    image_forget_places(image);
    free(image->exports);
    free(image->names);
    free(image->nameless);
    free(image->origin);
    free(image);
}

/* Literals outlive the code that has made them known. */
static void image_keep_literals(const Image *image) {
    Space *space = image->space;
    size_t count = image->nameless_count;
    if (!count) return;
    if (space->literal_count + count > space->literal_size) {
        space->literal_size = 2 * (space->literal_count + count);
        space->literals = mem_grow(space->literals, space->literal_size *
                                                        sizeof(Nameless));
    }
    memcpy(space->literals + space->literal_count, image->nameless,
           count * sizeof(Nameless));
    space->literal_count += count;
}

const Nameless *space_literals(const Space *space, size_t *ret_count) {
    *ret_count = space->literal_count;
    return space->literals;
}

/* --- slots --- */

void image_allow_end(Image *image) { image->may_end = !image->is_told_of; }

void image_add_slot(Image *image) { image->slots++; }

void image_drop_slot(Image *image) {
    if (--image->slots > 0 || !image->may_end || image->is_idle) return;
    image->is_idle = true;
    image->next_idle = image->space->idle;
    image->space->idle = image;
}

static void image_leave_idle(Image *image) {
    Image **at = &image->space->idle;
    if (!image->is_idle) return;
    while (*at != image) at = &(*at)->next_idle;
    *at = image->next_idle;
    image->is_idle = false;
}

bool space_has_idle(const Space *space) { return space->idle != NULL; }

Image *space_take_idle(Space *space) {
    Image *image;
    while ((image = space->idle) != NULL) {
        image_leave_idle(image);
        if (image->slots == 0) return image;
    }
    return NULL;
}

/* --- the end --- */

void image_discard(Image *image) {
    if (image->code && !image->is_retired)
        space_trap_code(image->code, image->pages);
    if (image->code && image->is_fast)
        space_give_fast(image->space, image->code, image->pages);
    else if (image->code)
        space_give_code(image->space, image->code, image->pages);
    image_keep_literals(image);
    image_leave_idle(image);
    image_unlist(image);
    image_free(image);
}

void image_retire(Image *image, Str origin) {
    Space *space = image->space;
    Image **place = &space->retired[space->retired_count++ % SPACE_RETIRED];
    if (*place) image_discard(*place);
    *place = image;
    image->is_retired = true;
    image->origin = mem_dup(origin.text, origin.len);
    image_forget_places(image);
    if (image->code) space_trap_code(image->code, image->pages);
}

bool image_is_retired(const Image *image) { return image->is_retired; }

Str image_origin(const Image *image) { return str_of(image->origin); }
