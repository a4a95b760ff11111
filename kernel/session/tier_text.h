/* tier_text.h - which functions the second tier is for, and the unit that
 * they are compiled in: those of a cell, with the bodies of the functions of
 * earlier cells that they call. */
#ifndef SESSION_TIER_TEXT_H
#define SESSION_TIER_TEXT_H

#include "cell/heat.h"
#include "session/build.h"

/* A function that the unit has a body of. It may be swapped only as long as
 * this is the body that its slot has from TinyCC. */
typedef struct TierMember {
    Str name;
    Slot *slot;
    void *plain;
    void *fast;    /* once it is linked */
    bool is_guest; /* only there to be inlined */
} TierMember;

/* A loop that can be taken over: the place where it asks. */
typedef struct TierLoop {
    Str name; /* of what it calls */
    uint32_t number;
} TierLoop;

typedef struct TierText {
    Arena arena;
    Buf unit;  /* own, until it is compiled; the rest is in the arena */
    Heat heat; /* of all of it */
    Map places; /* own: name -> address */
    Str *own;
    uint32_t own_count;
    TierMember *members;
    uint32_t member_count;
    TierLoop *loops;
    uint32_t loop_count;
    uint64_t tag; /* see trace.h */
    CellText **held; /* own: one reference each, of what its lines stand for */
    uint32_t held_count;
    bool has_entry; /* the cell's statements are in it */
} TierText;

/* Fill build->heats, and say of each loop whether it can be taken over. */
void tier_text_look(Build *build);
/* Of a cell that is about to be committed. wants_entry: its statements, too.
 * false: it has nothing that is worth it. */
bool tier_text_of_cell(Session *session, const Build *build,
                       const Stale *stale, bool wants_entry, TierText *ret);
/* Of functions of the session, by name; those that are gone are left out. */
bool tier_text_of_names(Session *session, const Str *names, uint32_t count,
                        TierText *ret);
/* Functions of earlier cells that this one calls in a loop. */
uint32_t tier_called_often(Session *session, const Build *build, Str *ret,
                           uint32_t most);
/* Functions of cells that the statements name, or that those name, and so on;
 * how many. */
uint32_t tier_reachable(const Session *session, const Build *build,
                        const Node **ret, uint32_t most);
/* No counter will ever stand in its code: where its lines come from does not
 * matter any more. Before tier_text_done, which leaves that to tracebacks. */
void tier_text_forget_lines(Session *session, TierText *text);
void tier_text_done(TierText *text);

#endif
