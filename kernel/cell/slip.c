#include "cell/slip.h"

#include "cell/advice.h"
#include "cell/lexer.h"

/* --- where am I? --- */

static bool slip_says(Parser *parser, const Token *token, const char *text) {
    parse_problem(parser, token, "%s", text);
    return true;
}

static bool slip_is_unknown(const Parser *parser, const Token *token) {
    return parse_is_name(token) && !parse_find(parser, token->text);
}

/* The first token of the statement that the parser is in. */
static uint32_t slip_begin(const Parser *parser) {
    uint32_t at = parser->at;
    while (at > 0) {
        const Token *before = &parser->tokens[at - 1];
        if (token_is(before, PUNCT_SEMICOLON) ||
            token_is(before, PUNCT_LBRACE) || token_is(before, PUNCT_RBRACE) ||
            before->kind == TOK_MAGIC || before->kind == TOK_PRAGMA)
            break;
        at--;
    }
    return at;
}

/* The bracket around this place that is still open; NULL: none. */
static const Token *slip_around(const Parser *parser) {
    int depth = 0;
    for (uint32_t at = parser->at; at > 0; at--) {
        const Token *token = &parser->tokens[at - 1];
        depth += token_is(token, PUNCT_RPAREN) ||
                 token_is(token, PUNCT_RBRACE) ||
                 token_is(token, PUNCT_RBRACKET);
        bool is_open = token_is(token, PUNCT_LPAREN) ||
                       token_is(token, PUNCT_LBRACE) ||
                       token_is(token, PUNCT_LBRACKET);
        if (is_open && depth-- == 0) return token;
    }
    return NULL;
}

static bool slip_is_adjacent(const Token *token) {
    return !(token->flags & TOKEN_SPACE_BEFORE);
}

static bool slip_on_new_line(const Parser *parser, const Token *token) {
    const Token *before = token - 1;
    if (token == parser->tokens || token->source != before->source ||
        !token->source)
        return true;
    return source_place(token->source, token->span.begin).line !=
           source_place(before->source, before->span.begin).line;
}

/* Is this the first word of what a macro made? What stands before is then at
 * fault, not how the macro is called. */
static bool slip_begins_use(const Parser *parser, const Token *token) {
    const Token *before = token - (token > parser->tokens);
    return before->source == token->source &&
           before->span.end <= token->span.begin;
}

/* --- words --- */

static bool slip_word(Parser *parser, const Token *token) {
    if (!slip_is_unknown(parser, token)) return false;
    const char *foreign = slip_foreign(token->text, false);
    if (foreign) return slip_says(parser, token, foreign);
    return false;
}

static bool slip_keyword(Parser *parser, const Token *token) {
    if (!slip_is_unknown(parser, token)) return false;
    Str keyword = slip_near_keyword(token->text, false);
    if (!keyword.len) return false;
    parse_problem(parser, token, "'%.*s' is not known here; did you mean "
                                 "'%.*s'?",
                  STR_ARG(token->text), STR_ARG(keyword));
    return true;
}

/* The word at the fault and the one before, then the statement's first. */
static bool slip_words_around(Parser *parser) {
    const Token *token = &parser->tokens[parser->at];
    const Token *first = &parser->tokens[slip_begin(parser)];
    if (slip_word(parser, token)) return true;
    if (token > parser->tokens && slip_word(parser, token - 1)) return true;
    if (slip_word(parser, first)) return true;
    for (const Token *at = first; at < token; at++)
        if (slip_word(parser, at)) return true;
    bool is_behind = token_is(token, PUNCT_LBRACE) ||
                     token_is(token - (token > first), PUNCT_RPAREN) ||
                     token == first + 1 || token == first ||
                     (token_is(first + 1, PUNCT_LPAREN) && token == first + 2);
    return is_behind && slip_keyword(parser, first);
}

/* --- operators and patterns --- */

const char slip_else[] =
    "this 'else' has no 'if' right before it: a ; behind if (...) ends the if, "
    "and several statements between the two need braces { }";

static bool slip_operator(Parser *parser, TokenId wanted) {
    const Token *token = &parser->tokens[parser->at];
    const Token *before = token - (parser->at > 0);
    bool is_joined = slip_is_adjacent(token);
    if (token_is(token, PUNCT_GREATER) && token_is(before, PUNCT_ASSIGN) &&
        is_joined)
        return slip_says(parser, before, "=> is no operator of C: write >=");
    if (token_is(token, PUNCT_LESS) && token_is(before, PUNCT_ASSIGN) &&
        is_joined)
        return slip_says(parser, before, "=< is no operator of C: write <=");
    if (token_is(token, PUNCT_GREATER) && token_is(before, PUNCT_LESS))
        return slip_says(parser, before, "<> is no operator of C: write !=");
    if (token_is(token, PUNCT_PIPE))
        return slip_says(parser, token,
                         "|x| is written fabs(x) in C, and abs(x) for whole "
                         "numbers");
    if (token_is(token, PUNCT_COLON) && token_is(before, PUNCT_COLON))
        return slip_says(parser, before, ":: is C++: C has no such prefixes, "
                                         "write the name alone");
    if (token_is(before, PUNCT_AND) && token_is(token, PUNCT_LPAREN))
        return slip_says(parser, before,
                         "the whole condition stands in one pair of "
                         "parentheses: if ((x > 2) && (x < 5))");
    if (token_is(before, PUNCT_ASSIGN) && token_is(token, PUNCT_LBRACKET) &&
        (token_is(token + 1, PUNCT_RBRACKET) ||
         token_is(token + 1, PUNCT_AMP) || token_is(token + 1, PUNCT_ASSIGN)))
        return slip_says(parser, token,
                         "C has no lambdas: write a function of its own, and "
                         "use its name");
    if (token_is(token, PUNCT_SHR) && parser->at == 0)
        return slip_says(parser, token, "'>>>' is the prompt of Python, not C: "
                                        "leave it out");
    if (token_is(before, PUNCT_ASSIGN) && token_is(token, PUNCT_LBRACKET))
        return slip_says(parser, token, "the elements of an array stand in "
                                        "braces in C: {1, 2, 3}");
    if (token_is(before, PUNCT_ASSIGN) && token_is(token, PUNCT_LBRACE))
        return slip_numbers(parser, slip_around(parser)) ||
               slip_says(parser, token,
                         "values in braces stand only where a variable is "
                         "declared: set the elements one by one here");
    if (token_is(token, PUNCT_RPAREN) && !wanted &&
        token_is(before, PUNCT_RPAREN) && !advice_macro(token).len)
        return slip_says(parser, token,
                         "this ) closes nothing: there is one too many");
    bool begins = token_is(before, PUNCT_SEMICOLON) ||
                  token_is(before, PUNCT_RBRACE);
    if (!wanted && begins && token_is(token, PUNCT_RBRACKET))
        return slip_says(parser, token,
                         "this ] closes nothing: blocks end with a }");
    if (!wanted && begins && token_is(token, PUNCT_RPAREN))
        return slip_says(parser, token,
                         "this ) closes nothing: blocks end with a }");
    if (token_is(token, KW_ELSE) && !wanted)
        return slip_says(parser, token, slip_else);
    return false;
}

/* Lists and colons as Python has them. */
static bool slip_python(Parser *parser) {
    const Token *token = &parser->tokens[parser->at];
    const Token *before = token - (parser->at > 0);
    const Token *first = &parser->tokens[slip_begin(parser)];
    bool is_argument = token_is(before, PUNCT_LPAREN) ||
                       token_is(before, PUNCT_COMMA) ||
                       token_is(before, KW_RETURN);
    if (token_is(token, PUNCT_LBRACE) && is_argument)
        return slip_numbers(parser, slip_around(parser)) ||
               slip_says(parser, token,
                         "values in braces stand only where a variable is "
                         "declared: name their type here, as in (double[]){1, "
                         "2, 3}");
    if (token_is(token, PUNCT_LBRACKET) && is_argument)
        return slip_says(parser, token,
                         "C has no lists in brackets: declare an array, "
                         "'double a[] = {1, 2, 3};', and use its name");
    bool is_control = token_is(first, KW_IF) || token_is(first, KW_WHILE) ||
                      token_is(first, KW_FOR) || token_is(first, KW_ELSE);
    if (token_is(token, PUNCT_COLON) && is_control &&
        (token_is(before, PUNCT_RPAREN) || before == first))
        return slip_says(parser, token,
                         "no colon stands here in C: what belongs to an if or "
                         "a loop stands in braces { }");
    return false;
}

/* printf "x"; */
static bool slip_call(Parser *parser, TokenId wanted) {
    const Token *token = &parser->tokens[parser->at];
    const Token *before = token - (parser->at > 0);
    if (wanted != PUNCT_SEMICOLON || !parse_is_name(before)) return false;
    if (token->kind != TOK_STRING && token->kind != TOK_NUMBER &&
        !parse_is_name(token))
        return false;
    const Symbol *symbol = parse_find(parser, before->text);
    if (!symbol || symbol->kind != SYMBOL_FUNCTION) return false;
    parse_problem(parser, before,
                  "the arguments of a function stand in parentheses: "
                  "%.*s(...)",
                  STR_ARG(before->text));
    return true;
}

/* struct p { int x = 3; }; */
static bool slip_member(Parser *parser) {
    const Token *token = &parser->tokens[parser->at];
    const Token *open = slip_around(parser);
    if (!token_is(token, PUNCT_ASSIGN) || !open || open == parser->tokens)
        return false;
    const Token *word = open - 1;
    if (parse_is_name(word) && word > parser->tokens) word--;
    if (!token_is(word, KW_STRUCT) && !token_is(word, KW_UNION)) return false;
    return slip_says(parser, token,
                     "a member gets no value here: give it to a variable of "
                     "the type, as in 'struct p a = {3};'");
}

/* A macro of the runtime is given what it does not take. */
static bool slip_runtime_macro(Parser *parser) {
    const Token *token = &parser->tokens[parser->at];
    if (token_is(token, PUNCT_DOT) && parse_is_name(token + 1) &&
        token_is(token + 2, PUNCT_ASSIGN))
        return slip_says(parser, token,
                         "options (.name = ...) stand behind all that has no "
                         "name: a value is missing before this one");
    Str macro = advice_macro(token);
    if (!str_starts_with(macro, STR("nb_"))) return false;
    if (slip_begins_use(parser, token)) return false;
    parse_problem(parser, token,
                  "this is not how %.*s is called: '%.*s?' in a cell shows it",
                  STR_ARG(macro), STR_ARG(macro));
    return true;
}

static bool slip_opens_function(const Token *open) {
    int depth = 0;
    for (const Token *token = open; token->kind != TOK_END; token++) {
        depth += token_is(token, PUNCT_LPAREN);
        depth -= token_is(token, PUNCT_RPAREN);
        if (depth == 0) return token_is(token + 1, PUNCT_LBRACE);
    }
    return false;
}

/* square(int x) { and sqrt(double 4) */
static bool slip_type_in_call(Parser *parser) {
    const Token *token = &parser->tokens[parser->at];
    const Token *first = &parser->tokens[slip_begin(parser)];
    if (!lexer_is_type_word(token) || parser->at < 2) return false;
    if (token == first + 2 && parse_is_name(first) &&
        token_is(first + 1, PUNCT_LPAREN) && slip_opens_function(first + 1)) {
        parse_problem(parser, first,
                      "the type of the result is missing: write 'int "
                      "%.*s(...)', or double, or void if there is none",
                      STR_ARG(first->text));
        return true;
    }
    bool is_argument = token_is(token - 1, PUNCT_LPAREN) ||
                       token_is(token - 1, PUNCT_COMMA);
    const Token *around = slip_around(parser);
    if (!is_argument || !around) return false;
    if (token_is(around, PUNCT_LBRACE))
        return slip_says(parser, token - 1,
                         "each member has its own type, and a ; behind it");
    return slip_says(parser, token,
                     "types stand where a function is defined, not where it is "
                     "called: leave this one out");
}

/* for (int i = 0, i < 3, i++), and for (int x : a) */
static bool slip_for(Parser *parser) {
    const Token *token = &parser->tokens[parser->at];
    const Token *around = slip_around(parser);
    bool is_head = around && around > parser->tokens &&
                   token_is(around, PUNCT_LPAREN) &&
                   token_is(around - 1, KW_FOR);
    if (!is_head) return false;
    if (token_is(token, PUNCT_COLON))
        return slip_says(parser, token,
                         "C has no loop over the elements of an array: write "
                         "for (int i = 0; i < n; i++) and a[i]");
    bool has_comma = false;
    for (const Token *at = around; at < token; at++)
        has_comma = has_comma || token_is(at, PUNCT_COMMA);
    if (has_comma || token_is(token, PUNCT_RPAREN))
        return slip_says(parser, token,
                         "the three parts of a for are separated by ;, as in "
                         "for (int i = 0; i < n; i++)");
    return false;
}

/* `int x == 3`, `int my variable`, `int max-value` */
static bool slip_declared(Parser *parser) {
    const Token *token = &parser->tokens[parser->at];
    const Token *before = token - 1;
    uint32_t begin = slip_begin(parser);
    bool has_type = parser->at >= begin + 2 && parse_is_name(before) &&
                    lexer_is_type_word(before - 1);
    if (!has_type) return false;
    if (token_is(token, PUNCT_EQ))
        return slip_says(parser, token,
                         "== compares: a variable gets its value with one =");
    if (token_is(token, PUNCT_MINUS) && parse_is_name(token + 1)) {
        parse_problem(parser, token,
                      "a name cannot have a - in it: write %.*s_%.*s",
                      STR_ARG(before->text), STR_ARG(token[1].text));
        return true;
    }
    if (parse_is_name(token) && !slip_on_new_line(parser, token)) {
        parse_problem(parser, token,
                      "a name is one word: write %.*s_%.*s, or a comma between "
                      "two names",
                      STR_ARG(before->text), STR_ARG(token->text));
        return true;
    }
    return false;
}

/* Does the value that ends here belong to an array, a[3] = 1, 2, 3? */
static bool slip_is_array_value(const Parser *parser) {
    uint32_t at = parser->at;
    while (at > 1 && !token_is(&parser->tokens[at], PUNCT_ASSIGN) &&
           !token_is(&parser->tokens[at], PUNCT_SEMICOLON))
        at--;
    return token_is(&parser->tokens[at], PUNCT_ASSIGN) &&
           token_is(&parser->tokens[at - 1], PUNCT_RBRACKET);
}

/* A name to declare is wanted. */
static bool slip_name(Parser *parser) {
    const Token *token = &parser->tokens[parser->at];
    const Token *before = token - (parser->at > 0);
    if (token_is(before, PUNCT_COMMA) && token_is(token, PUNCT_SEMICOLON))
        return slip_says(parser, before, "a name is missing behind this comma, "
                                         "or the comma is one too many");
    if (token_is(token, PUNCT_LBRACKET) && lexer_is_type_word(before))
        return slip_says(parser, token, "the brackets stand behind the name: "
                                        "int a[3], not int[3] a");
    if (token->kind == TOK_NUMBER && token_is(before, PUNCT_COMMA) &&
        parser->at > 1 && before[-1].kind == TOK_NUMBER)
        return slip_says(parser, before, slip_is_array_value(parser)
                         ? "the values of an array stand in braces, as in "
                           "double a[3] = {1, 2, 3}"
                         : "a number has no comma in it: write 1000, and a point "
                         "before the fraction, 3.14");
    if (token->kind == TOK_NUMBER && !token_is(before, PUNCT_LPAREN))
        return slip_says(parser, token, "a name cannot begin with a digit");
    if (token_is(before, PUNCT_RBRACE))
        return slip_says(parser, before,
                         "a ; is missing behind this }");
    if (token_is(token, PUNCT_AMP))
        return slip_says(parser, token,
                         "C has no references (that is C++): declare a pointer "
                         "with *, and pass the address with &");
    if (token->kind == TOK_IDENT && token->id && lexer_is_type_word(before)) {
        parse_problem(parser, token,
                      "'%.*s' is a word of C itself, so it cannot be a name",
                      STR_ARG(token->text));
        return true;
    }
    return false;
}

/* #define N 10; and #define N = 10 */
static bool slip_macro(Parser *parser) {
    const Token *token = &parser->tokens[parser->at];
    bool is_odd = token_is(token, PUNCT_SEMICOLON) ||
                  token_is(token, PUNCT_ASSIGN);
    Str name = advice_macro(token);
    if (!is_odd || !name.len) return false;
    parse_problem(parser, token,
                  "the #define of '%.*s' has %s in it, which is put in here as "
                  "well: remove it there",
                  STR_ARG(name),
                  token_is(token, PUNCT_ASSIGN) ? "an = sign" : "a ;");
    return true;
}

static bool slip_condition(Parser *parser, TokenId wanted) {
    const Token *token = &parser->tokens[parser->at];
    if (wanted != PUNCT_LPAREN || parser->at == 0) return false;
    const Token *word = token - 1;
    if (token_is(word, KW_FOR))
        return slip_says(parser, word,
                         "a for has its three parts in parentheses: for (int i "
                         "= 0; i < n; i++)");
    bool has_condition = token_is(word, KW_IF) || token_is(word, KW_WHILE) ||
                         token_is(word, KW_SWITCH);
    if (!has_condition) return false;
    parse_problem(parser, word,
                  "what '%.*s' looks at stands in parentheses: %.*s (x%s)",
                  STR_ARG(word->text), STR_ARG(word->text),
                  token_is(word, KW_SWITCH) ? "" : " > 2");
    return true;
}

static bool slip_is_value(const Token *token) {
    return parse_is_name(token) || token->kind == TOK_NUMBER ||
           token->kind == TOK_STRING || token->kind == TOK_CHAR;
}

/* f(a b), {1, 2 3} */
static bool slip_comma(Parser *parser, TokenId wanted, uint32_t open) {
    const Token *token = &parser->tokens[parser->at];
    const Token *before = token - (parser->at > 0);
    bool is_enum = wanted == PUNCT_RBRACE && open > 1 &&
                   token_is(token, PUNCT_SEMICOLON) &&
                   (token_is(&parser->tokens[open - 1], KW_ENUM) ||
                    token_is(&parser->tokens[open - 2], KW_ENUM));
    if (is_enum)
        return slip_says(parser, token, "the constants of an enum are "
                                        "separated by commas, not by ;");
    bool is_list = wanted == PUNCT_RBRACE ||
                   (wanted == PUNCT_RPAREN && open > 0 &&
                    parse_is_name(&parser->tokens[open - 1]));
    bool is_prefix = parse_is_name(before) && before->text.len == 1 &&
                     token->kind == TOK_STRING && slip_is_adjacent(token);
    if (is_prefix)
        return slip_says(parser, before,
                         "a letter before a text is Python: in C the values "
                         "follow behind it, printf(\"x = %d\", x)");
    if (!is_list || !slip_is_value(token) || token->kind == TOK_END)
        return false;
    parse_problem(parser, before, "a comma is missing behind '%.*s'",
                  (int)(before->text.len < 40 ? before->text.len : 40),
                  before->text.text);
    return true;
}

/* --- brackets --- */

static uint32_t slip_column(const Token *token) {
    const Source *source = token->source;
    Place place = source_place(source, token->span.begin);
    Str line = source_line(source, place.line);
    uint32_t column = 0;
    while (column < line.len &&
           (line.text[column] == ' ' || line.text[column] == '\t'))
        column++;
    return column;
}

/* The brace that is never closed. Where a } stands first on a line that is
 * indented in another way than the line of its {, the } of that { was
 * forgotten, and this one was meant for a brace further out. */
static const Token *slip_open_brace(const Parser *parser) {
    enum {
        DEEPEST = 64
    };
    const Token *open[DEEPEST];
    uint32_t depth = 0;
    for (const Token *token = parser->tokens; token->kind != TOK_END; token++) {
        if (token_is(token, PUNCT_LBRACE) && depth < DEEPEST && token->source)
            open[depth++] = token;
        if (!token_is(token, PUNCT_RBRACE) || !depth || !token->source)
            continue;
        const Token *partner = open[--depth];
        bool is_first = slip_on_new_line(parser, token);
        if (is_first && slip_column(token) < slip_column(partner))
            return partner;
    }
    return depth ? open[depth - 1] : NULL;
}

bool slip_unclosed(Parser *parser) {
    const Token *open = slip_open_brace(parser);
    if (!open) return false;
    return slip_says(parser, open,
                     "this { is never closed: its } is missing");
}

static bool slip_brace(Parser *parser) {
    return parser->tokens[parser->at].kind == TOK_END && slip_unclosed(parser);
}

/* What stands in a macro's body, or is given to it, does not fit. */
static bool slip_use(Parser *parser, TokenId wanted, uint32_t open) {
    const Token *token = &parser->tokens[parser->at];
    const Token *opening = &parser->tokens[open];
    bool is_list = wanted == PUNCT_RBRACKET && token_is(token, PUNCT_COMMA) &&
                   open > 0 && !parse_is_name(opening - 1) &&
                   !token_is(opening - 1, PUNCT_RPAREN);
    if (is_list)
        return slip_says(parser, opening,
                         "C has no lists in brackets: the numbers of an array "
                         "stand in braces, and those of nb_vec(1, 2, 3) need "
                         "none");
    Str macro = advice_macro(opening);
    if (!macro.len) return false;
    if (str_is(macro, "nb_mat"))
        return slip_says(parser, opening,
                         "each row of a matrix stands in parentheses: "
                         "nb_mat((1, 2), (3, 4))");
    bool is_own = token->flags & TOKEN_FROM_MACRO &&
                  token->source == opening->source &&
                  token->span.begin == opening->span.begin;
    if (str_starts_with(macro, STR("nb_")))
        parse_problem(parser, opening,
                      "this is not how %.*s is called: '%.*s?' in a cell "
                      "shows it",
                      STR_ARG(macro), STR_ARG(macro));
    else if (!is_own)
        parse_problem(parser, opening,
                      "the #define of '%.*s' opens a %.*s that it does not "
                      "close",
                      STR_ARG(macro), STR_ARG(opening->text));
    return parser->problem.source != NULL;
}

bool slip_explain_bracket(Parser *parser, TokenId wanted, uint32_t open) {
    const Token *token = &parser->tokens[parser->at];
    if (slip_brace(parser) || slip_macro(parser)) return true;
    if (slip_use(parser, wanted, open)) return true;
    if (slip_operator(parser, wanted) || slip_words_around(parser)) return true;
    if (slip_comma(parser, wanted, open)) return true;
    if (wanted == PUNCT_RPAREN && token_is(token, PUNCT_ASSIGN) &&
        parser->at > 1 && lexer_is_type_word(token - 2))
        return slip_says(parser, token,
                         "a parameter has no default value in C: each call "
                         "gives all arguments");
    bool is_reference = token_is(token, PUNCT_AMP) && parser->at > 0 &&
                        lexer_is_type_word(token - 1);
    if (is_reference) return slip_name(parser);
    const Token *control = &parser->tokens[open > 0 ? open - 1 : 0];
    bool is_end = token_is(token, PUNCT_SEMICOLON) ||
                  token_is(token, PUNCT_LBRACE) ||
                  token_is(token, PUNCT_RBRACE) ||
                  slip_on_new_line(parser, token) ||
                  (control->kind == TOK_IDENT && control->id);
    if (!is_end || wanted == PUNCT_RBRACE || parser->at == 0) return false;
    const Token *opening = &parser->tokens[open];
    const Token *word = &parser->tokens[open > 0 ? open - 1 : 0];
    Str before = word->text;
    if (word->kind != TOK_IDENT || before.len > 40)
        parse_problem(parser, token - 1,
                      "a %.*s is missing here: a %.*s before it is still open",
                      STR_ARG(lexer_spelling(wanted)), STR_ARG(opening->text));
    parse_problem(parser, token - 1,
                  "a %.*s is missing here: the %.*s behind '%.*s' is still "
                  "open",
                  STR_ARG(lexer_spelling(wanted)), STR_ARG(opening->text),
                  STR_ARG(before));
    return true;
}

static bool slip_extra(Parser *parser, TokenId wanted) {
    const Token *token = &parser->tokens[parser->at];
    const Token *first = &parser->tokens[slip_begin(parser)];
    if (wanted == PUNCT_SEMICOLON && token_is(first, KW_ELSE) &&
        token_is(token, PUNCT_LBRACE))
        return slip_says(parser, first, "an else has no condition of its own: "
                                        "write 'else if (...)', or leave it "
                                        "out");
    bool is_closing = token_is(token, PUNCT_RPAREN) ||
                      token_is(token, PUNCT_RBRACKET);
    if (wanted != PUNCT_SEMICOLON || !is_closing) return false;
    parse_problem(parser, token, "this %.*s closes nothing: there is one too "
                                 "many",
                  STR_ARG(token->text));
    return true;
}

bool slip_explain(Parser *parser, TokenId wanted) {
    if (parser->problem.source) return true;
    return slip_macro(parser) || slip_operator(parser, wanted) ||
           slip_python(parser) || slip_words_around(parser) ||
           slip_type_in_call(parser) || slip_member(parser) ||
           slip_call(parser, wanted) ||
           slip_for(parser) || (wanted == ID_NONE && slip_name(parser)) ||
           slip_condition(parser, wanted) ||
           (wanted == PUNCT_SEMICOLON && slip_declared(parser)) ||
           slip_brace(parser) || slip_runtime_macro(parser) ||
           slip_extra(parser, wanted);
}

/* --- types --- */

/* typedef struct { node *next; } node; */
static bool slip_is_own_name(const Parser *parser, const Token *token) {
    int depth = 0;
    for (const Token *at = parser->tokens; at < token; at++)
        depth += token_is(at, PUNCT_LBRACE) - token_is(at, PUNCT_RBRACE);
    if (depth <= 0) return false;
    for (const Token *at = token; at->kind != TOK_END; at++) {
        depth += token_is(at, PUNCT_LBRACE) - token_is(at, PUNCT_RBRACE);
        if (depth == 0)
            return token_is(at, PUNCT_RBRACE) &&
                   str_equals(at[1].text, token->text) &&
                   token_is(at + 2, PUNCT_SEMICOLON);
    }
    return false;
}

bool slip_unknown_type(Parser *parser, const Token *token) {
    Str name = token->text;
    const char *foreign = slip_foreign(name, false);
    if (str_is(name, "$"))
        return parse_problem(parser, token,
                             "$ is the prompt of a shell, not C: a command for "
                             "the shell begins with a ! in a cell");
    const Tag *tag = parse_find_tag(parser, name, false);
    if (foreign) return parse_problem(parser, token, "%s", foreign);
    if (slip_is_own_name(parser, token))
        return parse_problem(parser, token,
                             "'%.*s' is not a type yet in here: write 'typedef "
                             "struct %.*s { ... } %.*s;', and 'struct %.*s' "
                             "inside of the braces",
                             STR_ARG(name), STR_ARG(name), STR_ARG(name),
                             STR_ARG(name));
    bool is_parameter = token > parser->tokens &&
                        token_is(token - 1, PUNCT_COMMA) &&
                        (token_is(token + 1, PUNCT_COMMA) ||
                         token_is(token + 1, PUNCT_RPAREN));
    if (is_parameter)
        return parse_problem(parser, token,
                             "each parameter needs its own type: write 'int "
                             "%.*s', or what it is",
                             STR_ARG(name));
    if (tag)
        return parse_problem(parser, token, "the type is called '%s %.*s': "
                                            "write both words",
                             tag->kind == TYPE_STRUCT  ? "struct"
                             : tag->kind == TYPE_UNION ? "union"
                                                       : "enum",
                             STR_ARG(name));
    const Token *before = token - (token > parser->tokens);
    bool is_statement = token_is(before, PUNCT_SEMICOLON) ||
                        token_is(before, PUNCT_LBRACE) ||
                        token_is(before, PUNCT_RBRACE) ||
                        token == parser->tokens;
    Str near = slip_near_keyword(name, !is_statement);
    bool is_type = !near.len || slip_near_keyword(name, true).len;
    if (!near.len && parser->scope && parser->scope->find_near_type)
        near = parser->scope->find_near_type(parser->scope->context, name);
    if (near.len)
        return parse_problem(parser, token,
                             "'%.*s' is not %sknown here; did you mean '%.*s'?",
                             STR_ARG(name),
                             is_type ? "a type that is " : "", STR_ARG(near));
    return parse_problem(parser, token,
                         "'%.*s' is not a type that is known here",
                         STR_ARG(name));
}
