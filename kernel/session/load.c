#include "session/load.h"

#include <dlfcn.h>
#include <stdio.h>

#include "cell/mend.h"
#include "cell/passing.h"
#include "code/bridge.h"
#include "code/shims.h"
#include "code/tls.h"
#include "graph/unit.h"
#include "session/check/bounds.h"
#include "session/chain.h"
#include "session/check/clocks.h"
#include "session/crash.h"
#include "session/guard.h"
#include "session/jumps.h"
#include "session/library.h"
#include "session/others.h"
#include "session/pages.h"
#include "session/program.h"
#include "session/check/replay.h"
#include "session/retire.h"
#include "session/run.h"
#include "session/check/sandbox.h"
#include "session/streams.h"
#include "session/thread.h"
#include "session/tier_loop.h"
#include "session/world.h"

enum { LOAD_OPEN_ROOM = 4096, LOAD_LARGE = 256, LOAD_LINE = 64 };

typedef struct Builtin {
    const char *name;
    void *address;
} Builtin;

/* A function that cells reach by a pointer, as TinyCC's code calls it. The
 * signature stands in the constants of an image, which never go: its address
 * tells the place of the call, and each place mostly calls one function. */
static void *load_bridge_of(void *target, const char *signature) {
    enum { REMEMBERED = 64 };
    static _Thread_local struct {
        void *target, *bridge;
        const char *signature;
    } rows[REMEMBERED];
    Err err = {0};
    size_t row = (uintptr_t)signature / 8 % REMEMBERED;
    if (!target) return NULL;
    if (rows[row].target == target && rows[row].signature == signature)
        return rows[row].bridge;
    void *bridge = bridge_to(target, str_of(signature), false, &err);
    if (!bridge) run_fail("MemoryError", err.text);
    rows[row].target = target;
    rows[row].signature = signature;
    return rows[row].bridge = bridge;
}

/* What a unit's own lines call, and the functions of libc that must not act
 * on the executor itself. */
void *load_builtin(Str name) {
    const Builtin builtins[] = {
        {UNIT_VALUE, (void *)(uintptr_t)run_on_value},
        {UNIT_MAGIC, (void *)(uintptr_t)run_on_magic},
        {UNIT_EXTENT, (void *)(uintptr_t)run_on_extent},
        {UNIT_MAIN, (void *)(uintptr_t)run_on_main},
        {"__nb_bridge", (void *)(uintptr_t)load_bridge_of},
        {UNIT_COPY, (void *)(uintptr_t)memcpy},
        {UNIT_ZERO, (void *)(uintptr_t)run_on_zero},
        {UNIT_KEEP, (void *)(uintptr_t)run_on_keep},
        {UNIT_THREAD, (void *)(uintptr_t)tls_set_initial},
        {"__nb_argc", &program_argc},
        {"__nb_argv", &program_argv},
        {"__assert_fail", (void *)(uintptr_t)run_on_assert},
        {"abort", (void *)(uintptr_t)crash_on_abort},
        {"atexit", (void *)(uintptr_t)run_on_atexit},
        {"exit", (void *)(uintptr_t)guard_exit},
        {"_exit", (void *)(uintptr_t)run_on_quit},
        {"_Exit", (void *)(uintptr_t)run_on_quit},
        {"quick_exit", (void *)(uintptr_t)run_on_quick_exit},
        {"at_quick_exit", (void *)(uintptr_t)run_on_at_quick_exit},
        {"pthread_atfork", (void *)(uintptr_t)pthread_atfork},
        {"pthread_exit", (void *)(uintptr_t)run_on_thread_exit},
        {"thrd_exit", (void *)(uintptr_t)run_on_thread_exit_c11},
        {"read", (void *)(uintptr_t)streams_read},
        {"close", (void *)(uintptr_t)streams_close},
        {"fclose", (void *)(uintptr_t)streams_fclose},
        {"setrlimit", (void *)(uintptr_t)world_setrlimit},
        {"setrlimit64", (void *)(uintptr_t)world_setrlimit},
        {"close_range", (void *)(uintptr_t)streams_close_range},
        {"closefrom", (void *)(uintptr_t)streams_close_from},
        {"dup2", (void *)(uintptr_t)streams_dup2},
        {"dup3", (void *)(uintptr_t)streams_dup3},
        {"pthread_create", (void *)(uintptr_t)thread_create},
        {"thrd_create", (void *)(uintptr_t)thread_create_c11},
        {"signal", (void *)(uintptr_t)guard_signal},
        {"setjmp", (void *)(uintptr_t)jumps_set},
        {"_setjmp", (void *)(uintptr_t)jumps_set},
        {"sigsetjmp", (void *)(uintptr_t)jumps_set_with_mask},
        {"__sigsetjmp", (void *)(uintptr_t)jumps_set_with_mask},
        {"longjmp", (void *)(uintptr_t)jumps_jump},
        {"_longjmp", (void *)(uintptr_t)jumps_jump},
        {"siglongjmp", (void *)(uintptr_t)jumps_jump},
    };
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (str_is(name, builtins[i].name)) return builtins[i].address;
    void *found = pages_find(name);
    if (!found) found = chain_find(name);
    return found ? found : others_find(name);
}

static bool load_process_has(const Session *session, Str name) {
    char text[256];
    if (name.len >= sizeof text) return false;
    memcpy(text, name.text, name.len);
    text[name.len] = '\0';
    return load_builtin(name) || library_find(session, name) ||
           dlsym(RTLD_DEFAULT, text) != NULL;
}

static bool load_needs_bridge(const Node *node) {
    const Type *function = type_strip(node->symbol.type);
    return passing_function_differs(function, NULL, 0) &&
           passing_is_possible(function);
}

/* A name that is a function's once more, after it has been a variable's or
 * after a cell that failed, has the slot that it had: who kept its address
 * reaches the new body, and the old one is nobody's. */
static Slot *load_slot(Session *session, Map *slots, const Node *node,
                       Err *err) {
    Slot *slot = node->is_private ? NULL : map_get(slots, node->name);
    if (slot) return slot;
    slot = slot_new(session->space, err);
    if (slot && !node->is_private)
        map_set(slots, arena_dup(&session->arena, node->name), slot);
    return slot;
}

/* What TinyCC's code calls: see load_bind. */
static int load_place_raw(Session *session, Node *node, const Node *older,
                          Err *err) {
    if (!load_needs_bridge(node)) return 0;
    node->raw = older && older->raw
                    ? older->raw
                    : load_slot(session, &session->raw_slots, node, err);
    return node->raw ? 0 : -1;
}

static int load_place_function(Session *session, Node *node, const Node *older,
                               Err *err) {
    if (older && older->kind == NODE_FUNCTION && older->handle) {
        node->handle = older->handle;
        node->place = older->place;
        node->is_defined = node->is_defined || older->is_defined;
        return load_place_raw(session, node, older, err);
    }
    if (!node->is_defined && load_process_has(session, node->name)) return 0;
    Slot *slot = load_slot(session, &session->slots, node, err);
    if (!slot) return -1;
    node->handle = slot;
    node->place = slot_entry(slot);
    return load_place_raw(session, node, NULL, err);
}

static int load_place_variable(Session *session, Node *node, const Node *older,
                               Err *err) {
    bool is_same = older && older->kind == NODE_VARIABLE &&
                   older->is_thread_local == node->is_thread_local &&
                   type_equals(older->symbol.type, node->symbol.type);
    if (is_same) {
        node->place = older->place;
        return 0;
    }
    if (!node->is_defined && load_process_has(session, node->name)) return 0;
    uint64_t size = 0;
    uint32_t align = 1;
    /* `extern int a[];` that no cell has defined yet: a place with room. */
    if (!type_layout(node->symbol.type, &size, &align)) size = LOAD_OPEN_ROOM;
    if (node->is_thread_local) {
        node->place = tls_new(size, align);
        return 0;
    }
    /* Fast code takes whole lines of the cache at once. */
    if (size >= LOAD_LARGE && align < LOAD_LINE) align = LOAD_LINE;
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
        const Node *older = graph_older(draft->graph, node);
        int result = 0;
        if (node->kind == NODE_FUNCTION)
            result = load_place_function(session, node, older, err);
        if (node->kind == NODE_VARIABLE)
            result = load_place_variable(session, node, older, err);
        if (result < 0) return -1;
    }
    return 0;
}

void *load_storage(const Node *node) {
    TlsPair pair = {node->place, 0};
    return node->is_thread_local && node->place ? tls_get_addr(&pair)
                                                : node->place;
}

/* What gcc and clang call for long divisions and the like is in a library
 * that comes with them; TinyCC's code has no use for it. */
void *load_from_compiler(Str name) {
    static const char *const libraries[] = {"libgcc_s.so.1", "libatomic.so.1"};
    char text[256];
    if (!str_starts_with(name, STR("__")) || name.len >= sizeof text ||
        str_is(name, "__tls_get_addr"))
        return NULL;
    memcpy(text, name.text, name.len);
    text[name.len] = '\0';
    if (dlsym(RTLD_DEFAULT, text)) return NULL;
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        void *library = dlopen(libraries[i], RTLD_LAZY | RTLD_LOCAL);
        void *found = library ? dlsym(library, text) : NULL;
        if (found) return found;
    }
    return NULL;
}

static void *load_bridge(void *target, const Type *type, bool is_inward) {
    Err err = {0};
    Buf signature = {0};
    passing_print(type_strip(type), NULL, 0, &signature);
    void *bridge = bridge_to(target, buf_view(&signature), is_inward, &err);
    buf_done(&signature);
    return bridge;
}

/* __nb_to_f: what TinyCC's code calls of a function of the session, or a
 * bridge to that of a library. For GSL's functions there are such that a C
 * compiler has made. */
static void *load_called(Session *session, const Node *node, Str name) {
    if (node && node->raw &&
        !passing_leaks(type_strip(node->symbol.type)->target))
        return slot_entry(node->raw);
    void *target = node ? node->place : shims_find(name);
    if (target && !node) return target;
    char text[256];
    (void)snprintf(text, sizeof text, "%.*s", STR_ARG(name));
    if (!target) target = library_find(session, name);
    if (!target) target = dlsym(RTLD_DEFAULT, text);
    const Symbol *symbol = graph_symbol(&session->graph, name);
    if (node) symbol = &node->symbol;
    return target && symbol ? load_bridge(target, symbol->type, false) : NULL;
}

typedef struct Finding {
    Session *session;
    const Draft *draft;
    bool is_by_cc;
} Finding;

/* Names that are nobody's own. Checked code has other ones first. */
static void *load_find_common(Str name, bool is_by_cc) {
    void *found = session_current->is_checked ? bounds_find(name) : NULL;
    if (!found && replay_is_on()) found = sandbox_find(name);
    if (!found && replay_is_on()) found = clocks_find(name);
    if (!found) found = load_builtin(name);
    retire_note_name(name);
    return found || !is_by_cc ? found : load_from_compiler(name);
}

/* Take the prefix off a name that stands for what TinyCC's code calls. */
static bool load_is_called(Str *name) {
    const Str called = STR(MEND_CALLED);
    if (!str_starts_with(*name, called)) return false;
    *name = (Str){name->text + called.len, name->len - called.len};
    return true;
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

void *load_find_name(Session *session, Str name) {
    const Graph *graph = &session->graph;
    if (load_is_called(&name))
        return load_called(session, graph_find(graph, SPACE_ORDINARY, name),
                           name);
    void *place =
        load_place_of(graph_find(graph, SPACE_ORDINARY, load_own_name(name)));
    if (!place) place = tier_loop_place(name);
    return place ? place : load_find_common(name, /* is_by_cc= */ false);
}

static void *load_find(void *context, Str name) {
    const Finding *finding = context;
    if (load_is_called(&name))
        return load_called(finding->session,
                           draft_lookup(finding->draft, SPACE_ORDINARY, name),
                           name);
    void *place = load_place_of(draft_lookup(finding->draft, SPACE_ORDINARY,
                                             load_own_name(name)));
    if (!place) place = tier_loop_place(name);
    return place ? place : load_find_common(name, finding->is_by_cc);
}

static void *load_find_last(void *context, Str name) {
    const Finding *finding = context;
    return library_find(finding->session, name);
}

Image *load_image(Session *session, const Draft *draft, Str object,
                  bool is_by_cc, Str *ret_missing, Err *err) {
    Finding finding = {session, draft, is_by_cc};
    Names names = {&finding, load_find, load_find_last, NULL};
    return image_load(session->space, object, &names, ret_missing, err);
}

/* Both kinds of callers reach the body, whoever compiled it: one of the two
 * over a bridge. */
static void load_bind_both(const Node *node, void *body, bool is_by_cc) {
    void *bridge = load_bridge(body, node->symbol.type, !is_by_cc);
    slot_set(node->handle, is_by_cc ? body : bridge);
    if (node->raw) slot_set(node->raw, is_by_cc ? bridge : body);
}

void load_bind_late(const Node *node, void *found) {
    if (load_needs_bridge(node)) load_bind_both(node, found, true);
    else slot_set(node->handle, found);
}

/* What a C compiler has made is behind a bridge itself. */
void load_bind_bridges(const Session *session) {
    size_t at = 0;
    const MapEntry *entry;
    while ((entry = map_next(&session->graph.nodes[SPACE_ORDINARY], &at))) {
        const Node *node = entry->value;
        void *body = node->raw ? slot_plain(node->raw) : NULL;
        if (body && space_image_at(session->space, body))
            load_bind_both(node, body, /* is_by_cc= */ false);
    }
}

void load_bind(const Draft *draft, Image *image, bool is_by_cc) {
    image_allow_end(image);
    for (uint32_t i = 0; i < draft->count; i++) {
        const Node *node = draft->nodes[i];
        if (node->kind != NODE_FUNCTION || !node->handle) continue;
        void *body = image_symbol(image, node->name, NULL);
        if (!body) continue;
        if (load_needs_bridge(node)) load_bind_both(node, body, is_by_cc);
        else slot_set(node->handle, body);
    }
}
