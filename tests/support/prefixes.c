/* What a reader sees who types a lesson: prefixes COUNT FILE... takes
 * notebooks, one a file, whose cells are separated by form feeds. It asks
 * COUNT times for matches and for help, each time at a random place of a
 * random cell, with the cells before that one known. It also judges whether
 * the cells and all their beginnings are whole. Sometimes a piece of the text is missing. The last
 * line tells how long the slowest answer took. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "assist/complete.h"
#include "assist/explain.h"
#include "base/io.h"
#include "cell/whole.h"
#include "support/notebook.h"

static uint64_t state = 20240229;

static uint64_t draw(uint64_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return below ? state % below : 0;
}

static double now_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

typedef struct Tally {
    uint64_t asked;
    uint64_t answered; /* with at least one match */
    uint64_t explained;
    uint64_t misjudged; /* cells that are whole, beginnings that are not */
    double total_ms;
    double slowest_ms;
    char slowest[200];
} Tally;

static void note(Tally *tally, double ms, Str code, size_t at) {
    tally->asked++;
    tally->total_ms += ms;
    if (ms <= tally->slowest_ms) return;
    size_t from = at > 150 ? at - 150 : 0;
    tally->slowest_ms = ms;
    (void)snprintf(tally->slowest, sizeof tally->slowest, "%.*s",
                   (int)(at - from), code.text + from);
}

static void ask(const Notebook *notebook, Str code, Tally *tally) {
    Buf text = {0};
    buf_add_str(&text, code);
    buf_add_char(&text, ' ');
    if (draw(4) == 0 && code.len > 1) { /* broken: a piece is missing */
        size_t from = draw(code.len), len = draw(20);
        if (from + len > code.len) len = code.len - from;
        memmove(text.text + from, text.text + from + len, code.len - from - len);
        text.len -= len;
    }
    size_t at = draw(text.len);
    Completion completion;
    double begin = now_ms();
    complete_make(&notebook->assist, buf_view(&text), at, &completion);
    note(tally, now_ms() - begin, buf_view(&text), at);
    tally->answered += completion.matches.count > 0;
    complete_done(&completion);
    Page page = {0};
    Buf html = {0};
    begin = now_ms();
    tally->explained += explain_at(&notebook->assist, buf_view(&text), at, 0,
                                   &page);
    page_html(&page, &html);
    note(tally, now_ms() - begin, buf_view(&text), at);
    page_done(&page);
    buf_done(&html);
    buf_done(&text);
}

/* A cell of a lesson is whole, and no beginning of it is beyond help. */
static void judge(Str code, Tally *tally) {
    uint32_t indent;
    if (whole_check(code, &indent) != WHOLE_COMPLETE) {
        tally->misjudged++;
        (void)fprintf(stderr, "not whole: %.*s\n", STR_ARG(code));
    }
    for (size_t i = 0; i < code.len; i++) {
        Str part = {code.text, i};
        if (whole_check(part, &indent) != WHOLE_INVALID) continue;
        tally->misjudged++;
        (void)fprintf(stderr, "invalid: %.*s\n", STR_ARG(part));
    }
}

/* The questions are shared out among the cells as they are long. */
static void type_notebook(Str text, double share, Tally *tally) {
    Notebook notebook;
    notebook_init(&notebook);
    double owed = 0;
    while (text.len) {
        Str code = str_next(&text, '\f'), problem;
        for (owed += share * (double)code.len; owed >= 1; owed -= 1)
            ask(&notebook, code, tally);
        judge(code, tally);
        (void)notebook_run(&notebook, code, &problem);
    }
    notebook_done(&notebook);
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    double count = strtod(argv[1], NULL), bytes = 0;
    Tally tally = {0};
    Buf *texts = mem_alloc((size_t)argc * sizeof *texts);
    for (int i = 2; i < argc; i++) {
        Err err;
        if (io_read_file(argv[i], 64 << 20, &texts[i], &err)) {
            (void)fprintf(stderr, "%s\n", err.text);
            return 2;
        }
        bytes += (double)texts[i].len;
    }
    for (int i = 2; i < argc; i++) {
        type_notebook(buf_view(&texts[i]), (count + 1) / bytes, &tally);
        buf_done(&texts[i]);
    }
    free(texts);
    printf("asked %llu, answered %llu, explained %llu, misjudged %llu, mean %.3f ms, slowest %.3f ms\n%s\n",
           (unsigned long long)tally.asked, (unsigned long long)tally.answered,
           (unsigned long long)tally.explained,
           (unsigned long long)tally.misjudged,
           tally.total_ms / (double)(tally.asked ? tally.asked : 1),
           tally.slowest_ms, tally.slowest);
    return 0;
}
