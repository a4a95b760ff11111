/* fuzz.h - what the fuzz targets share: a law that is broken ends the run. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void fuzz_broken(const char *law, const char *file, int line) {
    (void)fprintf(stderr, "%s:%d: broken law: %s\n", file, line, law);
    abort();
}

/* Cells in one input are separated by a form feed. */
enum { FUZZ_CELL_END = '\f' };

#define LAW(holds) ((holds) ? (void)0 : fuzz_broken(#holds, __FILE__, __LINE__))

#endif
