#include "cell/initializer.h"

#include "cell/beyond.h"
#include "cell/dubious.h"
#include "cell/expr.h"
#include "cell/mend.h"
#include "cell/suspect.h"

enum {
    MASK_BITS = 64,
    DEEPEST = 127 /* C11 5.2.4.1 asks for 63 */
};

/* An array, struct or union that the walk is in; type NULL: unknown. */
typedef struct Frame {
    const Type *type;
    uint64_t next; /* element or member that comes next */
    uint64_t count;
    uint64_t taken; /* of a struct's first members: those with a value */
} Frame;

typedef struct Walk {
    Frame *frames; /* the first is what the braces initialise */
    uint32_t depth;
    uint64_t length; /* elements of the first that were reached */
    uint32_t steps;  /* of the last designator; 0: there was none yet */
    bool is_untold;
} Walk;

static bool initializer_braces(Parser *parser, const Type *type, Walk *walk);

/* --- the parts of a type ------------------------------------------------- */

static bool is_record(const Type *type) {
    return type->kind == TYPE_STRUCT || type->kind == TYPE_UNION;
}

static bool is_text_element(const Type *type) {
    TypeKind kind = type_kind(type);
    return kind == TYPE_CHAR || kind == TYPE_SCHAR || kind == TYPE_UCHAR ||
           kind == TYPE_INT || kind == TYPE_UINT || kind == TYPE_USHORT;
}

static Frame frame_of(const Type *type) {
    if (!type) return (Frame){.count = UINT64_MAX};
    type = type_strip(type);
    if (type->kind == TYPE_ARRAY) {
        bool is_known = type->extent == EXTENT_KNOWN;
        return (Frame){.type = type,
                       .count = is_known ? type->length : UINT64_MAX};
    }
    if (is_record(type)) {
        if (!type_tag(type)->is_complete) return (Frame){.count = UINT64_MAX};
        return (Frame){.type = type, .count = type_tag(type)->member_count};
    }
    if (type->kind == TYPE_VECTOR)
        return (Frame){.type = type, .count = type->length};
    if (type->kind == TYPE_UNKNOWN) return (Frame){.count = UINT64_MAX};
    return (Frame){.type = type, .count = 1};
}

/* Unnamed bit-fields are not initialised; of a union only one member is. */
static void frame_settle(Frame *frame) {
    if (!frame->type || frame->type->kind != TYPE_STRUCT) return;
    const Member *members = type_tag(frame->type)->members;
    while (frame->next < frame->count && members[frame->next].is_bit_field &&
           members[frame->next].name.len == 0)
        frame->next++;
}

static const Type *frame_take(Frame *frame) {
    const Type *type = frame->type;
    uint64_t index = frame->next++;
    if (!type) return NULL;
    if (type->kind == TYPE_ARRAY || type->kind == TYPE_VECTOR)
        return type->target;
    if (!is_record(type)) return type;
    if (type->kind == TYPE_UNION) frame->next = frame->count;
    if (index < MASK_BITS) frame->taken |= (uint64_t)1 << index;
    return type_tag(type)->members[index].type;
}

static bool frame_has_bits(const Type *type) {
    if (!type || type_strip(type)->kind != TYPE_STRUCT) return false;
    const Tag *tag = type_tag(type_strip(type));
    for (uint32_t i = 0; i < tag->member_count; i++)
        if (tag->members[i].is_bit_field) return true;
    return false;
}

/* TinyCC leaves the bit-fields of a local struct that get no value as they
 * happen to be, if one beside them gets a value: each gets a 0 here. */
static void frame_zero_bits(Parser *parser, const Frame *frame) {
    if (!frame->taken || !frame_has_bits(frame->type)) return;
    const Tag *tag = type_tag(frame->type);
    bool has_comma =
        token_is(&parser->tokens[parser->at - 1], PUNCT_COMMA);
    Buf text = {0};
    for (uint32_t i = 0; i < tag->member_count; i++) {
        const Member *member = &tag->members[i];
        bool is_taken = i < MASK_BITS && frame->taken >> i & 1;
        if (is_taken || !member->is_bit_field || !member->name.len) continue;
        buf_printf(&text, "%s .%.*s = 0", text.len || !has_comma ? "," : "",
                   STR_ARG(member->name));
    }
    if (text.len)
        mend_before(parser, parser->at,
                    arena_dup(parser->arena, buf_view(&text)));
    buf_done(&text);
}

static void walk_push(Parser *parser, Walk *walk, const Type *type) {
    if (walk->depth && frame_has_bits(type) && !parser->constant_depth)
        beyond_note(parser, parse_peek(parser, 0), BEYOND_BIT_FIELD_VALUES);
    walk->frames = parse_grow(parser->arena, walk->frames, walk->depth,
                              sizeof *walk->frames);
    walk->frames[walk->depth++] = frame_of(type);
}

static Frame *walk_top(Walk *walk) { return &walk->frames[walk->depth - 1]; }

/* The type of what the next value initialises; NULL when it is unknown. */
static const Type *walk_take(Walk *walk) {
    for (;;) {
        Frame *top = walk_top(walk);
        frame_settle(top);
        if (top->next < top->count) return frame_take(top);
        if (walk->depth == 1) return NULL;
        walk->depth--;
    }
}

/* --- designators --------------------------------------------------------- */

/* [3], [1 ... 3]: on to the last of them. */
static bool walk_index(Parser *parser, Walk *walk) {
    uint32_t open = parser->at++;
    Expr index, last;
    if (!expr_parse_conditional(parser, &index)) return false;
    if (parse_accept(parser, PUNCT_ELLIPSIS)) {
        if (!expr_parse_conditional(parser, &last)) return false;
        index = last;
    }
    Frame *top = walk_top(walk);
    bool is_array = top->type && top->type->kind == TYPE_ARRAY;
    if (index.is_constant && index.value >= 0 && is_array)
        top->next = (uint64_t)index.value;
    else
        walk->is_untold = true;
    return parse_close(parser, PUNCT_RBRACKET, open);
}

/* Stand before the member of that name, inside nameless members too. */
static void walk_member(Parser *parser, Walk *walk, Str name) {
    for (;;) {
        Frame *top = walk_top(walk);
        const Member *inside = NULL;
        bool is_found = false;
        uint32_t count = top->type && is_record(top->type)
                             ? type_tag(top->type)->member_count
                             : 0;
        for (uint32_t i = 0; i < count && !is_found && !inside; i++) {
            const Member *member = &type_tag(top->type)->members[i];
            is_found = member->name.len && str_equals(member->name, name);
            bool is_nameless = !member->name.len && !member->is_bit_field;
            if (is_nameless && type_member(member->type, name, NULL))
                inside = member;
            if (is_found || inside) top->next = i;
        }
        if (is_found) return;
        if (!inside) break;
        walk_push(parser, walk, frame_take(top));
    }
    if (!walk->is_untold)
        suspect_designator(parser, walk_top(walk)->type, parser->at);
    walk->is_untold = true;
    walk_push(parser, walk, NULL);
}

static bool walk_is_designator(const Parser *parser) {
    const Token *token = parse_peek(parser, 0);
    bool is_old = parse_is_name(token) && token_is(token + 1, PUNCT_COLON);
    return token_is(token, PUNCT_DOT) || token_is(token, PUNCT_LBRACKET) ||
           is_old;
}

static bool walk_designator(Parser *parser, Walk *walk) {
    if (token_is(parse_peek(parser, 0), PUNCT_LBRACKET))
        return walk_index(parser, walk);
    parser->at += token_is(parse_peek(parser, 0), PUNCT_DOT);
    const Token *token = parse_peek(parser, 0);
    if (!parse_is_name(token))
        return parse_unexpected(parser, "the name of a member");
    walk_member(parser, walk, token->text);
    parser->at++;
    return true;
}

/* .a[2].b = : go back to the outermost, then down again. */
static bool walk_designate(Parser *parser, Walk *walk) {
    walk->steps = 0;
    walk->depth = 1;
    while (walk_is_designator(parser)) {
        if (walk->steps++) {
            Frame *top = walk_top(walk);
            const Type *part = top->next < top->count ? frame_take(top) : NULL;
            walk_push(parser, walk, part);
        }
        if (!walk_designator(parser, walk)) return false;
        if (parse_accept(parser, PUNCT_COLON)) return true;
    }
    (void)parse_accept(parser, PUNCT_ASSIGN);
    return true;
}

/* --- values -------------------------------------------------------------- */

/* Go down to the part that this value is for. */
static void walk_fit(Parser *parser, Walk *walk, const Type *target,
                     const Expr *value, bool is_text) {
    while (target) {
        const Type *bare = type_strip(target);
        if (bare->kind != TYPE_ARRAY && !is_record(bare)) return;
        if (is_text && bare->kind == TYPE_ARRAY &&
            is_text_element(bare->target))
            return;
        if (is_record(bare) && type_kind(value->type) == TYPE_UNKNOWN)
            walk->is_untold = true;
        if (is_record(bare) && type_equals(bare, value->type)) return;
        /* A struct that contains itself, which is told later, has no end. */
        if (walk->depth == DEEPEST) {
            walk->is_untold = true;
            return;
        }
        walk_push(parser, walk, bare);
        Frame *top = walk_top(walk);
        frame_settle(top);
        if (top->next >= top->count) walk->is_untold = true;
        target = top->next < top->count ? frame_take(top) : NULL;
    }
}

/* char s[] = {"text"} */
static bool walk_is_whole_text(const Walk *walk, bool is_text) {
    const Type *type = walk->frames[0].type;
    return is_text && walk->depth == 1 && walk->frames[0].next == 1 && type &&
           type->kind == TYPE_ARRAY && is_text_element(type->target);
}

/* Where the next value goes. TinyCC goes on in the outermost, whatever the
 * last designator has led to. */
static bool walk_place(Parser *parser, Walk *walk, const Type **ret) {
    const Token *token = parse_peek(parser, 0);
    if (walk_is_designator(parser)) {
        if (!walk_designate(parser, walk)) return false;
    } else if (walk->steps > 1) {
        beyond_note(parser, token, BEYOND_DESIGNATOR);
    }
    *ret = walk_take(walk);
    bool is_open = *ret && type_strip(*ret)->kind == TYPE_ARRAY &&
                   type_strip(*ret)->extent == EXTENT_OPEN;
    if (!is_open || parse_block_is_inner(parser)) return true;
    return parse_problem(parser, token,
                         "the array at the end of a struct gets no values "
                         "here: there is no room for them in the variable. "
                         "Give it a length, or take room with malloc");
}

static bool walk_item(Parser *parser, Walk *walk) {
    const Type *target;
    if (!walk_place(parser, walk, &target)) return false;
    const Token *token = parse_peek(parser, 0);
    if (!target && !walk->is_untold) suspect_excess(parser, walk->frames[0].type);
    if (token_is(token, PUNCT_LBRACE)) {
        Walk inner = {0};
        if (!initializer_braces(parser, target, &inner)) return false;
    } else {
        Expr value;
        if (!expr_parse_assignment(parser, &value)) return false;
        bool is_told = target && !walk->is_untold && type_is_scalar(target);
        if (is_told && !expr_check_becomes(parser, token, target, &value))
            return false;
        bool is_text =
            token->kind == TOK_STRING && type_kind(value.type) == TYPE_ARRAY;
        if (walk_is_whole_text(walk, is_text))
            walk->length = type_strip(value.type)->length;
        else
            walk_fit(parser, walk, target, &value, is_text);
    }
    if (walk->frames[0].next > walk->length)
        walk->length = walk->frames[0].next;
    return true;
}

static bool initializer_braces(Parser *parser, const Type *type, Walk *walk) {
    uint32_t open = parser->at++;
    if (!parse_enter(parser)) return false;
    walk_push(parser, walk, type);
    for (;;) {
        const Token *token = parse_peek(parser, 0);
        if (token_is(token, PUNCT_RBRACE) || token->kind == TOK_END) break;
        if (!walk_item(parser, walk)) return false;
        if (!parse_accept(parser, PUNCT_COMMA)) break;
    }
    parse_leave(parser);
    frame_zero_bits(parser, &walk->frames[0]);
    return parse_close(parser, PUNCT_RBRACE, open);
}

static const Type *initializer_told(const Type *type, uint64_t length,
                                    Arena *arena) {
    const Type *bare = type_strip(type);
    const Type *element = bare->target;
    if (type_is_const(type)) element = type_qualify(element, TYPE_CONST, arena);
    return type_array(element, length, arena);
}

bool initializer_parse(Parser *parser, const Type *type,
                       const Type **ret_type) {
    const Token *token = parse_peek(parser, 0);
    const Type *bare = type_strip(type);
    bool is_open = bare->kind == TYPE_ARRAY && bare->extent == EXTENT_OPEN;
    *ret_type = type;
    if (token_is(token, PUNCT_LBRACE)) {
        Walk walk = {0};
        if (!initializer_braces(parser, type, &walk)) return false;
        if (is_open && !walk.is_untold)
            *ret_type = initializer_told(type, walk.length, parser->arena);
        return true;
    }
    Expr value;
    if (!expr_parse_assignment(parser, &value) ||
        !expr_check_becomes(parser, token, type, &value))
        return false;
    parser->is_literal = value.is_text && type_kind(type) == TYPE_POINTER;
    dubious_text_array(parser, (uint32_t)(token - parser->tokens), type,
                       &value);
    const Type *text = type_strip(value.type);
    if (is_open && token->kind == TOK_STRING && text->kind == TYPE_ARRAY)
        *ret_type = initializer_told(type, text->length, parser->arena);
    return true;
}
