#include "assist/names.h"

#include "cell/lexer.h"

enum {
    NAMES_FEW = 100,   /* preloaded names that are shown one by one */
    NAMES_GROUP = 3    /* more are shown as their common beginning */
};

/* glibc has each function again for types that cells do not have: sinf64x. */
static bool names_is_variant(Str name) {
    static const char *const ends[] = {"f32", "f64", "f128", "f32x", "f64x"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t len = strlen(ends[i]);
        if (name.len > len && name.text[0] != '_' &&
            memcmp(name.text + name.len - len, ends[i], len) == 0)
            return true;
    }
    return false;
}

/* Names with a leading underscore are for the reader who asks for them, and
 * so are those within the runtime. */
static bool names_is_private(Str name, Str prefix) {
    if (name.text[0] == '_') return !(prefix.len && prefix.text[0] == '_');
    return (str_starts_with(name, STR("nb__")) ||
            str_starts_with(name, STR("NB__"))) &&
           prefix.len < sizeof "nb__" - 1;
}

static bool names_begins(const Naming *naming, Str name) {
    return name.len && str_starts_with(name, naming->prefix) &&
           !names_is_private(name, naming->prefix);
}

/* --- uses ---------------------------------------------------------------- */

static void names_count(Map *uses, Str word) {
    uintptr_t count = (uintptr_t)map_get(uses, word);
    map_set(uses, word, (void *)(count + 1));
}

/* In the text of the cell, without the word that is being typed, and by the
 * definitions of the session. */
static void names_count_uses(const Naming *naming, Map *uses) {
    Lexer lexer;
    Token token;
    Arena *arena = naming->matches->arena;
    const Source *source = source_new(
        STR("cell"), arena_dup(arena, naming->text), false, arena);
    lexer_init(&lexer, source, arena);
    while ((token = lexer_next(&lexer)).kind != TOK_END)
        if (parse_is_name(&token) &&
            token.span.begin != naming->matches->begin)
            names_count(uses, token.text);
    for (int space = 0; space < SPACE_KINDS; space++) {
        size_t at = 0;
        const MapEntry *entry;
        while ((entry = map_next(&naming->graph->nodes[space], &at))) {
            const Node *node = entry->value;
            for (uint32_t i = 0; i < node->need_count; i++)
                if (str_starts_with(node->needs[i].name, naming->prefix))
                    names_count(uses, node->needs[i].name);
        }
    }
}

static void names_set_uses(const Naming *naming) {
    Map uses = {0};
    Matches *matches = naming->matches;
    names_count_uses(naming, &uses);
    for (uint32_t i = 0; i < matches->count; i++)
        matches->rows[i].use =
            (uint32_t)(uintptr_t)map_get(&uses, matches->rows[i].text);
    map_done(&uses);
}

/* --- the text itself ----------------------------------------------------- */

static bool names_is_tag(TokenId tag, uint8_t kind) {
    return (tag == KW_STRUCT && kind == TYPE_STRUCT) ||
           (tag == KW_UNION && kind == TYPE_UNION) ||
           (tag == KW_ENUM && kind == TYPE_ENUM);
}

static void names_add_symbol(const Naming *naming, const Symbol *symbol,
                             MatchScope scope, uint32_t level) {
    if (naming->of == NAMES_TYPES && symbol->kind != SYMBOL_TYPEDEF) return;
    const Match match = {
        .text = symbol->name,
        .type = match_type(symbol->kind),
        .symbol = symbol,
        .scope = scope,
        .level = level,
        .fit = match_fit(naming->wanted, symbol, naming->matches->arena)};
    matches_add(naming->matches, &match);
}

static void names_visit(void *context, const Symbol *symbol, Tag *tag,
                        uint32_t level) {
    const Naming *naming = context;
    if (!names_begins(naming, symbol->name)) return;
    MatchScope scope = level ? MATCH_LOCAL : MATCH_CELL;
    bool wants_tag = naming->of == NAMES_TAGS;
    if (!tag && !wants_tag) names_add_symbol(naming, symbol, scope, level);
    if (!tag || !wants_tag || tag->is_anonymous ||
        !names_is_tag(naming->tag, tag->kind))
        return;
    const Match match = {.text = tag->name, .type = "type", .scope = scope,
                         .level = level, .fit = FIT_UNKNOWN};
    matches_add(naming->matches, &match);
}

/* Functions that the cell defines further down may be called already. */
static void names_visit_later(void *context, const Symbol *symbol, Tag *tag,
                              uint32_t level) {
    if (!level) names_visit(context, symbol, tag, level);
}

/* "#define SQ(x) ((x) * (x))" without the first word, on one line. */
static Str names_macro_signature(Str text, Arena *arena) {
    enum { LONGEST = 100 };
    if (str_starts_with(text, STR("#define ")))
        text = (Str){text.text + 8, text.len - 8};
    Str line = str_next(&text, '\n');
    if (line.len <= LONGEST) return line;
    return arena_printf(arena, "%.*s...", STR_ARG(str_cut(line, LONGEST)));
}

static void names_add_macro(const Naming *naming, Str name, Str text,
                            MatchScope scope) {
    if (!names_begins(naming, name)) return;
    const Match match = {
        .text = name,
        .type = "macro",
        .scope = scope,
        .fit = FIT_UNKNOWN,
        .signature = names_macro_signature(text, naming->matches->arena)};
    matches_add(naming->matches, &match);
}

static void names_add_own_macros(const Naming *naming) {
    const Preprocessed *pre = &naming->outline->pre;
    for (uint32_t i = 0; i < pre->event_count; i++)
        if (pre->events[i].kind == EVENT_DEFINE)
            names_add_macro(naming, pre->events[i].name,
                            pre->events[i].macro->text, MATCH_CELL);
}

/* --- the session --------------------------------------------------------- */

static void names_add_node(const Naming *naming, const Node *node) {
    /* A header's declarations count, a cell's wait for a body. */
    bool is_there = node->is_defined || !node->source->is_cell;
    if (!names_begins(naming, node->name) || !is_there) return;
    if (node->kind == NODE_MACRO && node->macro && naming->of != NAMES_TAGS)
        names_add_macro(naming, node->name, node->macro->text, MATCH_SESSION);
    bool is_name = node->space == SPACE_ORDINARY;
    if (is_name && naming->of != NAMES_MACROS && naming->of != NAMES_TAGS)
        names_add_symbol(naming, &node->symbol, MATCH_SESSION, 0);
    bool is_tag = node->kind == NODE_TAG && naming->of == NAMES_TAGS &&
                  !node->tag->is_anonymous &&
                  names_is_tag(naming->tag, node->tag->kind);
    const Match tag = {.text = node->name, .type = "type",
                       .scope = MATCH_SESSION, .fit = FIT_UNKNOWN};
    if (is_tag) matches_add(naming->matches, &tag);
}

static void names_add_session(const Naming *naming) {
    for (int space = 0; space < SPACE_KINDS; space++) {
        size_t at = 0;
        const MapEntry *entry;
        while ((entry = map_next(&naming->graph->nodes[space], &at)))
            names_add_node(naming, entry->value);
    }
}

/* --- keywords ------------------------------------------------------------ */

static void names_add_keywords(const Naming *naming) {
    if (naming->of == NAMES_MACROS || naming->of == NAMES_TAGS ||
        !naming->prefix.len)
        return;
    for (uint32_t id = KW_AUTO; id <= KW_STATIC_ASSERT; id++) {
        Str word = lexer_spelling((TokenId)id);
        const Match match = {.text = word, .type = "keyword",
                             .scope = MATCH_KEYWORD, .fit = FIT_UNKNOWN};
        if (names_begins(naming, word)) matches_add(naming->matches, &match);
    }
}

/* --- the preloaded headers ----------------------------------------------- */

/* In C a name is in one space, and asking for one does not give another. */
static bool names_wants(const Naming *naming, const PreloadName *name) {
    bool is_macro = name->space == SPACE_MACRO;
    switch (naming->of) {
    case NAMES_MACROS: return is_macro;
    case NAMES_TAGS: return name->space == SPACE_TAG;
    case NAMES_TYPES: return is_macro || name->kind == SYMBOL_TYPEDEF;
    default: return name->space != SPACE_TAG;
    }
}

static bool names_is_of_runtime(const PreloadName *name) {
    Str file = preload_item_file(preload_item(name->item));
    return str_starts_with(file, STR("nabla"));
}

static void names_add_row(const Naming *naming, const PreloadName *name,
                          bool is_parsed) {
    Str text = preload_name_text(name);
    Graph *graph = naming->graph;
    MatchScope scope = names_is_of_runtime(name) ? MATCH_RUNTIME
                                                 : MATCH_LIBRARY;
    if (name->space == SPACE_MACRO) {
        names_add_macro(naming, text,
                        preload_item_text(preload_item(name->item)), scope);
        return;
    }
    const Symbol *symbol = is_parsed && name->space == SPACE_ORDINARY
                               ? graph_symbol(graph, text)
                               : NULL;
    const Match match = {
        .text = text,
        .type = name->space == SPACE_TAG ? "type"
                                         : match_type((SymbolKind)name->kind),
        .symbol = symbol,
        .scope = scope,
        .fit = match_fit(naming->wanted, symbol, naming->matches->arena)};
    matches_add(naming->matches, &match);
}

/* Up to and with the next underscore behind the prefix: "gsl_vector_". */
static Str names_stem(Str name, Str prefix) {
    for (size_t i = prefix.len + 1; i < name.len; i++)
        if (name.text[i] == '_') return (Str){name.text, i + 1};
    return name;
}

static bool names_counts(const Naming *naming, uint32_t row) {
    const PreloadName *name = preload_name(row);
    Str text = preload_name_text(name);
    return names_wants(naming, name) && !names_is_variant(text) &&
           !names_is_private(text, naming->prefix);
}

/* The row behind the last that begins with this stem. */
static uint32_t names_stem_end(const Naming *naming, uint32_t row,
                               uint32_t last, Str stem, uint32_t *ret_count) {
    *ret_count = 0;
    for (; row < last; row++) {
        if (!str_starts_with(preload_name_text(preload_name(row)), stem)) break;
        *ret_count += names_counts(naming, row);
    }
    return row;
}

/* Thousands of names say nothing: what begins alike is one match then. */
static void names_add_stems(const Naming *naming, uint32_t first,
                            uint32_t last) {
    for (uint32_t row = first; row < last;) {
        Str name = preload_name_text(preload_name(row));
        Str stem = names_stem(name, naming->prefix);
        uint32_t count,
            end = names_stem_end(naming, row, last, stem, &count);
        if (count > NAMES_GROUP && stem.len < name.len) {
            const Match match = {
                .text = stem, .type = "names", .fit = FIT_UNKNOWN,
                .scope = names_is_of_runtime(preload_name(row))
                             ? MATCH_RUNTIME
                             : MATCH_LIBRARY,
                .signature = arena_printf(naming->matches->arena,
                                          "%u names begin so", count)};
            matches_add(naming->matches, &match);
            row = end;
            continue;
        }
        if (names_counts(naming, row))
            names_add_row(naming, preload_name(row), false);
        row++;
    }
}

static void names_add_enumerators(const Naming *naming, const Tag *tag) {
    for (uint32_t i = 0; i < tag->enumerator_count; i++) {
        Str name = tag->enumerators[i].name;
        const Symbol *symbol = parse_find(&naming->outline->parser, name);
        const Match match = {.text = name, .type = "constant",
                             .symbol = symbol, .scope = MATCH_LIBRARY,
                             .fit = FIT_SAME};
        if (names_begins(naming, name)) matches_add(naming->matches, &match);
    }
}

/* With nothing typed, only what fits the place: the constants of the enum, the
 * variables of the very type that is wanted. */
static void names_add_fitting(const Naming *naming) {
    if (!naming->wanted || naming->of != NAMES_ANY) return;
    const Type *bare = type_strip(naming->wanted);
    if (bare->kind == TYPE_ENUM) names_add_enumerators(naming, type_tag(bare));
    if (bare->kind != TYPE_POINTER) return;
    for (uint32_t row = 0; row < preload_header()->name_count; row++) {
        const PreloadName *name = preload_name(row);
        Str text = preload_name_text(name);
        if (name->space != SPACE_ORDINARY || name->kind != SYMBOL_VARIABLE ||
            !names_begins(naming, text))
            continue;
        const Symbol *symbol = graph_symbol(naming->graph, text);
        if (match_fit(naming->wanted, symbol, naming->matches->arena) == FIT_SAME)
            names_add_row(naming, name, true);
    }
}

static void names_add_preloaded(const Naming *naming) {
    uint32_t first, last, count = 0;
    if (!naming->prefix.len) {
        names_add_fitting(naming);
        return;
    }
    preload_prefix(naming->prefix, &first, &last);
    for (uint32_t row = first; row < last; row++)
        count += names_counts(naming, row);
    if (count > NAMES_FEW) {
        names_add_stems(naming, first, last);
        return;
    }
    for (uint32_t row = first; row < last; row++)
        if (names_counts(naming, row))
            names_add_row(naming, preload_name(row), true);
}

void names_add(const Naming *naming) {
    void *context = (void *)(uintptr_t)naming;
    bool has_names = naming->of != NAMES_MACROS;
    if (has_names)
        parse_each_name(&naming->outline->parser, names_visit, context);
    if (has_names && naming->whole)
        parse_each_name(&naming->whole->parser, names_visit_later, context);
    if (naming->of != NAMES_TAGS) names_add_own_macros(naming);
    names_add_session(naming);
    names_add_keywords(naming);
    names_add_preloaded(naming);
    names_set_uses(naming);
}
