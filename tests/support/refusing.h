/* refusing.h - mmap() and mprotect() that fail when a test wants it. What is
 * linked with it has its calls wrapped: see tests/unit/meson.build. */
#ifndef SUPPORT_REFUSING_H
#define SUPPORT_REFUSING_H

#include <stdbool.h>

/* The next calls are as ever, so many of them; then so many fail. */
void refuse(int after, int count);
/* No more failures; false: not all of them have been met. */
bool refuse_end(void);

#endif
