#include "session/variables.h"

#include <stdio.h>
#include <stdlib.h>

#include "assist/page_doc.h"
#include "host.h"
#include "session/grid.h"
#include "session/load.h"
#include "session/report.h"
#include "session/show.h"

enum {
    VARIABLES_MOST = 500, /* in one answer */
    VARIABLES_PARTS = 100, /* of an array, one by one */
    VARIABLES_SHORT = 200, /* bytes of a value */
    PART_BITS = 10, /* of a number, for each of the two levels of parts */
    PART_MASK = (1 << PART_BITS) - 1
};

/* Something with a type and an address. */
typedef struct Thing {
    const Type *type;
    const char *at;
    long number; /* 0: its parts cannot be asked for */
} Thing;

typedef struct Listing {
    Arena arena;
    Str fields[4 * VARIABLES_MOST];
    size_t count;
} Listing;

/* --- one line ------------------------------------------------------------ */

static bool variables_has_parts(const Type *type) {
    type = type_strip(type);
    if (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION)
        return type_tag(type)->is_complete && type_tag(type)->member_count;
    return type->kind == TYPE_ARRAY && type->extent == EXTENT_KNOWN &&
           type_kind(type->target) != TYPE_CHAR;
}

/* Cut on a whole character. */
static Str variables_cut(Str text, Arena *arena) {
    if (text.len <= VARIABLES_SHORT) return arena_dup(arena, text);
    size_t len = VARIABLES_SHORT;
    while (len && ((unsigned char)text.text[len] & 0xc0) == 0x80) len--;
    return arena_printf(arena, "%.*s...", (int)len, text.text);
}

static bool variables_is_freed(const Thing *thing) {
    const void *pointer;
    if (type_kind(thing->type) != TYPE_POINTER) return false;
    memcpy(&pointer, thing->at, sizeof pointer);
    return pointer && grid_is_freed(pointer);
}

static Str variables_value(const Thing *thing, Arena *arena) {
    Buf text = {0};
    Grid grid;
    if (grid_of(thing->type, thing->at, &grid)) grid_short(&grid, &text);
    else if (variables_is_freed(thing)) buf_printf(&text, "freed");
    else show_text(thing->type, thing->at, 0, &text);
    Str value = variables_cut(buf_view(&text), arena);
    buf_done(&text);
    return value;
}

/* "double [4], 32 bytes", "gsl_matrix *, 3 x 4", "double = 0.5": in a tree the
 * front end shows the type alone. An int it shows by its value. */
static Str variables_type(const Thing *thing, Str value, Arena *arena) {
    const Type *type = thing->type;
    uint64_t size;
    uint32_t align;
    Grid grid;
    Buf text = {0};
    bool is_pointer = type_kind(type) == TYPE_POINTER;
    bool is_grid = grid_of(type, thing->at, &grid);
    if (type->tag && type_tag(type)->is_anonymous)
        buf_printf(&text, "struct");
    else type_print(type, (Str){0}, &text);
    if (is_grid && is_pointer && grid.columns)
        buf_printf(&text, ", %zu x %zu", grid.rows, grid.columns);
    else if (is_grid && is_pointer)
        buf_printf(&text, ", %zu", grid.rows);
    else if (type_is_scalar(type) && !str_is(buf_view(&text), "int"))
        buf_printf(&text, " = %.*s", STR_ARG(value));
    else if (!type_is_scalar(type) && type_layout(type, &size, &align))
        buf_printf(&text, ", %llu byte%s", (unsigned long long)size,
                   size == 1 ? "" : "s");
    Str kept = arena_dup(arena, buf_view(&text));
    buf_done(&text);
    return kept;
}

static void variables_add(Listing *listing, Str name, const Thing *thing) {
    if (listing->count + 4 > 4 * (size_t)VARIABLES_MOST) return;
    Str *fields = &listing->fields[listing->count];
    bool can_open = thing->number && variables_has_parts(thing->type);
    fields[0] = name;
    fields[2] = variables_value(thing, &listing->arena);
    fields[1] = variables_type(thing, fields[2], &listing->arena);
    fields[3] = arena_printf(&listing->arena, "%ld",
                             can_open ? thing->number : 0L);
    listing->count += 4;
}

/* --- all of them --------------------------------------------------------- */

/* What a header declares is not the reader's; a thread's own variable has a
 * place in each thread. */
static bool variables_is_shown(const Node *node) {
    return node->kind == NODE_VARIABLE && node->place && node->is_defined &&
           !node->is_thread_local && !node->is_private &&
           node->source->is_cell;
}

static Thing variables_thing(const Node *node) {
    return (Thing){node->symbol.type, load_storage(node),
                   (long)(node->serial << 2 * PART_BITS)};
}

static void variables_list_all(const Session *session, Listing *listing) {
    const Map *nodes = &session->graph.nodes[SPACE_ORDINARY];
    const Node **rows = mem_alloc((nodes->count + 1) * sizeof *rows);
    size_t count = 0, at = 0;
    const MapEntry *entry;
    while ((entry = map_next(nodes, &at)))
        if (variables_is_shown(entry->value)) rows[count++] = entry->value;
    qsort(rows, count, sizeof *rows, node_order);
    for (size_t i = 0; i < count; i++) {
        Thing thing = variables_thing(rows[i]);
        variables_add(listing, rows[i]->name, &thing);
    }
    free(rows);
}

/* --- parts --------------------------------------------------------------- */

/* Part i of something; parts of parts have numbers only two levels deep. */
static Thing variables_part(const Thing *whole, uint32_t i) {
    const Type *type = type_strip(whole->type);
    long first = whole->number >> PART_BITS & PART_MASK;
    long second = whole->number & PART_MASK;
    Thing part = {0};
    if (!first) part.number = whole->number | (long)(i + 1) << PART_BITS;
    else if (!second) part.number = whole->number | (long)(i + 1);
    uint64_t size = 0;
    uint32_t align;
    if (type->kind == TYPE_ARRAY) {
        part.type = type->target;
        (void)type_layout(part.type, &size, &align);
        part.at = whole->at + i * size;
    } else {
        const Member *member = &type_tag(type)->members[i];
        part.type = member->type;
        part.at = whole->at + member->offset;
    }
    return part;
}

static uint32_t variables_part_count(const Type *type) {
    type = type_strip(type);
    uint64_t count = type->kind == TYPE_ARRAY ? type->length
                                              : type_tag(type)->member_count;
    return count < VARIABLES_PARTS ? (uint32_t)count : VARIABLES_PARTS;
}

/* Bit-fields have no address; the whole shows them. */
static void variables_list_parts(const Thing *whole, Listing *listing) {
    const Type *type = type_strip(whole->type);
    uint32_t count = variables_part_count(type);
    for (uint32_t i = 0; i < count; i++) {
        Thing part = variables_part(whole, i);
        Str name = arena_printf(&listing->arena, "[%u]", i);
        if (type->kind != TYPE_ARRAY) {
            const Member *member = &type_tag(type)->members[i];
            if (member->is_bit_field) continue;
            name = member->name.len ? member->name : STR("(unnamed)");
        }
        variables_add(listing, name, &part);
    }
}

static const Node *variables_by_serial(const Session *session,
                                       uint64_t serial) {
    const Map *nodes = &session->graph.nodes[SPACE_ORDINARY];
    size_t at = 0;
    const MapEntry *entry;
    while ((entry = map_next(nodes, &at))) {
        const Node *node = entry->value;
        if (node->serial == serial && variables_is_shown(node)) return node;
    }
    return NULL;
}

/* false: there is no such thing any more. */
static bool variables_find(const Session *session, long number, Thing *ret) {
    const Node *node =
        variables_by_serial(session, (uint64_t)number >> 2 * PART_BITS);
    long parts[] = {number >> PART_BITS & PART_MASK, number & PART_MASK};
    if (!node || number < 0) return false;
    *ret = variables_thing(node);
    for (int i = 0; i < 2 && parts[i]; i++) {
        if (!variables_has_parts(ret->type) ||
            parts[i] > (long)variables_part_count(ret->type))
            return false;
        *ret = variables_part(ret, (uint32_t)parts[i] - 1);
    }
    return variables_has_parts(ret->type);
}

void variables_list(Session *session, long number) {
    Listing *listing = mem_alloc(sizeof *listing);
    Thing whole;
    if (number == 0) variables_list_all(session, listing);
    else if (variables_find(session, number, &whole))
        variables_list_parts(&whole, listing);
    report_record(session, RECORD_LISTED, listing->fields, listing->count);
    arena_clear(&listing->arena);
    free(listing);
}

/* --- the whole of one ---------------------------------------------------- */

static size_t variables_faces(const Node *node, nb_mime faces[2]) {
    Thing thing = variables_thing(node);
    Buf plain = {0}, html = {0};
    Grid grid;
    bool is_grid = grid_of(thing.type, thing.at, &grid);
    type_print(thing.type, node->name, &plain);
    doc_escape_html(buf_view(&plain), &html);
    buf_printf(&plain, " = ");
    if (is_grid) grid_short(&grid, &plain);
    else if (variables_is_freed(&thing)) buf_printf(&plain, "freed");
    else show_text(thing.type, thing.at, 0, &plain);
    Str text = buf_view(&plain);
    Buf page = {0};
    if (is_grid) {
        buf_printf(&page, "<p><code>%.*s</code></p>\n",
                   STR_ARG(buf_view(&html)));
        grid_html(&grid, &page);
    } else {
        buf_printf(&page, "<pre>");
        doc_escape_html(text, &page);
        buf_printf(&page, "</pre>\n");
    }
    buf_done(&html);
    faces[0] = (nb_mime){"text/plain", buf_take(&plain)};
    faces[1] = (nb_mime){"text/html", buf_take(&page)};
    return 2;
}

void variables_show(Session *session, Str name) {
    const Node *node = graph_find(&session->graph, SPACE_ORDINARY, name);
    bool is_known = node && variables_is_shown(node);
    nb_mime faces[2];
    size_t count = is_known ? variables_faces(node, faces) : 0;
    Str found = count ? STR("1") : STR("0");
    report_bundle(session, RECORD_INSPECTED, &found, 1, faces, count);
    for (size_t i = 0; i < count; i++) free((char *)(uintptr_t)faces[i].data);
}
