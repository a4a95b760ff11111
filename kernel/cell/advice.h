/* advice.h - what the front end has to say about a cell besides "this is no C".
 *
 * A warning is a mistake that compiles, and is certain: `if (x = 3)`. A
 * suspect is what the compiler will probably stop at, in words that only the
 * parser knows, since it has all types: "'lenght' is no member of struct
 * path". It is told only if the compiler does stop there, so that a suspicion
 * that is wrong costs nobody a cell. */
#ifndef CELL_ADVICE_H
#define CELL_ADVICE_H

#include "cell/parse.h"

struct Advice {
    Problem problem;
    uint32_t begin; /* tokens that it is about */
    uint32_t end;
    bool is_suspect;
};

/* Is anything to be said here? Not about headers, nor about what is never
 * run (the other branches of _Generic). */
bool advice_is_wanted(const Parser *parser);

/* About the tokens begin..end, which are underlined. A warning about what a
 * macro made is dropped: the reader did not write it. */
void advice_warn(Parser *parser, uint32_t begin, uint32_t end,
                 const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Likewise about an argument of a call, which readers have written, if only by
 * the name of a macro, when they wrote what stands before and behind it. */
void advice_tell(Parser *parser, uint32_t begin, uint32_t end,
                 const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void advice_suspect(Parser *parser, uint32_t begin, uint32_t end,
                    const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A type as a message shows it: "double *"; borrow, in the arena. */
Str advice_type(const Parser *parser, const Type *type);
/* The same with its article: "an int", "a double *". */
Str advice_a_type(const Parser *parser, const Type *type);
/* The name as the reader knows it: of a word that a macro made, and that begins
 * with nb__ or _, it is the macro's name. Borrow. */
Str advice_name(const Token *token);
/* The macro that made this word, as it stands in the cell; or empty. */
Str advice_macro(const Token *token);
/* "double f(double, int)" */
Str advice_prototype(const Parser *parser, const Type *function, Str name);
/* Does the statement begin behind a `;` that a #define has put there? It is
 * told, as a suspicion or as a warning. */
bool advice_is_macro_end(Parser *parser, uint32_t begin, bool is_suspect);
/* What the reader wrote there: "x + 1", or "this" when it is long. */
Str advice_text(const Parser *parser, uint32_t begin, uint32_t end);

#endif
