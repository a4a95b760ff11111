#include "session/complete.h"

#include <stdio.h>
#include <stdlib.h>

#include "session/cursor.h"
#include "session/report.h"

enum { COMPLETE_MOST = 500 };

typedef struct Match {
    Str text;
    const char *type;
} Match;

typedef struct Matches {
    Match rows[COMPLETE_MOST];
    size_t count;
    Map seen;
} Matches;

static void complete_add(Matches *matches, Str text, const char *type) {
    if (matches->count == COMPLETE_MOST || map_get(&matches->seen, text))
        return;
    map_set(&matches->seen, text, matches);
    matches->rows[matches->count++] = (Match){text, type};
}

static const char *complete_node_type(const Node *node) {
    static const char *const types[] = {
        [NODE_VARIABLE] = "variable", [NODE_FUNCTION] = "function",
        [NODE_TYPEDEF] = "type",      [NODE_CONSTANT] = "constant",
        [NODE_TAG] = "type",          [NODE_MACRO] = "macro",
    };
    return types[node->kind];
}

static const char *complete_preloaded_type(const PreloadName *name) {
    if (name->space == SPACE_TAG) return "type";
    if (name->space == SPACE_MACRO) return "macro";
    switch ((SymbolKind)name->kind) {
    case SYMBOL_FUNCTION: return "function";
    case SYMBOL_TYPEDEF: return "type";
    case SYMBOL_CONSTANT: return "constant";
    default: return "variable";
    }
}

/* Names with a leading underscore are for the reader who asks for them. */
static bool complete_is_private(Str name, Str prefix) {
    return name.text[0] == '_' && !(prefix.len && prefix.text[0] == '_');
}

static void complete_session(const Session *session, Str prefix,
                             Matches *matches) {
    for (int space = 0; space < SPACE_KINDS; space++) {
        size_t at = 0;
        const MapEntry *entry;
        while ((entry = map_next(&session->graph.nodes[space], &at))) {
            const Node *node = entry->value;
            /* A header's declarations count, a cell's wait for a body. */
            bool is_there = node->is_defined || !node->source->is_cell;
            if (str_starts_with(node->name, prefix) && is_there &&
                !complete_is_private(node->name, prefix) &&
                !(node->tag && node->tag->is_anonymous &&
                  node->kind == NODE_TAG))
                complete_add(matches, node->name, complete_node_type(node));
        }
    }
}

static void complete_preloaded(Str prefix, Matches *matches) {
    uint32_t first, last;
    preload_prefix(prefix, &first, &last);
    for (uint32_t row = first; row < last; row++) {
        const PreloadName *name = preload_name(row);
        Str text = preload_name_text(name);
        if (!complete_is_private(text, prefix))
            complete_add(matches, text, complete_preloaded_type(name));
    }
}

static int complete_order(const void *a, const void *b) {
    const Match *x = a, *y = b;
    return str_compare(x->text, y->text);
}

static void complete_answer(Session *session, long start, long end,
                            const Matches *matches) {
    char from[24], to[24];
    (void)snprintf(from, sizeof from, "%ld", start);
    (void)snprintf(to, sizeof to, "%ld", end);
    Str *fields = mem_alloc((2 + 3 * matches->count) * sizeof *fields);
    size_t n = 0;
    fields[n++] = str_of(from);
    fields[n++] = str_of(to);
    for (size_t i = 0; i < matches->count; i++) {
        fields[n++] = matches->rows[i].text;
        fields[n++] = str_of(matches->rows[i].type);
        fields[n++] = (Str){0};
    }
    report_record(session, RECORD_MATCHES, fields, n);
    free(fields);
}

void complete_request(Session *session, Str code, long cursor) {
    size_t at = cursor_byte(code, cursor), begin;
    (void)cursor_word(code, at, &begin);
    Str prefix = {code.text + begin, at - begin};
    Matches *matches = mem_alloc(sizeof *matches);
    if (prefix.len && !(prefix.text[0] >= '0' && prefix.text[0] <= '9')) {
        complete_session(session, prefix, matches);
        size_t own = matches->count;
        qsort(matches->rows, own, sizeof *matches->rows, complete_order);
        complete_preloaded(prefix, matches);
    }
    complete_answer(session, cursor_point(code, begin), cursor_point(code, at),
                    matches);
    map_done(&matches->seen);
    free(matches);
}
