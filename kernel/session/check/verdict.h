/* verdict.h - what a wrong use of memory is called, in the reader's words. */
#ifndef SESSION_VERDICT_H
#define SESSION_VERDICT_H

#include "session/check/bounds.h"

typedef enum Use { USE_UNKNOWN, USE_READ, USE_WRITE, USE_FREE } Use;

/* A wrong use of `size` bytes at `address`, which was reached from `base`. */
typedef struct Misuse {
    Use use;
    const char *call; /* "strcpy"; NULL: the reader's own code */
    bool is_inner;    /* a block that the call itself has found */
    bool is_file;     /* the call wants a FILE there */
    uintptr_t address;
    size_t size;
    uintptr_t base;
    bool has_region; /* else nobody knows what lies there */
    Region region;
    Spot spot;
} Misuse;

/* End the cell, or the replay, with the error that this is. */
_Noreturn void verdict_end(const Misuse *misuse);
/* The same for a text without an end. */
_Noreturn void verdict_end_text(const Misuse *misuse);
/* The same for a mistake that is told already. */
_Noreturn void verdict_say(const char *ename, const char *sentence, Spot spot);

#endif
