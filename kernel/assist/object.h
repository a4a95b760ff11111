/* object.h - the types around the cursor.
 *
 *     p->next->|                       the struct of next
 *     (pt){.x = 1, .|                  pt
 *     nb_plot(line, .|                 what the macro puts its words into
 *     gsl_rng_alloc(|                  const gsl_rng_type *, the parameter
 *     double x = |                     double
 *
 * NULL where none can be told. */
#ifndef ASSIST_OBJECT_H
#define ASSIST_OBJECT_H

#include "assist/outline.h"

/* Whose members stand behind the `.` or `->` that is raw token `op`. */
const Type *object_before(Outline *outline, uint32_t op);
/* Whose members the designator names that this `.` begins or goes on with. */
const Type *object_designated(Outline *outline, uint32_t op);
/* Of what type is the value that begins behind the last raw token to be? */
const Type *object_wanted(Outline *outline);
/* The type that a macro makes a struct of from its last arguments:
 * #define nb_hist(x, ...) nb__hist(x, (nb_hist_opts){__VA_ARGS__}) */
const Type *object_options(Outline *outline, const Macro *macro);
/* What is called where raw token `open` is its `(`: the first token of it;
 * `open`: it is no call. */
uint32_t object_callee(const Outline *outline, uint32_t open);

#endif
