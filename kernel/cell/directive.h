/* directive.h - the lines that begin with #. */
#ifndef CELL_DIRECTIVE_H
#define CELL_DIRECTIVE_H

#include "cell/reader.h"

/* Carry out the directive whose `#` the lexer has just read, and move to the
 * end of its line. True when it gives a token, which replaces the `#`:
 * TOK_PRAGMA. */
bool directive_run(Reader *reader, Token *token);

#endif
