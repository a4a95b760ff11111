#include "session/load.h"

#include <dlfcn.h>

#include "code/shims.h"
#include "graph/unit.h"
#include "session/bounds.h"
#include "session/guard.h"
#include "session/replay.h"
#include "session/run.h"
#include "session/sandbox.h"
#include "session/streams.h"

typedef struct Builtin {
    const char *name;
    void *address;
} Builtin;

/* What a unit's own lines call, and the functions of libc that must not act
 * on the executor itself. */
void *load_builtin(Str name) {
    const Builtin builtins[] = {
        {UNIT_VALUE, (void *)(uintptr_t)run_on_value},
        {UNIT_MAGIC, (void *)(uintptr_t)run_on_magic},
        {UNIT_EXTENT, (void *)(uintptr_t)run_on_extent},
        {UNIT_MAIN, (void *)(uintptr_t)run_on_main},
        {UNIT_COPY, (void *)(uintptr_t)memcpy},
        {UNIT_ZERO, (void *)(uintptr_t)run_on_zero},
        {"__nb_argc", &run_argc},
        {"__nb_argv", &run_argv},
        {"__assert_fail", (void *)(uintptr_t)run_on_assert},
        {"atexit", (void *)(uintptr_t)run_on_atexit},
        {"exit", (void *)(uintptr_t)guard_exit},
        {"_exit", (void *)(uintptr_t)guard_exit},
        {"_Exit", (void *)(uintptr_t)guard_exit},
        {"quick_exit", (void *)(uintptr_t)guard_exit},
        {"read", (void *)(uintptr_t)streams_read},
    };
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (str_is(name, builtins[i].name)) return builtins[i].address;
    return NULL;
}

static bool load_process_has(Str name) {
    char text[256];
    if (name.len >= sizeof text) return false;
    memcpy(text, name.text, name.len);
    text[name.len] = '\0';
    return load_builtin(name) || dlsym(RTLD_DEFAULT, text) != NULL;
}

static int load_place_function(Session *session, Node *node, const Node *older,
                               Err *err) {
    if (older && older->kind == NODE_FUNCTION && older->handle) {
        node->handle = older->handle;
        node->place = older->place;
        node->is_defined = node->is_defined || older->is_defined;
        return 0;
    }
    if (!node->is_defined && load_process_has(node->name)) return 0;
    Slot *slot = slot_new(session->space, err);
    if (!slot) return -1;
    node->handle = slot;
    node->place = slot_entry(slot);
    return 0;
}

static int load_place_variable(Session *session, Node *node, const Node *older,
                               Err *err) {
    bool is_same = older && older->kind == NODE_VARIABLE &&
                   type_equals(older->symbol.type, node->symbol.type);
    if (is_same) {
        node->place = older->place;
        return 0;
    }
    if (!node->is_defined && load_process_has(node->name)) return 0;
    uint64_t size = 0;
    uint32_t align = 1;
    (void)type_layout(node->symbol.type, &size, &align);
    /* A byte more, so that right behind it is never another variable. */
    node->place = space_alloc(session->space, size + 1, align, err);
    if (node->place) return 0;
    Buf declared = {0};
    type_print(node->symbol.type, node->name, &declared);
    (void)err_set(err,
                  "there is no room for '%s' (%llu bytes): the variables of a "
                  "session share one range of memory; use malloc for very "
                  "large ones",
                  declared.text, (unsigned long long)size);
    buf_done(&declared);
    return -1;
}

int load_place(Session *session, Draft *draft, Err *err) {
    for (uint32_t i = 0; i < draft->count; i++) {
        Node *node = draft->nodes[i];
        const Node *older =
            graph_find(draft->graph, node->space, node->name);
        int result = 0;
        if (node->kind == NODE_FUNCTION)
            result = load_place_function(session, node, older, err);
        if (node->kind == NODE_VARIABLE)
            result = load_place_variable(session, node, older, err);
        if (result < 0) return -1;
    }
    return 0;
}

/* Names that are nobody's own. Checked code has other ones first. */
static void *load_find_common(Str name) {
    void *found = session_current->is_checked ? bounds_find(name) : NULL;
    if (!found && replay_is_on()) found = sandbox_find(name);
    if (!found) found = load_builtin(name);
    return found ? found : shims_find(name);
}

/* TinyCC writes __bound_strlen for a strlen in checked code, also where the
 * reader has a strlen. */
static Str load_own_name(Str name) {
    const Str prefix = STR("__bound_");
    if (!str_starts_with(name, prefix)) return name;
    return (Str){name.text + prefix.len, name.len - prefix.len};
}

static void *load_place_of(const Node *node) {
    bool has_place = node && (node->kind == NODE_FUNCTION ||
                              node->kind == NODE_VARIABLE);
    return has_place ? node->place : NULL;
}

void *load_find_name(const Session *session, Str name) {
    void *place = load_place_of(
        graph_find(&session->graph, SPACE_ORDINARY, load_own_name(name)));
    return place ? place : load_find_common(name);
}

static void *load_find(void *context, Str name) {
    void *place = load_place_of(
        draft_lookup(context, SPACE_ORDINARY, load_own_name(name)));
    return place ? place : load_find_common(name);
}

Image *load_image(Session *session, const Draft *draft, Str object,
                  Str *ret_missing, Err *err) {
    Names names = {(void *)(uintptr_t)draft, load_find, NULL};
    return image_load(session->space, object, &names, ret_missing, err);
}

void load_bind(const Draft *draft, const Image *image) {
    for (uint32_t i = 0; i < draft->count; i++) {
        const Node *node = draft->nodes[i];
        if (node->kind != NODE_FUNCTION || !node->handle) continue;
        void *body = image_symbol(image, node->name, NULL);
        if (body) slot_set(node->handle, body);
    }
}
