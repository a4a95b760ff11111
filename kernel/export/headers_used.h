/* headers_used.h - the headers that a program must include. */
#ifndef EXPORT_HEADERS_USED_H
#define EXPORT_HEADERS_USED_H

#include "export/script.h"

void headers_used(const Script *script, Buf *ret);

#endif
