#include "assist/complete.h"

#include "assist/latex.h"
#include "assist/names.h"
#include "assist/paths.h"
#include "assist/spot.h"
#include "cell/lexer.h"

typedef struct Completing {
    const Assist *assist;
    Str text;
    Spot spot;
    Str prefix;
    Outline *outline;
    Outline *whole; /* empty so far */
    Matches *matches;
} Completing;

/* --- fixed lists --------------------------------------------------------- */

static void complete_word(const Completing *completing, Str word,
                          const char *type, const char *signature) {
    const Match match = {.text = word, .type = type, .scope = MATCH_SESSION,
                         .fit = FIT_UNKNOWN, .signature = str_of(signature)};
    if (str_starts_with(word, completing->prefix))
        matches_add(completing->matches, &match);
}

static void complete_directive(const Completing *completing) {
    static const char *const words[] = {
        "include", "define", "undef",  "if",    "ifdef", "ifndef",
        "elif",    "else",   "endif",  "error", "line",  "pragma",
        "include_next"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        complete_word(completing, str_of(words[i]), "keyword", "");
    matches_sort(completing->matches);
}

/* Behind %help: what it can tell about, with or without its sign. */
static void complete_magic_name(const Completing *completing) {
    const Assist *assist = completing->assist;
    bool has_sign = str_starts_with(completing->prefix, STR("%"));
    for (size_t i = 0; i < assist->magic_count; i++) {
        const char *usage = assist->magics[i].usage;
        size_t sign = has_sign ? 0 : strspn(usage, "%");
        complete_word(completing,
                      (Str){usage + sign, strcspn(usage, " ") - sign}, "magic",
                      assist->magics[i].help);
    }
    matches_sort(completing->matches);
}

static void complete_magic(const Completing *completing) {
    const Assist *assist = completing->assist;
    for (size_t i = 0; i < assist->magic_count; i++) {
        const char *usage = assist->magics[i].usage;
        complete_word(completing, (Str){usage, strcspn(usage, " ")}, "magic",
                      assist->magics[i].help);
    }
    matches_sort(completing->matches);
}

static void complete_sign(void *context, Str name, Str sign) {
    const Completing *completing = context;
    Arena *arena = completing->matches->arena;
    bool is_all = name.len + 1 == completing->prefix.len;
    const Match match = {
        .text = is_all ? sign : arena_printf(arena, "\\%.*s", STR_ARG(name)),
        .type = "sign", .scope = MATCH_SESSION, .fit = is_all ? FIT_SAME : FIT_UNKNOWN,
        .signature = sign};
    matches_add(completing->matches, &match);
}

/* The name of a sign gives the sign; the beginning of one gives the names. */
static void complete_latex(const Completing *completing) {
    Str name = completing->prefix;
    name.text++;
    name.len--;
    if (name.len) latex_each(name, complete_sign, (void *)(uintptr_t)completing);
    matches_sort(completing->matches);
}

/* --- paths --------------------------------------------------------------- */

static bool complete_names_path(Str name) {
    static const char *const words[] = {"path", "file", "dir"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (memmem(name.text, name.len, words[i], strlen(words[i])))
            return true;
    return false;
}

/* What the header calls the argument tells what it is for. */
static bool complete_takes_path(const Completing *completing) {
    Outline *outline = completing->outline;
    uint32_t commas, end = outline->raw_count;
    uint32_t open = outline_around(outline, end, &commas);
    uint32_t callee = open < end ? object_callee(outline, open) : open;
    if (callee == open) return false;
    const Macro *macro = outline_macro(outline, outline->raw[callee].text);
    if (macro && macro->is_function)
        return commas < macro->param_count &&
               complete_names_path(macro->params[commas]);
    const Type *type = outline_type(outline, callee, open);
    type = type ? type_strip(type) : NULL;
    if (type && type->kind == TYPE_POINTER) type = type_strip(type->target);
    return type && type->kind == TYPE_FUNCTION && commas < type->param_count &&
           complete_names_path(type->params[commas].name);
}

/* A plain text is none of our business. */
static void complete_text(const Completing *completing) {
    bool is_path = str_has(completing->prefix, '/') &&
                   !str_has(completing->prefix, ' ');
    if (!is_path) is_path = complete_takes_path(completing);
    if (is_path) paths_add(completing->prefix, completing->matches);
}

/* Behind a magic: files, and for those that take a name, names. */
static void complete_words(const Completing *completing) {
    Str line = {completing->text.text + completing->spot.open,
                completing->text.len - completing->spot.open};
    if (str_starts_with(line, STR("%help "))) {
        complete_magic_name(completing);
        return;
    }
    bool takes_names = str_starts_with(line, STR("%asm")) ||
                       str_starts_with(line, STR("%time"));
    if (!takes_names) {
        paths_add(completing->prefix, completing->matches);
        return;
    }
    const Naming naming = {.graph = completing->assist->graph,
                           .outline = completing->outline,
                           .prefix = completing->prefix,
                           .text = completing->text,
                           .matches = completing->matches};
    names_add(&naming);
    matches_sort(completing->matches);
}

/* --- members ------------------------------------------------------------- */

static void complete_members_of(const Completing *completing, const Type *type) {
    const Tag *tag = type_tag(type_strip(type));
    Matches *matches = completing->matches;
    for (uint32_t i = 0; i < tag->member_count; i++) {
        const Member *member = &tag->members[i];
        TypeKind kind = (TypeKind)type_strip(member->type)->kind;
        bool is_record = kind == TYPE_STRUCT || kind == TYPE_UNION;
        if (!member->name.len && is_record)
            complete_members_of(completing, member->type);
        if (!str_starts_with(member->name, completing->prefix)) continue;
        Buf text = {0};
        type_print(member->type, member->name, &text);
        /* They keep the order in which the struct has them. */
        const Match match = {
            .text = member->name, .type = "member", .scope = MATCH_LOCAL,
            .fit = FIT_UNKNOWN, .use = UINT32_MAX - matches->count,
            .signature = arena_dup(matches->arena, buf_view(&text))};
        matches_add(matches, &match);
        buf_done(&text);
    }
}

static bool complete_members(const Completing *completing) {
    Outline *outline = completing->outline;
    if (!outline->raw_count) return false;
    uint32_t op = outline->raw_count - 1;
    bool is_dot = token_is(&outline->raw[op], PUNCT_DOT);
    if (!is_dot && !token_is(&outline->raw[op], PUNCT_ARROW)) return false;
    const Type *type = is_dot ? object_designated(outline, op) : NULL;
    if (!type) type = object_before(outline, op);
    if (type) complete_members_of(completing, type);
    matches_sort(completing->matches);
    return true;
}

/* --- code ---------------------------------------------------------------- */

static bool complete_is_type_word(const Outline *outline, const Token *token) {
    if (lexer_is_type_word(token)) return !token_is(token, KW_STRUCT);
    if (!parse_is_name(token)) return false;
    const Symbol *symbol = parse_find(&outline->parser, token->text);
    return symbol && symbol->kind == SYMBOL_TYPEDEF;
}

/* Behind `double` or `gsl_vector *` somebody gives a new thing its name. */
static bool complete_is_new_name(const Outline *outline) {
    uint32_t at = outline->raw_count;
    bool has_star = false;
    while (at > 0 && token_is(&outline->raw[at - 1], PUNCT_STAR))
        at--, has_star = true;
    if (at == 0) return false;
    const Token *token = &outline->raw[at - 1];
    if (token_is(token, KW_CONST)) return has_star;
    return complete_is_type_word(outline, token);
}

static TokenId complete_tag_word(const Outline *outline) {
    if (!outline->raw_count) return ID_NONE;
    TokenId id = (TokenId)outline->raw[outline->raw_count - 1].id;
    bool is_tag = id == KW_STRUCT || id == KW_UNION || id == KW_ENUM;
    return is_tag ? id : ID_NONE;
}

/* `unsigned lo`: the words of a type may follow each other. */
static void complete_new_name(const Completing *completing) {
    static const char *const words[] = {"char", "double", "int", "long",
                                        "short", "unsigned", "const"};
    for (size_t i = 0; completing->prefix.len && i < sizeof words / sizeof *words;
         i++)
        complete_word(completing, str_of(words[i]), "keyword", "");
}

static bool complete_is_number(const Completing *completing) {
    const Outline *outline = completing->outline;
    if (!outline->raw_count) return false;
    const Token *last = &outline->raw[outline->raw_count - 1];
    return last->kind == TOK_NUMBER && last->span.end == completing->spot.begin;
}

/* The cell without the word at the cursor, which declares nothing. */
static Outline *complete_whole(const Completing *completing) {
    Str text = completing->text;
    Spot spot = completing->spot;
    size_t rest = spot.end;
    while (rest < text.len && strchr(" \t\n", text.text[rest])) rest++;
    if (rest == text.len) return NULL;
    Buf others = {0};
    buf_add(&others, text.text, spot.begin);
    for (size_t i = spot.begin; i < spot.end; i++) buf_add_char(&others, ' ');
    buf_add(&others, text.text + spot.end, text.len - spot.end);
    outline_make(completing->assist->graph, buf_view(&others),
                 completing->whole);
    buf_done(&others);
    return completing->whole;
}

static void complete_code(const Completing *completing) {
    Outline *outline = completing->outline;
    if (complete_is_number(completing)) return;
    if (!completing->spot.in_define && complete_members(completing)) return;
    Naming naming = {.graph = completing->assist->graph,
                     .outline = outline,
                     .prefix = completing->prefix,
                     .tag = complete_tag_word(outline),
                     .text = completing->text,
                     .matches = completing->matches};
    if (completing->spot.is_macro) naming.of = NAMES_MACROS;
    else if (completing->spot.in_define) naming.tag = ID_NONE;
    else if (naming.tag) naming.of = NAMES_TAGS;
    else if (complete_is_new_name(outline)) {
        complete_new_name(completing);
        return;
    }
    if (naming.of == NAMES_ANY && !completing->spot.in_define)
        naming.wanted = object_wanted(outline);
    naming.whole = complete_whole(completing);
    names_add(&naming);
    matches_sort(completing->matches);
}

/* --- the whole ----------------------------------------------------------- */

static void complete_at(const Completing *completing) {
    switch (completing->spot.kind) {
    case SPOT_CODE: complete_code(completing); break;
    case SPOT_TEXT: complete_text(completing); break;
    case SPOT_INCLUDE:
        paths_add_headers(completing->assist, completing->prefix,
                          completing->spot.is_quoted, completing->matches);
        break;
    case SPOT_DIRECTIVE: complete_directive(completing); break;
    case SPOT_MAGIC: complete_magic(completing); break;
    case SPOT_WORDS: complete_words(completing); break;
    case SPOT_LATEX: complete_latex(completing); break;
    case SPOT_NOWHERE: break;
    }
}

void complete_make(const Assist *assist, Str text, size_t at, Completion *ret) {
    *ret = (Completion){0};
    Spot spot = spot_find(text, at);
    Matches *matches = &ret->matches;
    matches->arena = &ret->outline.arena;
    matches->begin = spot.begin;
    matches->end = spot.end;
    if (spot.kind == SPOT_NOWHERE) return;
    /* The text is seen up to the word, or up to the quote before it. */
    size_t cut = spot.kind == SPOT_TEXT ? spot.open : spot.begin;
    outline_make(assist->graph, (Str){text.text, cut}, &ret->outline);
    const Completing completing = {
        assist, text, spot, {text.text + spot.begin, spot.at - spot.begin},
        &ret->outline, &ret->whole, matches};
    complete_at(&completing);
    matches_finish(matches);
}

void complete_done(Completion *completion) {
    matches_done(&completion->matches);
    outline_done(&completion->outline);
    outline_done(&completion->whole);
}
