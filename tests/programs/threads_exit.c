#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int freed;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void drop(void *p) { free(p); pthread_mutex_lock(&lock); freed++; pthread_mutex_unlock(&lock); }
static void make(void) { pthread_key_create(&key, drop); }
static void *work(void *arg)
{
    pthread_once(&once, make);
    int *mine = malloc(sizeof *mine);
    *mine = *(int *)arg;
    pthread_setspecific(key, mine);
    if (*mine % 2) pthread_exit((void *)(long)(*mine * 100));
    return (void *)(long)*mine;
}
int main(void)
{
    pthread_t t[6];
    int n[6];
    long total = 0;
    for (int i = 0; i < 6; i++) { n[i] = i; pthread_create(&t[i], NULL, work, &n[i]); }
    for (int i = 0; i < 6; i++) { void *r; pthread_join(t[i], &r); total += (long)r; }
    printf("%ld %d\n", total, freed);
    return 0;
}
