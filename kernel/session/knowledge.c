#include "session/knowledge.h"

#include "session/grid.h"
#include "session/load.h"
#include "session/magics.h"
#include "session/manual.h"
#include "session/show.h"

static void knowledge_show_value(const Node *node, Buf *ret) {
    Grid grid;
    if (!node->place) return;
    const Type *type = node->symbol.type;
    if (type_kind(type) == TYPE_POINTER &&
        grid_of(type, load_storage(node), &grid))
        grid_short(&grid, ret);
    else
        show_text(type, load_storage(node), 0, ret);
}

Assist knowledge_of(Session *session) {
    Assist assist = {.graph = &session->graph,
                     .headers = &session->headers,
                     .show_value = knowledge_show_value,
                     .show_manual = manual_read};
    assist.magics = magics_all(&assist.magic_count);
    return assist;
}
