/* infer.h - what intervals and tests share. */
#ifndef NB_INFER_INSIDE_H
#define NB_INFER_INSIDE_H

#include "nabla.h"

/* 0.95 for 0; a DomainError outside of (0, 1). */
double nb__level(const char *who, double level);
/* Which of the names (NULL ends them) method is, 0 for NULL; a DomainError
 * that lists them for another. */
size_t nb__choice(const char *who, const char *what, const char *name,
                  const char *const *names);
/* Where increasing g(self, t) crosses 0 between a and b, to rounding. */
double nb__crossing(double (*g)(void *self, double t), void *self, double a,
                    double b);
/* The inverse of a positive definite q x q matrix, in its place; 0 if it is
 * none, or singular to rounding. */
int nb__invert(double *H, size_t q);

#endif
