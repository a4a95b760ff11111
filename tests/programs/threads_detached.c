#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
/* The first thread ends before the others, as books on threads have it. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int sum;
static void bye(void) { printf("sum %d\n", sum); }
static void *work(void *p)
{
    usleep(20000);
    pthread_mutex_lock(&lock);
    sum += (int)(long)p;
    pthread_mutex_unlock(&lock);
    if ((long)p == 3) pthread_exit(NULL);
    return NULL;
}
int main(void)
{
    atexit(bye);
    for (long i = 0; i < 5; i++) {
        pthread_t t;
        if (pthread_create(&t, NULL, work, (void *)i)) { perror("pthread_create"); exit(1); }
        pthread_detach(t);
    }
    printf("main ends\n");
    pthread_exit(NULL);
}
