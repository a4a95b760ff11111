#include "session/inspect.h"

#include <stdlib.h>

#include "assist/cursor.h"
#include "session/load.h"
#include "session/report.h"
#include "session/show.h"

static void inspect_session_node(const Node *node, Buf *ret) {
    if (node->kind == NODE_VARIABLE) {
        type_print(node->symbol.type, node->name, ret);
        if (node->place) {
            buf_printf(ret, " = ");
            show_text(node->symbol.type, load_storage(node), 0, ret);
        }
        buf_add_char(ret, '\n');
    } else if (node->kind == NODE_MACRO) {
        buf_printf(ret, "%.*s\n", STR_ARG(node->declaration));
    } else {
        Str typed = source_text(node->source, node->span);
        buf_printf(ret, "%.*s\n", STR_ARG(typed));
    }
    buf_printf(ret, "\n%s in %.*s, line %u\n",
               node->is_defined ? "defined" : "declared",
               STR_ARG(node_origin(node)),
               source_place(node->source, node->span.begin).line);
}

static void inspect_preloaded(const PreloadName *name, Buf *ret) {
    const PreloadItem *item = preload_item(name->item);
    buf_printf(ret, "%.*s\n\nfrom <%.*s>, line %u\n",
               STR_ARG(preload_item_text(item)),
               STR_ARG(preload_item_file(item)), item->line);
}

static const NameSpace inspect_order[] = {SPACE_ORDINARY, SPACE_MACRO,
                                          SPACE_TAG};

/* A macro that only renames something says little: show what it leads to. */
static bool inspect_text(Session *session, Str name, Buf *ret) {
    for (int i = 0; i < SPACE_KINDS; i++) {
        const Node *node = graph_find(&session->graph, inspect_order[i], name);
        if (node) inspect_session_node(node, ret);
        if (node) return true;
    }
    for (int i = 0; i < SPACE_KINDS; i++) {
        uint32_t row = preload_find(inspect_order[i], name);
        if (row == PRELOAD_NONE) continue;
        inspect_preloaded(preload_name(row), ret);
        return true;
    }
    return false;
}

size_t inspect_name(Session *session, Str name,
                    nb_mime faces[INSPECT_MAX_FACES]) {
    Buf text = {0};
    if (!name.len || !inspect_text(session, name, &text)) {
        buf_done(&text);
        return 0;
    }
    faces[0] = (nb_mime){"text/plain", buf_take(&text)};
    return 1;
}

void inspect_free(nb_mime *faces, size_t count) {
    for (size_t i = 0; i < count; i++) free((char *)(uintptr_t)faces[i].data);
}

void inspect_request(Session *session, Str code, long cursor) {
    size_t begin;
    Str word = cursor_word(code, cursor_byte(code, cursor), &begin);
    nb_mime faces[INSPECT_MAX_FACES];
    size_t count = inspect_name(session, word, faces);
    Str found = count ? STR("1") : STR("0");
    report_bundle(session, RECORD_INSPECTED, &found, 1, faces, count);
    inspect_free(faces, count);
}
