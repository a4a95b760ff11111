/* fuzz_object.c - the object reader, the linker and the line tables on any
 * bytes: they may refuse, they may not crash, and a line lies in the code. */
#include <stdint.h>
#include <stdlib.h>

#include "code/image.h"
#include "code/lines.h"
#include "code/object.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Some names are the session's, others are left to the process. */
static void *find(void *context, Str name) {
    return name.len && name.text[0] == 's' ? context : NULL;
}

static void check_lines(Str file) {
    Lines lines;
    lines_read(file, &lines);
    for (uint32_t i = 1; i < lines.count; i++)
        if (lines.rows[i].offset < lines.rows[i - 1].offset) abort();
    (void)lines_find(&lines, (uint32_t)file.len);
    lines_done(&lines);
}

static void check_image(const Space *space, const Image *image) {
    const char *start = image_symbol(image, STR("f"), NULL);
    if (start) {
        (void)image_line_at(image, start);
        (void)image_function_at(image, start);
        (void)space_image_at(space, start);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Err err;
    Str missing, file = {(const char *)bytes, size};
    Space *space = space_new(&err);
    if (!space) abort();
    void *variable = space_alloc(space, 64, 16, &err);
    Names names = {.context = variable, .find = find};
    err.text[0] = '\0';
    Image *image = image_load(space, file, &names, &missing, &err);
    if (image)
        check_image(space, image);
    else if (!err.text[0])
        abort();
    if (image) image_release_code(image);
    check_lines(file);
    space_free(space);
    return 0;
}
