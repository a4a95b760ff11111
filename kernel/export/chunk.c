#include "export/chunk.h"

#include <stdlib.h>

#include "graph/draft.h"

static int chunk_order(const void *a, const void *b) {
    const Chunk *one = a, *other = b;
    return (one->span.begin > other->span.begin) -
           (one->span.begin < other->span.begin);
}

/* A directive reaches to the end of its last line. */
static Span chunk_lines(const Source *source, Span span) {
    const char *text = source->text.text;
    while (span.begin > 0 && text[span.begin - 1] != '\n') span.begin--;
    if (span.end < span.begin) span.end = span.begin;
    while (span.end < source->text.len &&
           (text[span.end] != '\n' ||
            (span.end > 0 && text[span.end - 1] == '\\')))
        span.end++;
    return span;
}

static void chunk_add_item(const Source *source, const Preprocessed *pre,
                           const Item *item, Arena *arena, Chunks *ret) {
    const Token *first = &pre->tokens[item->begin];
    if (first->source != source || item->kind == ITEM_EMPTY) return;
    Span span = draft_span(pre->tokens, item->begin, item->end, arena);
    Chunk *last = ret->count ? &ret->rows[ret->count - 1] : NULL;
    if (last && last->item && span.begin < last->span.end) {
        if (span.end > last->span.end) last->span.end = span.end;
        return;
    }
    /* A macro may have made the head, as `bool` is; if it has made the end,
     * the item is the macro's call. */
    bool is_made = pre->tokens[item->end - 1].flags & TOKEN_FROM_MACRO &&
                   (item->kind == ITEM_FUNCTION ||
                    item->kind == ITEM_DECLARATION);
    ret->rows[ret->count++] =
        (Chunk){.span = span, .item = item, .is_made = is_made};
}

/* --- comments --- */

static size_t chunk_comment(Str text) {
    const char *end = NULL;
    if (str_starts_with(text, STR("//"))) {
        end = memchr(text.text, '\n', text.len);
        return end ? (size_t)(end - text.text) : text.len;
    }
    if (!str_starts_with(text, STR("/*"))) return 0;
    end = memmem(text.text + 2, text.len - 2, "*/", 2);
    return end ? (size_t)(end + 2 - text.text) : text.len;
}

static size_t chunk_blanks(Str text, const char *blanks) {
    size_t i = 0;
    while (i < text.len && strchr(blanks, text.text[i])) i++;
    return i;
}

static Str chunk_from(Str text, size_t at) {
    return (Str){text.text + at, text.len - at};
}

/* The comment behind a chunk on its line; *gap moves behind it. */
static Str chunk_take_behind(Str *gap) {
    size_t blanks = chunk_blanks(*gap, " \t;");
    size_t len = chunk_comment(chunk_from(*gap, blanks));
    Str found = {gap->text + blanks, len};
    bool is_last = blanks + len == gap->len || gap->text[blanks + len] == '\n';
    if (!len || !is_last) return (Str){0};
    *gap = chunk_from(*gap, blanks + len);
    return found;
}

/* The comments of a gap, from the first to the end of the last; none if there
 * is anything else: a branch of #if that is not taken. */
static Str chunk_comments(Str gap) {
    size_t at = chunk_blanks(gap, " \t\n;"), first = at, last = at;
    while (at < gap.len) {
        size_t len = chunk_comment(chunk_from(gap, at));
        if (!len) return (Str){0};
        last = at + len;
        at = last + chunk_blanks(chunk_from(gap, last), " \t\n;");
    }
    return (Str){gap.text + first, last - first};
}

static void chunk_find_comments(const Source *source, Chunks *chunks) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < chunks->count; i++) {
        Chunk *chunk = &chunks->rows[i];
        Str gap = {source->text.text + at,
                   chunk->span.begin > at ? chunk->span.begin - at : 0};
        if (i) chunks->rows[i - 1].behind = chunk_take_behind(&gap);
        chunk->before = chunk_comments(gap);
        at = chunk->span.end;
    }
    Str rest = {source->text.text + at, source->text.len - at};
    if (chunks->count)
        chunks->rows[chunks->count - 1].behind = chunk_take_behind(&rest);
}

void chunk_cell(const Source *source, const Preprocessed *pre,
                const Cell *cell, Arena *arena, Chunks *ret) {
    size_t most = cell->count + pre->event_count + 1;
    *ret = (Chunks){arena_alloc(arena, most * sizeof *ret->rows), 0};
    for (uint32_t i = 0; i < cell->count; i++)
        chunk_add_item(source, pre, &cell->items[i], arena, ret);
    for (uint32_t i = 0; i < pre->event_count; i++)
        if (pre->events[i].source == source)
            ret->rows[ret->count++] =
                (Chunk){.span = chunk_lines(source, pre->events[i].span),
                        .event = &pre->events[i]};
    qsort(ret->rows, ret->count, sizeof *ret->rows, chunk_order);
    chunk_find_comments(source, ret);
}
