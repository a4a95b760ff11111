/* drive.c - a fuzz target without libFuzzer, so that any compiler's build can
 * run it:
 *
 *     replay_csv [-mutants=N] FOLDER...
 *
 * Each file of the folders is one input; then come N inputs that are made of
 * them at random, the same ones every time. An input that breaks a law, or
 * that takes ten seconds, is left in replay_csv.broken. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "fuzz.h"

enum {
    LONGEST = 1 << 16, /* bytes of an input */
    SECONDS = 10,
    EDITS = 4 /* of a mutant, at most */
};

typedef struct Input {
    uint8_t *bytes; /* own */
    size_t size;
} Input;

static struct {
    Input *items; /* own */
    size_t count;
} seeds;

static uint8_t now[LONGEST]; /* the input that is being run */
static size_t now_size;

/* --- what went wrong ----------------------------------------------------- */

/* Async-signal-safe, and then the signal does what it does. */
static void keep_input(int signal_number) {
    char name[128] = "";
    (void)signal(signal_number, SIG_DFL);
    strncat(name, program_invocation_short_name, sizeof name - 16);
    strncat(name, ".broken", 8);
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd >= 0 && write(fd, now, now_size) == (ssize_t)now_size) {
        static const char words[] = ": the input that broke it\n";
        (void)!write(STDERR_FILENO, name, strlen(name));
        (void)!write(STDERR_FILENO, words, sizeof words - 1);
    }
    (void)raise(signal_number);
}

/* Of the processor's time, so that others do not count. 0: none. */
static void limit(int seconds) {
    const struct itimerval at = {.it_value = {.tv_sec = seconds}};
    (void)setitimer(ITIMER_PROF, &at, NULL);
}

static void run(const uint8_t *bytes, size_t size) {
    /* A block of its own size: what reads beyond the end is found out. */
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy) abort();
    memcpy(copy, bytes, size);
    now_size = size;
    if (bytes != now) memcpy(now, bytes, size);
    limit(SECONDS);
    (void)LLVMFuzzerTestOneInput(copy, size);
    limit(0);
    free(copy);
}

/* --- the seeds ----------------------------------------------------------- */

static void read_seed(int folder, const char *name) {
    static uint8_t bytes[LONGEST];
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
    if (fd >= 0) (void)close(fd);
    if (size < 0) return;
    Input *items = realloc(seeds.items, (seeds.count + 1) * sizeof *items);
    if (!items) abort();
    seeds.items = items;
    Input *seed = &items[seeds.count++];
    *seed = (Input){malloc((size_t)size + 1), (size_t)size};
    if (!seed->bytes) abort();
    memcpy(seed->bytes, bytes, (size_t)size);
}

static void read_folder(const char *path) {
    struct dirent **names = NULL;
    int count = scandir(path, &names, NULL, alphasort);
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.') read_seed(folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    if (folder >= 0) (void)close(folder);
}

/* --- mutants ------------------------------------------------------------- */

static uint64_t state = 0x9e3779b97f4a7c15u;

static size_t below(size_t limit) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return limit ? (size_t)(state % limit) : 0;
}

/* Put bytes into `now`, in the place of `taken` of its own. */
static void put(size_t at, size_t taken, const uint8_t *bytes, size_t size) {
    if (now_size - taken + size > LONGEST) return;
    memmove(now + at + size, now + at + taken, now_size - at - taken);
    memcpy(now + at, bytes, size);
    now_size += size - taken;
}

static void edit(void) {
    static const int64_t numbers[] = {0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff,
                                      INT32_MAX, INT32_MIN, INT64_MIN};
    static const uint8_t nothing[1];
    const Input *other = &seeds.items[below(seeds.count)];
    size_t at = below(now_size + 1), rest = now_size - at;
    size_t taken = below(rest < 32 ? rest + 1 : 33);
    size_t from = below(other->size + 1), room = other->size - from;
    size_t size = below(room < 64 ? room + 1 : 65);
    switch (below(5)) {
    case 0:
        if (rest) now[at] ^= (uint8_t)(1u << below(8));
        break;
    case 1: put(at, taken, nothing, 0); break;
    case 2: put(at, 0, other->bytes + from, size); break;
    case 3: put(at, taken, other->bytes + from, size); break;
    default:
        size = (size_t)1 << below(4);
        if (size > rest) break;
        memcpy(now + at, &numbers[below(sizeof numbers / sizeof *numbers)],
               size);
    }
}

static void run_mutant(void) {
    const Input *seed = &seeds.items[below(seeds.count)];
    memcpy(now, seed->bytes, seed->size);
    now_size = seed->size;
    for (size_t edits = 1 + below(EDITS); edits > 0; edits--) edit();
    run(now, now_size);
}

int main(int argc, char **argv) {
    static const int signals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGPROF};
    long mutants = 0;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        (void)signal(signals[i], keep_input);
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "-mutants=", 9) == 0)
            mutants = strtol(argv[i] + 9, NULL, 10);
        else
            read_folder(argv[i]);
    }
    if (!seeds.count) {
        (void)fprintf(stderr, "%s: there are no inputs\n", argv[0]);
        return 1;
    }
    for (size_t i = 0; i < seeds.count; i++)
        run(seeds.items[i].bytes, seeds.items[i].size);
    for (long i = 0; i < mutants; i++) run_mutant();
    printf("%zu seeds and %ld mutants hold\n", seeds.count, mutants);
    for (size_t i = 0; i < seeds.count; i++) free(seeds.items[i].bytes);
    free(seeds.items);
    return 0;
}
