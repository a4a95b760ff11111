/* preprocessed.h - a cell as the preprocessor leaves it, with a few headers and
 * older macros around it. For tests. */
#ifndef SUPPORT_PREPROCESSED_H
#define SUPPORT_PREPROCESSED_H

#include "cell/preprocess.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* Everything of a run is in here; each test clears it. */
extern Arena preprocessed_arena;

Preprocessed preprocessed_run(const char *text, size_t len);

#endif
