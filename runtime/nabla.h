/* nabla.h - mathematics in C that reads like mathematics.
 *
 *     gsl_matrix *A = nb_mat((4, 1), (1, 3));
 *     gsl_vector *x = nb_solve(A, nb_vec(1, 2));
 *     nb_show(x, nb_norm(x));
 *
 * GSL's types are the types, so every function of GSL works on everything;
 * the nb_ functions add what GSL lacks. Matrices and vectors are passed and
 * returned as pointers. Arguments are never changed, results are new.
 *
 * A result lives until nb_free() or GSL's own free function gets it, or, if
 * it was made inside an nb_scope { }, until the end of that scope.
 *
 * An error ends the cell with one sentence that says what did not fit; a
 * plain program prints the sentence to stderr and exits with status 1.
 *
 * Names that begin with nb__ are not for use: they carry the macros. */
#ifndef NB_NABLA_H
#define NB_NABLA_H

#include "nabla/base.h"

#include "nabla/array.h"
#include "nabla/bayes.h"
#include "nabla/check.h"
#include "nabla/cluster.h"
#include "nabla/data.h"
#include "nabla/diff.h"
#include "nabla/display.h"
#include "nabla/dual.h"
#include "nabla/field.h"
#include "nabla/fn.h"
#include "nabla/infer.h"
#include "nabla/learn.h"
#include "nabla/linalg.h"
#include "nabla/lowrank.h"
#include "nabla/marks.h"
#include "nabla/net.h"
#include "nabla/optim.h"
#include "nabla/plot.h"
#include "nabla/progress.h"
#include "nabla/slider.h"
#include "nabla/stats.h"
#include "nabla/table.h"
#include "nabla/tape.h"
#include "nabla/validate.h"

#include "nabla/end.h"

#endif
