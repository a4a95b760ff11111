#include "grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "number.h"
#include "utf8.h"

enum {
    MAX_ROWS = 20, /* more are shortened to head and tail */
    MAX_COLS = 16,
    MAX_LIST = 20,
    HEAD = 8,
    TAIL = 4,
    LINE = 79
};

/* Which indices are shown: 0 ... head - 1 and count - tail ... count - 1. */
typedef struct Choice {
    size_t count, head, tail;
} Choice;

static Choice choose(size_t count, size_t most) {
    if (count <= most) return (Choice){count, count, 0};
    return (Choice){count, HEAD, TAIL};
}

static size_t shown(const Choice *c) { return c->head + c->tail; }

static size_t index_of(const Choice *c, size_t i) {
    return i < c->head ? i : c->count - shown(c) + i;
}

/* The shown cells as text, row by row. */
typedef struct Grid {
    Choice rows, cols;
    char (*cells)[NB__CELL_SIZE];
    size_t *widths; /* of the shown columns */
} Grid;

/* The numbers of all shown cells, column by column; own. */
static double *read_numbers(const nb__source *source, const Grid *grid) {
    size_t rows = shown(&grid->rows), cols = shown(&grid->cols);
    double *numbers = nb__alloc(rows * cols, sizeof *numbers);
    for (size_t j = 0; j < cols; j++)
        for (size_t i = 0; i < rows; i++)
            numbers[j * rows + i] =
                source->number(source, index_of(&grid->rows, i),
                               index_of(&grid->cols, j));
    return numbers;
}

/* What one column is to know of itself before all are written. */
typedef struct Column {
    nb__column format;
    double largest;  /* of the finite absolute values */
    int is_together; /* shares its decimals with others */
} Column;

static double largest_of(const double *x, size_t n) {
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        if (fabs(x[i]) < HUGE_VAL) largest = fmax(largest, fabs(x[i]));
    return largest;
}

/* Were its numbers cut to the digits that are shown? 1.25 is not, 1/3 is. */
static int is_rounded(const Column *c) {
    if (c->largest == 0 || c->format.decimals == 0) return 0;
    return c->format.decimals >= nb_digits_now() - 1 - floor(log10(c->largest));
}

/* Numbers of one kind should look alike. Of a square matrix, which tells of
 * one thing, all columns share one number of decimals, of any other those that
 * were rounded; both only if their largest numbers differ by less than a
 * factor of 1000. Measured columns, as in a table of data, keep their own.
 * Returns 0 if there is nothing to share. */
static int find_together(Column *columns, size_t cols, int is_square) {
    double least = HUGE_VAL, most = 0;
    int has_fractions = 0;
    for (size_t j = 0; j < cols; j++) {
        Column *c = &columns[j];
        if (c->format.is_scientific) return 0;
        c->is_together = is_square || is_rounded(c);
        if (!c->is_together || c->largest == 0) continue;
        has_fractions |= c->format.decimals > 0;
        least = fmin(least, c->largest);
        most = fmax(most, c->largest);
    }
    return has_fractions && most < 1000 * least;
}

static nb__column shared_format(const double *numbers, const Column *columns,
                                size_t rows, size_t cols) {
    double *joined = nb__alloc(rows * cols, sizeof *joined);
    size_t n = 0;
    for (size_t j = 0; j < cols; j++) {
        if (!columns[j].is_together) continue;
        memcpy(joined + n, numbers + j * rows, rows * sizeof *joined);
        n += rows;
    }
    nb__column format = nb__column_of(joined, n, 1, nb_digits_now());
    free(joined);
    return format;
}

static Column *find_formats(const nb__source *source, const Grid *grid,
                            const double *numbers) {
    size_t rows = shown(&grid->rows), cols = shown(&grid->cols);
    Column *columns = nb__alloc(cols, sizeof *columns);
    for (size_t j = 0; j < cols; j++) {
        const double *x = numbers + j * rows;
        columns[j].format = nb__column_of(x, rows, 1, nb_digits_now());
        columns[j].largest = largest_of(x, rows);
    }
    if (!find_together(columns, cols, source->rows == source->cols))
        return columns;
    nb__column format = shared_format(numbers, columns, rows, cols);
    for (size_t j = 0; j < cols && !format.is_scientific; j++)
        if (columns[j].is_together) columns[j].format = format;
    return columns;
}

static void fill_numbers(const nb__source *source, Grid *grid) {
    size_t rows = shown(&grid->rows), cols = shown(&grid->cols);
    double *numbers = read_numbers(source, grid);
    Column *columns = find_formats(source, grid, numbers);
    for (size_t k = 0; k < rows * cols; k++)
        nb__column_number(&columns[k % cols].format,
                          numbers[k % cols * rows + k / cols], grid->cells[k]);
    free(columns);
    free(numbers);
}

static void fill_texts(const nb__source *source, Grid *grid) {
    size_t rows = shown(&grid->rows), cols = shown(&grid->cols);
    for (size_t k = 0; k < rows * cols; k++)
        source->text(source, index_of(&grid->rows, k / cols),
                     index_of(&grid->cols, k % cols), grid->cells[k]);
}

static Grid grid_of(const nb__source *source, Choice rows, Choice cols) {
    size_t count = shown(&rows) * shown(&cols);
    Grid grid = {rows, cols, nb__alloc(count, NB__CELL_SIZE),
                 nb__alloc(shown(&cols), sizeof(size_t))};
    if (source->number)
        fill_numbers(source, &grid);
    else
        fill_texts(source, &grid);
    for (size_t k = 0; k < count; k++) {
        size_t width = nb__utf8_columns(grid.cells[k]);
        size_t *widest = &grid.widths[k % shown(&cols)];
        if (width > *widest) *widest = width;
    }
    return grid;
}

static void grid_done(Grid *grid) {
    free(grid->cells);
    free(grid->widths);
}

static int is_gap(const Choice *c, size_t i) { return c->tail && i == c->head; }

/* Take columns out of the middle until a line fits. */
static void fit_columns(Choice *cols, const size_t *widths) {
    size_t before = shown(cols), width = 2;
    for (size_t j = 0; j < before; j++) width += 2 + widths[j];
    if (cols->head < cols->count) width += 5;
    size_t first = cols->head ? cols->head - 1 : 0;
    if (width > LINE && cols->tail == 0) {
        cols->tail = before > 2 ? 1 : 0;
        cols->head = before - cols->tail;
        first = cols->head - 1;
        width += 5;
    }
    while (width > LINE && cols->head > 1) {
        width -= 2 + widths[first--];
        cols->head--;
    }
}

static void write_line(const Grid *grid, size_t row, nb__buf *buf) {
    size_t cols = shown(&grid->cols);
    nb__buf_putc(buf, ' ', 2);
    for (size_t j = 0; j < cols; j++) {
        if (is_gap(&grid->cols, j)) nb__buf_puts(buf, j ? "  ..." : "...");
        const char *cell = grid->cells[row * cols + j];
        size_t blanks = grid->widths[j] - nb__utf8_columns(cell);
        nb__buf_putc(buf, ' ', blanks + (j ? 2 : 0));
        nb__buf_puts(buf, cell);
    }
    nb__buf_putc(buf, '\n', 1);
}

void nb__grid_text(const nb__source *source, nb__buf *buf) {
    Choice rows = choose(source->rows, MAX_ROWS);
    Choice cols = choose(source->cols, MAX_COLS);
    if (rows.count == 0 || cols.count == 0) return;
    Grid grid = grid_of(source, rows, cols);
    fit_columns(&cols, grid.widths);
    if (shown(&cols) < shown(&grid.cols)) {
        grid_done(&grid);
        grid = grid_of(source, rows, cols);
    }
    for (size_t i = 0; i < shown(&rows); i++) {
        if (is_gap(&rows, i)) nb__buf_puts(buf, "  ...\n");
        write_line(&grid, i, buf);
    }
    grid_done(&grid);
}

void nb__grid_latex(const nb__source *source, nb__buf *buf) {
    Choice rows = choose(source->rows, source->rows);
    Choice cols = choose(source->cols, source->cols);
    Grid grid = grid_of(source, rows, cols);
    nb__buf_puts(buf, "\\begin{bmatrix}");
    for (size_t i = 0; i < rows.count; i++) {
        nb__buf_puts(buf, i ? " \\\\ " : " ");
        for (size_t j = 0; j < cols.count; j++) {
            if (j) nb__buf_puts(buf, " & ");
            nb__buf_latex_number(buf, grid.cells[i * cols.count + j]);
        }
    }
    nb__buf_puts(buf, " \\end{bmatrix}");
    grid_done(&grid);
}

static void list_item(const nb__source *source, size_t i, char *cell) {
    if (source->number)
        nb_number(source->number(source, i, 0), cell);
    else
        source->text(source, i, 0, cell);
}

static size_t columns_since_newline(const nb__buf *buf) {
    const char *text = buf->data ? buf->data : "";
    const char *newline = strrchr(text, '\n');
    return nb__utf8_columns(newline ? newline + 1 : text);
}

void nb__grid_list(const nb__source *source, const char *open,
                   const char *close, nb__buf *buf) {
    Choice items = choose(source->rows, MAX_LIST);
    nb__buf_puts(buf, open);
    size_t at = columns_since_newline(buf);
    for (size_t i = 0; i < shown(&items); i++) {
        char cell[NB__CELL_SIZE];
        list_item(source, index_of(&items, i), cell);
        size_t width = nb__utf8_columns(cell) + 2 + (is_gap(&items, i) ? 5 : 0);
        if (i && at + width > LINE) {
            nb__buf_puts(buf, ",\n  ");
            at = 2;
        } else if (i) {
            nb__buf_puts(buf, ", ");
        }
        if (is_gap(&items, i)) nb__buf_puts(buf, "..., ");
        nb__buf_puts(buf, cell);
        at += width;
    }
    nb__buf_puts(buf, close);
}
