/* image.h - machine code in one address range: place, relocate, protect.
 *
 * The space is reserved once (PROT_NONE) and has four parts, so that every
 * 32-bit relocation among them reaches and no page is ever writable and
 * executable at once:
 *
 *     | data, variables | constants | code of images, each with GOT | stubs |
 *       R W               R           R X                             R X
 *
 * Beside the code lies a second piece for what an optimising compiler has
 * made; another thread may add to it while cell code runs.
 *
 * Every function of the session is reached through a stub, `jmp *slot`, at an
 * address that never changes; loading a new body rewrites the slot, which is
 * data. So earlier callers and stored function pointers get the new body. */
#ifndef CODE_IMAGE_H
#define CODE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "code/lines.h"

typedef struct Space Space;
typedef struct Image Image;

/* Reserve the range; -1 with a sentence if the machine refuses. */
Space *space_new(Err *err);
void space_free(Space *space);

/* Zeroed memory that lives until the space ends (a variable of the session).
 * NULL with a sentence when the range is full. */
void *space_alloc(Space *space, size_t size, size_t align, Err *err);

/* The stub of a function: made at the first call for this slot, kept for
 * ever. Until slot_set, calling it stops the cell through `unset`. */
typedef struct Slot Slot;
Slot *slot_new(Space *space, Err *err);
void *slot_entry(const Slot *slot);      /* the address callers see */
void *slot_target(const Slot *slot);     /* the body, or NULL */
void slot_set(Slot *slot, void *target); /* NULL: unset again */
/* The same function by two compilers: the body that slot_set has given, and a
 * faster one that stands in for it. slot_promote does nothing, and says so, if
 * the plain body is no longer this one. */
void *slot_plain(const Slot *slot);
bool slot_promote(Slot *slot, void *plain, void *fast);
void slot_demote(Slot *slot);
/* Somebody relies on the plain body: space_was_watched tells, once, whether
 * slot_set has changed that of any such slot. */
void slot_watch(Slot *slot);
bool space_was_watched(Space *space);
/* A word of the caller's, to know the function by; NULL at first. */
void slot_set_owner(Slot *slot, void *owner);
void *slot_owner(const Slot *slot);
/* The slots of a space by number, from 0; NULL: there are no more. */
Slot *slot_at(const Space *space, size_t number);
/* What a call of an unset slot does. It runs on the cell's stack, as if the
 * cell had called it, and must not return (the process would abort). */
void slot_set_unset_handler(Space *space, void (*handler)(const Slot *slot));

/* What an object's undefined and defined global names mean. Asked at most once
 * a name, and only for names that something in the object refers to. */
typedef struct Names {
    void *context;
    /* Address of a name that the object does not define, or that the session
     * wants bound elsewhere than to the object's own definition (a function's
     * stub, a variable's place); NULL: not known here (for an undefined name
     * the process is searched next, by dlsym). */
    void *(*find)(void *context, Str name);
    /* What is asked for a name that neither find nor the object knows, before
     * the process is searched; may be NULL. */
    void *(*find_last)(void *context, Str name);
    /* Where a `static` variable inside a function is to live, the number-th
     * of this name in the object; NULL: in the image. May itself be NULL. */
    void *(*find_static)(void *context, Str name, size_t number);
} Names;

/* Load an ELF object (TinyCC's, gcc's or clang's). The bytes are borrowed
 * during the call. One thread at a time. A name that nobody knows is an error
 * that names it, in err and in ret_missing (borrow from the object; may be
 * NULL). Nothing remains of an image that failed to load. */
Image *image_load(Space *space, Str object, const Names *names,
                  Str *ret_missing, Err *err);

/* The same for an object of functions alone, with no data of their own. It may
 * be called in another thread than image_load is, but in one at a time, and
 * not while a fast image is discarded. */
Image *image_load_fast(Space *space, Str object, const Names *names, Err *err);

/* Address of a symbol (function body or object) that this image defines,
 * local symbols included; NULL if it has none. ret_size may be NULL. */
void *image_symbol(const Image *image, Str name, size_t *ret_size);

/* The same for names that other objects may see. */
void *image_global(const Image *image, Str name);

/* The number-th `static` variable of this name, in the order of the text;
 * NULL: there are not that many. */
void *image_static(const Image *image, Str name, size_t number);
/* Name of the variable that begins at this address; "" if none does. */
Str image_variable_at(const Image *image, const void *address);

/* The string literals and other nameless data of an image. */
typedef struct Nameless {
    uint8_t *start;
    size_t size;
} Nameless;
const Nameless *image_nameless(const Image *image, size_t *ret_count);
/* A section of a checked unit: ".bounds"; empty if there is none. */
Str image_bounds(const Image *image);
/* All images of a space but fast ones, the newest first: NULL gives the first
 * of them. */
Image *space_next_image(const Space *space, const Image *image);

/* No code of the image runs any more and nobody knows an address in it: its
 * pages are free. Data and constants stay, since pointers into them may live
 * on; its literals are known through space_literals. */
void image_discard(Image *image);
const Nameless *space_literals(const Space *space, size_t *ret_count);

/* A function that is replaced leaves its image behind, for who may be in it.
 * The image may end as soon as no slot leads to it (never, if an address
 * within its code may be kept somewhere: of what has no slot). */
void image_allow_end(Image *image);
bool space_has_idle(const Space *space);
/* One that may end; NULL: there is no other. It is image_retire's to take. */
Image *space_take_idle(Space *space);
/* No thread is in it. Its pages hold traps for some time, during which an
 * address in them is known to be of this image; then it is discarded. origin:
 * where its text stood. */
void image_retire(Image *image, Str origin);
bool image_is_retired(const Image *image);
Str image_origin(const Image *image);

/* Which image holds this program counter; NULL: none. */
Image *space_image_at(const Space *space, const void *pc);
/* The unit line of a program counter; 0 if not known. For a return address
 * ask for the byte before it: it lies in the call. */
uint32_t image_line_at(const Image *image, const void *pc);
/* Name of the function that holds this program counter; "" if not known. The
 * parts that gcc makes of one, f.part.0, have its name. */
Str image_function_at(const Image *image, const void *pc);
/* Whose code it is, and on which line of the unit: level 0 is the function of
 * whose text it is; where a compiler has put that in place of a call, level 1
 * is the one that calls it, and so on. false: there are not that many. */
bool image_level_at(const Image *image, const void *pc, uint32_t level,
                    Str *ret_name, uint32_t *ret_line);
/* Is it one that does the rest of a loop of that function? */
bool image_is_loop_at(const Image *image, const void *pc);
/* Where that function begins; NULL if not known. */
const uint8_t *image_function_start(const Image *image, const void *pc);
/* A number of the caller's (which unit it was); 0 at first. */
void image_set_tag(Image *image, uint64_t tag);
uint64_t image_tag(const Image *image);

/* Is pc inside the code part? Async-signal-safe. */
bool space_has_code(const Space *space, const void *pc);
/* Does any of these bytes lie in the range of the space? */
bool space_overlaps(const Space *space, const void *start, size_t size);
/* Make all code pages not executable (so that a return into cell code faults
 * at once) and executable again. Async-signal-safe. */
void space_bar_code(Space *space);
void space_unbar_code(Space *space);

#endif
