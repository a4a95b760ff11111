#include "code/shims.h"

/* A few hundred rows, asked once for each name that a cell calls. */
void *shims_find(Str name) {
    for (const Shim *row = shims_table; row->name; row++)
        if (str_is(name, row->name)) return row->address;
    return NULL;
}
