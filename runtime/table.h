/* table.h - the two faces of a table. */
#ifndef NB_TABLES_H
#define NB_TABLES_H

#include "buffer.h"
#include "nabla.h"

void nb__table_text(const struct nb_table_object *table, nb__buf *buf);
void nb__table_html(const struct nb_table_object *table, nb__buf *buf);

#endif
