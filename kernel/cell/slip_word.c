/* slip_word.c - words and characters that are no C, and what they mean. */
#include "cell/nearest.h"
#include "cell/slip.h"

/* --- words of other languages --- */

typedef struct SlipRow {
    const char *word;
    const char *advice;
    bool is_value; /* no reader would give this name to something of his own */
} SlipRow;

static const SlipRow slip_words[] = {
    {"cout", "'cout' is C++: C prints with printf(\"%d\\n\", x)", true},
    {"cin", "'cin' is C++: C reads with scanf(\"%d\", &x)", true},
    {"endl", "'endl' is C++: the end of a line is \"\\n\" in C", true},
    {"std", "'std::' is C++: C has no such prefixes, write the name alone",
     true},
    {"new", "'new' is C++: C gets memory with malloc(n * sizeof(int))"},
    {"delete", "'delete' is C++: C gives memory back with free(p)"},
    {"string", "'string' is C++: text is a char array in C, char s[] = "
               "\"...\", or a char *"},
    {"vector", "'vector<>' is C++: use an array, int a[10], or a gsl_vector "
               "of numbers"},
    {"nullptr", "'nullptr' is C++: a pointer to nothing is NULL in C", true},
    {"using", "'using' is C++: in C no name needs it, leave this line out"},
    {"namespace", "'namespace' is C++: in C no name needs it"},
    {"class", "'class' is C++: C has struct, whose members are all open"},
    {"template", "'template' is C++: write the function for one type"},
    {"public", "'public:' is C++: all members of a struct are open in C"},
    {"private", "'private:' is C++: all members of a struct are open in C"},
    {"try", "'try' is C++: C functions tell a failure by their value"},
    {"catch", "'catch' is C++: C functions tell a failure by their value"},
    {"throw", "'throw' is C++: return a value that tells the failure"},
    {"print", "C prints with printf: printf(\"%d\\n\", x) for an int, %g for a "
              "double, %s for text", true},
    {"println", "C prints with printf, and \\n ends the line: "
                "printf(\"%d\\n\", x)", true},
    {"ln", "'ln' is called log in C: log(x) is the natural logarithm, log10(x) "
           "the decimal one", true},
    {"True", "'True' is Python: it is true (or 1) in C", true},
    {"False", "'False' is Python: it is false (or 0) in C", true},
    {"None", "'None' is Python: a pointer to nothing is NULL in C", true},
    {"def", "'def' is Python: a C function begins with the type of its result, "
            "as in 'double f(double x) { ... }'"},
    {"elseif", "'elseif' is two words in C, 'else if'"},
    {"elsif", "'elsif' is two words in C, 'else if'"},
    {"in", "C has no 'in': write for (int i = 0; i < n; i++) and a[i]"},
    {"elif", "'elif' is Python: it is two words in C, 'else if'"},
    {"and", "'and' is Python: write && in C"},
    {"or", "'or' is Python: write || in C"},
    {"not", "'not' is Python: write ! in C"},
    {"import", "'import' is Python: C has #include <name.h>, and the usual "
               "headers are known already"},
    {"include", "'#include' begins with a #"},
    {"define", "'#define' begins with a #"},
    {"len", "C arrays do not know how long they are: sizeof a / sizeof a[0] "
            "for an array, strlen(s) for text", true},
    {"range", "'range' is Python: write for (int i = 0; i < n; i++)"},
    {"lambda", "'lambda' is Python: write a function of its own"},
    {"pass", "'pass' is Python: an empty statement is ; in C"},
    {"then", "C has no 'then': what runs stands right behind the condition, "
             "if (x > 2) ..."},
    {"begin", "C has no 'begin': blocks stand in braces { }"},
    {"end", "C has no 'end': blocks stand in braces { }"},
    {"function", "C has no word 'function': begin with the type of the "
                 "result, as in 'double f(double x) { ... }'"},
    {"func", "C has no word 'func': begin with the type of the result, as in "
             "'double f(double x) { ... }'"},
    {"let", "C has no 'let': begin with the type, as in 'int x = 3;'"},
    {"var", "C has no 'var': begin with the type, as in 'int x = 3;'"},
    {"boolean", "C's type for true and false is bool"},
    {"real", "C's type for numbers with a fraction is double"},
    {"integer", "C's type for whole numbers is int"},
    {"I", "'I' is a word of <complex.h>: begin the cell with #include "
          "<complex.h>, or write nb_c(1, 2) for a gsl_complex", true},
    {"input", "C reads a number with scanf(\"%d\", &x), and a line of text "
              "with fgets(line, sizeof line, stdin)", true},
    {"gets", "gets is no longer part of C, since it writes beyond the array: "
             "use fgets(line, sizeof line, stdin)", true},
};

const char *slip_foreign(Str name, bool is_value) {
    for (size_t i = 0; i < sizeof slip_words / sizeof *slip_words; i++)
        if (str_is(name, slip_words[i].word) &&
            (slip_words[i].is_value || !is_value))
            return slip_words[i].advice;
    return NULL;
}

/* Those that begin a type come first. */
static const char *const slip_keywords[] = {
    "char",   "const",  "double",  "enum",   "float",    "int",    "long",
    "short",  "signed", "struct",  "union",  "unsigned", "void",   "static",
    "extern", "bool",   "typedef", "break",  "case",     "continue", "default",
    "else",   "for",    "goto",    "return", "sizeof",   "switch", "while",
    "if",     "do",
};
enum {
    SLIP_KEYWORDS = sizeof slip_keywords / sizeof *slip_keywords,
    SLIP_TYPES = 17
};

static bool slip_is_other_case(Str name, const char *keyword) {
    if (name.len != strlen(keyword)) return false;
    for (size_t i = 0; i < name.len; i++)
        if ((name.text[i] | 32) != keyword[i]) return false;
    return true;
}

/* The same letters in another order: all that a short word may be wrong. */
static bool slip_has_same_letters(Str a, Str b) {
    int sum = 0;
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++) {
        if (!str_has(b, a.text[i])) return false;
        sum += a.text[i] - b.text[i];
    }
    return sum == 0;
}

Str slip_near_keyword(Str name, bool is_type) {
    size_t count = is_type ? SLIP_TYPES : SLIP_KEYWORDS;
    Nearest nearest = nearest_to(name);
    if (name.len >= 4 && nearest.distance < 3) nearest.distance = 3;
    for (size_t i = 0; i < count; i++) {
        Str keyword = str_of(slip_keywords[i]);
        if (slip_is_other_case(name, slip_keywords[i]) ||
            slip_has_same_letters(name, keyword))
            return keyword;
        if (name.len > 3 && keyword.len > 2)
            nearest_consider(&nearest, keyword);
    }
    return nearest.best;
}

/* --- characters that look like those of C --- */

static const SlipRow slip_characters[] = {
    {"\u201c", "this quote was pasted from a document: type \""},
    {"\u201d", "this quote was pasted from a document: type \""},
    {"\u201e", "this quote was pasted from a document: type \""},
    {"\u00ab", "this quote was pasted from a document: type \""},
    {"\u00bb", "this quote was pasted from a document: type \""},
    {"\u2018", "this quote was pasted from a document: type '"},
    {"\u2019", "this quote was pasted from a document: type '"},
    {"\u2010", "this dash was pasted from a document: type -"},
    {"\u2011", "this dash was pasted from a document: type -"},
    {"\u2013", "this dash was pasted from a document: type -"},
    {"\u2014", "this dash was pasted from a document: type -"},
    {"\u2212", "this minus was pasted from a document: type -"},
    {"\u00d7", "this sign was pasted from a document: multiply with *"},
    {"\u00b7", "this sign was pasted from a document: multiply with *"},
    {"\u00f7", "this sign was pasted from a document: divide with /"},
    {"\u2264", "this sign was pasted from a document: write <="},
    {"\u2265", "this sign was pasted from a document: write >="},
    {"\u2260", "this sign was pasted from a document: write !="},
    {"\u00b2", "this exponent was pasted from a document: write x * x"},
    {"\u00b3", "this exponent was pasted from a document: write x * x * x"},
    {"\u00a0", "this is no plain space, though it looks like one: replace it "
               "with a space"},
    {"\u202f", "this is no plain space, though it looks like one: replace it "
               "with a space"},
    {"\u3000", "this is no plain space but a wide one: replace it with a "
               "space"},
    {"\u200b", "a character that nobody can see stands here: delete it"},
    {"\ufeff", "a character that nobody can see stands here: delete it"},
    {"\u037e", "this is a Greek question mark, which only looks like a "
               "semicolon: type ;"},
    {"\u0387", "this sign was pasted from a document: multiply with *"},
    {"\u22c5", "this sign was pasted from a document: multiply with *"},
    {"\u2217", "this sign was pasted from a document: multiply with *"},
    {"\u2215", "this sign was pasted from a document: divide with /"},
    {"\u2223", "this sign was pasted from a document: type |"},
    {"\u2236", "this sign was pasted from a document: type :"},
    {"\u00b4", "this accent is no quote: type '"},
    {"@", "C has no @: leave it out"},
    {"\\", "a \\ stands only inside of texts (\"\\n\"), and as the last "
           "character of a line that goes on below; divide with /"},
    {"`", "` is no part of C: ``` of Markdown is left out in a cell, and "
          "quotes are ' and \""},
    {"\u2026", "this is one character for three dots: write ..."},
};

const char *slip_character(Str text) {
    size_t count = sizeof slip_characters / sizeof *slip_characters;
    for (size_t i = 0; i < count; i++)
        if (str_is(text, slip_characters[i].word))
            return slip_characters[i].advice;
    bool is_wide = text.len == 3 && (unsigned char)text.text[0] == 0xEF &&
                   ((unsigned char)text.text[1] == 0xBC ||
                    (unsigned char)text.text[1] == 0xBD);
    if (is_wide)
        return "this is a full-width character, as East Asian keyboards make "
               "them: type the plain one";
    return NULL;
}
