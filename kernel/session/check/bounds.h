/* bounds.h - what checked code calls before it uses a pointer.
 *
 * A unit that compile_unit_checked has compiled calls __bound_ptr_add for each
 * p + i and __bound_ptr_indirN before it reads or writes N bytes; and the
 * usual functions of libc are replaced by ones that look at their arguments.
 *
 * A pointer that leaves its object is no mistake as long as nobody uses it:
 * it is noted, with the object that it came from. A wrong use is answered
 * with an address that cannot be used at all; the fault that follows tells
 * whether it was a read or a write, and ends the cell. */
#ifndef SESSION_BOUNDS_H
#define SESSION_BOUNDS_H

#include <signal.h>

#include "session/check/regions.h"

/* Where in cell code: behind a call, and the frame pointer there. */
typedef struct Spot {
    const void *pc;
    void *const *frame;
} Spot;

/* In a function that cell code has called. */
#define BOUNDS_SPOT                                                            \
    ((Spot){__builtin_return_address(0),                                       \
            *(void *const *const *)__builtin_frame_address(0)})

void bounds_begin(Session *session);
void bounds_end(void);
bool bounds_is_on(void);

/* What a name means in checked code; NULL: the same as in other code. */
void *bounds_find(Str name);
/* The same for the functions of libc: see calls.c. */
void *calls_find(Str name);

/* End the cell unless these bytes may be used. what: "strcpy writes". */
void bounds_use(const void *pointer, size_t size, bool is_write,
                const char *call, Spot spot);

/* Length of a text, of which at most `most` bytes are read. Ends the cell if
 * there is no end in its object. */
size_t bounds_text(const char *text, size_t most, const char *call, Spot spot);
/* Bytes from here to the end of the object; SIZE_MAX if that is not known.
 * Ends the cell if nothing can be there. */
size_t bounds_room(const void *pointer, const char *call, Spot spot);
/* End the cell unless this is NULL or a block of the heap, from its start. */
void bounds_free(const void *block, const char *call, Spot spot);

/* A fault came: if it was ours, or can be explained, this does not return. */
void bounds_on_fault(int number, const siginfo_t *info, const void *context);

#endif
