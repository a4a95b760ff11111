/* question.h - what the front end asks about code and variables: served between cells by the
 * session, and while a cell runs by a process that its copy has forked. */
#ifndef SESSION_QUESTION_H
#define SESSION_QUESTION_H

#include "session/session.h"

/* COMPLETE, INSPECT, WHOLE, LIST or FACES; false: it is something else. Nothing of the
 * reader's is run for it. */
bool question_serve(Session *session, const Record *record);

/* In the copy: the socket of the next question (own), -1: there is none. */
int question_next(int side);
/* In the process that it forked: answer the question on this socket (owned),
 * and end. */
_Noreturn void question_answer(Session *session, int fd);

#endif
