/* slots.c - stubs: the addresses of functions that never change. */
#include <stdlib.h>

#include "base/mem.h"
#include "code/space.h"
#include "code/x86_64.h"

/* Stubs are written a page at a time, before any of them is in use: a page
 * that runs is never writable again. The first two places of the first page
 * hold the landing. */
enum {
    SLOTS_PER_PAGE = SPACE_PAGE / MACHINE_STUB_SIZE,
    LANDING_PLACES = MACHINE_LANDING_SIZE / MACHINE_STUB_SIZE
};

struct SlotPage {
    Slot slots[SLOTS_PER_PAGE];
    void **values; /* borrow from the data part */
};

static void slot_unset(uint32_t index, void *context) {
    const Space *space = context;
    SlotPage *page = space->slot_pages[index / SLOTS_PER_PAGE];
    if (space->on_unset) space->on_unset(&page->slots[index % SLOTS_PER_PAGE]);
    abort(); /* there is nothing to return to the caller */
}

static void *unset_value(const Slot *slot) {
    return slot->entry + MACHINE_STUB_UNSET;
}

static void page_fill(Space *space, SlotPage *page, size_t number,
                      uint8_t *stubs) {
    const uint8_t *landing = space->stubs.start;
    for (size_t i = 0; i < SLOTS_PER_PAGE; i++) {
        size_t index = number * SLOTS_PER_PAGE + i;
        Slot *slot = &page->slots[i];
        *slot = (Slot){.space = space,
                       .value = &page->values[i],
                       .entry = stubs + i * MACHINE_STUB_SIZE};
        if (index < LANDING_PLACES) continue;
        machine_write_stub(slot->entry, slot->value, (uint32_t)index, landing);
        *slot->value = unset_value(slot);
    }
    if (number == 0) machine_write_landing(stubs, slot_unset, space);
}

/* The stubs of a page, written and sealed; NULL: the system refused. */
static SlotPage *page_written(Space *space, size_t number, void **values,
                              Err *err) {
    uint8_t *stubs = space->stubs.start + number * SPACE_PAGE;
    if (space_open_code(stubs, 1, err) < 0) return NULL;
    SlotPage *page = mem_alloc(sizeof *page);
    page->values = values;
    page_fill(space, page, number, stubs);
    if (space_seal_code(stubs, 1, err) == 0) return page;
    free(page);
    return NULL;
}

static int page_new(Space *space, size_t number, Err *err) {
    size_t all = space->stubs.size / SPACE_PAGE;
    size_t size = SLOTS_PER_PAGE * sizeof(void *);
    if (number == all)
        return err_set(err,
                       "The session has no room for more functions: it "
                       "has %zu. Restart the kernel.",
                       space->slot_count);
    void **values = space_alloc(space, size, 64, err);
    if (!values) return -1;
    SlotPage *page = page_written(space, number, values, err);
    if (!page) {
        space_undo_data(space, (uint8_t *)values, size);
        return -1;
    }
    if (!space->slot_pages)
        space->slot_pages = mem_alloc(all * sizeof(SlotPage *));
    space->slot_pages[number] = page;
    return 0;
}

Slot *slot_new(Space *space, Err *err) {
    size_t index = space->slot_count ? space->slot_count : LANDING_PLACES;
    size_t number = index / SLOTS_PER_PAGE;
    bool is_first = index % SLOTS_PER_PAGE == 0 || space->slot_count == 0;
    if (is_first && page_new(space, number, err) < 0) return NULL;
    space->slot_count = index + 1;
    return &space->slot_pages[number]->slots[index % SLOTS_PER_PAGE];
}

void slots_done(Space *space) {
    if (!space->slot_pages) return;
    size_t all = space->stubs.size / SPACE_PAGE;
    for (size_t i = 0; i < all; i++) free(space->slot_pages[i]);
    free(space->slot_pages);
}

void *slot_entry(const Slot *slot) { return slot->entry; }

void *slot_target(const Slot *slot) {
    void *target = __atomic_load_n(slot->value, __ATOMIC_ACQUIRE);
    return target == unset_value(slot) ? NULL : target;
}

/* The new body's image first: it may be the same. */
static void slot_count(const Slot *slot, const void *target) {
    Image *newer = target ? space_image_at(slot->space, target) : NULL;
    Image *older =
        slot->plain ? space_image_at(slot->space, slot->plain) : NULL;
    if (newer) image_add_slot(newer);
    if (older) image_drop_slot(older);
}

void slot_set(Slot *slot, void *target) {
    if (slot->is_watched && slot->plain != target)
        slot->space->was_watched = true;
    slot_count(slot, target);
    slot->plain = target;
    __atomic_store_n(slot->value, target ? target : unset_value(slot),
                     __ATOMIC_RELEASE);
}

void *slot_plain(const Slot *slot) { return slot->plain; }

/* In one step, since slot_set may come from another thread: what it sets
 * stays. */
bool slot_promote(Slot *slot, void *plain, void *fast) {
    void *expected = plain;
    return plain && __atomic_compare_exchange_n(slot->value, &expected, fast,
                                                false, __ATOMIC_ACQ_REL,
                                                __ATOMIC_ACQUIRE);
}

void slot_demote(Slot *slot) { slot_set(slot, slot->plain); }

void slot_watch(Slot *slot) { slot->is_watched = true; }

bool space_was_watched(Space *space) {
    bool was_watched = space->was_watched;
    space->was_watched = false;
    return was_watched;
}

void slot_set_owner(Slot *slot, void *owner) { slot->owner = owner; }

void *slot_owner(const Slot *slot) { return slot->owner; }

Slot *slot_at(const Space *space, size_t number) {
    size_t index = number + LANDING_PLACES;
    if (index >= space->slot_count) return NULL;
    return &space->slot_pages[index / SLOTS_PER_PAGE]
                ->slots[index % SLOTS_PER_PAGE];
}

void slot_set_unset_handler(Space *space, void (*handler)(const Slot *slot)) {
    space->on_unset = handler;
}
