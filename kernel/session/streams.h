/* streams.h - the reader's stdin, stdout and stderr inside the executor. */
#ifndef SESSION_STREAMS_H
#define SESSION_STREAMS_H

#include <stdio.h>
#include <sys/types.h>

#include "session/session.h"

/* stdout is unbuffered, so that partial lines are seen while a cell works;
 * stdin asks the front end for a line. */
void streams_init(Session *session);
void streams_begin_cell(void);
void streams_end_cell(void); /* what the cell has closed is open again */
/* What cells call as read(): descriptor 0 asks the front end too. */
ssize_t streams_read(int fd, void *to, size_t size);
/* What cells call as close() and so on: the descriptors that the session
 * lives on look as if they were not open. */
int streams_close(int fd);
int streams_close_range(unsigned first, unsigned last, int flags);
void streams_close_from(int first);
int streams_fclose(FILE *stream);
int streams_dup2(int from, int to);
int streams_dup3(int from, int to, int flags);

/* printf of ours must work, whatever the cell has done to stdout. */
void streams_take_bytes(void);

#endif
