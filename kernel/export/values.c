#include "export/values.h"

#include <inttypes.h>

enum { VALUES_DEEPEST = 4, VALUES_DIMENSIONS = 8 };

/* --- arrays of numbers --- */

static bool values_is_number(const Type *type) {
    return type_is_arithmetic(type) && type->kind != TYPE_CHAR &&
           type->kind != TYPE_ENUM && type->kind <= TYPE_LDOUBLE &&
           type->kind != TYPE_INT128 && type->kind != TYPE_UINT128;
}

/* The element of an array of arrays, and its extents as C writes them: one
 * that was computed is asked for. */
static const Type *values_element(const Values *values, const Type *type,
                                  Str code, Buf *extents,
                                  uint32_t *ret_count) {
    Buf at = {0};
    *ret_count = 0;
    buf_add_str(&at, code);
    for (type = type_strip(type); type->kind == TYPE_ARRAY;
         type = type_strip(type->target)) {
        buf_printf(extents, "%s", (*ret_count)++ ? ", " : "");
        if (names_is_computed(values->names, type))
            buf_printf(extents, "sizeof %s / sizeof %s[0]", at.text, at.text);
        else buf_printf(extents, "%" PRIu64, type->length);
        buf_printf(&at, "[0]");
    }
    buf_done(&at);
    return type;
}

static bool values_show_array(Values *values, const Type *type, Str code,
                              Buf *ret) {
    Buf extents = {0}, name = {0};
    uint32_t count;
    const Type *element = values_element(values, type, code, &extents,
                                         &count);
    bool is_shown = values_is_number(element) && count <= VALUES_DIMENSIONS;
    if (is_shown) {
        values->has_array = true;
        type_print(type_basic(element->kind), (Str){0}, &name);
        buf_printf(ret,
                   "{\n    char *text = nb_describe_array(\"%.*s\", %.*s, "
                   "(size_t[]){%.*s}, %u);\n"
                   "    puts(text);\n    free(text);\n}",
                   STR_ARG(buf_view(&name)), STR_ARG(code),
                   STR_ARG(buf_view(&extents)), count);
    }
    buf_done(&extents);
    buf_done(&name);
    return is_shown;
}

/* --- structs, member by member --- */

static void values_print(Values *values, const Type *named, Str code,
                         int depth, Buf *ret);

static void values_print_members(Values *values, const Tag *tag, Str code,
                                 int depth, Buf *ret) {
    for (uint32_t i = 0; i < tag->member_count; i++) {
        const Member *member = &tag->members[i];
        Buf inner = {0};
        if (!member->name.len) continue;
        buf_printf(ret, "    printf(\"%s.%.*s = \");\n", i ? ", " : "{",
                   STR_ARG(member->name));
        buf_printf(&inner, "%.*s.%.*s", STR_ARG(code), STR_ARG(member->name));
        values_print(values, member->type, buf_view(&inner), depth + 1, ret);
        buf_done(&inner);
    }
    buf_printf(ret, "    printf(\"}\");\n");
}

static void values_print_elements(Values *values, const Type *type, Str code,
                                  int depth, Buf *ret) {
    Buf inner = {0};
    buf_printf(ret,
               "    for (int i%d = 0; i%d < %" PRIu64 "; i%d++) {\n"
               "    printf(\"%%s\", i%d ? \", \" : \"{\");\n",
               depth, depth, type->length, depth, depth);
    buf_printf(&inner, "%.*s[i%d]", STR_ARG(code), depth);
    values_print(values, type->target, buf_view(&inner), depth + 1, ret);
    buf_printf(ret, "    }\n    printf(\"}\");\n");
    buf_done(&inner);
}

static void values_print_text(Values *values, Str code, Buf *ret) {
    values->has_quote = true;
    buf_printf(ret,
               "    { char *text = nb_quote(%.*s, strlen(%.*s), 2000); "
               "printf(\"%%s\", text); free(text); }\n",
               STR_ARG(code), STR_ARG(code));
}

static bool values_is_text(const Type *type) {
    bool has_target = type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY;
    return has_target && type_strip(type->target)->kind == TYPE_CHAR;
}

/* One value, without a newline. */
static void values_print(Values *values, const Type *named, Str code,
                         int depth, Buf *ret) {
    const Type *type = type_strip(named);
    /* Too deep, or of no kind that is shown.
     * NOLINTNEXTLINE(bugprone-branch-clone) */
    if (depth > VALUES_DEEPEST) {
        buf_printf(ret, "    printf(\"...\");\n");
    } else if (values_is_text(type)) {
        values_print_text(values, code, ret);
    } else if (type->kind == TYPE_STRUCT) {
        values_print_members(values, type_tag(type), code, depth, ret);
    } else if (type->kind == TYPE_ARRAY) {
        values_print_elements(values, type, code, depth, ret);
    } else if (type->kind == TYPE_DOUBLE || type->kind == TYPE_FLOAT) {
        values->has_number = true;
        buf_printf(ret,
                   "    { char text[32]; nb_number%s(%.*s, text); "
                   "printf(\"%%s\", text); }\n",
                   type->kind == TYPE_FLOAT ? "_float" : "", STR_ARG(code));
    } else if (type_is_integer(type)) {
        buf_printf(ret, "    printf(\"%%lld\", (long long)%.*s);\n",
                   STR_ARG(code));
    } else if (type->kind == TYPE_POINTER) {
        buf_printf(ret, "    printf(\"%%p\", (void *)%.*s);\n", STR_ARG(code));
    } else {
        buf_printf(ret, "    printf(\"...\");\n");
    }
}

static bool values_is_called(const Type *type, const char *name) {
    for (; type->kind == TYPE_TYPEDEF; type = type->target)
        if (str_is(type->name, name)) return true;
    return false;
}

/* Is it a struct of the notebook's own? The library knows the others. */
static bool values_is_own(const Values *values, const Type *type) {
    const Type *stripped = type_strip(type);
    if (stripped->kind != TYPE_STRUCT) return false;
    for (const Type *at = type; at->kind == TYPE_TYPEDEF; at = at->target)
        if (names_find(values->names, SPACE_ORDINARY, at->name, values->cell))
            return true;
    const Tag *tag = type_tag(stripped);
    if (tag->is_anonymous) return type->kind != TYPE_TYPEDEF;
    return names_find(values->names, SPACE_TAG, tag->name, values->cell);
}

/* A pointer to it is no more than an address. */
static bool values_is_own_pointer(const Values *values, const Type *type) {
    const Type *stripped = type_strip(type);
    return stripped->kind == TYPE_POINTER &&
           values_is_own(values, stripped->target);
}

/* `GREEN (5)`, or the number alone where it has no name. */
static void values_show_enum(const Tag *tag, Str code, Buf *ret) {
    buf_printf(ret, "{\n    long value = (long)(%.*s);\n    puts(",
               STR_ARG(code));
    for (uint32_t i = 0; i < tag->enumerator_count; i++)
        buf_printf(ret, "value == %" PRId64 " ? \"%.*s (%" PRId64 ")\" : ",
                   tag->enumerators[i].value,
                   STR_ARG(tag->enumerators[i].name),
                   tag->enumerators[i].value);
    buf_printf(ret, "\"another value\");\n}");
}

static void values_show_struct(Values *values, const Type *type, Str code,
                               Buf *ret) {
    buf_printf(ret, "{\n    __typeof__(%.*s) value = %.*s;\n", STR_ARG(code),
               STR_ARG(code));
    values_print(values, type, STR("value"), 0, ret);
    buf_printf(ret, "    printf(\"\\n\");\n}");
}

void values_show(Values *values, const Expr *expr, bool is_character,
                 Str code, Buf *ret) {
    const Type *type = type_strip(expr->type);
    if (type->kind == TYPE_VOID || type->kind == TYPE_UNKNOWN ||
        type->kind == TYPE_FUNCTION || expr->is_output_call) {
        buf_printf(ret, "%s%.*s;", type->kind == TYPE_FUNCTION ? "(void)" : "",
                   STR_ARG(code));
        return;
    }
    if (type->kind == TYPE_ARRAY && !values_is_text(type)) {
        if (values_show_array(values, type, code, ret)) return;
        buf_printf(ret, "{\n");
        values_print(values, type, code, 0, ret);
        buf_printf(ret, "    printf(\"\\n\");\n}");
        return;
    }
    if (values_is_own(values, expr->type)) {
        values_show_struct(values, expr->type, code, ret);
        return;
    }
    if (type->kind == TYPE_ENUM) {
        values_show_enum(type_tag(type), code, ret);
        return;
    }
    /* nb_show() takes a gsl_complex by its address, and no bit-field. */
    if (values_is_called(expr->type, "gsl_complex"))
        buf_printf(ret, "nb_show(&(gsl_complex[]){%.*s}[0]);", STR_ARG(code));
    else if (values_is_own_pointer(values, expr->type))
        buf_printf(ret, "nb_show((const void *)(%.*s));", STR_ARG(code));
    else if (expr->is_bit_field)
        buf_printf(ret, "nb_show(+%.*s);", STR_ARG(code));
    else if (type->kind == TYPE_BOOL)
        buf_printf(ret, "nb_show((int)(%.*s));", STR_ARG(code));
    else
        buf_printf(ret, "nb_show(%s%.*s);", is_character ? "(char)" : "",
                   STR_ARG(code));
}
