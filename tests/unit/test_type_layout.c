/* Struct shapes made at random, whose sizes, offsets and bit positions are
 * those that TinyCC and gcc have for them. */
#include <inttypes.h>
#include <stdio.h>

#include "support/oracle.h"
#include "support/random.h"
#include "support/session.h"
#include "support/test.h"

enum {
    SHAPES = 400,
    MOST_MEMBERS = 7
};

/* --- making shapes ------------------------------------------------------- */

static const char *const plain_types[] = {
    "char",         "short",         "int",      "long",
    "long long",    "float",         "double",   "void *",
    "long double",  "unsigned char", "_Bool",    "enum e",
    "struct small", "union pair",    "packed_t", "aligned_t",
};

static const char *const field_types[] = {
    "unsigned",  "int",   "unsigned char",  "short",  "unsigned long",
    "long long", "_Bool", "unsigned short", "enum e",
};

static const unsigned field_widths[] = {32, 32, 8, 16, 64, 64, 1, 16, 32};

static const char common[] =
    "enum e { E0, E1 };\n"
    "struct small { char c; short s; };\n"
    "union pair { char c[5]; int i; };\n"
    "typedef struct { char c; int i; } __attribute__((packed)) packed_t;\n"
    "typedef short aligned_t __attribute__((aligned(8)));\n";

/* The two compilers differ on some shapes, which are not made: packed unions
 * with a field of no width, packed structs with a field as wide as its type
 * (TinyCC has it a plain member), fields with an alignment of their own. */
static void make_field(Random *random, int index, bool is_packed, Buf *ret) {
    unsigned type = pick(random, sizeof field_types / sizeof *field_types);
    unsigned width = 1 + pick(random, field_widths[type]);
    if (pick(random, 3)) width = 1 + width % 8;
    if (width > field_widths[type]) width = field_widths[type];
    if (width == field_widths[type] && is_packed && width > 1) width--;
    unsigned kind = pick(random, 12);
    if (kind == 0 && !is_packed)
        buf_printf(ret, " %s : 0;", field_types[type]);
    else if (kind == 1)
        buf_printf(ret, " %s : %u;", field_types[type], width);
    else
        buf_printf(ret, " %s m%d : %u;", field_types[type], index, width);
}

static void make_plain(Random *random, int index, bool is_packed, Buf *ret) {
    static const char *const attributes[] = {
        "__attribute__((aligned(16)))",
        "__attribute__((packed))",
        "__attribute__((aligned(4)))",
    };
    unsigned type = pick(random, sizeof plain_types / sizeof *plain_types);
    bool is_aligned_already = type == sizeof plain_types / sizeof(char *) - 1;
    if (is_packed && is_aligned_already) type = 0;
    buf_printf(ret, " %s m%d", plain_types[type], index);
    if (pick(random, 4) == 0 && !is_aligned_already)
        buf_printf(ret, "[%u]", 1 + pick(random, 5));
    unsigned attribute = pick(random, 24);
    if (attribute == 0 && !is_packed) buf_printf(ret, " %s", attributes[0]);
    if (attribute == 1 && type < 10) buf_printf(ret, " %s", attributes[1]);
    if (attribute == 2 && !is_packed && type < 3)
        buf_printf(ret, " %s", attributes[2]);
    buf_add_char(ret, ';');
}

static void make_members(Random *random, int *index, bool is_packed, int depth,
                         Buf *ret) {
    int count = 1 + (int)pick(random, MOST_MEMBERS);
    bool likes_fields = pick(random, 2);
    for (int i = 0; i < count; i++) {
        unsigned kind = pick(random, likes_fields ? 4 : 12);
        if (kind < 3) {
            make_field(random, (*index)++, is_packed, ret);
        } else if (kind == 3 && depth < 2 && pick(random, 2)) {
            buf_add_str(ret,
                        pick(random, 2) ? STR(" struct {") : STR(" union {"));
            make_members(random, index, false, depth + 1, ret);
            if (pick(random, 2))
                buf_add_str(ret, STR(" };"));
            else
                buf_printf(ret, " } m%d;", (*index)++);
        } else {
            make_plain(random, (*index)++, is_packed, ret);
        }
    }
}

static void make_shape(Random *random, int number, Buf *ret) {
    int index = 0;
    unsigned attribute = pick(random, 8);
    bool is_packed = attribute == 0 || attribute == 1;
    bool is_union = pick(random, 6) == 0;
    buf_printf(ret, "%s s%d {", is_union ? "union" : "struct", number);
    make_members(random, &index, is_packed, 0, ret);
    if (!is_union && pick(random, 8) == 0)
        buf_printf(ret, " char m%d; short m%d[];", index, index + 1);
    buf_add_str(ret, STR(" }"));
    if (is_packed) buf_add_str(ret, STR(" __attribute__((packed))"));
    if (attribute == 1 || attribute == 2)
        buf_add_str(ret, STR(" __attribute__((aligned(8)))"));
    buf_add_str(ret, STR(";\n"));
}

/* --- what we say --------------------------------------------------------- */

static void say_member(const Tag *tag, const Member *member, Buf *ret) {
    uint64_t offset = 0;
    Type type = {.kind = tag->kind, .tag = NULL};
    Tag copy = *tag;
    type.tag = &copy;
    const Member *found = type_member(&type, member->name, &offset);
    assert_non_null(found);
    uint64_t bit = offset * 8 + found->bit_offset;
    if (found->is_bit_field)
        buf_printf(ret, " %.*s:%" PRIu64 "+%u", STR_ARG(member->name), bit,
                   found->bit_width);
    else
        buf_printf(ret, " %.*s@%" PRIu64, STR_ARG(member->name), offset);
}

static void say_members(const Tag *whole, const Tag *part, Buf *ret) {
    for (uint32_t i = 0; i < part->member_count; i++) {
        const Member *member = &part->members[i];
        if (member->name.len)
            say_member(whole, member, ret);
        else if (!member->is_bit_field)
            say_members(whole, type_strip(member->type)->tag, ret);
    }
}

static void say_shape(const Tag *tag, Buf *ret) {
    buf_printf(ret, "%.*s %" PRIu64 "/%u", STR_ARG(tag->name), tag->size,
               tag->align);
    say_members(tag, tag, ret);
    buf_add_char(ret, '\n');
}

/* --- what a compiler says ------------------------------------------------ */

/* A bit-field is found by setting it in memory that is zero. The C library's
 * headers define __attribute__ away for TinyCC. */
static const char asking[] =
    "#include <stdio.h>\n#include <string.h>\n#include <stddef.h>\n"
    "#undef __attribute__\n"
    "static void field(const char *name, const unsigned char *p, size_t n) {\n"
    "  long first = -1, count = 0;\n"
    "  for (size_t i = 0; i < 8 * n; i++)\n"
    "    if (p[i / 8] >> i % 8 & 1) { if (!count++) first = i; }\n"
    "  printf(\" %s:%ld+%ld\", name, first, count); }\n"
    "#define FIELD(m) memset(&s, 0, sizeof s); s.m = ~0ull; \\\n"
    "  field(#m, (void *)&s, sizeof s);\n"
    "#define PLAIN(m) printf(\" %s@%d\", #m, \\\n"
    "  (int)((char *)&s.m - (char *)&s));\n";

static void ask_members(const Tag *part, Buf *ret) {
    for (uint32_t i = 0; i < part->member_count; i++) {
        const Member *member = &part->members[i];
        if (member->name.len)
            buf_printf(ret, " %s(%.*s)",
                       member->is_bit_field ? "FIELD" : "PLAIN",
                       STR_ARG(member->name));
        else if (!member->is_bit_field)
            ask_members(type_strip(member->type)->tag, ret);
    }
}

static void ask_shape(const Tag *tag, Buf *ret) {
    const char *word = tag->kind == TYPE_UNION ? "union" : "struct";
    buf_printf(ret, "static void ask_%.*s(void) { static %s %.*s s;",
               STR_ARG(tag->name), word, STR_ARG(tag->name));
    buf_printf(ret,
               " printf(\"%.*s %%d/%%d\", (int)sizeof s, "
               "(int)__alignof__(%s %.*s));",
               STR_ARG(tag->name), word, STR_ARG(tag->name));
    ask_members(tag, ret);
    buf_add_str(ret, STR(" puts(\"\"); }\n"));
}

/* --- comparing ----------------------------------------------------------- */

static const Tag *shape_tag(const Session *session, int number) {
    char name[16];
    (void)snprintf(name, sizeof name, "s%d", number);
    return map_get(&session->tags, str_of(name));
}

static void make_program(const Session *session, Str shapes, Buf *ret) {
    buf_add_str(ret, str_of(asking));
    buf_add_str(ret, shapes);
    for (int i = 0; i < SHAPES; i++) ask_shape(shape_tag(session, i), ret);
    buf_add_str(ret, STR("int main(void) {\n"));
    for (int i = 0; i < SHAPES; i++) buf_printf(ret, "ask_s%d();\n", i);
    buf_add_str(ret, STR("return 0; }\n"));
}

static Str next_line(Str *text) {
    const char *end = memchr(text->text, '\n', text->len);
    Str line = {text->text, end ? (size_t)(end - text->text) : text->len};
    text->text += line.len + (end != NULL);
    text->len -= line.len + (end != NULL);
    return line;
}

static int count_differences(const char *compiler, Str ours, Str theirs,
                             Str shapes) {
    int count = 0;
    while (ours.len || theirs.len) {
        Str a = next_line(&ours), b = next_line(&theirs);
        Str shape = next_line(&shapes);
        if (str_equals(a, b)) continue;
        if (count++ < 20)
            print_error("# %.*s\n  ours %.*s\n  %s %.*s\n", STR_ARG(shape),
                        STR_ARG(a), compiler, STR_ARG(b));
    }
    return count;
}

static void compare_with(const char *compiler) {
    if (!oracle_exists(compiler)) {
        skip();
        return;
    }
    Random random = {2385};
    Session session;
    Buf shapes = {0}, text = {0}, ours = {0}, program = {0}, theirs = {0};
    for (int i = 0; i < SHAPES; i++) make_shape(&random, i, &shapes);
    buf_add_str(&text, str_of(common));
    buf_add_str(&text, buf_view(&shapes));
    session_init(&session);
    Cell cell = session_cell(&session, buf_view(&text));
    if (cell.problem.source) fail_msg("%.*s", STR_ARG(cell.problem.text));
    for (int i = 0; i < SHAPES; i++) say_shape(shape_tag(&session, i), &ours);
    make_program(&session, buf_view(&text), &program);
    assert_true(oracle_run(compiler, buf_view(&program), &theirs));
    int count = count_differences(compiler, buf_view(&ours), buf_view(&theirs),
                                  buf_view(&shapes));
    assert_int_equal(count, 0);
    buf_done(&shapes), buf_done(&text), buf_done(&ours);
    buf_done(&program), buf_done(&theirs);
    session_done(&session);
}

TEST(shapes_lie_in_memory_as_tinycc_has_them) { compare_with("tcc"); }

TEST(shapes_lie_in_memory_as_gcc_has_them) { compare_with("gcc"); }

/* --- what no compiler can be asked --------------------------------------- */

static const Tag *tag_of(Session *session, const char *text, const char *name) {
    Cell cell = session_cell(session, str_of(text));
    if (cell.problem.source) fail_msg("%.*s", STR_ARG(cell.problem.text));
    return map_get(&session->tags, str_of(name));
}

TEST(a_storage_unit_never_reaches_beyond_the_struct) {
    Session session;
    session_init(&session);
    const Tag *tag = tag_of(&session,
                            "struct __attribute__((packed)) s { char c;"
                            " unsigned a : 5; unsigned b : 30; };",
                            "s");
    assert_int_equal(tag->size, 6);
    for (uint32_t i = 1; i < tag->member_count; i++)
        assert_true(tag->members[i].offset < tag->size);
    assert_int_equal(tag->members[1].offset * 8 + tag->members[1].bit_offset,
                     8);
    assert_int_equal(tag->members[2].offset * 8 + tag->members[2].bit_offset,
                     13);
    session_done(&session);
}

TEST(a_pack_pragma_packs_what_follows_it) {
    Session session;
    session_init(&session);
    /* The lexer alone makes no TOK_PRAGMA: the preprocessor does. */
    Token tokens[16];
    uint32_t count;
    const Token *words =
        session_lex(&session, STR("In[1]"),
                    STR("P struct s { char c; double d; int i; };"), &count);
    memcpy(tokens, words, (count + 1) * sizeof *tokens);
    tokens[0].kind = TOK_PRAGMA;
    tokens[0].text = STR("#pragma pack(push, 2)");
    Cell cell;
    split_cell(tokens, &session.scope, STR("x"), &session.arena, &cell);
    assert_null(cell.problem.source);
    assert_int_equal(cell.items[0].kind, ITEM_PRAGMA);
    const Tag *tag = cell.items[1].declaration->tags[0];
    assert_int_equal(tag->pack, 2);
    assert_int_equal(tag->size, 14);
    assert_int_equal(tag->members[1].offset, 2);
    session_done(&session);
}

TEST(a_struct_whose_size_cannot_be_told_has_none) {
    Session session;
    uint64_t size;
    uint32_t align;
    session_init(&session);
    const Tag *tag =
        tag_of(&session, "struct s { struct unknown u; int i; };", "s");
    Type type = {.kind = TYPE_STRUCT};
    Tag copy = *tag;
    type.tag = &copy;
    assert_false(type_layout(&type, &size, &align));
    tag = tag_of(&session, "struct none { }; struct o { struct none n : 3; };",
                 "o");
    assert_int_equal(tag->align, 0);
    tag =
        tag_of(&session, "struct h { char a[1ul << 63], b[1ul << 63]; };", "h");
    assert_int_equal(tag->align, 0);
    session_done(&session);
}

SUITE(CASE(shapes_lie_in_memory_as_tinycc_has_them),
      CASE(shapes_lie_in_memory_as_gcc_has_them),
      CASE(a_storage_unit_never_reaches_beyond_the_struct),
      CASE(a_pack_pragma_packs_what_follows_it),
      CASE(a_struct_whose_size_cannot_be_told_has_none))
