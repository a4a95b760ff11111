/* streams.h - the reader's stdin, stdout and stderr inside the executor. */
#ifndef SESSION_STREAMS_H
#define SESSION_STREAMS_H

#include <sys/types.h>

#include "session/session.h"

/* stdout is unbuffered, so that partial lines are seen while a cell works;
 * stdin asks the front end for a line. */
void streams_init(Session *session);
void streams_begin_cell(void);
/* What cells call as read(): descriptor 0 asks the front end too. */
ssize_t streams_read(int fd, void *to, size_t size);

/* printf of ours must work, whatever the cell has done to stdout. */
void streams_take_bytes(void);

#endif
