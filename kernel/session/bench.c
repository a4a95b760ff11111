#include "session/bench.h"

#include <stdlib.h>

#include "assist/outline.h"
#include "session/check/replay.h"
#include "session/run.h"

/* Names that no reader uses; all on one line, so that the lines of the cell
 * keep their numbers. */
#define BENCH_BEFORE                                                           \
    "static void nb__timed(long nb__n) { for (; nb__n > 0; nb__n--) { "
#define BENCH_BARRIER "; __asm__ volatile (\"\" : : : \"memory\"); } }\n"

/* One round takes about 0.1 s; the spread is that of the rounds. */
static const char bench_rounds[] =
    "static double nb__round(long n) { struct timespec a, b;"
    " clock_gettime(CLOCK_MONOTONIC, &a); nb__timed(n);"
    " clock_gettime(CLOCK_MONOTONIC, &b);"
    " return (double)(b.tv_sec - a.tv_sec) + 1e-9 * (b.tv_nsec - a.tv_nsec); }"
    "static void nb__time(double s, const char *end) {"
    " if (s < 1e-6) printf(\"%.3g ns%s\", 1e9 * s, end);"
    " else if (s < 1e-3) printf(\"%.3g \u00b5s%s\", 1e6 * s, end);"
    " else if (s < 1) printf(\"%.3g ms%s\", 1e3 * s, end);"
    " else printf(\"%.3g s%s\", s, end); }"
    "{ long nb__n = 1; double nb__s = nb__round(1);"
    " while (nb__s < 0.05 && nb__n < 1000000000) {"
    "  nb__n *= nb__s < 0.005 ? 10 : 2; nb__s = nb__round(nb__n); }"
    " double nb__sum = 0, nb__squares = 0;"
    " for (int i = 0; i < 7; i++) { double s = nb__round(nb__n) / nb__n;"
    "  nb__sum += s; nb__squares += s * s; }"
    " double nb__mean = nb__sum / 7,"
    "  nb__var = (nb__squares - 7 * nb__mean * nb__mean) / 6;"
    " nb__time(nb__mean, \" \\u00b1 \");"
    " nb__time(nb__var > 0 ? sqrt(nb__var) : 0, \"\");"
    " printf(\" a run (7 rounds of %ld)\\n\", nb__n); }\n";

/* An expression with a value, as the cell's last value would be. */
static bool bench_has_value(Session *session, Str statements) {
    Outline outline;
    outline_make(&session->graph, statements, &outline);
    const Type *type = outline_type(&outline, 0, outline.raw_count);
    bool has_value = type && type_strip(type)->kind != TYPE_VOID &&
                     type_strip(type)->kind != TYPE_FUNCTION &&
                     type_strip(type)->kind != TYPE_ARRAY;
    outline_done(&outline);
    return has_value;
}

static bool bench_run(Session *session, Str name, Str statements, Run *run) {
    Buf code = {0};
    bool has_value = bench_has_value(session, statements);
    buf_printf(&code, BENCH_BEFORE);
    if (has_value) buf_printf(&code, "__auto_type nb__value = (");
    buf_add_str(&code, statements);
    if (has_value)
        buf_printf(&code, "); __asm__ volatile (\"\" : : \"r\"(&nb__value) "
                          ": \"memory\")");
    buf_printf(&code, "\n" BENCH_BARRIER);
    buf_add_str(&code, str_of(bench_rounds));
    /* What the C compiler makes of it, from the first round on. */
    bool was_fast = session->wants_fast;
    session->wants_fast = !replay_is_on();
    bool is_ok = run_code(session, name, buf_view(&code), run);
    session->wants_fast = was_fast;
    buf_done(&code);
    return is_ok;
}

bool bench_line(Session *session, Str statements, Failure *failure) {
    Run run = {.failure = failure};
    char name[RUN_NAME_SIZE];
    if (!statements.len) {
        failure_set(failure, "UsageError",
                    "%%timeit takes C: %%timeit sqrt(2)");
        return false;
    }
    return bench_run(session, run_name(session, name), statements, &run);
}

bool bench_cell(Session *session, Str name, Str body, Run *run) {
    return bench_run(session, name, body, run);
}
