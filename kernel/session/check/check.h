/* check.h - a mode in which the reader's code is compiled so that each use of
 * memory is looked at: for `%%check`, and for the replay after a fatal end.
 *
 * All functions of the session are compiled again, from the text that the
 * compiler was given the first time, and their slots lead to the checked
 * bodies; static variables stay where they are. At the end the slots lead back
 * to the fast bodies. */
#ifndef SESSION_CHECK_H
#define SESSION_CHECK_H

#include "code/image.h"
#include "session/session.h"

void check_begin(Session *session);
void check_end(Session *session);
/* Before checked code runs: what it has defined is known now. */
void check_enter(Session *session);
/* A unit was compiled and linked while the mode was on. */
void check_note_image(Image *image, Str object);
/* Is it one of those? Then the end of the check is its end. */
bool check_has_image(const Image *image);

#endif
