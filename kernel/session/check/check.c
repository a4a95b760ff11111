#include "session/check/check.h"

#include <stdlib.h>

#include "code/compile.h"
#include "code/locals.h"
#include "session/check/bounds.h"
#include "session/heap.h"
#include "session/library.h"
#include "session/load.h"
#include "session/tier.h"
#include "session/trace.h"
#include "session/check/unset.h"

/* A slot that leads to a checked body for now. */
typedef struct Swap {
    Slot *slot;
    void *fast;
    void *checked;
} Swap;

static struct {
    Image **images; /* own: checked ones */
    size_t image_count;
    Swap *swaps; /* own */
    size_t swap_count;
} check;

void check_note_image(Image *image, Str object) {
    check.images = mem_grow(check.images,
                            (check.image_count + 1) * sizeof *check.images);
    check.images[check.image_count++] = image;
    locals_add(image, object);
}

/* What a slot leads to in the end. */
static void *check_body(const Slot *slot) {
    void *target = slot_target(slot);
    void *body = target ? unset_body(target) : NULL;
    return body ? body : target;
}

bool check_has_image(const Image *image) {
    for (size_t i = 0; i < check.image_count; i++)
        if (check.images[i] == image) return true;
    return false;
}

/* --- a unit once more --- */

typedef struct Again {
    Session *session;
    const Image *image; /* what was made from the same text */
    Map *missing;       /* names that are gone: nothing reaches them */
} Again;

static void *check_find(void *context, Str name) {
    static char nothing[64];
    const Again *again = context;
    if (map_get(again->missing, name)) return nothing;
    return load_find_name(again->session, name);
}

static void *check_find_last(void *context, Str name) {
    const Again *again = context;
    return library_find(again->session, name);
}

static void *check_find_static(void *context, Str name, size_t number) {
    const Again *again = context;
    return image_static(again->image, name, number);
}

/* A function beside one that is of interest may use what no longer exists. */
static Image *check_link(Again *again, Str object) {
    enum { MOST_MISSING = 64 };
    Names names = {again, check_find, check_find_last, check_find_static};
    for (int i = 0; i < MOST_MISSING; i++) {
        Str missing = {0};
        Image *image = image_load(again->session->space, object, &names,
                                  &missing, NULL);
        if (image || !missing.len) return image;
        map_set(again->missing, missing, again);
    }
    return NULL;
}

static Image *check_compile(Session *session, const Image *image,
                            bool is_checked) {
    Str unit = trace_unit(session, image_tag(image));
    CompileResult result = {0};
    Arena arena = {0};
    Map missing = {0};
    if (!unit.len) return NULL;
    int code = is_checked ? compile_unit_checked(unit, &arena, &result, NULL)
                          : compile_unit(unit, &arena, &result, NULL);
    Image *made = NULL;
    if (code == 0 && result.ok) {
        Again again = {session, image, &missing};
        made = check_link(&again, buf_view(&result.object));
    }
    if (made) image_set_tag(made, image_tag(image));
    if (made && !is_checked) image_allow_end(made);
    if (made && is_checked) check_note_image(made, buf_view(&result.object));
    map_done(&missing);
    buf_done(&result.object);
    arena_clear(&arena);
    return made;
}

/* --- slots --- */

/* Of each image that slots lead to, the one that was made in its place. */
typedef struct Pair {
    Image *old;
    Image *made; /* NULL: it could not be */
} Pair;

typedef struct Pairs {
    Pair *rows; /* own */
    size_t count;
} Pairs;

static Image *check_made_for(Session *session, Image *old, bool is_checked,
                             Pairs *pairs) {
    for (size_t i = 0; i < pairs->count; i++)
        if (pairs->rows[i].old == old) return pairs->rows[i].made;
    pairs->rows =
        mem_grow(pairs->rows, (pairs->count + 1) * sizeof *pairs->rows);
    Image *made = check_compile(session, old, is_checked);
    pairs->rows[pairs->count++] = (Pair){old, made};
    return made;
}

static void check_swap(Slot *slot, void *body) {
    check.swaps =
        mem_grow(check.swaps, (check.swap_count + 1) * sizeof *check.swaps);
    check.swaps[check.swap_count++] = (Swap){slot, slot_target(slot), body};
    slot_set(slot, body);
}

/* Let every slot that leads to a body of the other kind lead to one of this
 * kind. */
static void check_convert(Session *session, bool is_checked) {
    Pairs pairs = {0};
    Slot *slot;
    for (size_t i = 0; (slot = slot_at(session->space, i)) != NULL; i++) {
        void *target = check_body(slot);
        Image *old = target ? space_image_at(session->space, target) : NULL;
        if (!old || check_has_image(old) == is_checked) continue;
        Str name = image_function_at(old, target);
        Image *made = name.len
                          ? check_made_for(session, old, is_checked, &pairs)
                          : NULL;
        void *body = made ? image_symbol(made, name, NULL) : NULL;
        if (!body) continue;
        if (is_checked) check_swap(slot, body);
        else slot_set(slot, body);
    }
    free(pairs.rows);
}

void check_enter(Session *session) {
    Slot *slot;
    for (size_t i = 0; (slot = slot_at(session->space, i)) != NULL; i++) {
        void *target = slot_target(slot);
        if (!target || unset_body(target)) continue;
        const Image *image = space_image_at(session->space, target);
        if (image && check_has_image(image))
            slot_set(slot, unset_enter(target));
    }
    regions_collect(session);
}

void check_begin(Session *session) {
    session->is_checked = true;
    tier_pause();
    check_convert(session, true);
    bounds_begin(session);
}

/* Could a function not be compiled again, its checked body stays. */
static bool check_is_in_use(const Session *session, const Image *image) {
    const Slot *slot;
    for (size_t i = 0; (slot = slot_at(session->space, i)) != NULL; i++) {
        const void *target = check_body(slot);
        if (target && space_image_at(session->space, target) == image)
            return true;
    }
    return false;
}

static void check_release(Session *session) {
    for (size_t i = 0; i < check.image_count; i++) {
        if (check_is_in_use(session, check.images[i])) continue;
        heap_settle(session, check.images[i]);
        image_discard(check.images[i]);
    }
}

void check_end(Session *session) {
    bounds_end();
    session->is_checked = false;
    for (size_t i = 0; i < check.swap_count; i++)
        if (check_body(check.swaps[i].slot) == check.swaps[i].checked)
            slot_set(check.swaps[i].slot, check.swaps[i].fast);
    /* What the checked cell itself has defined. */
    check_convert(session, false);
    load_bind_bridges(session);
    check_release(session);
    free(check.images);
    free(check.swaps);
    check.images = NULL;
    check.swaps = NULL;
    check.image_count = check.swap_count = 0;
    locals_clear();
    unset_clear();
    tier_resume();
}
