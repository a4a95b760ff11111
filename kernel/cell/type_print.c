/* Types as C text. A declaration is written from its name outwards: what
 * stands to the left of the name so far, and what stands to its right. */
#include <inttypes.h>

#include "cell/type.h"

static void print_before(Buf *text, const char *bytes, size_t len) {
    (void)buf_reserve(text, len);
    memmove(text->text + len, text->text, text->len);
    memcpy(text->text, bytes, len);
    text->len += len;
}

static void print_qualifiers(unsigned qualifiers, Buf *ret) {
    if (qualifiers & TYPE_CONST) buf_add_str(ret, STR("const "));
    if (qualifiers & TYPE_VOLATILE) buf_add_str(ret, STR("volatile "));
    if (qualifiers & TYPE_RESTRICT) buf_add_str(ret, STR("restrict "));
    if (qualifiers & TYPE_ATOMIC) buf_add_str(ret, STR("_Atomic "));
}

static void print_pointer(const Type *type, Buf *text) {
    Buf star = {0};
    buf_add_char(&star, '*');
    print_qualifiers(type->qualifiers, &star);
    bool is_tight =
        text->len == 0 || text->text[0] == '(' || text->text[0] == '[';
    if (star.len > 1 && is_tight) star.len--;
    print_before(text, star.text, star.len);
    buf_done(&star);
}

static void print_params(const Type *type, Buf *text) {
    buf_add_char(text, '(');
    for (uint32_t i = 0; i < type->param_count && !type->is_unprototyped; i++) {
        if (i) buf_add_str(text, STR(", "));
        type_print(type->params[i].type, STR(""), text);
    }
    if (type->is_variadic)
        buf_add_str(text, type->param_count ? STR(", ...") : STR("..."));
    else if (type->param_count == 0 && !type->is_unprototyped)
        buf_add_str(text, STR("void"));
    buf_add_char(text, ')');
}

static void print_extent(const Type *type, Buf *text) {
    if (type->extent == EXTENT_KNOWN)
        buf_printf(text, "[%" PRIu64 "]", type->length);
    else
        buf_add_str(text, type->extent == EXTENT_OPEN ? STR("[]") : STR("[*]"));
}

static void print_vector(const Type *type, Buf *ret) {
    uint64_t size = 0;
    uint32_t align;
    (void)type_layout(type, &size, &align);
    type_print(type->target, STR(""), ret);
    buf_printf(ret, " __attribute__((vector_size(%" PRIu64 ")))", size);
}

static void print_base(const Type *type, Buf *ret) {
    static const char *const names[] = {
        "<unknown>",   "void",
        "_Bool",       "char",
        "signed char", "unsigned char",
        "short",       "unsigned short",
        "int",         "unsigned int",
        "long",        "unsigned long",
        "long long",   "unsigned long long",
        "__int128",    "unsigned __int128",
        "float",       "double",
        "long double", "__float128",
        "float _Complex", "double _Complex",
        "long double _Complex", "__builtin_va_list",
    };
    print_qualifiers(type->qualifiers, ret);
    switch (type->kind) {
    case TYPE_TYPEDEF: buf_add_str(ret, type->name); return;
    case TYPE_VECTOR: print_vector(type, ret); return;
    case TYPE_STRUCT: buf_add_str(ret, STR("struct")); break;
    case TYPE_UNION: buf_add_str(ret, STR("union")); break;
    case TYPE_ENUM: buf_add_str(ret, STR("enum")); break;
    default: buf_add_str(ret, str_of(names[type->kind])); return;
    }
    if (type_tag(type)->name.len) buf_add_char(ret, ' ');
    buf_add_str(ret, type_tag(type)->name);
}

void type_print(const Type *type, Str name, Buf *ret) {
    Buf text = {0};
    bool after_pointer = false;
    buf_add_str(&text, name);
    for (;; type = type->target) {
        bool is_derived =
            type->kind == TYPE_ARRAY || type->kind == TYPE_FUNCTION;
        if (type->kind != TYPE_POINTER && !is_derived) break;
        if (is_derived && after_pointer) {
            print_before(&text, "(", 1);
            buf_add_char(&text, ')');
        }
        if (type->kind == TYPE_POINTER) print_pointer(type, &text);
        if (type->kind == TYPE_ARRAY) print_extent(type, &text);
        if (type->kind == TYPE_FUNCTION) print_params(type, &text);
        after_pointer = type->kind == TYPE_POINTER;
    }
    print_base(type, ret);
    if (text.len) buf_add_char(ret, ' ');
    buf_add_str(ret, buf_view(&text));
    buf_done(&text);
}
