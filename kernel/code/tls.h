/* tls.h - thread-local variables of cells: a copy for each thread.
 *
 * The code that gcc and clang make for them calls __tls_get_addr with a pair
 * of words, which a dynamic linker would fill with a module's number and an
 * offset. Here the pair is filled with the address of a Tls and an offset, and
 * the call comes to tls_get_addr:
 *
 *     GOT pair {Tls *, offset}  ->  this thread's copy + offset
 *
 * A copy is made when a thread asks for the first time, from the initial
 * bytes, and freed when the thread ends. */
#ifndef CODE_TLS_H
#define CODE_TLS_H

#include <stddef.h>
#include <stdint.h>

typedef struct Tls Tls;

typedef struct TlsPair {
    const Tls *tls;
    uint64_t offset;
} TlsPair;

/* For ever; the initial bytes are zero. align: a power of two. */
Tls *tls_new(size_t size, size_t align);
void *tls_initial(const Tls *tls); /* borrow: what new threads will see */
void *tls_get_addr(const TlsPair *pair);
/* New threads will see what this thread's copy at that address holds now. */
void tls_set_initial(void *address, unsigned long size);

#endif
