#include "code/tls.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct Tls {
    size_t number; /* from 0, in order of making */
    size_t size, align;
    void *initial; /* own */
    Tls *older;
};

static Tls *tls_newest;
static size_t tls_count;

/* This thread's copies, by the number of the Tls. */
static _Thread_local struct {
    void **copies; /* own */
    size_t count;
} tls_mine;

static pthread_key_t tls_key;

static void tls_on_thread_end(void *copies) {
    (void)copies;
    for (size_t i = 0; i < tls_mine.count; i++) free(tls_mine.copies[i]);
    free(tls_mine.copies);
    tls_mine.copies = NULL;
    tls_mine.count = 0;
}

static void tls_make_key(void) {
    if (pthread_key_create(&tls_key, tls_on_thread_end) != 0) abort();
}

Tls *tls_new(size_t size, size_t align) {
    Tls *tls = mem_alloc(sizeof *tls);
    *tls = (Tls){.number = tls_count++,
                 .size = size ? size : 1,
                 .align = align < sizeof(void *) ? sizeof(void *) : align,
                 .initial = mem_alloc(size ? size : 1),
                 .older = tls_newest};
    tls_newest = tls;
    return tls;
}

void *tls_initial(const Tls *tls) { return tls->initial; }

static void tls_make_room(size_t count) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, tls_make_key);
    size_t size = count + 16;
    tls_mine.copies = mem_grow(tls_mine.copies, size * sizeof(void *));
    memset(tls_mine.copies + tls_mine.count, 0,
           (size - tls_mine.count) * sizeof(void *));
    tls_mine.count = size;
    (void)pthread_setspecific(tls_key, tls_mine.copies);
}

static char *tls_copy(const Tls *tls) {
    if (tls->number >= tls_mine.count) tls_make_room(tls->number + 1);
    void **copy = &tls_mine.copies[tls->number];
    /* cppcheck-suppress identicalInnerCondition ; the same was meant */
    if (*copy) return *copy;
    if (posix_memalign(copy, tls->align, tls->size) != 0) abort();
    memcpy(*copy, tls->initial, tls->size);
    return *copy;
}

void *tls_get_addr(const TlsPair *pair) {
    return tls_copy(pair->tls) + pair->offset;
}

void tls_set_initial(void *address, unsigned long size) {
    for (Tls *tls = tls_newest; tls; tls = tls->older)
        if (tls->number < tls_mine.count &&
            tls_mine.copies[tls->number] == address)
            memcpy(tls->initial, address, size < tls->size ? size : tls->size);
}
