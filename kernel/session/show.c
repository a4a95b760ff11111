#include "session/show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
    SHOW_DEEPEST = 4,      /* structs in structs */
    SHOW_MOST_ELEMENTS = 32, /* of an array of structs or pointers */
    SHOW_LONGEST_TEXT = 2000
};

/* Copy from memory that may not be there: a pointer of the reader's may point
 * anywhere, and looking at it must not be fatal. */
bool show_peek(const void *address, void *to, size_t size) {
    struct iovec local = {to, size};
    struct iovec remote = {(void *)(uintptr_t)address, size};
    return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) ==
           (ssize_t)size;
}

/* --- numbers --- */

static bool show_is_signed(TypeKind kind) {
    switch (kind) {
    case TYPE_CHAR:
    case TYPE_SCHAR:
    case TYPE_SHORT:
    case TYPE_INT:
    case TYPE_LONG:
    case TYPE_LLONG:
    case TYPE_ENUM: return true;
    default: return false;
    }
}

static int64_t show_integer(const Type *type, const void *address) {
    uint64_t size = 0, bits = 0;
    uint32_t align;
    (void)type_layout(type, &size, &align);
    memcpy(&bits, address, size < 8 ? size : 8);
    if (size < 8 && show_is_signed(type->kind)) {
        unsigned shift = (unsigned)(64 - 8 * size);
        return (int64_t)(bits << shift) >> shift;
    }
    return (int64_t)bits;
}

static void show_print_integer(const Type *type, int64_t number, Buf *ret) {
    if (show_is_signed(type->kind)) buf_printf(ret, "%" PRId64, number);
    else buf_printf(ret, "%" PRIu64, (uint64_t)number);
}

static void show_print_char(char c, Buf *ret) {
    char *quoted = nb_quote(&c, 1, 8);
    unsigned char code = (unsigned char)c;
    if (code >= 0x80 || !quoted) buf_printf(ret, "'\\x%02x' (%d)", code, c);
    else if (c == '\'') buf_printf(ret, "'\\'' (%d)", c);
    else if (c == '"') buf_printf(ret, "'\"' (%d)", c);
    else
        buf_printf(ret, "'%.*s' (%d)", (int)(strlen(quoted) - 2), quoted + 1,
                   c);
    free(quoted);
}

static void show_print_floating(const Type *type, const void *address,
                                 Buf *ret) {
    char text[NB_NUMBER_SIZE];
    if (type->kind == TYPE_FLOAT) {
        float x;
        memcpy(&x, address, sizeof x);
        nb_number_float(x, text);
    } else if (type->kind == TYPE_LDOUBLE) {
        long double x;
        memcpy(&x, address, sizeof x);
        nb_number_long_double(x, text);
    } else {
        double x;
        memcpy(&x, address, sizeof x);
        nb_number(x, text);
    }
    buf_printf(ret, "%s", text);
}

/* "1 + 2i"; the parts are next to each other. */
static void show_print_complex(const Type *type, const void *address,
                               Buf *ret) {
    const Type *part = type_basic(type->kind - TYPE_CFLOAT + TYPE_FLOAT);
    uint64_t size = 0;
    uint32_t align;
    Buf imaginary = {0};
    (void)type_layout(part, &size, &align);
    show_print_floating(part, address, ret);
    show_print_floating(part, (const char *)address + size, &imaginary);
    bool is_negative = imaginary.text[0] == '-';
    buf_printf(ret, " %c %si", is_negative ? '-' : '+',
               imaginary.text + is_negative);
    buf_done(&imaginary);
}

static void show_print_int128(const Type *type, const void *address,
                              Buf *ret) {
    __extension__ unsigned __int128 number;
    char digits[40], *at = digits + sizeof digits;
    memcpy(&number, address, sizeof number);
    bool is_negative = type->kind == TYPE_INT128 && (int64_t)(number >> 64) < 0;
    if (is_negative) number = 0 - number;
    do {
        *--at = (char)('0' + (int)(number % 10));
        number /= 10;
    } while (number);
    if (is_negative) *--at = '-';
    buf_add(ret, at, (size_t)(digits + sizeof digits - at));
}

static void show_print_float128(const void *address, Buf *ret) {
    __extension__ __float128 wide;
    memcpy(&wide, address, sizeof wide);
    long double x = (long double)wide;
    show_print_floating(type_basic(TYPE_LDOUBLE), &x, ret);
}

static void show_print_enum(const Type *type, const void *address, Buf *ret) {
    const Tag *tag = type_tag(type);
    int64_t number = show_integer(type_basic(type_kind(type)), address);
    for (uint32_t i = 0; i < tag->enumerator_count; i++) {
        if (tag->enumerators[i].value != number) continue;
        buf_printf(ret, "%.*s (%" PRId64 ")",
                   STR_ARG(tag->enumerators[i].name), number);
        return;
    }
    buf_printf(ret, "%" PRId64, number);
}

/* --- text, pointers --- */

static bool show_is_char(const Type *type) {
    TypeKind kind = type_strip(type)->kind;
    return kind == TYPE_CHAR;
}

/* A C string at an address that may be wrong: read in small steps, up to the
 * end or the bound. false if the memory is not there. */
static bool show_read_string(const char *at, Buf *text) {
    enum { STEP = 64 };
    while (text->len < SHOW_LONGEST_TEXT) {
        char *room = buf_reserve(text, STEP);
        size_t step = STEP - (size_t)((uintptr_t)at % STEP);
        if (!show_peek(at, room, step)) return false;
        size_t len = strnlen(room, step);
        text->len += len;
        if (len < step) break;
        at += step;
    }
    text->text[text->len] = '\0';
    return true;
}

static void show_print_quoted(Str text, Buf *ret) {
    char *quoted = nb_quote(text.text, text.len, SHOW_LONGEST_TEXT);
    buf_printf(ret, "%s", quoted ? quoted : "");
    free(quoted);
}

static void show_print_string(const char *at, Buf *ret) {
    Buf text = {0};
    if (show_read_string(at, &text)) show_print_quoted(buf_view(&text), ret);
    else buf_printf(ret, "(char *) %p, which is no readable memory", (const void *)at);
    buf_done(&text);
}

/* Structs like FILE are nobody's business: their members begin with _. */
static bool show_is_private(const Tag *tag) {
    return tag->member_count && tag->members[0].name.len &&
           tag->members[0].name.text[0] == '_';
}

static void show_print_pointer(const Type *type, const void *address,
                                int depth, Buf *ret) {
    const void *pointer;
    memcpy(&pointer, address, sizeof pointer);
    if (!pointer) {
        buf_printf(ret, "NULL");
        return;
    }
    if (show_is_char(type->target)) {
        show_print_string(pointer, ret);
        return;
    }
    const Type *target = type_strip(type->target);
    Buf name = {0};
    if (type->target->tag && type_tag(target)->is_anonymous)
        buf_printf(&name, "struct *");
    else type_print(type, (Str){0}, &name);
    buf_printf(ret, "(%.*s) %p", STR_ARG(buf_view(&name)), pointer);
    buf_done(&name);
    uint64_t size;
    uint32_t align;
    bool has_members =
        (target->kind == TYPE_STRUCT || target->kind == TYPE_UNION) &&
        type_layout(target, &size, &align) && size > 0 && size < 65536;
    if (!has_members || depth > 0 || show_is_private(type_tag(target))) return;
    void *copy = mem_alloc(size);
    if (show_peek(pointer, copy, size)) {
        buf_printf(ret, " -> ");
        show_text(type->target, copy, depth + 1, ret);
    }
    free(copy);
}

/* --- arrays, structs --- */

static void show_print_chars(const char *at, uint64_t length, Buf *ret) {
    show_print_quoted((Str){at, strnlen(at, length)}, ret);
}

static void show_print_array(const Type *type, const void *address, int depth,
                              Buf *ret) {
    const Type *element = type_strip(type->target);
    uint64_t size = 0;
    uint32_t align;
    if (type->extent != EXTENT_KNOWN ||
        !type_layout(element, &size, &align)) {
        buf_printf(ret, "[...]");
        return;
    }
    if (element->kind == TYPE_CHAR) {
        show_print_chars(address, type->length, ret);
        return;
    }
    buf_add_char(ret, '{');
    for (uint64_t i = 0; i < type->length; i++) {
        if (i == SHOW_MOST_ELEMENTS) {
            buf_printf(ret, ", ... %" PRIu64 " in all", type->length);
            break;
        }
        if (i) buf_printf(ret, ", ");
        show_text(type->target, (const char *)address + i * size, depth + 1,
                   ret);
    }
    buf_add_char(ret, '}');
}

static void show_print_bits(const Member *member, const char *at, Buf *ret) {
    const Type *type = type_strip(member->type);
    unsigned width = member->bit_width, shift = member->bit_offset;
    /* A packed one may lie across nine bytes. */
    unsigned bytes = (shift + width + 7) / 8;
    uint64_t bits = 0;
    for (unsigned i = 0; i < bytes; i++) {
        uint64_t byte = (unsigned char)at[member->offset + i];
        int place = (int)(8 * i) - (int)shift;
        bits |= place < 0 ? byte >> -place : byte << place;
    }
    bits = bits << (64 - width);
    int64_t number = show_is_signed(type->kind)
                         ? (int64_t)bits >> (64 - width)
                         : (int64_t)(bits >> (64 - width));
    show_print_integer(type, number, ret);
}

static void show_print_members(const Tag *tag, const char *at, int depth,
                                bool *is_first, Buf *ret) {
    for (uint32_t i = 0; i < tag->member_count; i++) {
        const Member *member = &tag->members[i];
        const Type *type = type_strip(member->type);
        if (!member->name.len) {
            if (type->tag)
                show_print_members(type_tag(type), at + member->offset, depth,
                                    is_first, ret);
            continue;
        }
        buf_printf(ret, "%s.%.*s = ", *is_first ? "" : ", ",
                   STR_ARG(member->name));
        *is_first = false;
        if (member->is_bit_field) show_print_bits(member, at, ret);
        else show_text(member->type, at + member->offset, depth + 1, ret);
    }
}

static void show_print_struct(const Type *type, const void *address,
                               int depth, Buf *ret) {
    const Tag *tag = type_tag(type);
    if (!tag->is_complete) {
        buf_printf(ret, "{...}");
        return;
    }
    bool is_first = true;
    buf_add_char(ret, '{');
    show_print_members(tag, address, depth, &is_first, ret);
    buf_add_char(ret, '}');
}

void show_text(const Type *named, const void *address, int depth, Buf *ret) {
    const Type *type = type_strip(named);
    if (depth > SHOW_DEEPEST) {
        buf_printf(ret, "...");
        return;
    }
    switch (type->kind) {
    case TYPE_BOOL: buf_printf(ret, "%d", *(const unsigned char *)address); break;
    case TYPE_CHAR: show_print_char(*(const char *)address, ret); break;
    case TYPE_FLOAT:
    case TYPE_DOUBLE:
    case TYPE_LDOUBLE: show_print_floating(type, address, ret); break;
    case TYPE_FLOAT128: show_print_float128(address, ret); break;
    case TYPE_CFLOAT:
    case TYPE_CDOUBLE:
    case TYPE_CLDOUBLE: show_print_complex(type, address, ret); break;
    case TYPE_INT128:
    case TYPE_UINT128: show_print_int128(type, address, ret); break;
    case TYPE_ENUM: show_print_enum(type, address, ret); break;
    case TYPE_POINTER: show_print_pointer(type, address, depth, ret); break;
    case TYPE_VECTOR:
    case TYPE_ARRAY: show_print_array(type, address, depth, ret); break;
    case TYPE_STRUCT:
    case TYPE_UNION: show_print_struct(type, address, depth, ret); break;
    case TYPE_VA_LIST: buf_printf(ret, "va_list"); break;
    default:
        show_print_integer(type, show_integer(type, address), ret);
    }
}

/* --- what the runtime knows --- */

/* The name under which the runtime may know a type: "gsl_matrix", of a
 * pointer too; skips a pointer's NULL and unreadable targets. */
static size_t show_from_runtime(const Type *type, const void *address,
                                 nb_mime *faces) {
    Buf name = {0};
    const Type *stripped = type_strip(type);
    const void *value = address;
    if (stripped->kind == TYPE_POINTER) {
        memcpy(&value, address, sizeof value);
        char probe;
        if (value && !show_peek(value, &probe, 1)) return 0;
    }
    size_t count = 0;
    /* A typedef may stand for a pointer (nb_plot_t) or for another typedef:
     * every name on the way is tried. */
    for (const Type *at = type; at && !count; at = at->target) {
        buf_clear(&name);
        type_print(at, (Str){0}, &name);
        count = nb_describe(name.text, value, faces);
        if (at->kind != TYPE_TYPEDEF) break;
    }
    buf_done(&name);
    return count;
}

/* "double[2][3]" goes to the runtime as its element and its extents. */
static char *show_number_array(const Type *type, const void *address) {
    enum { MOST_DIMENSIONS = 8 };
    size_t dims[MOST_DIMENSIONS], count = 0;
    const Type *at = type_strip(type);
    while (at->kind == TYPE_ARRAY && count < MOST_DIMENSIONS) {
        if (at->extent != EXTENT_KNOWN) return NULL;
        dims[count++] = at->length;
        at = type_strip(at->target);
    }
    if (!type_is_arithmetic(at) || at->kind == TYPE_CHAR ||
        at->kind == TYPE_ENUM || at->kind == TYPE_INT128 ||
        at->kind == TYPE_UINT128 || at->kind > TYPE_LDOUBLE)
        return NULL;
    Buf name = {0};
    type_print(type_basic(at->kind), (Str){0}, &name);
    char *text = nb_describe_array(name.text, address, dims, count);
    buf_done(&name);
    return text;
}

/* A function's head as its reader typed it, names of parameters included. */
static void show_print_head(const Node *node, Buf *ret) {
    Str typed = source_text(node->source, node->span);
    const char *brace = memchr(typed.text, '{', typed.len);
    size_t len = brace ? (size_t)(brace - typed.text) : typed.len;
    while (len && strchr(" \t\n;", typed.text[len - 1])) len--;
    buf_add(ret, typed.text, len);
}

static void show_print_function(Graph *graph, const Type *type,
                                 const void *address, Buf *ret) {
    (void)type;
    size_t at = 0;
    const MapEntry *entry;
    while ((entry = map_next(&graph->nodes[SPACE_ORDINARY], &at))) {
        const Node *node = entry->value;
        if (node->kind != NODE_FUNCTION || node->place != address) continue;
        show_print_head(node, ret);
        buf_printf(ret, "  (defined in %.*s)", STR_ARG(node_origin(node)));
        return;
    }
    type_print(type, (Str){0}, ret);
    buf_printf(ret, " at %p", address);
}

size_t show_faces(Graph *graph, const Type *type, const void *address,
                   nb_mime faces[NB_MAX_FACES]) {
    const Type *stripped = type_strip(type);
    size_t count = stripped->kind == TYPE_FUNCTION ||
                           stripped->kind == TYPE_ARRAY
                       ? 0
                       : show_from_runtime(type, address, faces);
    if (count) return count;
    Buf text = {0};
    if (stripped->kind == TYPE_FUNCTION) {
        show_print_function(graph, type, address, &text);
    } else {
        char *array = show_number_array(type, address);
        if (array) buf_printf(&text, "%s", array);
        else show_text(type, address, 0, &text);
        free(array);
    }
    faces[0] = (nb_mime){"text/plain", buf_take(&text)};
    return 1;
}
