/* formats.h - the arguments of printf and scanf, as their formats say. */
#ifndef SESSION_FORMATS_H
#define SESSION_FORMATS_H

#include <stdarg.h>

#include "session/check/bounds.h"

/* Are all texts of this call texts? Ends the cell if not. */
void formats_check_printf(const char *format, va_list list, const char *call,
                          Spot spot);
/* Is there room where this call is to write? done: before the call -1; after
 * it, how many were read: then the texts that it wrote are looked at. */
void formats_check_scanf(const char *format, va_list list, int done,
                         const char *call, Spot spot);

#endif
