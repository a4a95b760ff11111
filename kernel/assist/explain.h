/* explain.h - what is known about a name: Shift-Tab, `name?` and `name??`. */
#ifndef ASSIST_EXPLAIN_H
#define ASSIST_EXPLAIN_H

#include "assist/assist.h"
#include "assist/page.h"

/* level 0: in short; 1: with the whole source, and the system's manual. false:
 * nobody knows it. The page is the caller's either way. */
bool explain_name(const Assist *assist, Str name, int level, Page *ret);
/* What stands at byte `at` of a cell, and the call around it, with the
 * argument that is being typed marked. */
bool explain_at(const Assist *assist, Str text, size_t at, int level,
                Page *ret);

#endif
