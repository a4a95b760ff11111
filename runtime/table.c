/* table.c - columns of numbers or words, as text and as HTML. */
#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "number.h"
#include "pool.h"
#include "seq.h"
#include "utf8.h"

enum {
    MAX_COLUMNS = 24,
    MAX_ROWS = 30, /* more are shortened to head and tail */
    HEAD = 12,
    TAIL = 6
};

/* A column is text from the start: its numbers may change before it is
 * shown. */
struct nb_column_object {
    char *name;
    char **cells; /* rows of them; own */
    size_t rows;
    int is_words;
    int is_taken; /* belongs to a table */
};

struct nb_table_object {
    nb_column_t columns[MAX_COLUMNS];
    size_t count, rows;
    char *caption; /* own, or NULL */
};

/* ---- Words as a sequence. ---- */

nb_seq nb__words_array(const void *words, size_t size) {
    return (nb_seq){words, size / sizeof(char *), 1, NB__KIND_WORDS, NULL};
}

nb_seq nb__words_list(const void *words, size_t size) {
    (void)size;
    const char *const *list = words;
    size_t count = 0;
    while (list && list[count]) count++;
    return (nb_seq){words, count, 1, NB__KIND_WORDS, NULL};
}

/* ---- Making. ---- */

/* A reader's format goes to printf, so it must be one for a double: flags,
 * width and precision in digits, one of eEfFgG, and no other % but %%. */
static int is_format_of_double(const char *format) {
    int conversions = 0;
    for (; *format; format++) {
        if (*format != '%') continue;
        format++;
        if (*format == '%') continue;
        format += strspn(format, "+- #0");
        format += strspn(format, "0123456789");
        if (*format == '.') format += 1 + strspn(format + 1, "0123456789");
        if (!*format || !strchr("eEfFgG", *format)) return 0;
        conversions++;
    }
    return conversions == 1;
}

static void need_format(const char *name, const char *format) {
    if (!format || is_format_of_double(format)) return;
    nb__fail("DomainError",
             "nb_column: .fmt = \"%s\" of column \"%s\" is no format for one "
             "double; \"%%.3f\" and \"%%g\" are.",
             format, name);
}

static void need_utf8(const char *name, const char *text) {
    if (nb__utf8_is_valid(text)) return;
    nb__fail("DomainError", "nb_column: a text in column \"%s\" is not UTF-8.",
             name);
}

static void need_column(const char *name, const nb_seq *values,
                        const char *format) {
    if (!name)
        nb__fail("DomainError", "nb_column: the name of the column is NULL.");
    if (!nb__utf8_is_valid(name))
        nb__fail("DomainError", "nb_column: the column's name is not UTF-8.");
    need_format(name, format);
    if (values->kind != NB__KIND_WORDS) return;
    const char *const *words = values->data;
    for (size_t i = 0; i < values->length; i++)
        need_utf8(name, words[i] ? words[i] : "");
}

static char *number_cell(const char *format, double x) {
    nb__buf buf = {0};
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    nb__buf_printf(&buf, format, x);
#pragma GCC diagnostic pop
    return nb__buf_take(&buf);
}

static void fill_numbers(nb_column_t column, const nb_seq *values,
                         const char *format) {
    double *numbers = nb__seq_doubles("nb_column", values);
    nb__column shared =
        nb__column_of(numbers, column->rows, 1, nb_digits_now());
    for (size_t i = 0; i < column->rows; i++) {
        char text[NB_NUMBER_SIZE];
        nb__column_number(&shared, numbers[i], text);
        column->cells[i] =
            format && isfinite(numbers[i]) ? number_cell(format, numbers[i])
                                           : nb__strdup(text);
    }
    free(numbers);
}

static void fill_words(nb_column_t column, const nb_seq *values) {
    const char *const *words = values->data;
    for (size_t i = 0; i < column->rows; i++)
        column->cells[i] = nb__strdup(words[i] ? words[i] : "");
}

static void release_column(void *it) {
    nb_column_t column = it;
    for (size_t i = 0; i < column->rows; i++) free(column->cells[i]);
    free(column->cells);
    free(column->name);
    free(column);
}

nb_column_t nb__column_new(const char *name, nb_seq values,
                           nb_column_opts opts) {
    need_column(name, &values, opts.fmt);
    if (values.function)
        nb__fail("DomainError",
                 "nb_column: column \"%s\" is a function; nb_map() makes "
                 "numbers of it.",
                 name);
    nb_column_t column = nb__alloc(1, sizeof *column);
    *column = (struct nb_column_object){
        nb__strdup(name), nb__alloc(values.length, sizeof(char *)),
        values.length, values.kind == NB__KIND_WORDS, 0};
    if (column->is_words)
        fill_words(column, &values);
    else
        fill_numbers(column, &values, opts.fmt);
    return nb__own(column, release_column);
}

void nb__free_column(nb_column_t column) {
    if (!column || column->is_taken) return;
    (void)nb__disown(column);
    release_column(column);
}

static void need_columns(const nb_column_t *columns, size_t count) {
    if (count == 0)
        nb__fail("DomainError", "nb_table: there is no column; write "
                                "nb_table(nb_column(\"x\", x)).");
    for (size_t i = 0; i < count; i++) {
        if (columns[i]->is_taken)
            nb__fail("DomainError",
                     "nb_table: column \"%s\" is in a table already.",
                     columns[i]->name);
        if (columns[i]->rows != columns[0]->rows)
            nb__fail("ShapeError",
                     "nb_table: column \"%s\" has %zu rows and column \"%s\" "
                     "has %zu.",
                     columns[0]->name, columns[0]->rows, columns[i]->name,
                     columns[i]->rows);
    }
}

static void release_table(void *it) {
    nb_table_t table = it;
    for (size_t i = 0; i < table->count; i++)
        release_column(table->columns[i]);
    free(table->caption);
    free(table);
}

nb_table_t nb__table(const nb_table_opts *opts) {
    const nb_column_t *given = &opts->c0;
    size_t count = 0;
    while (count < MAX_COLUMNS && given[count]) count++;
    need_columns(given, count);
    if (opts->caption && !nb__utf8_is_valid(opts->caption))
        nb__fail("DomainError", "nb_table: the caption is not UTF-8.");
    nb_table_t table = nb__alloc(1, sizeof *table);
    *table = (struct nb_table_object){.count = count,
                                      .rows = given[0]->rows,
                                      .caption = nb__strdup(opts->caption)};
    for (size_t i = 0; i < count; i++) {
        table->columns[i] = given[i];
        given[i]->is_taken = 1;
        (void)nb__disown(given[i]);
    }
    return nb__own(table, release_table);
}

void nb__free_table(nb_table_t table) {
    if (!table) return;
    (void)nb__disown(table);
    release_table(table);
}

/* ---- Which rows are shown. ---- */

static size_t shown_rows(const struct nb_table_object *table) {
    return table->rows <= MAX_ROWS ? table->rows : HEAD + 1 + TAIL;
}

/* The i-th shown cell; in the middle of a shortened table, dots. */
static const char *shown_cell(const struct nb_table_object *table,
                              const struct nb_column_object *column,
                              size_t i) {
    if (table->rows <= MAX_ROWS || i < HEAD) return column->cells[i];
    if (i == HEAD) return "…";
    return column->cells[table->rows - shown_rows(table) + i];
}

/* ---- As text. ---- */

static size_t width_of(const struct nb_table_object *table,
                       const struct nb_column_object *column) {
    size_t width = nb__utf8_columns(column->name);
    for (size_t i = 0; i < shown_rows(table); i++) {
        size_t cell = nb__utf8_columns(shown_cell(table, column, i));
        if (cell > width) width = cell;
    }
    return width;
}

/* No blanks at the end of a line: they are noise in a diff. */
static void end_line(nb__buf *buf) {
    while (buf->len && buf->data[buf->len - 1] == ' ')
        buf->data[--buf->len] = '\0';
    nb__buf_puts(buf, "\n");
}

static void add_cell(const char *text, size_t width, int is_left,
                     nb__buf *buf) {
    size_t blanks = width - nb__utf8_columns(text);
    if (!is_left) nb__buf_putc(buf, ' ', blanks);
    nb__buf_puts(buf, text);
    nb__buf_putc(buf, ' ', (is_left ? blanks : 0) + 2);
}

static void add_text_row(const struct nb_table_object *table,
                         const size_t *widths, size_t row, int is_head,
                         nb__buf *buf) {
    for (size_t j = 0; j < table->count; j++) {
        const struct nb_column_object *column = table->columns[j];
        const char *text =
            is_head ? column->name : shown_cell(table, column, row);
        add_cell(text, widths[j], column->is_words, buf);
    }
    end_line(buf);
}

void nb__table_text(const struct nb_table_object *table, nb__buf *buf) {
    size_t widths[MAX_COLUMNS];
    for (size_t j = 0; j < table->count; j++)
        widths[j] = width_of(table, table->columns[j]);
    if (table->caption) nb__buf_printf(buf, "%s\n", table->caption);
    add_text_row(table, widths, 0, 1, buf);
    for (size_t j = 0; j < table->count; j++) {
        for (size_t i = 0; i < widths[j]; i++) nb__buf_puts(buf, "─");
        nb__buf_puts(buf, "  ");
    }
    end_line(buf);
    for (size_t i = 0; i < shown_rows(table); i++)
        add_text_row(table, widths, i, 0, buf);
    if (table->rows > MAX_ROWS)
        nb__buf_printf(buf, "(%zu rows)\n", table->rows);
}

/* ---- As HTML. ---- */

static void add_html(const char *text, nb__buf *buf) {
    for (; *text; text++) {
        switch (*text) {
        case '&': nb__buf_puts(buf, "&amp;"); break;
        case '<': nb__buf_puts(buf, "&lt;"); break;
        case '>': nb__buf_puts(buf, "&gt;"); break;
        case '"': nb__buf_puts(buf, "&quot;"); break;
        /* Pages typeset what stands between dollars. */
        case '$': nb__buf_puts(buf, "&#36;"); break;
        default: nb__buf_add(buf, text, 1);
        }
    }
}

/* Pages set cells to the right, as numbers want it. */
static void add_html_cell(const char *tag, const char *text, int is_left,
                          nb__buf *buf) {
    nb__buf_printf(buf, "<%s%s>", tag,
                   is_left ? " style=\"text-align: left\"" : "");
    add_html(text, buf);
    nb__buf_printf(buf, "</%s>", tag);
}

static void add_html_row(const struct nb_table_object *table, size_t row,
                         int is_head, nb__buf *buf) {
    nb__buf_puts(buf, "<tr>");
    for (size_t j = 0; j < table->count; j++) {
        const struct nb_column_object *column = table->columns[j];
        add_html_cell(is_head ? "th" : "td",
                      is_head ? column->name : shown_cell(table, column, row),
                      column->is_words, buf);
    }
    nb__buf_puts(buf, "</tr>\n");
}

void nb__table_html(const struct nb_table_object *table, nb__buf *buf) {
    nb__buf_puts(buf, "<table>\n");
    if (table->caption) {
        nb__buf_puts(buf, "<caption>");
        add_html(table->caption, buf);
        nb__buf_puts(buf, "</caption>\n");
    }
    nb__buf_puts(buf, "<thead>\n");
    add_html_row(table, 0, 1, buf);
    nb__buf_puts(buf, "</thead>\n<tbody>\n");
    for (size_t i = 0; i < shown_rows(table); i++)
        add_html_row(table, i, 0, buf);
    nb__buf_puts(buf, "</tbody>\n</table>\n");
    if (table->rows > MAX_ROWS)
        nb__buf_printf(buf, "<p>%zu rows</p>\n", table->rows);
}
