#include "session/past.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cell/lexer.h"
#include "session/export.h"
#include "session/report.h"

enum {
    PAST_USES = 256,
    PAST_NAMED = 3,
    PAST_ID_SIZE = 48,
    PAST_MOST = 2000 /* cells that are remembered */
};

/* A definition of another cell, as it was when this one reached it. */
typedef struct Use {
    Str name; /* own */
    NameSpace space;
    uint32_t via;     /* the use whose name stands in the cell; or itself */
    uint32_t text;    /* hash of its text */
    uint32_t meaning; /* likewise, but of a variable only its type */
    uint32_t key;     /* of the cell that had defined it */
} Use;

typedef struct PastCell {
    long count; /* In[count] */
    uint32_t key;
    uint32_t code;
    bool is_broken;
    Use *uses; /* own */
    uint32_t use_count, use_size;
} PastCell;

/* A note that stands on the page. */
typedef struct Note {
    uint32_t key; /* of the cell under which it stands; 0: none */
    long count;
    char id[PAST_ID_SIZE];
    Buf text; /* own */
} Note;

enum { PAST_NOTES = 4 };

static struct {
    PastCell **cells; /* own */
    size_t count, size;
    PastCell *current; /* own; NULL: it has used nothing so far */
    Map seen; /* serial of what `current` has used -> its number, from 1 on */
    uint32_t *keys; /* own; of In[i] */
    size_t key_count;
    uint64_t serial; /* the graph's, at the end of the last cell */
    Note notes[PAST_NOTES];
    unsigned next_note;
} past;

uint32_t past_key(Str cell_id) {
    uint32_t hash = map_hash(cell_id);
    return cell_id.len && !hash ? 1 : cell_id.len ? hash : 0;
}

/* --- what a definition comes to ------------------------------------------ */

/* A comment in it is not part of what it says. */
static uint32_t past_hash_source(const Source *source, Span span) {
    Arena arena = {0};
    Lexer lexer;
    uint32_t hash = 0;
    lexer_init(&lexer, source, &arena);
    lexer.at = span.begin;
    for (;;) {
        Token token = lexer_next(&lexer);
        if (token.kind == TOK_END || token.span.begin >= span.end) break;
        hash = hash * 31 + map_hash(token.text);
    }
    arena_clear(&arena);
    return hash ? hash : 1;
}

static uint32_t past_text(Node *node) {
    if (!node->said)
        node->said = node->kind == NODE_MACRO
                         ? map_hash(node->declaration)
                         : past_hash_source(node->source, node->span);
    return node->said;
}

static uint32_t past_meaning(Node *node) {
    if (node->kind == NODE_VARIABLE) return map_hash(node->declaration);
    return past_text(node);
}

/* The number of the cell that a definition stands in; 0: in none. */
static long past_count_of(const Node *node) {
    const Str name = node_origin(node);
    if (!node->source->is_cell || name.len < 4 || memcmp(name.text, "In[", 3) != 0)
        return 0;
    return strtol(name.text + 3, NULL, 10);
}

static uint32_t past_key_of(const Node *node) {
    long count = past_count_of(node);
    return count > 0 && (size_t)count < past.key_count ? past.keys[count] : 0;
}

static void past_set_key(long count, uint32_t key) {
    if (count <= 0) return;
    size_t size = past.key_count, wanted = (size_t)count + 1;
    if (wanted > size) {
        past.keys = mem_grow(past.keys, 2 * wanted * sizeof *past.keys);
        past.key_count = 2 * wanted;
        memset(past.keys + size, 0, (2 * wanted - size) * sizeof *past.keys);
    }
    past.keys[count] = key;
}

/* --- what a cell uses ---------------------------------------------------- */

static void past_free(PastCell *cell) {
    if (!cell) return;
    for (uint32_t i = 0; i < cell->use_count; i++)
        free((char *)(uintptr_t)cell->uses[i].name.text);
    free(cell->uses);
    free(cell);
}

static Use *past_new_use(PastCell *cell) {
    if (cell->use_count == cell->use_size) {
        cell->use_size = cell->use_size ? 2 * cell->use_size : 8;
        cell->uses = mem_grow(cell->uses, cell->use_size * sizeof *cell->uses);
    }
    return &cell->uses[cell->use_count++];
}

/* A definition and all that it needs; via: -1 if the cell names it. */
static void past_add(const Session *session, Node *node, long via) {
    PastCell *cell = past.current;
    Str key = {(const char *)&node->serial, sizeof node->serial};
    if (node->kind == NODE_MACRO && !node->macro) return;
    uintptr_t known = (uintptr_t)map_get(&past.seen, key);
    if (known && via < 0) cell->uses[known - 1].via = (uint32_t)known - 1;
    if (known || cell->use_count == PAST_USES) return;
    uint32_t number = cell->use_count;
    if (via < 0) via = number;
    *past_new_use(cell) = (Use){
        {mem_dup(node->name.text, node->name.len), node->name.len},
        node->space, (uint32_t)via, past_text(node), past_meaning(node),
        past_key_of(node)};
    map_set(&past.seen, key, (void *)(uintptr_t)(number + 1));
    for (uint32_t i = 0; i < node->need_count; i++) {
        Node *need = graph_find(&session->graph, node->needs[i].space,
                                node->needs[i].name);
        if (need) past_add(session, need, via);
    }
}

static void past_note(const Session *session, const Build *build,
                      NameSpace space, Str name) {
    Node *node = graph_find(&session->graph, space, name);
    if (!node || !node->source->is_cell || node->source == build->text->source)
        return;
    if (!past.current) past.current = mem_alloc(sizeof *past.current);
    past_add(session, node, -1);
}

/* Functions are compiled again when something under them changes: only what
 * runs once can be stale. */
void past_note_uses(const Session *session, const Build *build) {
    if (session->is_silent) return;
    for (uint32_t i = 0; i < build->cell.count; i++) {
        const Item *item = &build->cell.items[i];
        if (item->kind == ITEM_FUNCTION) continue;
        for (uint32_t k = item->begin; k < item->end; k++) {
            const Token *token = &build->tokens[k];
            if (!parse_is_name(token)) continue;
            past_note(session, build, SPACE_ORDINARY, token->text);
            past_note(session, build, SPACE_TAG, token->text);
        }
    }
    for (uint32_t i = 0; build->pre && i < build->pre->use_count; i++)
        past_note(session, build, SPACE_MACRO, build->pre->uses[i].name);
    map_done(&past.seen);
}

/* Of two cells that say where they stand, that is what counts. code: a hash;
 * NULL: only the key tells. */
static bool past_is_same(const PastCell *cell, uint32_t key,
                         const uint32_t *code) {
    if (key && cell->key) return key == cell->key;
    return code && *code == cell->code;
}

static void past_drop(uint32_t key, const uint32_t *code) {
    size_t kept = 0;
    for (size_t i = 0; i < past.count; i++) {
        if (past_is_same(past.cells[i], key, code)) past_free(past.cells[i]);
        else past.cells[kept++] = past.cells[i];
    }
    past.count = kept;
}

void past_forget(Str cell_id) { past_drop(past_key(cell_id), NULL); }

/* Cells that do not say where they stand have no end: the oldest half goes. */
static void past_forget_old(void) {
    size_t gone = past.count / 2;
    for (size_t i = 0; i < gone; i++) past_free(past.cells[i]);
    past.count -= gone;
    memmove(past.cells, past.cells + gone, past.count * sizeof *past.cells);
}

static void past_keep(const Session *session, PastCell *cell, uint32_t code,
                      bool is_broken) {
    if (past.count == PAST_MOST) past_forget_old();
    if (cell->use_count)
        cell->uses =
            mem_grow(cell->uses, cell->use_count * sizeof *cell->uses);
    cell->use_size = cell->use_count;
    cell->count = session->count;
    cell->key = session->page_cell;
    cell->code = code;
    cell->is_broken = is_broken;
    if (past.count == past.size) {
        past.size = past.size ? 2 * past.size : 32;
        past.cells = mem_grow(past.cells, past.size * sizeof *past.cells);
    }
    past.cells[past.count++] = cell;
}

/* --- the note under the cell that changed something ---------------------- */

/* Was this definition made by an earlier run of the cell In[count], and has
 * its later run made another? */
static bool past_is_edited(const Session *session, const Use *use,
                           uint32_t key, long count) {
    if (use->key != key) return false;
    Node *node = graph_find(&session->graph, use->space, use->name);
    return node && past_count_of(node) == count &&
           past_meaning(node) != use->meaning;
}

/* The names that are another by now, and by which cells they were used. */
typedef struct Edits {
    long cells[PAST_NAMED];
    size_t cell_count;
    Str names[PAST_NAMED]; /* borrow */
    size_t name_count;
} Edits;

static void past_add_name(Edits *edits, Str name) {
    for (size_t i = 0; i < edits->name_count && i < PAST_NAMED; i++)
        if (str_equals(edits->names[i], name)) return;
    if (edits->name_count < PAST_NAMED) edits->names[edits->name_count] = name;
    edits->name_count++;
}

static void past_find_edits(const Session *session, uint32_t key, long count,
                            Edits *ret) {
    *ret = (Edits){0};
    for (size_t i = 0; i < past.count; i++) {
        const PastCell *cell = past.cells[i];
        bool is_stale = false;
        for (uint32_t k = 0; k < cell->use_count && !cell->is_broken; k++) {
            if (!past_is_edited(session, &cell->uses[k], key, count)) continue;
            past_add_name(ret, cell->uses[k].name);
            is_stale = true;
        }
        if (!is_stale) continue;
        if (ret->cell_count < PAST_NAMED)
            ret->cells[ret->cell_count] = cell->count;
        ret->cell_count++;
    }
}

/* Between the parts of a list: ", " or " and ". */
static const char *past_link(size_t i, size_t count) {
    return i == 0 ? "" : i + 1 < count || count > PAST_NAMED ? ", " : " and ";
}

static void past_write_note(const Edits *edits, Buf *out) {
    buf_clear(out);
    if (!edits->cell_count) return;
    for (size_t i = 0; i < edits->cell_count && i < PAST_NAMED; i++)
        buf_printf(out, "%sIn[%ld]", past_link(i, edits->cell_count),
                   edits->cells[i]);
    if (edits->cell_count > PAST_NAMED)
        buf_printf(out, " and %zu more", edits->cell_count - PAST_NAMED);
    buf_printf(out, " used the old ");
    for (size_t i = 0; i < edits->name_count && i < PAST_NAMED; i++)
        buf_printf(out, "%s'%.*s'", past_link(i, edits->name_count),
                   STR_ARG(edits->names[i]));
    if (edits->name_count > PAST_NAMED) buf_printf(out, " and others");
    buf_printf(out, ". Run %s again.", edits->cell_count > 1 ? "them" : "it");
}

/* Small and grey; nothing, as soon as there is nothing to tell. */
static void past_show(Session *session, Note *note, const char *is_update) {
    Buf html = {0};
    if (note->text.len)
        buf_printf(&html,
                   "<div style=\"opacity: 0.65; font-size: 90%%\">%.*s</div>",
                   STR_ARG(buf_view(&note->text)));
    buf_add_char(&html, '\0');
    buf_add_char(&note->text, '\0');
    nb_mime faces[] = {{"text/plain", note->text.text},
                       {"text/html", html.text}};
    Str head[] = {str_of(note->id), str_of(is_update)};
    report_bundle(session, RECORD_DISPLAY, head, 2, faces, 2);
    note->text.len--;
    buf_done(&html);
}

static void past_drop_note(Note *note) {
    buf_done(&note->text);
    note->key = 0;
}

/* Other cells have run again since these were written. */
static void past_renew_notes(Session *session) {
    for (size_t i = 0; i < PAST_NOTES; i++) {
        Note *note = &past.notes[i];
        if (note->key == session->page_cell) past_drop_note(note);
        if (!note->key) continue;
        Edits edits;
        Buf text = {0};
        past_find_edits(session, note->key, note->count, &edits);
        past_write_note(&edits, &text);
        bool is_other = !str_equals(buf_view(&text), buf_view(&note->text));
        if (is_other) {
            buf_done(&note->text);
            note->text = text;
            past_show(session, note, "1");
        } else {
            buf_done(&text);
        }
        if (!note->text.len) past_drop_note(note);
    }
}

static void past_tell(Session *session) {
    Edits edits;
    past_find_edits(session, session->page_cell, session->count, &edits);
    if (!edits.cell_count) return;
    Note *note = &past.notes[past.next_note++ % PAST_NOTES];
    past_drop_note(note);
    note->key = session->page_cell;
    note->count = session->count;
    (void)snprintf(note->id, sizeof note->id, "nabla-stale-%d-%ld",
                   (int)getpid(), session->count);
    past_write_note(&edits, &note->text);
    past_show(session, note, "0");
}

void past_end_cell(Session *session, Str code, bool is_broken) {
    PastCell *cell = past.current;
    uint32_t hash = map_hash(code);
    bool has_defined = session->graph.serial != past.serial;
    past.current = NULL;
    past.serial = session->graph.serial;
    if (session->is_silent) {
        past_free(cell);
        return;
    }
    past_drop(session->page_cell, &hash);
    past_set_key(session->count, session->page_cell);
    if (cell) past_keep(session, cell, hash, is_broken);
    past_renew_notes(session);
    if (session->page_cell && has_defined && !is_broken) past_tell(session);
}

/* --- stale ones ---------------------------------------------------------- */

/* The first use that would come to something else by now; NULL: none. */
static const Use *past_stale_use(const Session *session,
                                 const PastCell *cell) {
    for (uint32_t i = 0; i < cell->use_count; i++) {
        const Use *use = &cell->uses[i];
        Node *node = graph_find(&session->graph, use->space, use->name);
        if (!node || past_text(node) != use->text) return use;
    }
    return NULL;
}

static void past_print_use(const Session *session, const PastCell *cell,
                           const Use *use) {
    const Node *node = graph_find(&session->graph, use->space, use->name);
    const Use *via = &cell->uses[use->via];
    printf("'%.*s', which it used, ", STR_ARG(via->name));
    if (via != use) printf("needs '%.*s', which ", STR_ARG(use->name));
    if (node) printf("is another since %.*s\n", STR_ARG(node_origin(node)));
    else printf("is gone\n");
}

void past_print_stale(const Session *session) {
    for (size_t i = 0; i < past.count; i++) {
        const PastCell *cell = past.cells[i];
        const Use *use = past_stale_use(session, cell);
        if (!use) continue;
        printf("In[%ld] is stale: ", cell->count);
        past_print_use(session, cell, use);
    }
}

/* --- what they were ------------------------------------------------------ */

static void past_print(long count, Str code, bool is_broken) {
    while (code.len && code.text[code.len - 1] == '\n') code.len--;
    printf("In[%ld]%s\n%.*s\n", count, is_broken ? " (failed)" : "",
           STR_ARG(code));
}

bool past_history(Session *session, Str count, Failure *failure) {
    size_t total = 0, at = 0, most = SIZE_MAX;
    long number;
    Str code;
    bool is_broken;
    (void)session;
    if (count.len > 6 || strspn(count.text, "0123456789") < count.len) {
        failure_set(failure, "UsageError",
                    "%%history takes the number of cells to show, not '%.*s'",
                    STR_ARG(count));
        return false;
    }
    if (count.len) most = (size_t)strtoul(count.text, NULL, 10);
    while (export_next(&at, &number, &code, &is_broken)) total++;
    at = 0;
    for (size_t i = 0; export_next(&at, &number, &code, &is_broken); i++)
        if (most >= total || i >= total - most)
            past_print(number, code, is_broken);
    if (!total) printf("no cell has run yet\n");
    return true;
}
