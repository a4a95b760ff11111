/* Any bytes are cells that came before and one that is being looked at:
 * whatever stands at a place, if something is known of it, it is told in three
 * faces, the one for browsers is well formed, whatever the cells say, and so it
 * is told again. */
#include <string.h>

#include "assist/explain.h"
#include "fuzz.h"
#include "support/notebook.h"

/* Cells in one input are separated by a form feed. */
enum { PLACES = 8, DEEPEST = 16 };

/* --- HTML ---------------------------------------------------------------- */

typedef struct Tags {
    Str open[DEEPEST];
    int depth;
} Tags;

/* "<p>" and "</p>", with the text between the signs. */
static void take_tag(Tags *tags, Str tag) {
    bool is_end = tag.len && tag.text[0] == '/';
    Str name = is_end ? (Str){tag.text + 1, tag.len - 1} : tag;
    const char *blank = memchr(name.text, ' ', name.len);
    if (blank) name.len = (size_t)(blank - name.text);
    LAW(name.len > 0 && name.len < 8);
    for (size_t i = 0; i < name.len; i++)
        LAW(name.text[i] >= '1' && name.text[i] <= 'z');
    if (is_end) {
        LAW(tags->depth > 0);
        LAW(str_equals(tags->open[--tags->depth], name));
        return;
    }
    LAW(tags->depth < DEEPEST);
    tags->open[tags->depth++] = name;
}

static void check_entity(Str rest) {
    static const char *const known[] = {"&lt;", "&gt;", "&amp;", "&quot;",
                                        "&#39;"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_starts_with(rest, str_of(known[i]))) return;
    LAW(!"an & that is no sign's name");
}

static void check_html(Str html) {
    Tags tags = {.depth = 0};
    for (size_t i = 0; i < html.len; i++) {
        Str rest = {html.text + i, html.len - i};
        if (rest.text[0] == '&') check_entity(rest);
        if (rest.text[0] != '<') continue;
        const char *end = memchr(rest.text, '>', rest.len);
        LAW(end != NULL);
        take_tag(&tags, (Str){rest.text + 1, (size_t)(end - rest.text - 1)});
        i += (size_t)(end - rest.text);
    }
    LAW(tags.depth == 0);
}

/* --- pages --------------------------------------------------------------- */

static void check_page(const Page *page, bool is_known, Buf *ret_plain) {
    Buf markdown = {0}, html = {0};
    page_plain(page, ret_plain);
    page_markdown(page, &markdown);
    page_html(page, &html);
    LAW(is_known == (page->count > 0));
    LAW((ret_plain->len > 0) == is_known && (html.len > 0) == is_known &&
        (markdown.len > 0) == is_known);
    check_html(buf_view(&html));
    buf_done(&markdown);
    buf_done(&html);
}

static void check_place(const Notebook *notebook, Str code, size_t at,
                        int level) {
    Page page = {0}, again = {0};
    Buf plain = {0}, plain_again = {0};
    check_page(&page, explain_at(&notebook->assist, code, at, level, &page),
               &plain);
    check_page(&again, explain_at(&notebook->assist, code, at, level, &again),
               &plain_again);
    LAW(str_equals(buf_view(&plain), buf_view(&plain_again)));
    buf_done(&plain);
    buf_done(&plain_again);
    page_done(&page);
    page_done(&again);
}

/* The cell's last line is also a name that somebody asks for. */
static void check_name(const Notebook *notebook, Str code, int level) {
    const char *line = memrchr(code.text, '\n', code.len);
    Str name = line ? (Str){line + 1, code.len - (size_t)(line + 1 - code.text)}
                    : code;
    Page page = {0};
    Buf plain = {0};
    check_page(&page, explain_name(&notebook->assist, name, level, &page),
               &plain);
    buf_done(&plain);
    page_done(&page);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Notebook notebook;
    notebook_init(&notebook);
    Str rest = notebook_run_all(&notebook, (Str){(const char *)data, size},
                                FUZZ_CELL_END);
    for (size_t i = 0; i <= PLACES && rest.len; i++)
        check_place(&notebook, rest, rest.len * i / PLACES, (int)(i & 1));
    for (int level = 0; level < 2 && rest.len; level++)
        check_name(&notebook, rest, level);
    notebook_done(&notebook);
    return 0;
}
