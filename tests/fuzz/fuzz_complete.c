/* Any bytes are cells that came before and one that is being typed: whatever
 * stands before the cursor, what is offered replaces a part of the text around
 * the cursor, and is offered once; and what is known there has three faces. */
#include <string.h>

#include "assist/complete.h"
#include "assist/explain.h"
#include "fuzz.h"
#include "support/notebook.h"

/* Cells in one input are separated by a form feed. */
static const char separator = '\f';

enum { PLACES = 8 };

static void check(const Notebook *notebook, Str code, size_t at) {
    Completion completion;
    complete_make(&notebook->assist, code, at, &completion);
    const Matches *matches = &completion.matches;
    LAW(matches->begin <= at && at <= matches->end);
    LAW(matches->end <= code.len);
    LAW(matches->count <= MATCHES_MOST);
    for (uint32_t i = 0; i < matches->count; i++) {
        LAW(matches->rows[i].text.len > 0);
        LAW(matches->rows[i].type != NULL);
        for (uint32_t k = 0; k < i; k++)
            LAW(!str_equals(matches->rows[i].text, matches->rows[k].text));
    }
    complete_done(&completion);
}

static void check_page(const Notebook *notebook, Str code, size_t at) {
    Page page = {0};
    Buf plain = {0}, markdown = {0}, html = {0};
    bool is_known = explain_at(&notebook->assist, code, at, at & 1, &page);
    LAW(is_known == (page.count > 0));
    page_plain(&page, &plain);
    page_markdown(&page, &markdown);
    page_html(&page, &html);
    LAW((plain.len > 0) == is_known && (html.len > 0) == is_known);
    buf_done(&plain);
    buf_done(&markdown);
    buf_done(&html);
    page_done(&page);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Notebook notebook;
    Str rest = {(const char *)data, size}, problem;
    notebook_init(&notebook);
    for (const char *end;
         rest.len && (end = memchr(rest.text, separator, rest.len));) {
        size_t len = (size_t)(end - rest.text);
        (void)notebook_run(&notebook, (Str){rest.text, len}, &problem);
        rest = (Str){end + 1, rest.len - len - 1};
    }
    check(&notebook, rest, rest.len);
    for (size_t i = 1; i < PLACES; i++) {
        check(&notebook, rest, rest.len * i / PLACES);
        check_page(&notebook, rest, rest.len * i / PLACES);
    }
    notebook_done(&notebook);
    return 0;
}
