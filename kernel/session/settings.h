/* settings.h - magics that say what later lines may use: where headers are,
 * which libraries there are, which macros are set.
 *
 *     %include DIR    %lib NAME    %cflags -DN=3 -Iinc    %args a b
 *
 * They act while the cell is read, from their line on, so that an #include
 * or a call in the same cell finds what they bring; and at once, even if
 * the rest of the cell does not compile. Without an argument they list what
 * is set: that is an ordinary magic, which runs when its turn comes. */
#ifndef SESSION_SETTINGS_H
#define SESSION_SETTINGS_H

#include "session/session.h"

/* 1: the line was one of them and is done; 0: it is none; -1: an error. */
int settings_line(Session *session, Str line, Err *err);
void settings_print_include(const Session *session);
void settings_print_flags(const Session *session);

#endif
