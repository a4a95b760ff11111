#include "session/tier.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "code/cc.h"
#include "session/check/replay.h"
#include "session/heap.h"
#include "session/library.h"
#include "session/load.h"
#include "session/tier_loop.h"
#include "session/tier_text.h"

typedef enum TierMode {
    TIER_ASIDE,  /* while the session goes on */
    TIER_ALWAYS, /* every cell waits: for tests, like the next one */
    TIER_TURNS,  /* it waits, and only loops are taken over, at once */
    TIER_OFF
} TierMode;

typedef enum TierState {
    TIER_LEFT, /* until a cell needs it: many newer ones are queued */
    TIER_QUEUED,
    TIER_WORKING,
    TIER_DONE,
    TIER_DROPPED /* a body has changed, or the compiler has failed */
} TierState;

struct TierUnit {
    TierUnit *next; /* own: in the order of their cells */
    TierUnit *next_spent;
    TierState state;
    TierText text;
    bool is_awaited;
    bool is_brief;  /* of use only while its cell runs */
    int64_t queued;  /* ns */
    uint32_t needed; /* by the cell of that number, as far as can be seen */
    Image *image;
};

enum {
    TIER_STACK = 256 << 10,
    /* When to begin. Most cells are over by then: what they call is not hot. */
    TIER_HOT_NS = 3000000,
    TIER_BRIEF_NS = 15000000,  /* what only this cell has a use for */
    TIER_QUIET_NS = 200000000, /* nobody waits for the session any more */
    TIER_LATE_NS = 1500000000, /* it has waited long enough for that, */
    TIER_PAUSE_NS = 1000000000, /* but one of many must not follow another */
    TIER_AHEAD = 64, /* the newest, which are compiled before one needs them */
    TIER_SLICE_NS = 5000000,   /* between two looks at what the session does */
    TIER_IDLE_SECONDS = 2,     /* then the thread ends */
    TIER_MOST_NAMES = 32,
    TIER_MOST_NODES = 64 /* that a cell's statements are followed to */
};

/* Who holds the lock may touch the units and link; the thread holds it but
 * while the compiler runs. */
static struct {
    Session *session;
    pthread_mutex_t lock;
    pthread_cond_t change; /* for who waits for a unit */
    pthread_cond_t work;   /* for the thread */
    TierUnit *units;
    TierUnit **end;  /* of that list: where the next one goes */
    TierUnit *useless; /* own: dropped, but a thread may be in their code */
    TierUnit *spent;   /* their text has been compiled */
    uint32_t queued, left; /* of them */
    TierUnit *ahead[TIER_AHEAD]; /* the newest ones, if they are there */
    uint32_t added;
    Map of_slot; /* own: who has the slot as a member, by its address */
    uint32_t cell; /* the number of the one that runs, or ran last */
    bool has_brief;  /* the cell's own is one */
    TierMode mode;
    bool has_thread;
    bool is_looking; /* it does so again before long: it need not be woken */
    const TierUnit *at_work; /* the thread's, while the compiler runs */
    CcWork *work_begun;      /* own; likewise */
    atomic_llong cell_began; /* ns; 0: no cell runs */
    atomic_llong was_active; /* ns: the last cell ended */
    int64_t was_busy;        /* ns: the compiler ended */
    bool is_paused;
} tier = {.lock = PTHREAD_MUTEX_INITIALIZER,
          .change = PTHREAD_COND_INITIALIZER,
          .end = &tier.units,
          .work = PTHREAD_COND_INITIALIZER};

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

/* --- loops --- */

/* is_there: the loops find the rest of them from their next turn on. */
static void tier_set_loops(const TierUnit *unit, bool is_there) {
    for (uint32_t i = 0; i < unit->text.loop_count; i++) {
        const TierLoop *loop = &unit->text.loops[i];
        void *rest = is_there ? image_global(unit->image, loop->name) : NULL;
        __atomic_store_n(tier_loop(loop->number), rest, __ATOMIC_RELEASE);
    }
}

/* --- units in use --- */

static void tier_set_state(TierUnit *unit, TierState state) {
    tier.queued -= unit->state == TIER_QUEUED;
    tier.queued += state == TIER_QUEUED;
    tier.left -= unit->state == TIER_LEFT;
    tier.left += state == TIER_LEFT;
    unit->state = state;
}

static void tier_promote(const TierUnit *unit) {
    if (tier.is_paused || unit->state != TIER_DONE || !tier_is_current(unit))
        return;
    tier_set_loops(unit, true);
    for (uint32_t i = 0; i < unit->text.member_count; i++) {
        const TierMember *member = &unit->text.members[i];
        if (member->fast && !member->is_guest && tier.mode != TIER_TURNS)
            (void)slot_promote(member->slot, member->plain, member->fast);
    }
}

static void tier_demote(const TierUnit *unit) {
    tier_set_loops(unit, false);
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
    tier_set_state(unit, unit->image ? TIER_DONE : TIER_DROPPED);
    if (!unit->image) return;
    image_set_tag(unit->image, unit->text.tag);
    for (uint32_t i = 0; i < unit->text.member_count; i++) {
        TierMember *member = &unit->text.members[i];
        if (!member->is_guest)
            member->fast = image_global(unit->image, member->name);
    }
    tier_promote(unit);
}

/* As pthread_cond_timedwait counts. */
static int64_t tier_now(void) { return clock_ns(CLOCK_REALTIME); }

/* By the cell that runs, or ran last. */
static bool tier_is_needed(const TierUnit *unit) {
    return unit->is_awaited || unit->is_brief || unit->needed == tier.cell;
}

/* While a cell runs that may need it; else when the session is at rest, so
 * that a row of cells has the processors for itself. */
static int64_t tier_due(const TierUnit *unit) {
    int64_t began = atomic_load(&tier.cell_began);
    if (unit->is_awaited) return 0;
    if (began) return began + (unit->is_brief ? TIER_BRIEF_NS : TIER_HOT_NS);
    int64_t quiet = atomic_load(&tier.was_active) + TIER_QUIET_NS;
    int64_t late = unit->queued + TIER_LATE_NS;
    int64_t next = tier.was_busy + TIER_PAUSE_NS;
    if (!tier_is_needed(unit) && late < next) late = next;
    return late < quiet ? late : quiet;
}

/* Of two that are queued: what the cell needs; then the newest, which stands
 * further back, as a cell that runs more likely needs it, too; at rest the
 * oldest. */
static bool tier_is_before(const TierUnit *late, const TierUnit *early) {
    if (tier_is_needed(late) != tier_is_needed(early))
        return tier_is_needed(late);
    int64_t a = tier_due(late), b = tier_due(early);
    return atomic_load(&tier.cell_began) ? a <= b : a < b;
}

static TierUnit *tier_next(void) {
    TierUnit *first = NULL;
    for (TierUnit *at = tier.units; at; at = at->next)
        if (at->state == TIER_QUEUED && (!first || tier_is_before(at, first)))
            first = at;
    return first;
}

/* false: it has waited a little, and there may be another now. */
static bool tier_is_ripe(const TierUnit *unit) {
    int64_t now = tier_now(), due = tier_due(unit);
    if (due <= now) return true;
    if (due > now + TIER_SLICE_NS) due = now + TIER_SLICE_NS;
    struct timespec until = {due / 1000000000, due % 1000000000};
    tier.is_looking = true;
    (void)pthread_cond_timedwait(&tier.work, &tier.lock, &until);
    tier.is_looking = false;
    return false;
}

/* The unit stays where it is, even if it is dropped meanwhile. */
static void tier_compile(TierUnit *unit) {
    const TierText *text = &unit->text;
    const CcWish wish = {.may_wrap = text->heat.may_wrap,
                         .has_gaps = text->heat.has_gaps,
                         .may_alias = text->heat.may_alias,
                         .is_awaited = unit->is_awaited ||
                                       (atomic_load(&tier.cell_began) &&
                                        tier_is_needed(unit)),
                         .own = text->own,
                         .own_count = text->own_count};
    Buf object = {0};
    tier_set_state(unit, TIER_WORKING);
    tier.at_work = unit;
    tier.work_begun = cc_work_new(buf_view(&text->unit), &wish);
    tier_leave();
    if (tier.work_begun) cc_work_run(tier.work_begun);
    tier_enter();
    int result = -1;
    if (tier.work_begun && unit->state == TIER_WORKING)
        result = cc_work_take(tier.work_begun, &object);
    cc_work_free(tier.work_begun);
    tier.work_begun = NULL;
    tier.at_work = NULL;
    tier.was_busy = tier_now();
    if (result == 0)
        tier_link(unit, buf_view(&object));
    else
        tier_set_state(unit, TIER_DROPPED);
    buf_done(&object);
    unit->next_spent = tier.spent;
    tier.spent = unit;
}

/* What the session has allocated only its own thread can free. */
static void tier_free_spent(void) {
    for (; tier.spent; tier.spent = tier.spent->next_spent)
        buf_done(&tier.spent->text.unit);
}

/* Something to do, before long. */
static TierUnit *tier_wait_for_unit(void) {
    struct timespec end;
    TierUnit *unit;
    (void)clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += TIER_IDLE_SECONDS;
    while ((unit = tier_next()) == NULL)
        if (pthread_cond_timedwait(&tier.work, &tier.lock, &end) != 0)
            return tier_next();
    return unit;
}

static void *tier_work(void *nothing) {
    TierUnit *unit;
    (void)nothing;
    tier_enter();
    while ((unit = tier_wait_for_unit()) != NULL) {
        if (!tier_is_ripe(unit)) continue;
        tier_compile(unit);
        (void)pthread_cond_broadcast(&tier.change);
    }
    tier.has_thread = false;
    tier_leave();
    return NULL;
}

/* No signal of the reader's program may come to this thread. */
static void tier_start_thread(bool is_urgent) {
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, mask;
    if (!tier.queued) return;
    if (is_urgent || !tier.is_looking)
        (void)pthread_cond_signal(&tier.work);
    if (tier.has_thread) return;
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
    tier.change = tier.work = change;
    tier.has_thread = false;
    tier.is_looking = false;
    tier.at_work = NULL;
    cc_work_free(tier.work_begun);
    tier.work_begun = NULL;
    for (TierUnit *at = tier.units; at; at = at->next)
        if (at->state == TIER_WORKING) tier_set_state(at, TIER_QUEUED);
}

void tier_go_on(void) {
    tier_enter();
    tier_start_thread(/* is_urgent= */ false);
    tier_leave();
}

/* --- units --- */

static TierMode tier_mode(void) {
    const char *wish = getenv("NABLA_FAST");
    if (wish && strcmp(wish, "off") == 0) return TIER_OFF;
    if (wish && strcmp(wish, "always") == 0) return TIER_ALWAYS;
    if (wish && strcmp(wish, "loops") == 0) return TIER_TURNS;
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

static bool tier_wants_entry(void) {
    return tier.mode == TIER_ALWAYS || tier.session->wants_fast;
}

static bool tier_waits(void) {
    return tier_wants_entry() || tier.mode == TIER_TURNS;
}

static TierUnit *tier_new(const TierText *text) {
    TierUnit *unit = mem_alloc(sizeof *unit);
    unit->text = *text;
    unit->is_awaited = tier_waits();
    unit->state = TIER_QUEUED;
    bool has_function = false;
    for (uint32_t i = 0; i < text->member_count; i++)
        has_function |= !text->members[i].is_guest;
    unit->is_brief = !has_function;
    return unit;
}

void tier_look(Build *build) {
    if (tier_is_off(tier.session)) return;
    tier_text_look(build);
    if (tier_wants_entry()) {
        for (uint32_t i = 0; i < build->cell.loop_count; i++)
            build->cell.loops[i].number = 0;
    } else if (build->cell.loop_count) {
        tier_mend_loops(tier.session->space, build);
    }
}

TierUnit *tier_make(Session *session, const Build *build, const Stale *stale) {
    TierText text;
    if (build->is_by_cc || !build->heats || tier_is_off(session)) return NULL;
    bool is_made =
        tier_text_of_cell(session, build, stale, tier_wants_entry(), &text);
    if (!is_made) return NULL;
    return tier_new(&text);
}

/* A slot by its address, which stays where it is for as long as the key. */
static Str tier_key(Slot *const *slot) {
    return (Str){(const char *)slot, sizeof *slot};
}

/* Who has written hundreds of functions has a use for few of them: the oldest
 * of the queue is left until then. */
static void tier_queue(TierUnit *unit) {
    TierUnit **place = &tier.ahead[tier.added++ % TIER_AHEAD];
    if (*place && (*place)->state == TIER_QUEUED && !tier_is_needed(*place))
        tier_set_state(*place, TIER_LEFT);
    *place = unit;
    tier.queued++;
}

/* The lock is held. */
static void tier_add(TierUnit *unit) {
    for (uint32_t i = 0; i < unit->text.member_count; i++) {
        TierMember *member = &unit->text.members[i];
        member->plain = slot_plain(member->slot);
        slot_watch(member->slot);
        if (!member->is_guest)
            map_set(&tier.of_slot, tier_key(&member->slot), unit);
    }
    unit->needed = tier.cell;
    unit->queued = tier_now();
    *tier.end = unit;
    tier.end = &unit->next;
    tier_queue(unit);
    tier.has_brief |= unit->is_brief;
    tier_start_thread(unit->is_awaited);
}

/* Units whose text is no longer what their slots lead to. Their functions'
 * names go to ret. */
static uint32_t tier_sweep(Str *ret, Arena *arena, uint32_t most) {
    uint32_t count = 0;
    for (TierUnit *at = tier.units; at; at = at->next) {
        if (at->state == TIER_DROPPED || tier_is_current(at)) continue;
        tier_demote(at);
        tier_set_state(at, TIER_DROPPED);
        for (uint32_t i = 0; i < at->text.member_count && count < most; i++)
            if (!at->text.members[i].is_guest)
                ret[count++] = arena_dup(arena, at->text.members[i].name);
    }
    return count;
}

static void tier_forget(const TierUnit *unit) {
    for (uint32_t i = 0; i < TIER_AHEAD; i++)
        if (tier.ahead[i] == unit) tier.ahead[i] = NULL;
    for (uint32_t i = 0; i < unit->text.member_count; i++) {
        Str key = tier_key(&unit->text.members[i].slot);
        if (map_get(&tier.of_slot, key) == unit)
            map_set(&tier.of_slot, key, NULL);
    }
}

static void tier_free(TierUnit *unit) {
    if (unit->image) {
        heap_settle_old(tier.session, unit->image);
        image_discard(unit->image);
    }
    tier_text_forget_lines(tier.session, &unit->text);
    tier_text_done(&unit->text);
    free(unit);
}

/* What was never linked is run by nobody. */
static void tier_free_take(TierUnit *unit) {
    tier_forget(unit);
    if (!unit->image) {
        tier_free(unit);
        return;
    }
    unit->next = tier.useless;
    tier.useless = unit;
}

bool tier_has_useless(void) { return tier.useless != NULL; }

void tier_give_back(void) {
    tier_enter();
    while (tier.useless) {
        TierUnit *unit = tier.useless;
        tier.useless = unit->next;
        tier_free(unit);
    }
    tier_leave();
}

bool tier_has_thread(void) {
    tier_enter();
    bool has_thread = tier.has_thread;
    tier_leave();
    return has_thread;
}

/* The thread may still read the one that it is at. */
static void tier_free_dropped(void) {
    tier_free_spent();
    TierUnit **at = &tier.units;
    while (*at) {
        TierUnit *unit = *at;
        if (unit->state != TIER_DROPPED || unit == tier.at_work) {
            at = &unit->next;
            continue;
        }
        *at = unit->next;
        tier_free_take(unit);
    }
    tier.end = at;
}

static TierUnit *tier_of_slot(Slot *slot) {
    TierUnit *unit = map_get(&tier.of_slot, tier_key(&slot));
    return unit && unit->state != TIER_DROPPED ? unit : NULL;
}

static bool tier_has_member(Str name) {
    const Node *node = graph_find(&tier.session->graph, SPACE_ORDINARY, name);
    return node && node->handle && tier_of_slot(node->handle);
}

/* Functions that were in a unit before, or are called often from now on. */
static void tier_add_names(const Str *names, uint32_t count) {
    Str wanted[TIER_MOST_NAMES];
    uint32_t kept = 0;
    TierText text;
    for (uint32_t i = 0; i < count; i++)
        if (!tier_has_member(names[i])) wanted[kept++] = names[i];
    if (!kept || !tier_text_of_names(tier.session, wanted, kept, &text)) return;
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
    tier.cell++;
    tier_free_spent();
    if (unit) tier_add(unit);
    tier_settle();
    if (unit && unit->is_awaited) entry = tier_await(unit);
    tier_leave();
    return entry;
}

void tier_begin_cell(void) { atomic_store(&tier.cell_began, tier_now()); }

void tier_end_cell(void) {
    atomic_store(&tier.cell_began, 0);
    atomic_store(&tier.was_active, tier_now());
    if (!tier.has_brief) return;
    tier_enter();
    tier_free_spent();
    for (TierUnit *at = tier.units; at; at = at->next) {
        if (!at->is_brief || at->state == TIER_DROPPED) continue;
        tier_demote(at);
        tier_set_state(at, TIER_DROPPED);
    }
    tier.has_brief = false;
    tier_free_dropped();
    tier_leave();
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

/* What the cell's statements can come to, by the names in the texts. */
void tier_note_needs(const Build *build) {
    const Node *nodes[TIER_MOST_NODES];
    if (!build->unit.has_statements || tier.queued + tier.left < 2) return;
    uint32_t count = tier_reachable(tier.session, build, nodes,
                                    TIER_MOST_NODES);
    tier_enter();
    uint32_t left = tier.left;
    for (uint32_t i = 0; i < count; i++) {
        TierUnit *unit = tier_of_slot(nodes[i]->handle);
        if (!unit) continue;
        unit->needed = tier.cell;
        if (unit->state == TIER_LEFT) tier_set_state(unit, TIER_QUEUED);
    }
    if (tier.left < left) tier_start_thread(/* is_urgent= */ false);
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
