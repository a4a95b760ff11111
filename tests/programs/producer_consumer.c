#include <pthread.h>
#include <stdio.h>
#define SLOTS 4
#define ITEMS 200
static int ring[SLOTS], in, out, used;
static long sum;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER, room = PTHREAD_COND_INITIALIZER;
static void *produce(void *arg)
{
    for (int i = 1; i <= ITEMS; i++) {
        pthread_mutex_lock(&lock);
        while (used == SLOTS) pthread_cond_wait(&room, &lock);
        ring[in] = i * *(int *)arg;
        in = (in + 1) % SLOTS;
        used++;
        pthread_cond_signal(&more);
        pthread_mutex_unlock(&lock);
    }
    return arg;
}
static void *consume(void *arg)
{
    (void)arg;
    for (int i = 0; i < 2 * ITEMS; i++) {
        pthread_mutex_lock(&lock);
        while (!used) pthread_cond_wait(&more, &lock);
        sum += ring[out];
        out = (out + 1) % SLOTS;
        used--;
        pthread_cond_broadcast(&room);
        pthread_mutex_unlock(&lock);
    }
    return &sum;
}
int main(void)
{
    pthread_t p[2], c;
    int factor[2] = {1, 10};
    void *result;
    pthread_create(&c, NULL, consume, NULL);
    for (int i = 0; i < 2; i++) pthread_create(&p[i], NULL, produce, &factor[i]);
    for (int i = 0; i < 2; i++) pthread_join(p[i], NULL);
    pthread_join(c, &result);
    printf("%ld\n", *(long *)result);
    return 0;
}
