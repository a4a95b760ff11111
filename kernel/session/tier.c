#include "session/tier.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "code/cc.h"
#include "session/library.h"
#include "session/load.h"
#include "session/replay.h"
#include "session/tier_text.h"

typedef enum TierMode {
    TIER_ASIDE,  /* while the session goes on */
    TIER_ALWAYS, /* every cell waits: for tests */
    TIER_OFF
} TierMode;

typedef enum TierState {
    TIER_QUEUED,
    TIER_WORKING,
    TIER_DONE,
    TIER_DROPPED /* a body has changed, or the compiler has failed */
} TierState;

struct TierUnit {
    TierUnit *next; /* own: in the order of their cells */
    TierState state;
    TierText text;
    bool is_awaited;
    Image *image;
};

enum {
    TIER_STACK = 256 << 10,
    TIER_MOST_NAMES = 32
};

/* Who holds the lock may touch the units and link; the thread holds it but
 * while the compiler runs. */
static struct {
    Session *session;
    pthread_mutex_t lock;
    pthread_cond_t change;
    TierUnit *units;
    TierMode mode;
    bool has_thread;
    bool is_paused;
} tier = {.lock = PTHREAD_MUTEX_INITIALIZER,
          .change = PTHREAD_COND_INITIALIZER};

static void tier_enter(void) { (void)pthread_mutex_lock(&tier.lock); }

static void tier_leave(void) { (void)pthread_mutex_unlock(&tier.lock); }

/* --- slots --- */

static bool tier_is_current(const TierUnit *unit) {
    for (uint32_t i = 0; i < unit->text.member_count; i++) {
        const TierMember *member = &unit->text.members[i];
        if (!member->plain || slot_plain(member->slot) != member->plain)
            return false;
    }
    return true;
}

static void tier_promote(const TierUnit *unit) {
    if (tier.is_paused || unit->state != TIER_DONE || !tier_is_current(unit))
        return;
    for (uint32_t i = 0; i < unit->text.member_count; i++) {
        const TierMember *member = &unit->text.members[i];
        if (member->fast && !member->is_guest)
            (void)slot_promote(member->slot, member->plain, member->fast);
    }
}

static void tier_demote(const TierUnit *unit) {
    for (uint32_t i = 0; i < unit->text.member_count; i++) {
        const TierMember *member = &unit->text.members[i];
        if (member->fast && slot_target(member->slot) == member->fast)
            slot_demote(member->slot);
    }
}

/* --- in the thread --- */

static void *tier_find(void *context, Str name) {
    const TierUnit *unit = context;
    void *place = map_get(&unit->text.places, name);
    if (!place) place = load_builtin(name);
    return place ? place : load_from_compiler(name);
}

static void *tier_find_last(void *context, Str name) {
    (void)context;
    return library_find(tier.session, name);
}

static void tier_link(TierUnit *unit, Str object) {
    const Names names = {unit, tier_find, tier_find_last, NULL};
    unit->image = image_load_fast(tier.session->space, object, &names, NULL);
    unit->state = unit->image ? TIER_DONE : TIER_DROPPED;
    if (!unit->image) return;
    image_set_tag(unit->image, unit->text.tag);
    for (uint32_t i = 0; i < unit->text.member_count; i++) {
        TierMember *member = &unit->text.members[i];
        if (!member->is_guest)
            member->fast = image_global(unit->image, member->name);
    }
    tier_promote(unit);
}

static TierUnit *tier_next(void) {
    TierUnit *first = NULL;
    for (TierUnit *at = tier.units; at; at = at->next) {
        if (at->state != TIER_QUEUED) continue;
        if (at->is_awaited) return at;
        if (!first) first = at;
    }
    return first;
}

/* The unit stays where it is, even if it is dropped meanwhile. */
static void tier_compile(TierUnit *unit) {
    const TierText *text = &unit->text;
    const CcWish wish = {.may_wrap = text->heat.may_wrap,
                         .may_alias = text->heat.may_alias,
                         .is_awaited = unit->is_awaited,
                         .own = text->own,
                         .own_count = text->own_count};
    Buf object = {0};
    unit->state = TIER_WORKING;
    tier_leave();
    int result = cc_optimise(text->unit, &wish, &object);
    tier_enter();
    if (unit->state != TIER_WORKING) result = -1;
    if (result == 0) tier_link(unit, buf_view(&object));
    else unit->state = TIER_DROPPED;
    buf_done(&object);
}

static void *tier_work(void *nothing) {
    TierUnit *unit;
    (void)nothing;
    tier_enter();
    while ((unit = tier_next()) != NULL) {
        tier_compile(unit);
        (void)pthread_cond_broadcast(&tier.change);
    }
    tier.has_thread = false;
    tier_leave();
    return NULL;
}

/* No signal of the reader's program may come to this thread. */
static void tier_start_thread(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, mask;
    if (tier.has_thread || !tier_next()) return;
    (void)pthread_attr_init(&attributes);
    (void)pthread_attr_setstacksize(&attributes, TIER_STACK);
    (void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, &mask);
    tier.has_thread =
        pthread_create(&thread, &attributes, tier_work, NULL) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &mask, NULL);
    (void)pthread_attr_destroy(&attributes);
}

/* --- forks --- */

/* The child has no thread; what that one was at is begun again, if the child
 * is a copy that is woken. */
static void tier_in_child(void) {
    static const pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static const pthread_cond_t change = PTHREAD_COND_INITIALIZER;
    tier.lock = lock;
    tier.change = change;
    tier.has_thread = false;
    for (TierUnit *at = tier.units; at; at = at->next)
        if (at->state == TIER_WORKING) at->state = TIER_QUEUED;
}

void tier_go_on(void) {
    tier_enter();
    tier_start_thread();
    tier_leave();
}

/* --- units --- */

static TierMode tier_mode(void) {
    const char *wish = getenv("NABLA_FAST");
    if (wish && strcmp(wish, "off") == 0) return TIER_OFF;
    if (wish && strcmp(wish, "always") == 0) return TIER_ALWAYS;
    return TIER_ASIDE;
}

void tier_init(Session *session) {
    tier.session = session;
    tier.mode = tier_mode();
    (void)pthread_atfork(tier_enter, tier_leave, tier_in_child);
}

static bool tier_is_off(const Session *session) {
    return tier.mode == TIER_OFF || session->is_checked || replay_is_on() ||
           getpid() != session->pid || !cc_can_optimise();
}

static bool tier_waits(void) {
    return tier.mode == TIER_ALWAYS || tier.session->wants_fast;
}

static TierUnit *tier_new(const TierText *text) {
    TierUnit *unit = mem_alloc(sizeof *unit);
    unit->text = *text;
    unit->is_awaited = tier_waits();
    return unit;
}

TierUnit *tier_make(Session *session, const Build *build, const Stale *stale) {
    TierText text;
    if (build->is_by_cc || build->is_checked || tier_is_off(session))
        return NULL;
    bool is_made =
        tier_text_of_cell(session, build, stale, tier_waits(), &text);
    return is_made ? tier_new(&text) : NULL;
}

/* The lock is held. */
static void tier_add(TierUnit *unit) {
    TierUnit **end = &tier.units;
    for (uint32_t i = 0; i < unit->text.member_count; i++) {
        TierMember *member = &unit->text.members[i];
        member->plain = slot_plain(member->slot);
    }
    while (*end) end = &(*end)->next;
    *end = unit;
    tier_start_thread();
}

/* Units whose text is no longer what their slots lead to. Their functions'
 * names go to ret. */
static uint32_t tier_sweep(Str *ret, Arena *arena, uint32_t most) {
    uint32_t count = 0;
    for (TierUnit *at = tier.units; at; at = at->next) {
        if (at->state == TIER_DROPPED || tier_is_current(at)) continue;
        tier_demote(at);
        at->state = TIER_DROPPED;
        for (uint32_t i = 0; i < at->text.member_count && count < most; i++)
            if (!at->text.members[i].is_guest)
                ret[count++] = arena_dup(arena, at->text.members[i].name);
    }
    return count;
}

/* The thread may still read the one that it is at. */
static void tier_free_dropped(void) {
    TierUnit **at = &tier.units;
    while (*at) {
        TierUnit *unit = *at;
        if (unit->state != TIER_DROPPED || tier.has_thread) {
            at = &unit->next;
            continue;
        }
        *at = unit->next;
        tier_text_done(&unit->text);
        free(unit);
    }
}

static bool tier_has_member(Str name) {
    const Node *node =
        graph_find(&tier.session->graph, SPACE_ORDINARY, name);
    for (const TierUnit *at = tier.units; node && at; at = at->next)
        for (uint32_t i = 0; i < at->text.member_count; i++)
            if (at->state != TIER_DROPPED && !at->text.members[i].is_guest &&
                at->text.members[i].slot == node->handle)
                return true;
    return false;
}

/* Functions that were in a unit before, or are called often from now on. */
static void tier_add_names(const Str *names, uint32_t count) {
    Str wanted[TIER_MOST_NAMES];
    uint32_t kept = 0;
    TierText text;
    for (uint32_t i = 0; i < count; i++)
        if (!tier_has_member(names[i])) wanted[kept++] = names[i];
    if (kept && tier_text_of_names(tier.session, wanted, kept, &text))
        tier_add(tier_new(&text));
}

static void *tier_await(const TierUnit *unit) {
    while (unit->state == TIER_QUEUED || unit->state == TIER_WORKING) {
        if (!tier.has_thread) return NULL;
        (void)pthread_cond_wait(&tier.change, &tier.lock);
    }
    if (unit->state != TIER_DONE || !unit->text.has_entry ||
        !tier_is_current(unit))
        return NULL;
    return image_global(unit->image, STR(UNIT_FUNCTION));
}

/* Bodies have changed; the lock is held. */
static void tier_settle(void) {
    Str names[TIER_MOST_NAMES];
    Arena arena = {0};
    if (!space_was_watched(tier.session->space)) return;
    uint32_t count = tier_sweep(names, &arena, TIER_MOST_NAMES);
    if (!tier_is_off(tier.session)) tier_add_names(names, count);
    tier_free_dropped();
    arena_clear(&arena);
}

void *tier_commit(TierUnit *unit) {
    void *entry = NULL;
    if (tier.is_paused) return NULL;
    tier_enter();
    if (unit) tier_add(unit);
    tier_settle();
    if (unit && unit->is_awaited) entry = tier_await(unit);
    tier_leave();
    return entry;
}

void tier_note_calls(const Build *build) {
    Str names[TIER_MOST_NAMES];
    if (tier.mode != TIER_ASIDE || tier_is_off(tier.session)) return;
    uint32_t count =
        tier_called_often(tier.session, build, names, TIER_MOST_NAMES);
    if (!count) return;
    tier_enter();
    tier_add_names(names, count);
    tier_leave();
}

/* --- checked cells --- */

void tier_pause(void) {
    tier_enter();
    tier.is_paused = true;
    for (const TierUnit *at = tier.units; at; at = at->next) tier_demote(at);
    tier_leave();
}

void tier_resume(void) {
    tier_enter();
    tier.is_paused = false;
    tier_settle();
    for (const TierUnit *at = tier.units; at; at = at->next) tier_promote(at);
    tier_leave();
}
