#include "csv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buffer.h"
#include "fail.h"
#include "number.h"
#include "utf8.h"

enum {
    MAX_SHOWN = 40 /* bytes of a cell in a message */
};

/* Where the reader is in the text. */
typedef struct Scan {
    nb__csv *csv;
    char *at, *end;
    char separator;
    size_t line; /* from 1 */
    size_t cell_count, cell_cap, row_cap;
} Scan;

/* ---- One cell. ---- */

/* Behind the opening quote; "" is one quote. Returns the end of the cell. */
static char *read_quoted(Scan *scan, nb__csv_cell *ret) {
    size_t first_line = scan->line;
    char *from = scan->at + 1, *to = scan->at + 1;
    ret->text = to;
    for (;; from++) {
        if (from >= scan->end)
            nb__fail("DataError",
                     "nb_csv: %s, line %zu: a quote is opened and never "
                     "closed.",
                     scan->csv->file, first_line);
        if (*from == '"' && from[1] != '"') break;
        if (*from == '"') from++;
        if (*from == '\n') scan->line++;
        *to++ = *from;
    }
    ret->len = (size_t)(to - ret->text);
    char *after = from + 1;
    *to = '\0';
    return after;
}

static char *read_plain(Scan *scan, nb__csv_cell *ret) {
    char *from = scan->at;
    while (*from == ' ') from++;
    char *after = from;
    while (after < scan->end && *after != scan->separator && *after != '\n')
        after++;
    char *last = after;
    while (last > from && (last[-1] == ' ' || last[-1] == '\r')) last--;
    *ret = (nb__csv_cell){from, (size_t)(last - from)};
    return after;
}

static void add_cell(Scan *scan, nb__csv_cell cell) {
    if (scan->cell_count == scan->cell_cap) {
        scan->cell_cap = scan->cell_cap ? 2 * scan->cell_cap : 256;
        scan->csv->cells = nb__realloc(scan->csv->cells, scan->cell_cap,
                                       sizeof *scan->csv->cells);
    }
    scan->csv->cells[scan->cell_count++] = cell;
}

/* ---- Rows. ---- */

/* Returns how many cells the row has; *scan moves to the next one. */
static size_t read_row(Scan *scan) {
    size_t count = 0;
    for (;;) {
        nb__csv_cell cell = {NULL, 0};
        char *after = *scan->at == '"' ? read_quoted(scan, &cell)
                                       : read_plain(scan, &cell);
        add_cell(scan, cell);
        count++;
        while (after < scan->end && (*after == ' ' || *after == '\r')) after++;
        char stop = '\n';
        if (after < scan->end) stop = *after;
        if (stop != scan->separator && stop != '\n') {
            const char *behind = after;
            (void)nb__utf8_next(&behind);
            nb__fail("DataError",
                     "nb_csv: %s, line %zu: after a closing quote comes \"%.*s\" "
                     "and not \"%c\".",
                     scan->csv->file, scan->line, (int)(behind - after), after,
                     scan->separator);
        }
        /* The cell's own end, which may be where the separator stood. */
        union {
            const char *in;
            char *out;
        } text = {cell.text};
        text.out[cell.len] = '\0';
        scan->at = after < scan->end ? after + 1 : after;
        if (stop == '\n') break;
    }
    scan->line++;
    return count;
}

static int skip_blank_line(Scan *scan) {
    char *at = scan->at;
    while (at < scan->end && (*at == ' ' || *at == '\r')) at++;
    if (at < scan->end && *at != '\n') return 0;
    scan->at = at < scan->end ? at + 1 : at;
    scan->line++;
    return 1;
}

static void note_line(Scan *scan, size_t line) {
    nb__csv *csv = scan->csv;
    if (csv->rows == scan->row_cap) {
        scan->row_cap = scan->row_cap ? 2 * scan->row_cap : 64;
        csv->lines = nb__realloc(csv->lines, scan->row_cap, sizeof *csv->lines);
    }
    csv->lines[csv->rows++] = line;
}

static void read_rows(Scan *scan) {
    nb__csv *csv = scan->csv;
    while (scan->at < scan->end) {
        if (skip_blank_line(scan)) continue;
        size_t line = scan->line, count = read_row(scan);
        if (csv->rows == 0) csv->cols = count;
        if (count != csv->cols)
            nb__fail("DataError",
                     "nb_csv: %s, line %zu has %zu cells, but the lines before "
                     "have %zu.",
                     csv->file, line, count, csv->cols);
        note_line(scan, line);
    }
}

/* ---- The whole. ---- */

/* Between commas and as many semicolons, the commas are in the numbers. */
static char guess_separator(const char *text) {
    static const char candidates[] = {'\t', ';', ','};
    size_t most = 0;
    char best = ',';
    for (size_t k = 0; k < sizeof candidates; k++) {
        size_t count = 0;
        for (const char *c = text; *c && *c != '\n'; c++)
            count += *c == candidates[k];
        if (count > most) {
            most = count;
            best = candidates[k];
        }
    }
    return best;
}

static int has_word(const nb__csv *csv) {
    double number = 0;
    for (size_t j = 0; j < csv->cols; j++)
        if (!nb__csv_number(csv, &csv->cells[j], &number)) return 1;
    return 0;
}

/* The first row, or "column 1" and so on. */
static void take_names(nb__csv *csv, int has_header) {
    csv->names = nb__alloc(csv->cols, sizeof *csv->names);
    if (has_header) {
        memcpy(csv->names, csv->cells, csv->cols * sizeof *csv->names);
        csv->rows--;
        memmove(csv->cells, csv->cells + csv->cols,
                csv->rows * csv->cols * sizeof *csv->cells);
        memmove(csv->lines, csv->lines + 1, csv->rows * sizeof *csv->lines);
    }
    for (size_t j = 0; j < csv->cols && !has_header; j++)
        csv->names[j] = (nb__csv_cell){"", 0};
}

static void need_text(const nb__csv *csv, size_t len) {
    if (strlen(csv->text) != len)
        nb__fail("DataError",
                 "nb_csv: %s has a zero byte at %zu: it is no text.", csv->file,
                 strlen(csv->text));
    if (!nb__utf8_is_valid(csv->text))
        nb__fail("DataError",
                 "nb_csv: %s is not UTF-8; save it with that encoding.",
                 csv->file);
}

nb__csv nb__csv_read(const char *file, char *text, size_t len, char separator,
                     int has_header) {
    nb__csv csv = {.text = text, .file = file};
    need_text(&csv, len);
    Scan scan = {.csv = &csv, .at = text, .end = text + len, .line = 1};
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0) scan.at += 3;
    scan.separator = separator;
    if (!separator) scan.separator = guess_separator(scan.at);
    csv.has_decimal_commas = scan.separator == ';';
    read_rows(&scan);
    if (has_header < 0) has_header = csv.rows > 0 && has_word(&csv);
    if (csv.rows == 0 || (has_header && csv.rows == 1))
        nb__fail("DataError", "nb_csv: %s has no rows.", file);
    take_names(&csv, has_header);
    return csv;
}

void nb__csv_done(nb__csv *csv) {
    free(csv->text);
    free(csv->cells);
    free(csv->lines);
    free(csv->names);
    *csv = (nb__csv){0};
}

/* ---- Reading cells. ---- */

size_t nb__csv_find(const nb__csv *csv, const char *name) {
    size_t j = 0;
    while (j < csv->cols && strcmp(csv->names[j].text, name) != 0) j++;
    return j;
}

int nb__csv_is_missing(const nb__csv_cell *cell) {
    static const char *const words[] = {"", "NA", "N/A", "NaN", "null", "?"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(cell->text, words[i]) == 0) return 1;
    return 0;
}

/* "3,5" where cells are separated by semicolons. */
static int comma_number(const nb__csv_cell *cell, double *ret) {
    char copy[64];
    if (cell->len >= sizeof copy) return 0;
    memcpy(copy, cell->text, cell->len + 1);
    char *comma = strchr(copy, ',');
    if (!comma) return 0;
    *comma = '.';
    const char *at = copy;
    *ret = nb__parse_number(&at);
    return at != copy && *at == '\0';
}

int nb__csv_number(const nb__csv *csv, const nb__csv_cell *cell, double *ret) {
    const char *at = cell->text;
    if (nb__csv_is_missing(cell)) {
        *ret = nan("");
        return 1;
    }
    *ret = nb__parse_number(&at);
    if (at != cell->text && *at == '\0') return 1;
    return csv->has_decimal_commas && comma_number(cell, ret);
}

nb__csv_kind nb__csv_kind_of(const nb__csv *csv, size_t column) {
    size_t numbers = 0, words = 0, word_row = 0;
    for (size_t i = 0; i < csv->rows; i++) {
        const nb__csv_cell *cell = &csv->cells[i * csv->cols + column];
        double number = 0;
        if (nb__csv_is_missing(cell)) continue;
        if (nb__csv_number(csv, cell, &number)) {
            numbers++;
        } else {
            if (!words) word_row = i;
            words++;
        }
    }
    if (numbers && words) {
        const char *word = csv->cells[word_row * csv->cols + column].text;
        nb__fail("DataError",
                 "nb_csv: %s, line %zu, column %zu (%s): \"%.*s\" is no "
                 "number, but other cells of the column are.",
                 csv->file, csv->lines[word_row], column + 1,
                 csv->names[column].text,
                 (int)nb__utf8_whole(word, strnlen(word, MAX_SHOWN)), word);
    }
    return words ? NB__CSV_WORDS : NB__CSV_NUMBERS;
}
