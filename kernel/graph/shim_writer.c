#include "graph/shim_writer.h"

#include <stdio.h>

#include "cell/passing.h"

enum { WORD = 8 };

bool shim_is_needed_for(const Type *type) {
    return passing_differs(type);
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
