/* describe.h - our own words for names of libc and GSL, one line each. They
 * stand in descriptions.txt, which is linked in as it is. */
#ifndef ASSIST_DESCRIBE_H
#define ASSIST_DESCRIBE_H

#include "base/str.h"

Str describe_name(Str name); /* empty: there are none */

#endif
