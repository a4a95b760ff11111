#include "code/tcc_host.h"

#include <errno.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/scratch.h"

/* A piece of the region: its size stands in front of it. */
enum {
    PIECE_ALIGN = 16,
    PIECE_HEAD = 16
};

/* What stays resident between runs; an ordinary cell needs less. */
enum {
    REGION_KEPT = 2 << 20,
    OBJECT_FD = 1 << 20
};

static const size_t region_sizes[] = {(size_t)2 << 30, (size_t)512 << 20,
                                      (size_t)64 << 20};

/* libtcc is one thing in the process, hence one state here. */
static struct {
    char *region; /* own: reserved once, for ever */
    size_t size;
    size_t used;
    size_t last; /* where the newest piece begins */
    size_t peak;
    char *object; /* own: what was written, by open_memstream */
    size_t object_len;
    FILE *file; /* own: open while the object is being written */
    bool has_predefined;
    jmp_buf escape;
} host;

extern char tcc_data_start[] __asm__("__start_tcc_data");
extern char tcc_data_stop[] __asm__("__stop_tcc_data");
extern char tcc_bss_start[] __asm__("__start_tcc_bss");
extern char tcc_bss_stop[] __asm__("__stop_tcc_bss");

/* What libtcc calls instead of libc; the names are made by objcopy. */
void *tcc_host_malloc(size_t size);
void *tcc_host_calloc(size_t count, size_t size);
void *tcc_host_realloc(void *piece, size_t size);
void tcc_host_free(void *piece);
size_t tcc_host_strlen(const char *text);
char *tcc_host_getcwd(char *path, size_t size);
int tcc_host_open(const char *path, int flags, ...);
int tcc_host_unlink(const char *path);
FILE *tcc_host_fdopen(int fd, const char *mode);
int tcc_host_fclose(FILE *file);
int tcc_host_vsnprintf(char *text, size_t size, const char *format,
                       va_list args)
    __attribute__((format(printf, 3, 0)));
int tcc_host___vsnprintf_chk(char *text, size_t size, int flag, size_t room,
                             const char *format, va_list args)
    __attribute__((format(printf, 5, 0)));
_Noreturn void tcc_host_exit(int status);
_Noreturn void tcc_host___assert_fail(const char *condition, const char *file,
                                      unsigned line, const char *function);

/* Its own pointers: it is not compiled to reach libc's where they are, and the
 * program would get copies of them that lie far from the cells' code. */
extern FILE *tcc_host_stdout, *tcc_host_stderr;
extern char **tcc_host_environ;
FILE *tcc_host_stdout, *tcc_host_stderr;
char **tcc_host_environ;

static size_t *piece_size(void *piece) {
    return (size_t *)((char *)piece - PIECE_HEAD);
}

void *tcc_host_malloc(size_t size) {
    if (size > host.size) return NULL;
    size_t need =
        PIECE_HEAD + ((size + PIECE_ALIGN - 1) & -(size_t)PIECE_ALIGN);
    if (need > host.size - host.used) return NULL;
    char *piece = host.region + host.used + PIECE_HEAD;
    *piece_size(piece) = size;
    host.last = host.used;
    host.used += need;
    if (host.used > host.peak) host.peak = host.used;
    return piece;
}

void *tcc_host_calloc(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) return NULL;
    void *piece = tcc_host_malloc(bytes);
    if (piece) memset(piece, 0, bytes);
    return piece;
}

/* Only the newest piece is given back before the run ends: sections and
 * token strings grow at the end, which then costs no copy. */
void tcc_host_free(void *piece) {
    if (piece && (char *)piece == host.region + host.last + PIECE_HEAD)
        host.used = host.last;
}

void *tcc_host_realloc(void *piece, size_t size) {
    if (!piece) return tcc_host_malloc(size);
    size_t old = *piece_size(piece);
    bool is_newest = (char *)piece == host.region + host.last + PIECE_HEAD;
    if (is_newest) host.used = host.last;
    void *grown = !is_newest && size <= old ? piece : tcc_host_malloc(size);
    if (grown && grown != piece) memcpy(grown, piece, old); /* it is larger */
    return grown;
}

/* libtcc appends its predefined declarations as one text with strlen(text);
 * for a unit that needs none of them that text is empty. No text of such a
 * unit can be taken for it: it would contain the name. */
size_t tcc_host_strlen(const char *text) {
    if (!host.has_predefined && text[0] == 't' &&
        strncmp(text, "typedef struct{", 15) == 0 &&
        strstr(text, "__builtin_va_list"))
        return 0;
    return strlen(text);
}

/* Likewise its predefined macros, which it writes and reads for every text: a
 * unit uses none, its macros are in it already. An empty line each, since no
 * text at all would be tried again in more room. */
int tcc_host_vsnprintf(char *text, size_t size, const char *format,
                       va_list args) {
    bool is_macro = strncmp(format, "#define ", 8) == 0;
    if (!is_macro || host.has_predefined)
        return vsnprintf(text, size, format, args);
    return snprintf(text, size, "\n");
}

int tcc_host___vsnprintf_chk(char *text, size_t size, int flag, size_t room,
                             const char *format, va_list args) {
    (void)flag;
    (void)room;
    return tcc_host_vsnprintf(text, size, format, args);
}

/* The debug section names the directory: an object should not depend on it. */
char *tcc_host_getcwd(char *path, size_t size) {
    if (size < 2) return NULL;
    path[0] = '/';
    path[1] = '\0';
    return path;
}

int tcc_host_open(const char *path, int flags, ...) {
    (void)flags;
    if (strcmp(path, TCC_HOST_OBJECT) == 0) return OBJECT_FD;
    errno = ENOENT;
    return -1;
}

int tcc_host_unlink(const char *path) {
    (void)path;
    return 0;
}

FILE *tcc_host_fdopen(int fd, const char *mode) {
    (void)fd;
    (void)mode;
    host.file = open_memstream(&host.object, &host.object_len);
    if (!host.file) tcc_host_exit(1);
    return host.file;
}

int tcc_host_fclose(FILE *file) {
    host.file = NULL;
    return fclose(file);
}

void tcc_host_exit(int status) {
    (void)status;
    longjmp(host.escape, 1);
}

void tcc_host___assert_fail(const char *condition, const char *file,
                            unsigned line, const char *function) {
    (void)condition;
    (void)file;
    (void)line;
    (void)function;
    longjmp(host.escape, 1);
}

/* A fork of the session has no use for what a compile left behind: pages
 * that it does not get need no copy either when the next compile writes to
 * them, which is most of what a checkpoint would cost a small cell. */
static void host_leave_out_of_forks(const char *begin, const char *end) {
    uintptr_t page = 4096;
    uintptr_t first = ((uintptr_t)begin + page - 1) & -page;
    uintptr_t last = (uintptr_t)end & -page;
    if (first < last)
        (void)madvise((void *)first, last - first, MADV_WIPEONFORK);
}

static int host_reserve(Err *err) {
    for (size_t i = 0; i < sizeof region_sizes / sizeof *region_sizes; i++) {
        void *region = mmap(NULL, region_sizes[i], PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (region == MAP_FAILED) continue;
        host.region = region;
        host.size = region_sizes[i];
        host_leave_out_of_forks(host.region, host.region + host.size);
        /* A cell uses some 200 KB of it here and there. */
        (void)madvise(region, host.size, MADV_NOHUGEPAGE);
        host_leave_out_of_forks(tcc_bss_start, tcc_bss_stop);
        return 0;
    }
    return err_errno(err, "no memory for the compiler", "libtcc");
}

/* The first run keeps a copy of the initialised variables. */
static void host_restore(void) {
    static char *initial; /* own: for ever */
    size_t size = (size_t)(tcc_data_stop - tcc_data_start);
    if (initial) {
        memcpy(tcc_data_start, initial, size);
    } else {
        initial = mem_alloc(size);
        memcpy(initial, tcc_data_start, size);
    }
    memset(tcc_bss_start, 0, (size_t)(tcc_bss_stop - tcc_bss_start));
}

static void host_clean(void) {
    if (host.file) (void)fclose(host.file);
    free(host.object);
    host.file = NULL;
    host.object = NULL;
    host.object_len = host.used = host.last = 0;
    if (host.peak > REGION_KEPT)
        (void)madvise(host.region + REGION_KEPT, host.peak - REGION_KEPT,
                      MADV_DONTNEED);
    host.peak = 0;
}

/* libtcc reads the numbers of a text with strtod, which looks for the comma
 * of the reader's locale. */
static locale_t host_c_locale(void) {
    static locale_t plain; /* own: for ever */
    if (!plain) plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return plain;
}

int tcc_host_run(void (*work)(void *context), void *context,
                 bool has_predefined, Buf *ret_object, Err *err) {
    if (!host.region && host_reserve(err) < 0) return -1;
    host_restore();
    host.has_predefined = has_predefined;
    tcc_host_stdout = stdout;
    tcc_host_stderr = stderr;
    tcc_host_environ = environ;
    locale_t theirs = host_c_locale() ? uselocale(host_c_locale())
                                      : (locale_t)0;
    bool was_scratch = scratch_use(true);
    if (setjmp(host.escape) == 0) work(context);
    (void)scratch_use(was_scratch);
    if (theirs) (void)uselocale(theirs);
    *ret_object = (Buf){host.object, host.object_len, host.object_len + 1};
    if (!host.object) *ret_object = (Buf){0};
    host.object = NULL;
    host_clean();
    return 0;
}
