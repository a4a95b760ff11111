#include "cell/hint.h"
#include "cell/slip.h"

/* The type of the variable before this `=`, or NULL. */
static const Type *slip_assigned(const Parser *parser, const Token *assign) {
    const Token *name = assign - (assign > parser->tokens);
    if (!parse_is_name(name)) return NULL;
    const Symbol *symbol = parse_find(parser, name->text);
    return symbol ? symbol->type : NULL;
}

/* What an argument at the parser's token is to become; `open` begins the
 * arguments. NULL: that is not known. */
static const Type *slip_parameter(const Parser *parser, const Token *open) {
    if (!open || open == parser->tokens || !parse_is_name(open - 1))
        return NULL;
    const Symbol *callee = parse_find(parser, open[-1].text);
    if (!callee || !callee->type) return NULL;
    const Type *type = type_strip(callee->type);
    if (type->kind == TYPE_POINTER) type = type_strip(type->target);
    uint32_t count = 0;
    int depth = 0;
    for (const Token *one = open + 1; one < &parser->tokens[parser->at]; one++) {
        depth += parse_bracket_step(one);
        count += depth == 0 && token_is(one, PUNCT_COMMA);
    }
    bool is_told = type->kind == TYPE_FUNCTION && count < type->param_count;
    return is_told ? type->params[count].type : NULL;
}

bool slip_numbers(Parser *parser, const Token *around) {
    const Token *token = &parser->tokens[parser->at];
    const Token *before = token - (parser->at > 0);
    const Type *wanted = token_is(before, PUNCT_ASSIGN)
                             ? slip_assigned(parser, before)
                             : slip_parameter(parser, around);
    if (!wanted || !hint_is_gsl_array(wanted)) return false;
    return !parse_problem(parser, token,
                          "a list in braces is for arrays and structs: %s",
                          hint_of_numbers(wanted));
}
