/* signature.h - how a thing is declared, in words that a reader knows.
 *
 *     double gsl_ran_gaussian(const gsl_rng *r, const double sigma)
 *
 * The parameters keep the names that the header gives them, without the
 * underscores that libc's have. */
#ifndef ASSIST_SIGNATURE_H
#define ASSIST_SIGNATURE_H

#include "cell/parse.h"

#define SIGNATURE_NONE UINT32_MAX

/* The parameter of that number is put between ⟨ and ⟩. */
void signature_print(const Symbol *symbol, uint32_t marked, Buf *ret);

#endif
