#include "graph/shim_writer.h"

#include <stdio.h>

enum { WORD = 8, LARGEST = 16 };

/* TinyCC's view: floating only if every member is, and no array at all. */
static bool shim_is_floating_for_tcc(const Type *type) {
    type = type_strip(type);
    if (type->kind == TYPE_FLOAT || type->kind == TYPE_DOUBLE) return true;
    if (type->kind != TYPE_STRUCT && type->kind != TYPE_UNION) return false;
    const Tag *tag = type_tag(type);
    for (uint32_t i = 0; i < tag->member_count; i++)
        if (!shim_is_floating_for_tcc(tag->members[i].type)) return false;
    return true;
}

/* The ABI's view: which of the two words hold nothing but floating parts. */
static void shim_mark_words(const Type *type, uint64_t offset,
                            bool *has_integer) {
    uint64_t size = 0;
    uint32_t align;
    type = type_strip(type);
    if (!type_layout(type, &size, &align)) return;
    if (type->kind == TYPE_ARRAY) {
        uint64_t step = type->length ? size / type->length : 0;
        for (uint64_t i = 0; i < type->length; i++)
            shim_mark_words(type->target, offset + i * step, has_integer);
    } else if (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION) {
        const Tag *tag = type_tag(type);
        for (uint32_t i = 0; i < tag->member_count; i++)
            shim_mark_words(tag->members[i].type,
                            offset + tag->members[i].offset, has_integer);
    } else if (type->kind != TYPE_FLOAT && type->kind != TYPE_DOUBLE) {
        has_integer[offset / WORD] = true;
    }
}

bool shim_is_needed_for(const Type *type) {
    uint64_t size = 0;
    uint32_t align;
    const Type *bare = type_strip(type);
    if ((bare->kind != TYPE_STRUCT && bare->kind != TYPE_UNION) ||
        !type_layout(bare, &size, &align) || size == 0 || size > LARGEST)
        return false;
    if (shim_is_floating_for_tcc(bare)) return false;
    bool has_integer[LARGEST / WORD] = {false};
    shim_mark_words(bare, 0, has_integer);
    return !has_integer[0] || (size > WORD && !has_integer[1]);
}

static const char *shim_words(const Type *type) {
    uint64_t size = 0;
    uint32_t align;
    (void)type_layout(type, &size, &align);
    return size > WORD ? "Two" : "One";
}

static bool shim_is_needed(const Type *function) {
    if (function->is_variadic) return false;
    bool is_needed = shim_is_needed_for(function->target);
    for (uint32_t i = 0; i < function->param_count; i++)
        is_needed = is_needed || shim_is_needed_for(function->params[i].type);
    return is_needed;
}

static void shim_params(const Type *function, Buf *ret) {
    for (uint32_t i = 0; i < function->param_count; i++) {
        const Type *type = function->params[i].type;
        char name[16];
        int len = snprintf(name, sizeof name, "p%u", i);
        if (i) buf_printf(ret, ", ");
        if (shim_is_needed_for(type))
            buf_printf(ret, "%s %s", shim_words(type), name);
        else type_print(type, (Str){name, (size_t)len}, ret);
    }
    if (!function->param_count) buf_printf(ret, "void");
}

/* "gsl_complex q0; memcpy(&q0, &p0, sizeof q0);" */
static void shim_convert(const Type *function, Buf *ret) {
    for (uint32_t i = 0; i < function->param_count; i++) {
        if (!shim_is_needed_for(function->params[i].type)) continue;
        Type plain = *function->params[i].type;
        char name[16];
        int len = snprintf(name, sizeof name, "q%u", i);
        plain.qualifiers = 0;
        buf_printf(ret, "    ");
        type_print(&plain, (Str){name, (size_t)len}, ret);
        buf_printf(ret, ";\n    memcpy(&q%u, &p%u, sizeof q%u);\n", i, i, i);
    }
}

static void shim_call(Str name, const Type *function, Buf *ret) {
    buf_printf(ret, "%.*s(", STR_ARG(name));
    for (uint32_t i = 0; i < function->param_count; i++) {
        bool is_converted = shim_is_needed_for(function->params[i].type);
        buf_printf(ret, "%s%c%u", i ? ", " : "", is_converted ? 'q' : 'p', i);
    }
    buf_printf(ret, ")");
}

void shim_add(ShimWriter *writer, Str name, const Type *type) {
    const Type *function = type_strip(type);
    if (function->kind != TYPE_FUNCTION || !shim_is_needed(function)) return;
    Buf *out = &writer->functions;
    Buf result = {0};
    bool is_converted = shim_is_needed_for(function->target);
    if (is_converted)
        buf_printf(&result, "%s", shim_words(function->target));
    else type_print(function->target, (Str){0}, &result);
    buf_printf(out, "static %s shim_%.*s(", result.text, STR_ARG(name));
    shim_params(function, out);
    buf_printf(out, ") {\n");
    shim_convert(function, out);
    buf_printf(out, "    ");
    bool is_void = type_strip(function->target)->kind == TYPE_VOID;
    if (is_converted) {
        type_print(function->target, STR("result"), out);
        buf_printf(out, " = ");
    } else if (!is_void) {
        buf_printf(out, "return ");
    }
    shim_call(name, function, out);
    if (is_converted)
        buf_printf(out, ";\n    %s words = {0};\n"
                        "    memcpy(&words, &result, sizeof result);\n"
                        "    return words",
                   result.text);
    buf_printf(out, ";\n}\n\n");
    buf_printf(&writer->rows, "    {\"%.*s\", (void *)(uintptr_t)shim_%.*s},\n",
               STR_ARG(name), STR_ARG(name));
    buf_done(&result);
}

void shim_finish(ShimWriter *writer, char **headers, int count, Buf *ret) {
    buf_printf(ret, "/* Written by the indexer: see graph/shim_writer.h. */\n"
                    "#include <stdint.h>\n#include <string.h>\n\n");
    for (int i = 0; i < count; i++)
        buf_printf(ret, "#include <%s>\n", headers[i]);
    buf_printf(ret, "\n#include \"code/shims.h\"\n\n"
                    "typedef struct { long a; } One;\n"
                    "typedef struct { long a, b; } Two;\n\n");
    buf_add_str(ret, buf_view(&writer->functions));
    buf_printf(ret, "const Shim shims_table[] = {\n");
    buf_add_str(ret, buf_view(&writer->rows));
    buf_printf(ret, "    {0, 0}\n};\n");
    buf_done(&writer->functions);
    buf_done(&writer->rows);
}
