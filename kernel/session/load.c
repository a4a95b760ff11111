#include "session/load.h"

#include <dlfcn.h>

#include "code/shims.h"
#include "graph/shim_writer.h"
#include "graph/unit.h"
#include "session/guard.h"
#include "session/library.h"
#include "session/program.h"
#include "session/run.h"
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
        {"__nb_argc", &program_argc},
        {"__nb_argv", &program_argv},
        {"__assert_fail", (void *)(uintptr_t)run_on_assert},
        {"atexit", (void *)(uintptr_t)run_on_atexit},
        {"exit", (void *)(uintptr_t)run_on_exit},
        {"_exit", (void *)(uintptr_t)run_on_quit},
        {"_Exit", (void *)(uintptr_t)run_on_quit},
        {"quick_exit", (void *)(uintptr_t)run_on_quit},
        {"read", (void *)(uintptr_t)streams_read},
    };
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (str_is(name, builtins[i].name)) return builtins[i].address;
    return NULL;
}

static bool load_process_has(const Session *session, Str name) {
    char text[256];
    if (name.len >= sizeof text) return false;
    memcpy(text, name.text, name.len);
    text[name.len] = '\0';
    return load_builtin(name) || library_find(session, name) ||
           dlsym(RTLD_DEFAULT, text) != NULL;
}

static int load_place_function(Session *session, Node *node, const Node *older,
                               Err *err) {
    if (older && older->kind == NODE_FUNCTION && older->handle) {
        node->handle = older->handle;
        node->place = older->place;
        node->is_defined = node->is_defined || older->is_defined;
        return 0;
    }
    if (!node->is_defined && load_process_has(session, node->name)) return 0;
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
    if (!node->is_defined && load_process_has(session, node->name)) return 0;
    uint64_t size = 0;
    uint32_t align = 1;
    bool is_known = type_layout(node->symbol.type, &size, &align);
    /* `extern int a[];` is somewhere else, or nowhere yet. */
    if (!is_known && !node->is_defined) return 0;
    node->place = space_alloc(session->space, size ? size : 1, align, err);
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
        if (older && !node_replaces(node, older)) older = NULL;
        int result = 0;
        if (node->kind == NODE_FUNCTION)
            result = load_place_function(session, node, older, err);
        if (node->kind == NODE_VARIABLE)
            result = load_place_variable(session, node, older, err);
        if (result < 0) return -1;
    }
    return 0;
}

/* --- what names mean --- */

typedef struct Finding {
    const Session *session;
    const Draft *draft;
    Str refused;
} Finding;

static bool load_is_misread_at(const Type *type, int depth) {
    enum { DEEPEST = 3 };
    const Type *function = type_strip(type);
    if (function->kind == TYPE_POINTER) function = type_strip(function->target);
    if (function->kind != TYPE_FUNCTION || depth > DEEPEST) return false;
    bool is_misread = shim_is_needed_for(function->target);
    for (uint32_t i = 0; i < function->param_count; i++)
        is_misread = is_misread ||
                     shim_is_needed_for(function->params[i].type) ||
                     load_is_misread_at(function->params[i].type, depth + 1);
    return is_misread;
}

bool load_is_misread(const Type *function) {
    return load_is_misread_at(function, 0);
}

static void *load_find(void *context, Str name) {
    Finding *finding = context;
    const Node *node = draft_lookup(finding->draft, SPACE_ORDINARY, name);
    bool is_ours = node && (node->kind == NODE_FUNCTION ||
                            node->kind == NODE_VARIABLE);
    if (is_ours && node->place) return node->place;
    void *found = load_builtin(name);
    if (!found) found = shims_find(name);
    if (!found && is_ours && node->kind == NODE_FUNCTION &&
        load_is_misread(node->symbol.type))
        finding->refused = name;
    return found;
}

static void *load_find_last(void *context, Str name) {
    const Finding *finding = context;
    return library_find(finding->session, name);
}

Image *load_image(Session *session, const Draft *draft, Str object,
                  LoadTrouble *ret_trouble, Err *err) {
    Finding finding = {session, draft, {0}};
    Names names = {&finding, load_find, load_find_last};
    *ret_trouble = (LoadTrouble){0};
    Image *image = image_load(session->space, object, &names,
                              &ret_trouble->missing, err);
    if (!image || !finding.refused.len) return image;
    ret_trouble->refused = finding.refused;
    image_release_code(image);
    return NULL;
}

void load_bind(const Draft *draft, const Image *image) {
    for (uint32_t i = 0; i < draft->count; i++) {
        const Node *node = draft->nodes[i];
        if (node->kind != NODE_FUNCTION || !node->handle) continue;
        void *body = image_symbol(image, node->name, NULL);
        if (body) slot_set(node->handle, body);
    }
}
