#include "session/retire.h"

#include <sys/stat.h>

#include "session/heap.h"
#include "session/tier.h"
#include "session/trace.h"

/* A function that left its frame on another stack may be entered again there
 * at any time. */
static bool retire_has_stacks;

void retire_note_name(Str name) {
    if (str_is(name, "makecontext") || str_is(name, "clone"))
        retire_has_stacks = true;
}

/* Threads that are neither this one nor the second tier's, libraries' own
 * included: one of them may be in a function that it was given to call. A
 * folder has a link for each folder in it, and two more. */
static bool retire_has_threads(void) {
    enum { OWN = 3 };
    struct stat tasks;
    if (stat("/proc/self/task", &tasks) < 0) return true;
    return tasks.st_nlink > OWN + (nlink_t)tier_has_thread();
}

static void retire_image(Session *session, Image *image) {
    Str origin = trace_origin(session, image_tag(image));
    heap_settle_old(session, image);
    image_retire(image, origin);
    trace_forget(session, image_tag(image));
}

void retire_replaced(Session *session) {
    Image *image;
    if (!space_has_idle(session->space) && !tier_has_useless()) return;
    if (session->run || retire_has_stacks || retire_has_threads()) return;
    while ((image = space_take_idle(session->space)) != NULL)
        retire_image(session, image);
    tier_give_back();
}
