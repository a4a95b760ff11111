/* bench.h - how long C takes, told from many runs: %timeit and %%bench.
 *
 * The statements become the body of a loop in a function of their own, which
 * is run more and more often until one round takes long enough to be measured;
 * seven such rounds then give a mean and how far they are apart. What an
 * expression gives is kept where the compiler must suppose that it is read, so
 * that no compiler leaves the work out. */
#ifndef SESSION_BENCH_H
#define SESSION_BENCH_H

#include "session/failure.h"
#include "session/session.h"

bool bench_line(Session *session, Str statements, Failure *failure);
/* body: the cell, its first line blanked. */
bool bench_cell(Session *session, Str name, Str body, Run *run);

#endif
