/* csv.h - text in rows and columns (RFC 4180), and which columns are numbers.
 *
 * Cells point into the text, which belongs to the table; quotes are taken off
 * in place. */
#ifndef NB_CSV_H
#define NB_CSV_H

#include <stddef.h>

typedef struct nb__csv_cell {
    const char *text; /* ends in NUL */
    size_t len;
} nb__csv_cell;

typedef struct nb__csv {
    char *text;          /* own */
    nb__csv_cell *cells; /* rows * cols, without the header; own */
    size_t *lines;       /* of each row, from 1; own */
    nb__csv_cell *names; /* cols; own */
    size_t rows, cols;
    const char *file; /* for messages; borrowed */
    int has_decimal_commas;
} nb__csv;

/* Takes the text (len bytes and a NUL). separator 0: the one that the first
 * line has most of; has_header -1: if the first line has a word in it. Fails
 * with DataError in nb_csv's name. */
nb__csv nb__csv_read(const char *file, char *text, size_t len, char separator,
                     int has_header);
void nb__csv_done(nb__csv *csv);

/* The column of that name, or cols. */
size_t nb__csv_find(const nb__csv *csv, const char *name);
/* NaN for a cell that is missing: empty, NA, NaN, null, ?. */
int nb__csv_number(const nb__csv *csv, const nb__csv_cell *cell, double *ret);
int nb__csv_is_missing(const nb__csv_cell *cell);

typedef enum nb__csv_kind {
    NB__CSV_NUMBERS,
    NB__CSV_WORDS
} nb__csv_kind;

/* Fails if some cells are numbers and others words. */
nb__csv_kind nb__csv_kind_of(const nb__csv *csv, size_t column);

#endif
