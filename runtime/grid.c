#include "grid.h"

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

static void fill_column(const nb__source *source, Grid *grid, size_t col) {
    size_t rows = shown(&grid->rows), cols = shown(&grid->cols);
    size_t j = index_of(&grid->cols, col);
    double *numbers = nb__alloc(rows, sizeof *numbers);
    nb__column format = {0, 0};
    if (source->number) {
        for (size_t i = 0; i < rows; i++)
            numbers[i] = source->number(source, index_of(&grid->rows, i), j);
        format = nb__column_of(numbers, rows, 1, nb_digits_now());
    }
    for (size_t i = 0; i < rows; i++) {
        char *cell = grid->cells[i * cols + col];
        if (source->number)
            nb__column_number(&format, numbers[i], cell);
        else
            source->text(source, index_of(&grid->rows, i), j, cell);
        size_t width = nb__utf8_columns(cell);
        if (width > grid->widths[col]) grid->widths[col] = width;
    }
    free(numbers);
}

static Grid grid_of(const nb__source *source, Choice rows, Choice cols) {
    size_t count = shown(&rows) * shown(&cols);
    Grid grid = {rows, cols, nb__alloc(count, NB__CELL_SIZE),
                 nb__alloc(shown(&cols), sizeof(size_t))};
    for (size_t j = 0; j < shown(&cols); j++) fill_column(source, &grid, j);
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
