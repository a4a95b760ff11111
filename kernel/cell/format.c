#include "cell/format.h"

#include "cell/advice.h"
#include "cell/hint.h"
#include "cell/literal.h"

/* One conversion: "%-8.3lf". */
typedef struct Conversion {
    char text[24];  /* as written, for messages */
    char length[3]; /* "", "hh", "h", "l", "ll", "z", "j", "t", "L" */
    char letter;    /* 'd', 'f', ...; '\0': the format ends in the middle */
    uint32_t stars; /* widths and precisions that are arguments */
    bool is_skipped; /* scanf: %*d stores nothing */
    bool is_allocated; /* scanf: %ms stores the address of new memory */
    bool has_width;
    uint64_t width;
} Conversion;

typedef struct Format {
    Parser *parser;
    const Call *call;
    Str text;       /* all its literals joined, escapes replaced */
    size_t at;
    uint32_t next;  /* argument */
    bool is_scan;
    bool is_silent; /* something was said already, or it is beyond us */
} Format;

/* --- the text --- */

static Str format_join(Parser *parser, const Argument *format) {
    Buf joined = {0};
    for (uint32_t i = format->expr.begin; i < format->end; i++)
        if (parser->tokens[i].kind == TOK_STRING)
            literal_bytes(parser->tokens[i].text, &joined);
    Str text = arena_dup(parser->arena, buf_view(&joined));
    buf_done(&joined);
    return text;
}

static char format_peek(const Format *format) {
    if (format->at < format->text.len) return format->text.text[format->at];
    return '\0';
}

static bool format_accept(Format *format, char c) {
    if (format_peek(format) != c || !c) return false;
    format->at++;
    return true;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static void format_number(Format *format, Conversion *ret) {
    if (format_accept(format, '*')) {
        if (format->is_scan) ret->is_skipped = true;
        else ret->stars++;
        return;
    }
    while (is_digit(format_peek(format))) {
        ret->has_width = true;
        ret->width = ret->width * 10 + (uint64_t)(format_peek(format) - '0');
        if (ret->width > 1000000) ret->width = 1000000;
        format->at++;
    }
}

static void format_length(Format *format, Conversion *ret) {
    size_t len = 0;
    while (len < 2 && format_peek(format) &&
           strchr("hljztLq", format_peek(format)))
        ret->length[len++] = format->text.text[format->at++];
    ret->length[len] = '\0';
}

/* scanf's %[^]abc] */
static void format_skip_set(Format *format) {
    (void)format_accept(format, '^');
    (void)format_accept(format, ']');
    while (format_peek(format) && format_peek(format) != ']') format->at++;
    (void)format_accept(format, ']');
}

/* Behind the '%' at format->at. */
static Conversion format_conversion(Format *format) {
    Conversion ret = {0};
    size_t begin = format->at++;
    while (!format->is_scan && format_peek(format) &&
           strchr("-+ #0'I", format_peek(format)))
        format->at++;
    format_number(format, &ret);
    if (format_peek(format) == '$') format->is_silent = true;
    if (format->is_scan && ret.is_skipped) format_number(format, &ret);
    if (!format->is_scan && format_accept(format, '.')) {
        format_number(format, &ret);
        ret.has_width = true;
    }
    ret.is_allocated = format->is_scan && format_accept(format, 'm');
    format_length(format, &ret);
    ret.letter = format_peek(format);
    if (ret.letter) format->at++;
    if (format->is_scan && ret.letter == '[') format_skip_set(format);
    size_t len = format->at - begin;
    if (len >= sizeof ret.text) len = sizeof ret.text - 1;
    memcpy(ret.text, format->text.text + begin, len);
    return ret;
}

/* --- what a value is called --- */

/* The conversion that fits a type, "%ld"; NULL if none does. */
static const char *format_that_fits(const Type *type) {
    const Type *target = type_strip(type)->target;
    switch (type_kind(type)) {
    case TYPE_BOOL:
    case TYPE_SHORT:
    case TYPE_USHORT:
    case TYPE_SCHAR:
    case TYPE_UCHAR:
    case TYPE_INT: return "%d";
    case TYPE_CHAR: return "%c";
    case TYPE_UINT: return "%u";
    case TYPE_LONG: return "%ld";
    case TYPE_ULONG: return "%zu";
    case TYPE_LLONG: return "%lld";
    case TYPE_ULLONG: return "%llu";
    case TYPE_FLOAT:
    case TYPE_DOUBLE: return "%g";
    case TYPE_LDOUBLE: return "%Lg";
    case TYPE_POINTER:
    case TYPE_ARRAY:
        return type_kind(target) == TYPE_CHAR ? "%s" : "%p";
    default: return NULL;
    }
}

/* What to read into a variable of that type. */
static const char *scan_that_fits(const Type *type) {
    switch (type_kind(type)) {
    case TYPE_CHAR: return "%c";
    case TYPE_SCHAR: return "%hhd";
    case TYPE_UCHAR: return "%hhu";
    case TYPE_SHORT: return "%hd";
    case TYPE_USHORT: return "%hu";
    case TYPE_INT: return "%d";
    case TYPE_UINT: return "%u";
    case TYPE_LONG: return "%ld";
    case TYPE_ULONG: return "%lu";
    case TYPE_LLONG: return "%lld";
    case TYPE_ULLONG: return "%llu";
    case TYPE_FLOAT: return "%f";
    case TYPE_DOUBLE: return "%lf";
    case TYPE_LDOUBLE: return "%Lf";
    case TYPE_ARRAY: return "%s";
    default: return NULL;
    }
}

static uint64_t size_of_kind(TypeKind kind) {
    uint64_t size = 0;
    uint32_t align;
    (void)type_layout(type_basic(kind), &size, &align);
    return size;
}

/* --- saying it --- */

static void format_say(Format *format, const Argument *about,
                       const Conversion *conversion, const char *wants,
                       const char *fits) {
    Parser *parser = format->parser;
    const Expr *expr = &about->expr;
    format->is_silent = true;
    Str text = advice_text(parser, expr->begin, about->end);
    Str type = advice_a_type(parser, expr->type);
    TypeKind kind = type_kind(expr->type);
    bool is_record = kind == TYPE_STRUCT || kind == TYPE_UNION;
    if (fits)
        advice_tell(parser, expr->begin, about->end,
                    "%s %s %s, but %.*s is %.*s: use %s", conversion->text,
                    format->is_scan ? "reads" : "prints", wants, STR_ARG(text),
                    STR_ARG(type), fits);
    else
        advice_tell(parser, expr->begin, about->end,
                    "%s %s %s, but %.*s is %.*s%s", conversion->text,
                    format->is_scan ? "reads" : "prints", wants, STR_ARG(text),
                    STR_ARG(type),
                    is_record ? ": name one of its members" : "");
}

/* --- printf --- */

static const char *print_wants(const Conversion *conversion) {
    switch (conversion->letter) {
    case 'd':
    case 'i':
        return conversion->length[0] == 'l' ? "a long" : "an int";
    case 'u':
    case 'x':
    case 'X':
    case 'o':
        return conversion->length[0] == 'l' ? "an unsigned long"
               : conversion->length[0] == 'z' ? "a size_t"
                                              : "an unsigned int";
    case 'c': return "one character";
    case 's': return "text";
    case 'p': return "an address";
    default:
        return conversion->length[0] == 'L' ? "a long double" : "a double";
    }
}

/* Whole numbers: of the size that the conversion takes? */
static bool print_integer_fits(const Conversion *conversion,
                               const Type *type) {
    const char *length = conversion->length;
    if (!type_is_integer(type)) return false;
    uint64_t size = size_of_kind(type_kind(type));
    bool is_long = *length && strchr("ljztq", *length);
    return is_long ? size == 8 : size <= 4;
}

static bool print_fits(const Conversion *conversion, const Expr *expr,
                       Arena *arena) {
    const Type *type = expr_decay(expr->type, arena);
    TypeKind kind = type_kind(type);
    const Type *target = kind == TYPE_POINTER ? type_strip(type)->target : NULL;
    switch (conversion->letter) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o': return print_integer_fits(conversion, type);
    case 'c': return type_is_integer(type) && size_of_kind(kind) <= 4;
    case 's':
        if (!target) return false;
        if (*conversion->length == 'l') return true;
        kind = type_kind(target);
        return kind == TYPE_CHAR || kind == TYPE_SCHAR || kind == TYPE_UCHAR ||
               kind == TYPE_VOID || kind == TYPE_UNKNOWN;
    case 'p': return target != NULL;
    case 'n': return true;
    default:
        if (*conversion->length == 'L') return kind == TYPE_LDOUBLE;
        return kind == TYPE_DOUBLE || kind == TYPE_FLOAT;
    }
}

static bool format_is_known(const Conversion *conversion) {
    return conversion->letter &&
           strchr("diouxXcspnfFeEgGaA", conversion->letter);
}

/* A whole array, an address, or a function, where a number is meant. */
static bool print_other_than_value(Format *format,
                                   const Conversion *conversion,
                                   const Argument *argument) {
    Parser *parser = format->parser;
    const Expr *expr = &argument->expr;
    const Type *type = type_strip(expr->type);
    Str text = advice_text(parser, expr->begin, argument->end);
    Expr target = *expr;
    if (type->kind == TYPE_FUNCTION) {
        advice_tell(parser, expr->begin, argument->end,
                    "%.*s is a function that is not called: write its "
                    "arguments in parentheses behind it",
                    STR_ARG(text));
        return format->is_silent = true;
    }
    if (type->kind != TYPE_POINTER && type->kind != TYPE_ARRAY) return false;
    target.type = type->target;
    if (!print_fits(conversion, &target, parser->arena)) return false;
    format->is_silent = true;
    if (type->kind == TYPE_ARRAY)
        advice_tell(parser, expr->begin, argument->end,
                    "%s prints one value, but %.*s is a whole array: print its "
                    "elements one by one, with an index [i]",
                    conversion->text, STR_ARG(text));
    else if (expr->op == PUNCT_AMP && expr->is_unary)
        advice_tell(parser, expr->begin, argument->end,
                    "%s prints a value, but this is an address: leave out the "
                    "& (scanf needs it, printf does not)",
                    conversion->text);
    else
        advice_tell(parser, expr->begin, argument->end,
                    "%s prints a value, but %.*s is a pointer: write * before "
                    "it to print what it points to",
                    conversion->text, STR_ARG(text));
    return true;
}

/* What no conversion prints, and how it is printed instead; NULL: another
 * kind of value. */
static const char *print_instead(const Type *type) {
    TypeKind kind = type_kind(type);
    if (hint_is_gsl_array(type))
        return hint_is_gsl_matrix(type)
                   ? "its elements are nb_at(m, i, j), and nb_show(m) shows "
                     "all of it"
                   : "its elements are nb_at(v, i), and nb_show(v) shows all "
                     "of it";
    if (kind == TYPE_STRUCT || kind == TYPE_UNION)
        return "print its members one by one, or all of it with nb_show";
    if (type_is_complex(type))
        return "print creal(z) and cimag(z)";
    if (kind == TYPE_INT128 || kind == TYPE_UINT128)
        return "nothing in printf prints that; as the last line of a cell it "
               "is shown";
    return NULL;
}

/* Is the value one that has no conversion, or a text? */
static bool print_of_its_own(Format *format, const Conversion *conversion,
                             const Argument *argument) {
    Parser *parser = format->parser;
    const Expr *expr = &argument->expr;
    const char *instead = print_instead(expr->type);
    bool is_text = expr->is_text && conversion->letter != 'p';
    if (!instead && !is_text) return false;
    Str text = advice_text(parser, expr->begin, argument->end);
    format->is_silent = true;
    if (is_text)
        advice_tell(parser, expr->begin, argument->end,
                    "%s prints %s, but %.*s is text: use %%s",
                    conversion->text, print_wants(conversion), STR_ARG(text));
    else
        advice_tell(parser, expr->begin, argument->end,
                    "%s prints %s, but %.*s is %.*s: %s", conversion->text,
                    print_wants(conversion), STR_ARG(text),
                    STR_ARG(advice_a_type(parser, expr->type)), instead);
    return true;
}

static void print_check(Format *format, const Conversion *conversion,
                        const Argument *argument) {
    const Expr *expr = &argument->expr;
    if (type_kind(expr->type) == TYPE_UNKNOWN) return;
    if (print_fits(conversion, expr, format->parser->arena)) return;
    if (print_of_its_own(format, conversion, argument)) return;
    const char *fits = format_that_fits(expr->type);
    if (print_other_than_value(format, conversion, argument)) return;
    bool is_text = conversion->letter == 's' && type_is_integer(expr->type);
    if (is_text && expr->is_constant &&
        format->parser->tokens[expr->begin].kind == TOK_CHAR)
        fits = "%c";
    format_say(format, argument, conversion, print_wants(conversion), fits);
}

/* --- scanf --- */

static void scan_say_address(Format *format, const Argument *argument,
                             const Conversion *conversion) {
    Parser *parser = format->parser;
    Str text = advice_text(parser, argument->expr.begin, argument->end);
    format->is_silent = true;
    if (str_is(text, "this"))
        advice_warn(parser, argument->expr.begin, argument->end,
                    "%s needs the address of the variable that it fills: is an "
                    "& missing?",
                    conversion->text);
    else
        advice_warn(parser, argument->expr.begin, argument->end,
                    "%s needs the address of the variable that it fills: write "
                    "&%.*s",
                    conversion->text, (int)text.len - 2, text.text + 1);
}

static TypeKind scan_float(const Conversion *conversion) {
    switch (conversion->length[0]) {
    case 'l': return TYPE_DOUBLE;
    case 'L': return TYPE_LDOUBLE;
    default: return TYPE_FLOAT;
    }
}

static uint64_t scan_integer_size(const Conversion *conversion) {
    const char *length = conversion->length;
    if (length[0] == 'h') return length[1] == 'h' ? 1 : 2;
    return *length && strchr("ljztqL", *length) ? 8 : 4;
}

static bool is_letter_kind(TypeKind kind) {
    return kind == TYPE_CHAR || kind == TYPE_SCHAR || kind == TYPE_UCHAR;
}

static bool scan_fits(const Conversion *conversion, const Type *target) {
    TypeKind kind = type_kind(target);
    if (kind == TYPE_UNKNOWN || kind == TYPE_VOID) return true;
    switch (conversion->letter) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
    case 'n':
        return type_is_integer(target) &&
               size_of_kind(kind) == scan_integer_size(conversion);
    case 'c':
    case 's':
    case '[':
        if (conversion->is_allocated) return kind == TYPE_POINTER;
        return is_letter_kind(kind) || *conversion->length == 'l';
    case 'p': return kind == TYPE_POINTER;
    default: return kind == scan_float(conversion);
    }
}

static const char *scan_wants(const Conversion *conversion) {
    switch (conversion->letter) {
    case 'd':
    case 'i':
        switch (scan_integer_size(conversion)) {
        case 1: return "a signed char";
        case 2: return "a short";
        case 4: return "an int";
        default: return "a long";
        }
    case 'u':
    case 'x':
    case 'X':
    case 'o': return "an unsigned number";
    case 'c': return "one character";
    case 's':
    case '[':
        return conversion->is_allocated ? "a word into a char *" : "a word";
    case 'p': return "an address";
    default:
        return conversion->length[0] == 'l'   ? "a double"
               : conversion->length[0] == 'L' ? "a long double"
                                              : "a float";
    }
}

/* %5s into char s[5]: the '\0' needs a place, too. */
static void scan_check_width(Format *format, const Conversion *conversion,
                             const Argument *argument) {
    const Type *array = type_strip(argument->expr.type);
    bool is_word = conversion->letter == 's' || conversion->letter == '[';
    if (!is_word || !conversion->has_width || array->kind != TYPE_ARRAY ||
        array->extent != EXTENT_KNOWN || conversion->width < array->length)
        return;
    advice_warn(format->parser, argument->expr.begin, argument->end,
                "%s reads up to %llu characters and adds a '\\0', but there is "
                "room for %llu: write %%%llus",
                conversion->text, (unsigned long long)conversion->width,
                (unsigned long long)array->length,
                (unsigned long long)array->length - 1);
}

/* scanf("%s", &s) where s is an array: right by luck. */
static bool scan_is_array_address(const Conversion *conversion,
                                  const Type *target) {
    const Type *array = type_strip(target);
    bool is_word = conversion->letter == 's' || conversion->letter == '[' ||
                   conversion->letter == 'c';
    return is_word && array->kind == TYPE_ARRAY &&
           is_letter_kind(type_kind(array->target));
}

static void scan_check(Format *format, const Conversion *conversion,
                       const Argument *argument) {
    Parser *parser = format->parser;
    const Expr *expr = &argument->expr;
    const Type *type = expr_decay(expr->type, parser->arena);
    if (type_kind(type) == TYPE_UNKNOWN) return;
    if (type_kind(type) != TYPE_POINTER) {
        if (expr->is_lvalue) scan_say_address(format, argument, conversion);
        else format_say(format, argument, conversion,
                        "to an address (&x)", NULL);
        return;
    }
    const Type *target = type_strip(type)->target;
    if (scan_is_array_address(conversion, target)) {
        format->is_silent = true;
        advice_warn(parser, expr->begin, argument->end,
                    "an array is an address already: leave out the &");
        return;
    }
    scan_check_width(format, conversion, argument);
    if (scan_fits(conversion, target) && !expr->is_text) return;
    bool is_word = type_strip(expr->type)->kind == TYPE_ARRAY &&
                   type_kind(target) == TYPE_CHAR;
    const char *fits = is_word ? "%s" : scan_that_fits(target);
    Expr shown = *expr;
    if (expr->is_text) {
        format->is_silent = true;
        advice_warn(parser, expr->begin, argument->end,
                    "%s stores what it reads, so it needs the address of a "
                    "variable, &x, and not a text",
                    conversion->text);
        return;
    }
    if (!is_word) shown.type = target;
    Argument about = {shown, argument->end};
    Str text = advice_text(parser, expr->begin, argument->end);
    bool is_address = expr->op == PUNCT_AMP && expr->is_unary;
    if (is_address && !str_is(text, "this")) about.expr.begin++;
    format_say(format, &about, conversion, scan_wants(conversion), fits);
}

/* --- the whole --- */

static void format_unknown(Format *format, const Conversion *conversion) {
    const Argument *text = &format->call->arguments[format->call->format];
    format->is_silent = true;
    if (!conversion->letter || !strchr("abcdefghijklmnopqrstuvwxyz",
                                       conversion->letter | 32))
        advice_warn(format->parser, text->expr.begin, text->end,
                    "a %% that is to be printed itself is written %%%%");
    else
        advice_warn(format->parser, text->expr.begin, text->end,
                    "'%s' is no conversion of %.*s; a %% that is to be printed "
                    "itself is written %%%%",
                    conversion->text, STR_ARG(format->call->name));
}

static void format_too_few(Format *format, const Conversion *conversion) {
    const Argument *text = &format->call->arguments[format->call->format];
    uint32_t given = format->call->count - format->call->format - 1;
    format->is_silent = true;
    advice_warn(format->parser, text->expr.begin, text->end,
                "%s has no value: %u %s given behind this text, but it asks "
                "for more",
                conversion->text, given,
                given == 1 ? "value is" : "values are");
}

static void format_star(Format *format, const Conversion *conversion) {
    if (format->next >= format->call->count) {
        format_too_few(format, conversion);
        return;
    }
    const Argument *width = &format->call->arguments[format->next++];
    TypeKind kind = type_kind(width->expr.type);
    if (kind == TYPE_UNKNOWN) return;
    bool fits = type_is_integer(width->expr.type) && size_of_kind(kind) <= 4;
    if (fits) return;
    format->is_silent = true;
    advice_warn(format->parser, width->expr.begin, width->end,
                "the * in %s takes an int, but %.*s is %.*s: write (int) "
                "before it",
                conversion->text,
                STR_ARG(advice_text(format->parser, width->expr.begin,
                                    width->end)),
                STR_ARG(advice_a_type(format->parser, width->expr.type)));
}

static void format_one(Format *format) {
    Conversion conversion = format_conversion(format);
    if (format->is_silent || conversion.letter == '%') return;
    bool is_wide = conversion.letter == 'S' || conversion.letter == 'C';
    bool is_set = format->is_scan && conversion.letter == '[';
    if (conversion.letter == 'm' && !format->is_scan) return;
    if (is_wide) format->is_silent = true;
    else if (!is_set && !format_is_known(&conversion))
        format_unknown(format, &conversion);
    for (uint32_t i = 0; i < conversion.stars && !format->is_silent; i++)
        format_star(format, &conversion);
    if (format->is_silent || conversion.is_skipped) return;
    if (format->next >= format->call->count) {
        format_too_few(format, &conversion);
        return;
    }
    const Argument *argument = &format->call->arguments[format->next++];
    if (format->is_scan) scan_check(format, &conversion, argument);
    else print_check(format, &conversion, argument);
    if (!format->is_scan && conversion.letter == 's' && !conversion.has_width)
        call_check_text(format->parser, argument);
}

static void format_check(Parser *parser, const Call *call, bool is_scan) {
    if (call->count <= call->format) return;
    const Argument *text = &call->arguments[call->format];
    if (!text->expr.is_text) return;
    Format format = {.parser = parser, .call = call, .is_scan = is_scan,
                     .next = call->format + 1};
    format.text = format_join(parser, text);
    while (format.at < format.text.len && !format.is_silent) {
        if (format_peek(&format) == '%') format_one(&format);
        else format.at++;
    }
    if (format.is_silent || format.next >= call->count) return;
    const Argument *extra = &call->arguments[format.next];
    advice_warn(parser, extra->expr.begin, extra->end,
                "the text before has no %% for this value, so it is not %s",
                is_scan ? "read" : "printed");
}

void format_check_print(Parser *parser, const Call *call) {
    format_check(parser, call, false);
}

void format_check_scan(Parser *parser, const Call *call) {
    format_check(parser, call, true);
}
