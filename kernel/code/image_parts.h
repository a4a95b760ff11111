/* image_parts.h - the inside of an Image: what image.c makes, image_life.c
 * ends, and image_find.c answers questions about. */
#ifndef CODE_IMAGE_PARTS_H
#define CODE_IMAGE_PARTS_H

#include "code/inlines.h"
#include "code/space.h"

/* A name that the image defines, for image_symbol. */
typedef struct Export {
    Str name; /* borrow from image->names */
    uint8_t *address;
    size_t size;
    uint32_t order; /* in the object */
    bool is_local;
    bool is_function;
} Export;

struct Image {
    Space *space;          /* borrow */
    Image *older, *newer;  /* own, borrow: the list of the space */
    Image *next_idle;      /* borrow: the list of those without a slot */
    uint8_t *code;         /* NULL: none */
    size_t pages;
    uint32_t slots;  /* that lead to it */
    bool is_fast;    /* constants lie behind the code */
    bool may_end;    /* once no slot leads to it */
    bool is_told_of; /* an address within its code may be anywhere */
    bool is_idle;    /* it is in that list */
    bool is_retired;
    char *origin;    /* own; of a retired one: "In[3]" */
    Export *exports; /* own: by name, global ones first */
    size_t export_count;
    char *names;        /* own */
    Nameless *nameless; /* own */
    size_t nameless_count;
    Str bounds;      /* the section, where it was placed */
    Lines lines;     /* own: by offset from code */
    Inlines inlines; /* own: likewise */
    uint64_t tag;
};

/* Into the list of its space: from here on it is known. */
void image_publish(Image *image);
/* One that is in no list. */
void image_free(Image *image);

#endif
