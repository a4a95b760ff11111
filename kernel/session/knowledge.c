#include "session/knowledge.h"

#include "session/load.h"
#include "session/magics.h"
#include "session/manual.h"
#include "session/show.h"

static void knowledge_show_value(const Node *node, Buf *ret) {
    if (node->place) show_text(node->symbol.type, load_storage(node), 0, ret);
}

Assist knowledge_of(Session *session) {
    Assist assist = {.graph = &session->graph,
                     .headers = &session->headers,
                     .show_value = knowledge_show_value,
                     .show_manual = manual_read};
    assist.magics = magics_all(&assist.magic_count);
    return assist;
}
