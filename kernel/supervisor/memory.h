/* memory.h - how much memory there is, for this process and what it starts.
 *
 * A container may be allowed less than the machine has: the tightest limit
 * counts among the machine's and those of the control groups (of either
 * version) from ours up to the root. */
#ifndef SUPERVISOR_MEMORY_H
#define SUPERVISOR_MEMORY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct Memory {
    int64_t total;     /* bytes that may be used at all */
    int64_t available; /* of these, before something must be swapped out */
} Memory;

/* root: the folder that holds proc and sys, "" for the machine's own; tests
 * have others. false: it cannot be known. */
bool memory_read(const char *root, Memory *ret);

/* Bytes of a process that lie in memory; 0: it is not there. */
int64_t memory_of(pid_t pid);

#endif
