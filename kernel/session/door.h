/* door.h - the runtime's door up to the executor, and GSL's errors. */
#ifndef SESSION_DOOR_H
#define SESSION_DOOR_H

#include "session/session.h"

void door_open(Session *session);

#endif
