/* Thread-local variables: one of an earlier cell, and this object's own. */
extern __thread int theirs;
static __thread int mine = 3;
static __thread double zero;
static int plain = 5;
static __thread int *pointer = &plain;

int step(void) {
    theirs++;
    mine += 10;
    zero += 0.5;
    return theirs * 100 + mine + (int)(2 * zero) + *pointer;
}
