#include "cell/tag.h"

#include <stdlib.h>

#include "cell/attribute.h"
#include "cell/beyond.h"
#include "cell/declarator.h"
#include "cell/expr.h"
#include "cell/slip.h"
#include "cell/specifier.h"
#include "cell/statement.h"

enum {
    WIDEST_FIELD = 64
};

typedef struct Members {
    Member *list;
    uint32_t count;
} Members;

static void members_add(Parser *parser, Members *members, Member member) {
    members->list = parse_grow(parser->arena, members->list, members->count,
                               sizeof *members->list);
    members->list[members->count++] = member;
}

/* --- struct and union ---------------------------------------------------- */

static bool tag_bit_width(Parser *parser, Member *member) {
    Expr width;
    if (!expr_parse_conditional(parser, &width)) return false;
    member->is_bit_field = true;
    if (width.is_constant && width.value >= 0 && width.value <= WIDEST_FIELD)
        member->bit_width = (uint8_t)width.value;
    return true;
}

/* TinyCC takes two members of one name, and finds the first only. */
static bool members_have(const Members *members, Str name) {
    enum {
        MOST = 500 /* the last ones: a reader's mistake is not far away */
    };
    uint32_t first = members->count > MOST ? members->count - MOST : 0;
    for (uint32_t i = first; i < members->count; i++)
        if (str_equals(members->list[i].name, name)) return true;
    return false;
}

/* One name of a line of members: `*next`, `flags : 3`, `: 0`. */
static bool tag_member(Parser *parser, const Specifiers *specifiers,
                       Members *members) {
    Declared declared = {.type = specifiers->type};
    Attributes attributes = specifiers->attributes;
    if (!attribute_parse(parser, &attributes)) return false;
    if (!token_is(parse_peek(parser, 0), PUNCT_COLON) &&
        !declarator_parse(parser, specifiers->type, DECLARATOR_NAMED,
                          &declared))
        return false;
    if (declared.name.len && members_have(members, declared.name))
        return parse_problem(parser, &parser->tokens[declared.name_token],
                             "there is a member '%.*s' already: each one needs "
                             "a name of its own",
                             STR_ARG(declared.name));
    Member member = {.name = declared.name, .type = declared.type};
    if (parse_accept(parser, PUNCT_COLON) && !tag_bit_width(parser, &member))
        return false;
    if (!attribute_parse(parser, &attributes)) return false;
    /* Of a member `aligned` can only ask for more; TinyCC gives less. */
    uint64_t size;
    uint32_t natural;
    if (attributes.align && !attributes.is_packed &&
        type_layout(member.type, &size, &natural) &&
        attributes.align < natural) {
        beyond_note(parser, parse_peek(parser, 0), BEYOND_ATTRIBUTE);
        attributes.align = 0;
    }
    member.type = attribute_apply(member.type, &attributes, parser->arena);
    member.is_packed = attributes.is_packed;
    members_add(parser, members, member);
    return true;
}

/* A line of members up to its `;`. */
static bool tag_member_line(Parser *parser, Members *members) {
    Specifiers specifiers;
    if (!specifier_starts(parser, 0)) {
        if (parse_is_name(parse_peek(parser, 0)))
            return slip_unknown_type(parser, parse_peek(parser, 0));
        return parse_unexpected(parser, "a member of the struct or '}'");
    }
    if (!specifier_parse(parser, true, &specifiers)) return false;
    if (parse_accept(parser, PUNCT_SEMICOLON)) {
        const Type *type = type_strip(specifiers.type);
        bool is_inner = type->kind == TYPE_STRUCT || type->kind == TYPE_UNION;
        if (is_inner && type->tag->is_anonymous) {
            Member member = {.type = attribute_apply(specifiers.type,
                                                     &specifiers.attributes,
                                                     parser->arena)};
            members_add(parser, members, member);
        }
        return true;
    }
    do {
        if (!tag_member(parser, &specifiers, members)) return false;
    } while (parse_accept(parser, PUNCT_COMMA));
    return parse_expect(parser, PUNCT_SEMICOLON);
}

static bool tag_members(Parser *parser, Members *members) {
    uint32_t open = parser->at++;
    for (;;) {
        const Token *token = parse_peek(parser, 0);
        if (token_is(token, PUNCT_RBRACE) || token->kind == TOK_END) break;
        if (parse_accept(parser, PUNCT_SEMICOLON)) continue;
        if (statement_skip_pragma(parser)) continue;
        bool is_fine = token_is(token, KW_STATIC_ASSERT)
                           ? statement_static_assert(parser)
                           : tag_member_line(parser, members);
        if (!is_fine) return false;
    }
    return parse_close(parser, PUNCT_RBRACE, open);
}

static bool tag_struct_body(Parser *parser, Tag *tag, Attributes *attributes) {
    Members members = {0};
    tag->pack = parser->pack;
    if (!tag_members(parser, &members)) return false;
    tag->body_end = parser->at;
    if (!attribute_parse(parser, attributes)) return false;
    tag->is_packed = attributes->is_packed;
    tag->align = attributes->align;
    type_lay_out_tag(tag, members.list, members.count);
    return true;
}

/* --- enum ---------------------------------------------------------------- */

typedef struct EnumBody {
    Enumerator *list;
    uint32_t count;
    int64_t next; /* value of the next one without `=` */
    bool is_known;
    bool is_negative;    /* a value is below zero */
    bool is_beyond_int;  /* a value is no int */
    bool is_beyond_uint; /* a value is no unsigned int */
} EnumBody;

static bool enum_value(Parser *parser, EnumBody *body) {
    if (!parse_accept(parser, PUNCT_ASSIGN)) return true;
    Expr value;
    if (!expr_parse_conditional(parser, &value)) return false;
    body->is_known = value.is_constant;
    body->next = value.value;
    return true;
}

/* A constant whose value cannot be told is some int to those who use it. */
static void enum_declare(Parser *parser, const EnumBody *body, Str name) {
    bool is_int = body->next == (int32_t)body->next;
    Symbol symbol = {.kind = SYMBOL_CONSTANT,
                     .name = name,
                     .type = type_basic(is_int ? TYPE_INT : TYPE_LONG),
                     .value = body->next};
    if (!body->is_known) symbol.kind = SYMBOL_VARIABLE;
    parse_declare(parser, &symbol);
}

static bool enum_one(Parser *parser, EnumBody *body) {
    const Token *token = parse_peek(parser, 0);
    Attributes unused = {0};
    if (!parse_is_name(token))
        return parse_unexpected(parser, "the name of a constant or '}'");
    parser->at++;
    if (!attribute_parse(parser, &unused)) return false;
    if (!enum_value(parser, body)) return false;
    body->list =
        parse_grow(parser->arena, body->list, body->count, sizeof *body->list);
    body->list[body->count++] = (Enumerator){token->text, body->next};
    body->is_negative |= body->next < 0;
    body->is_beyond_int |= body->next != (int32_t)body->next;
    body->is_beyond_uint |= body->next != (int64_t)(uint32_t)body->next;
    enum_declare(parser, body, token->text);
    body->next = (int64_t)((uint64_t)body->next + 1);
    return true;
}

/* The integer type of the enum: unsigned unless a value is negative, and as
 * wide as its values ask. */
static TypeKind enum_basic(const EnumBody *body) {
    if (body->is_negative) return body->is_beyond_int ? TYPE_LONG : TYPE_INT;
    return body->is_beyond_uint ? TYPE_ULONG : TYPE_UINT;
}

/* Constants are int where they fit, else of the enum's type. */
static void enum_widen(Parser *parser, const EnumBody *body, TypeKind basic) {
    for (uint32_t i = 0; i < body->count; i++) {
        int64_t value = body->list[i].value;
        const Symbol *symbol = parse_find(parser, body->list[i].name);
        if (value == (int32_t)value || symbol->kind != SYMBOL_CONSTANT)
            continue;
        bool is_uint = !body->is_negative && value == (int64_t)(uint32_t)value;
        Symbol wide = *symbol;
        wide.type = type_basic(is_uint ? TYPE_UINT : basic);
        parse_declare(parser, &wide);
    }
}

/* With __attribute__((packed)); TinyCC does not know it. */
static TypeKind enum_smallest(const EnumBody *body) {
    int64_t low = 0, high = 0;
    for (uint32_t i = 0; i < body->count; i++) {
        if (body->list[i].value < low) low = body->list[i].value;
        if (body->list[i].value > high) high = body->list[i].value;
    }
    if (low >= 0 && high <= UINT8_MAX) return TYPE_UCHAR;
    if (low >= 0 && high <= UINT16_MAX) return TYPE_USHORT;
    if (low >= INT8_MIN && high <= INT8_MAX && low < 0) return TYPE_SCHAR;
    if (low >= INT16_MIN && high <= INT16_MAX && low < 0) return TYPE_SHORT;
    return enum_basic(body);
}

static void enum_complete(Parser *parser, Tag *tag, const EnumBody *body,
                          bool is_packed) {
    TypeKind basic = enum_basic(body);
    tag->basic = (uint8_t)basic;
    tag->enumerators = body->list;
    tag->enumerator_count = body->count;
    if (is_packed) tag->basic = (uint8_t)enum_smallest(body);
    tag->is_packed = is_packed;
    (void)type_layout(type_basic((TypeKind)tag->basic), &tag->size,
                      &tag->align);
    tag->is_complete = true;
    enum_widen(parser, body, basic);
}

static bool tag_enum_body(Parser *parser, Tag *tag, Attributes *attributes) {
    EnumBody body = {.is_known = true};
    uint32_t open = parser->at++;
    while (!token_is(parse_peek(parser, 0), PUNCT_RBRACE)) {
        if (parse_peek(parser, 0)->kind == TOK_END) break;
        if (!enum_one(parser, &body)) return false;
        if (!parse_accept(parser, PUNCT_COMMA)) break;
    }
    if (!parse_close(parser, PUNCT_RBRACE, open)) return false;
    tag->body_end = parser->at;
    if (!attribute_parse(parser, attributes)) return false;
    if (attributes->is_packed)
        beyond_note(parser, &parser->tokens[open], BEYOND_ATTRIBUTE);
    enum_complete(parser, tag, &body, attributes->is_packed);
    return true;
}

/* --- the tag itself ------------------------------------------------------ */

static Tag *tag_new(Parser *parser, TypeKind kind, Str name) {
    Tag *tag = ARENA_NEW(parser->arena, Tag);
    tag->kind = (uint8_t)kind;
    tag->name = name;
    if (name.len) parse_declare_tag(parser, tag);
    return tag;
}

static void tag_note(Parser *parser, Tag *tag) {
    parser->tags = parse_grow(parser->arena, parser->tags, parser->tag_count,
                              sizeof(Tag *));
    parser->tags[parser->tag_count++] = tag;
}

static void tag_note_forward(Parser *parser, Tag *tag) {
    parser->forward_tags = parse_grow(parser->arena, parser->forward_tags,
                                      parser->forward_count, sizeof(Tag *));
    parser->forward_tags[parser->forward_count++] = tag;
}

static int tag_body_order(const void *a, const void *b) {
    const Token *x = *(const Token *const *)a, *y = *(const Token *const *)b;
    size_t len = x->text.len < y->text.len ? x->text.len : y->text.len;
    int order = memcmp(x->text.text, y->text.text, len);
    return order ? order : (x->text.len > y->text.len) - (x->text.len < y->text.len);
}

static void tag_find_bodies(Parser *parser) {
    parser->bodies = parse_grow(parser->arena, NULL, 0, sizeof(Token *));
    for (const Token *at = parser->tokens; at->kind != TOK_END; at++) {
        bool is_tag = token_is(at, KW_STRUCT) || token_is(at, KW_UNION);
        if (!is_tag || !parse_is_name(&at[1]) || !token_is(&at[2], PUNCT_LBRACE))
            continue;
        parser->bodies = parse_grow(parser->arena, parser->bodies,
                                    parser->body_count, sizeof(Token *));
        parser->bodies[parser->body_count++] = &at[1];
    }
    qsort(parser->bodies, parser->body_count, sizeof(Token *), tag_body_order);
}

/* `typedef struct s s;` where the session has a struct s, and the cell another
 * one further down: that one is meant. */
static bool tag_comes_later(Parser *parser, Str name) {
    if (!parser->bodies) tag_find_bodies(parser);
    const Token wanted = {.text = name}, *key = &wanted;
    const Token *const *found =
        bsearch(&key, parser->bodies, parser->body_count, sizeof(Token *),
                tag_body_order);
    return found && *found > &parser->tokens[parser->at];
}

/* `struct s` without a body: one that is known, or a first mention. A whole
 * declaration `struct s;` means one of this very block. */
static Tag *tag_mention(Parser *parser, TypeKind kind, Str name) {
    bool is_alone = token_is(parse_peek(parser, 0), PUNCT_SEMICOLON);
    bool is_inner = parse_block_is_inner(parser);
    Tag *tag = parse_find_tag(parser, name, is_alone && is_inner);
    bool is_other = tag && !is_inner && kind != TYPE_ENUM &&
                    !parse_find_tag(parser, name, true) &&
                    tag_comes_later(parser, name);
    if (tag && tag->kind == kind && !is_other) return tag;
    tag = tag_new(parser, kind, name);
    tag_note_forward(parser, tag);
    return tag;
}

static Tag *tag_to_define(Parser *parser, TypeKind kind, Str name) {
    Tag *tag = name.len ? parse_find_tag(parser, name, true) : NULL;
    if (tag && tag->kind == kind && !tag->is_complete && !tag->body_begin)
        return tag;
    return tag_new(parser, kind, name);
}

static Str tag_made_up_name(Parser *parser) {
    Str prefix = parser->anonymous_prefix;
    return arena_printf(parser->arena, "%.*s%u", STR_ARG(prefix),
                        ++parser->anonymous_count);
}

static Tag *tag_define(Parser *parser, TypeKind kind, Str name,
                       Attributes *attributes) {
    Tag *tag = tag_to_define(parser, kind, name);
    if (!parse_enter(parser)) return NULL;
    tag->body_begin = parser->at;
    tag->is_anonymous = name.len == 0;
    Beyond outer = (Beyond)parser->beyond;
    const Token *outer_token = parser->beyond_token;
    parser->beyond = BEYOND_NOTHING;
    bool is_fine = kind == TYPE_ENUM ? tag_enum_body(parser, tag, attributes)
                                     : tag_struct_body(parser, tag, attributes);
    parse_leave(parser);
    tag->beyond = parser->beyond;
    beyond_note(parser, outer_token, outer);
    return is_fine ? tag : NULL;
}

static TypeKind tag_kind(TokenId keyword) {
    return keyword == KW_STRUCT  ? TYPE_STRUCT
           : keyword == KW_UNION ? TYPE_UNION
                                 : TYPE_ENUM;
}

const Type *tag_parse(Parser *parser, bool is_member) {
    uint32_t keyword = parser->at;
    TypeKind kind = tag_kind((TokenId)parser->tokens[keyword].id);
    Attributes attributes = {0};
    Str name = {0};
    parser->at++;
    if (!attribute_parse(parser, &attributes)) return NULL;
    if (parse_is_name(parse_peek(parser, 0)))
        name = parser->tokens[parser->at++].text;
    if (!token_is(parse_peek(parser, 0), PUNCT_LBRACE)) {
        if (name.len)
            return type_of_tag(tag_mention(parser, kind, name), parser->arena);
        parse_unexpected(parser, "a name or '{'");
        return NULL;
    }
    Tag *tag = tag_define(parser, kind, name, &attributes);
    if (!tag) return NULL;
    tag->keyword = keyword;
    bool stays_nameless = is_member && kind != TYPE_ENUM &&
                          token_is(parse_peek(parser, 0), PUNCT_SEMICOLON);
    if (name.len == 0 && !stays_nameless) {
        tag->name = tag_made_up_name(parser);
        parse_declare_tag(parser, tag);
    }
    tag_note(parser, tag);
    return type_of_tag(tag, parser->arena);
}
