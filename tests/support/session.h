/* session.h - cells one after the other, as the parsers see them: each knows
 * the names that the earlier ones declared. For tests. */
#ifndef SUPPORT_SESSION_H
#define SUPPORT_SESSION_H

#include "base/map.h"
#include "cell/split.h"

typedef struct Session {
    Arena arena;
    Map symbols; /* Symbol */
    Map tags;    /* Tag */
    Scope scope;
    uint32_t count;       /* of cells */
    const Token *tokens;  /* of the last cell */
    uint32_t token_count; /* without the end */
} Session;

void session_init(Session *session);
void session_done(Session *session);

/* The words of a text, ended by TOK_END. */
const Token *session_lex(Session *session, Str name, Str text,
                         uint32_t *ret_count);

/* Split the next cell, In[1], In[2] ..., and remember what it declares unless
 * there is a problem. */
Cell session_cell(Session *session, Str text);

#endif
