/* show.h - a value of any C type as its reader would write it.
 *
 * The front end knows the type, the cell gives the address; what the runtime
 * knows better (vectors, matrices, plots) it shows itself. */
#ifndef SESSION_SHOW_H
#define SESSION_SHOW_H

#include "cell/type.h"
#include "graph/graph.h"
#include "value.h"

/* The faces of the value at this address; text/plain is always there. For a
 * function, address is its entry. Owned: nb_faces_free(). */
size_t show_faces(Graph *graph, const Type *type, const void *address,
                   nb_mime faces[NB_MAX_FACES]);
/* text/plain on one line, for structs' members and the list of variables. */
void show_text(const Type *named, const void *address, int depth, Buf *ret);

/* Read memory that may not be there: false, it is not. */
bool show_peek(const void *at, void *to, size_t size);

#endif
