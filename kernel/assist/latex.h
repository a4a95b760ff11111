/* latex.h - signs by the names that LaTeX has for them: \theta, \leq, \^2.
 *
 * Of those that make no sign of their own but mark the one before them (\hat),
 * the sign is the combining character: it is typed behind the letter. */
#ifndef ASSIST_LATEX_H
#define ASSIST_LATEX_H

#include "base/str.h"

/* name is without the backslash */
typedef void LatexVisit(void *context, Str name, Str sign);
void latex_each(Str prefix, LatexVisit *visit, void *context);

#endif
