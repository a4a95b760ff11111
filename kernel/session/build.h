/* build.h - tokens to code that is linked, with nothing committed yet.
 *
 *     build_split -> build_draft -> build_compile -> build_link
 *
 * A cell takes these steps, and so does each definition that is made again
 * because something under it has changed. Every step says in a Problem what
 * is wrong; its source is NULL if that is at no place of the reader's text. */
#ifndef SESSION_BUILD_H
#define SESSION_BUILD_H

#include "cell/heat.h"
#include "graph/unit.h"
#include "session/session.h"

typedef struct Build {
    CellText *text; /* borrow */
    const Token *tokens;
    const Preprocessed *pre; /* NULL: its macros are in already */
    Cell cell;
    Draft draft;
    Unit unit;
    Buf object;       /* own */
    bool is_by_cc;    /* a C compiler made it: see code/cc.h */
    Problem *warnings; /* in the arena of the text */
    uint32_t warning_count;
    bool is_checked; /* see check.h */
    Heat *heats; /* of each item, in the arena of the text: see tier.h */
    Image *image;
} Build;

int build_split(Session *session, Build *build, Problem *problem) MUST_USE;
int build_draft(Session *session, Build *build, Problem *problem) MUST_USE;
/* hidden: variables that are about to be dropped; NULL: none. */
int build_compile(Build *build, const Stale *hidden,
                  Problem *problem) MUST_USE;
int build_link(Session *session, Build *build, Problem *problem) MUST_USE;
void build_done(Build *build);

#endif
