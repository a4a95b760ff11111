#include "assist/signature.h"

static Str signature_plain(Str name) {
    while (name.len && name.text[0] == '_') name.text++, name.len--;
    return name;
}

static void signature_parameters(const Type *function, uint32_t marked,
                                 Buf *ret) {
    uint32_t last = function->param_count;
    for (uint32_t i = 0; i < last; i++) {
        const Param *param = &function->params[i];
        if (i) buf_printf(ret, ", ");
        if (i == marked) buf_printf(ret, "⟨");
        type_print(param->type, signature_plain(param->name), ret);
        if (i == marked) buf_printf(ret, "⟩");
    }
    if (!last && !function->is_unprototyped) buf_printf(ret, "void");
    if (!function->is_variadic) return;
    bool is_here = marked != SIGNATURE_NONE && marked >= last;
    buf_printf(ret, is_here ? "%s⟨...⟩" : "%s...", last ? ", " : "");
}

static void signature_function(const Symbol *symbol, const Type *function,
                               uint32_t marked, Buf *ret) {
    Buf name = {0};
    buf_printf(&name, "%.*s(", STR_ARG(symbol->name));
    signature_parameters(function, marked, &name);
    buf_add_char(&name, ')');
    type_print(function->target, buf_view(&name), ret);
    buf_done(&name);
}

void signature_print(const Symbol *symbol, uint32_t marked, Buf *ret) {
    const Type *type = symbol->type;
    if (symbol->kind == SYMBOL_CONSTANT)
        buf_printf(ret, "%.*s = %lld", STR_ARG(symbol->name),
                   (long long)symbol->value);
    else if (symbol->kind == SYMBOL_FUNCTION && type->kind == TYPE_FUNCTION)
        signature_function(symbol, type, marked, ret);
    else
        type_print(type, symbol->name, ret);
}
