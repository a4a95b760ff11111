/* thread.h - threads that cells start.
 *
 * A thread gets what the executor's own thread has: a stack for handlers, so
 * that the overflow of its stack can be told, and a place to unwind to, so
 * that an error in it (GSL's, an interrupt) can end it. */
#ifndef SESSION_THREAD_H
#define SESSION_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <threads.h>

/* What cells call as pthread_create() and thrd_create(). */
int thread_create(pthread_t *ret, const pthread_attr_t *attributes,
                   void *(*run)(void *), void *argument);
int thread_create_c11(thrd_t *ret, int (*run)(void *), void *argument);

/* A cell begins; has it threads that have not ended? */
void thread_begin_run(void);
bool thread_has_others(void);
/* Is this another thread than the one that runs the cells? */
bool thread_is_other(void);
/* End this thread, as a return from its first function would. It comes back
 * only in a thread that no cell has started. */
void thread_leave(void);
/* The stack of this thread: its upper end; its size in bytes, 0: unlimited. */
const char *thread_stack(size_t *ret_size);
/* That of the executor's own thread begins about here. */
void thread_init(void);

#endif
