/* knowledge.h - what help at the keyboard is drawn from, in a session. */
#ifndef SESSION_KNOWLEDGE_H
#define SESSION_KNOWLEDGE_H

#include "assist/assist.h"
#include "session/session.h"

Assist knowledge_of(Session *session);

#endif
