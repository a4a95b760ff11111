/* indexer.c - the build-time program that turns the real headers into the
 * preloaded part of the definition graph:
 *
 *     indexer OUTPUT SHIMS HEADER...  e.g. indexer preload.bin shims.c stdio.h
 *
 * It preprocesses and parses them with the very code that later reads cells,
 * and writes the block that preload.h describes, and the C file with the
 * bridges of shim_writer.h. */
#include <stdio.h>
#include <stdlib.h>

#include "base/io.h"
#include "cell/comment.h"
#include "cell/split.h"
#include "graph/headers.h"
#include "graph/needs.h"
#include "graph/predefined.h"
#include "graph/preload.h"
#include "graph/shim_writer.h"

typedef struct Name {
    Str text;
    NameSpace space;
    uint8_t kind;
    uint32_t item;
} Name;

/* Where an item's text stood. */
typedef struct Range {
    uint32_t begin, end; /* tokens */
    bool has_body;       /* a function's: it needs functions and variables */
} Range;

typedef struct Index {
    Arena arena;
    Headers headers;
    Map rows[SPACE_KINDS]; /* name -> 1 + row of names, as a pointer */
    Map files;             /* path -> 1 + row of files */
    Name *names;
    uint32_t name_count, name_size;
    Buf items, depends, file_rows, text;
    uint32_t file_count;
    ShimWriter shims;
} Index;

static uint32_t index_text(Index *index, Str text) {
    uint32_t offset = (uint32_t)index->text.len;
    buf_add_str(&index->text, text);
    return offset;
}

static uint32_t index_file(Index *index, Str path) {
    uintptr_t row = (uintptr_t)map_get(&index->files, path);
    if (row) return (uint32_t)row - 1;
    Str name = headers_short_name(&index->headers, path);
    PreloadFile file = {index_text(index, path), (uint32_t)path.len,
                        index_text(index, name), (uint32_t)name.len};
    buf_add(&index->file_rows, &file, sizeof file);
    map_set(&index->files, path, (void *)(uintptr_t)(index->file_count + 1));
    return index->file_count++;
}

/* Includes.open: read from the disk, and remember what was read. */
static int index_open(void *context, Str name, bool is_quoted, bool is_next,
                      const Source *from, const Source **ret, Err *err) {
    Index *index = context;
    Str path = headers_find(&index->headers, name, is_quoted, is_next, from,
                            &index->arena);
    if (!path.len)
        return err_set(err, "header '%.*s' was not found", STR_ARG(name));
    (void)index_file(index, path);
    *ret = headers_read(path, &index->arena, err);
    return *ret ? 1 : -1;
}

static const Macro *index_no_macro(void *context, Str name) {
    (void)context;
    (void)name;
    return NULL;
}

static const Symbol *index_no_symbol(void *context, Str name) {
    (void)context;
    (void)name;
    return NULL;
}

static Tag *index_no_tag(void *context, Str name) {
    (void)context;
    (void)name;
    return NULL;
}

static uint32_t index_item_count(const Index *index) {
    return (uint32_t)(index->items.len / sizeof(PreloadItem));
}

static void index_name(Index *index, NameSpace space, uint8_t kind, Str text) {
    if (!text.len || map_get(&index->rows[space], text)) return;
    if (index->name_count == index->name_size) {
        index->name_size = index->name_size ? index->name_size * 2 : 1024;
        index->names =
            mem_grow(index->names, index->name_size * sizeof *index->names);
    }
    index->names[index->name_count++] =
        (Name){text, space, kind, index_item_count(index)};
    map_set(&index->rows[space], text,
            (void *)(uintptr_t)index->name_count);
}

/* libc's headers are not ours to quote, and a licence says nothing of use. */
static Str index_doc(Index *index, const Source *source, uint32_t offset) {
    Str file = headers_short_name(&index->headers, source->name);
    if (!str_starts_with(file, STR("gsl/")) &&
        !str_starts_with(file, STR("nabla")))
        return (Str){0};
    Str comment = comment_above(source, offset, /* in_group= */ true);
    if (!comment.len || memmem(comment.text, comment.len, "Copyright", 9))
        return (Str){0};
    Buf plain = {0};
    comment_plain(comment, &plain);
    Str kept = arena_dup(&index->arena, buf_view(&plain));
    buf_done(&plain);
    return kept;
}

static void index_item(Index *index, Str text, const Source *source,
                       uint32_t offset) {
    Str doc = index_doc(index, source, offset);
    PreloadItem item = {.text = index_text(index, text),
                        .text_len = (uint32_t)text.len,
                        .file = index_file(index, source->name),
                        .line = source_place(source, offset).line,
                        .doc = index_text(index, doc),
                        .doc_len = (uint32_t)doc.len};
    buf_add(&index->items, &item, sizeof item);
}

/* The names of a declaration; says whether any of them is new. */
static bool index_declaration(Index *index, const Declaration *declaration,
                              bool is_function) {
    uint32_t before = index->name_count;
    for (uint32_t i = 0; i < declaration->tag_count; i++) {
        const Tag *tag = declaration->tags[i];
        if (!tag->is_anonymous) index_name(index, SPACE_TAG, 0, tag->name);
        for (uint32_t k = 0; k < tag->enumerator_count; k++)
            index_name(index, SPACE_ORDINARY, SYMBOL_CONSTANT,
                       tag->enumerators[k].name);
    }
    for (uint32_t i = 0; i < declaration->count; i++) {
        const Declarator *declarator = &declaration->declarators[i];
        uint8_t kind = SYMBOL_VARIABLE;
        if (declaration->flags & DECL_TYPEDEF) kind = SYMBOL_TYPEDEF;
        else if (is_function || type_strip(declarator->type)->kind ==
                                    TYPE_FUNCTION)
            kind = SYMBOL_FUNCTION;
        uint32_t known = index->name_count;
        index_name(index, SPACE_ORDINARY, kind, declarator->name);
        if (index->name_count > known && kind == SYMBOL_FUNCTION)
            shim_add(&index->shims, declarator->name, declarator->type);
    }
    return index->name_count > before;
}

static Str index_print(Index *index, const Token *tokens, uint32_t begin,
                       uint32_t end) {
    Buf text = {0};
    preprocess_print(tokens + begin, end - begin, &text);
    Str kept = arena_dup(&index->arena, buf_view(&text));
    buf_done(&text);
    return kept;
}

static void index_items(Index *index, const Token *tokens, const Cell *cell,
                        Range *ranges) {
    for (uint32_t i = 0; i < cell->count; i++) {
        const Item *item = &cell->items[i];
        if (item->kind != ITEM_DECLARATION && item->kind != ITEM_FUNCTION)
            continue;
        if (!index_declaration(index, item->declaration,
                               item->kind == ITEM_FUNCTION))
            continue;
        ranges[index_item_count(index)] =
            (Range){item->begin, item->end, item->kind == ITEM_FUNCTION};
        index_item(index, index_print(index, tokens, item->begin, item->end),
                   tokens[item->begin].source, tokens[item->begin].span.begin);
    }
}

/* Which items an item's text mentions. A declaration needs types and
 * constants only: the names of its parameters are nobody's. */
static void index_depends(Index *index, const Token *tokens,
                          const Range *range, uint32_t item) {
    PreloadItem *row = (PreloadItem *)(void *)index->items.text + item;
    row->depends = (uint32_t)(index->depends.len / sizeof(uint32_t));
    Needs needs = {0};
    for (uint32_t i = range->begin; i < range->end; i++)
        needs_add_token(&needs, tokens, range->begin, i);
    for (uint32_t i = 0; i < needs.count; i++) {
        const Need *need = &needs.rows[i];
        uintptr_t name =
            (uintptr_t)map_get(&index->rows[need->space], need->name);
        if (!name) continue;
        const Name *found = &index->names[name - 1];
        bool is_type = need->space == SPACE_TAG ||
                       found->kind == SYMBOL_TYPEDEF ||
                       found->kind == SYMBOL_CONSTANT;
        if (found->item == item || (!is_type && !range->has_body)) continue;
        buf_add(&index->depends, &found->item, sizeof found->item);
    }
    needs_done(&needs);
    row->depend_count =
        (uint32_t)(index->depends.len / sizeof(uint32_t)) - row->depends;
}

/* The macros that are still defined at the end. */
static void index_macros(Index *index, const Preprocessed *pre) {
    Map last = {0};
    for (uint32_t i = 0; i < pre->event_count; i++) {
        const Event *event = &pre->events[i];
        if (event->kind == EVENT_DEFINE)
            map_set(&last, event->name, (void *)(uintptr_t)event->macro);
        if (event->kind == EVENT_UNDEF) map_set(&last, event->name, NULL);
    }
    for (uint32_t i = 0; i < pre->event_count; i++) {
        const Event *event = &pre->events[i];
        if (event->kind != EVENT_DEFINE ||
            map_get(&last, event->name) != event->macro)
            continue;
        index_name(index, SPACE_MACRO, 0, event->name);
        index_item(index, event->macro->text, event->source,
                   event->span.begin);
    }
    map_done(&last);
}

static int index_name_order(const void *a, const void *b) {
    const Name *x = a, *y = b;
    int order = str_compare(x->text, y->text);
    return order ? order : (int)x->space - (int)y->space;
}

static uint32_t index_section(Buf *out, const Buf *section) {
    while (out->len % 8) buf_add_char(out, '\0');
    uint32_t offset = (uint32_t)out->len;
    buf_add(out, section->text, section->len);
    return offset;
}

static int index_write(Index *index, const char *path, Err *err) {
    qsort(index->names, index->name_count, sizeof *index->names,
          index_name_order);
    Buf names = {0}, out = {0};
    for (uint32_t i = 0; i < index->name_count; i++) {
        const Name *name = &index->names[i];
        PreloadName row = {index_text(index, name->text),
                           (uint16_t)name->text.len, (uint8_t)name->space,
                           name->kind, name->item};
        buf_add(&names, &row, sizeof row);
    }
    PreloadHeader header = {.magic = PRELOAD_MAGIC};
    buf_add(&out, &header, sizeof header);
    header.items = index_section(&out, &index->items);
    header.item_count = index_item_count(index);
    header.names = index_section(&out, &names);
    header.name_count = index->name_count;
    header.depends = index_section(&out, &index->depends);
    header.depend_count = (uint32_t)(index->depends.len / sizeof(uint32_t));
    header.files = index_section(&out, &index->file_rows);
    header.file_count = index->file_count;
    header.text = index_section(&out, &index->text);
    header.text_size = (uint32_t)index->text.len;
    memcpy(out.text, &header, sizeof header);
    int result = io_write_file(path, buf_view(&out), err);
    buf_done(&names);
    buf_done(&out);
    return result;
}

static int index_problem(const Problem *problem) {
    Place place = source_place(problem->source, problem->span.begin);
    (void)fprintf(stderr, "indexer: %.*s:%u: %.*s\n",
                  STR_ARG(problem->source->name), place.line,
                  STR_ARG(problem->text));
    return 1;
}

static const Source *index_all_headers(Index *index, char **headers,
                                       int count) {
    Buf all = {0};
    buf_add_str(&all, STR(PREDEFINED_MACROS));
    for (int i = 0; i < count; i++)
        buf_printf(&all, "#include <%s>\n", headers[i]);
    Str kept = arena_dup(&index->arena, buf_view(&all));
    buf_done(&all);
    return source_new(STR("predefined"), kept, true, &index->arena);
}

static int index_read(Index *index, const Source *source) {
    Macros macros = {NULL, index_no_macro};
    Includes includes = {index, index_open};
    Preprocessed pre;
    preprocess(source, &macros, &includes, &index->arena, &pre);
    if (pre.problem.source) return index_problem(&pre.problem);
    Scope scope = {NULL, index_no_symbol, index_no_tag};
    Cell cell;
    split_cell(pre.tokens, &scope, STR("nb_index_"), &index->arena, &cell);
    if (cell.problem.source) return index_problem(&cell.problem);
    Range *ranges =
        arena_alloc(&index->arena, sizeof *ranges * (cell.count + 1));
    index_items(index, pre.tokens, &cell, ranges);
    uint32_t count = index_item_count(index);
    for (uint32_t item = 0; item < count; item++)
        index_depends(index, pre.tokens, &ranges[item], item);
    index_macros(index, &pre);
    preprocess_done(&pre);
    return 0;
}

/* Only the headers of libraries: what libc passes by value, TinyCC gets
 * right, and its headers would need feature macros here. */
static int index_write_shims(Index *index, const char *path, char **headers,
                             int count, Err *err) {
    Buf text = {0};
    int first = 0;
    while (first < count && strncmp(headers[first], "gsl/", 4) != 0) first++;
    shim_finish(&index->shims, headers + first, count - first, &text);
    int result = io_write_file(path, buf_view(&text), err);
    buf_done(&text);
    return result;
}

int main(int argc, char **argv) {
    enum { OUTPUT = 1, SHIMS, HEADERS };
    if (argc <= HEADERS) {
        (void)fprintf(stderr, "usage: indexer OUTPUT SHIMS HEADER...\n");
        return 2;
    }
    Index index = {0};
    Err err = {0};
    char **headers = argv + HEADERS;
    int count = argc - HEADERS;
    headers_init(&index.headers);
    /* The runtime's headers stand in the source tree. */
    const char *more = getenv("NABLA_INDEX_INCLUDE");
    if (more && headers_add(&index.headers, more, &err) < 0) return 1;
    if (index_read(&index, index_all_headers(&index, headers, count)))
        return 1;
    if (index_write(&index, argv[OUTPUT], &err) < 0 ||
        index_write_shims(&index, argv[SHIMS], headers, count, &err) < 0) {
        (void)fprintf(stderr, "indexer: %s\n", err.text);
        return 1;
    }
    return 0;
}
