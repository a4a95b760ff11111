#include "session/grid.h"

#include "session/heap.h"
#include "session/show.h"

enum {
    GRID_LARGEST = 64, /* bytes of an element */
    GRID_FEW = 8,      /* elements in a short text */
    GRID_ROWS = 200,   /* in a table */
    GRID_COLUMNS = 50
};

/* --- finding them -------------------------------------------------------- */

static bool grid_set_element(Grid *grid, const Type *type) {
    uint64_t size;
    uint32_t align;
    grid->element = type;
    if (!type_is_arithmetic(type) || !type_layout(type, &size, &align) ||
        size > GRID_LARGEST)
        return false;
    grid->size = size;
    return true;
}

/* double a[3], double a[3][4] */
static bool grid_of_array(const Type *type, const void *address, Grid *grid) {
    const Type *row = type_strip(type->target);
    bool has_columns = row->kind == TYPE_ARRAY;
    if (type->extent != EXTENT_KNOWN ||
        (has_columns && row->extent != EXTENT_KNOWN))
        return false;
    if (!grid_set_element(grid, has_columns ? row->target : type->target))
        return false;
    grid->base = address;
    grid->rows = type->length;
    grid->columns = has_columns ? row->length : 0;
    grid->column_step = grid->size;
    grid->row_step = grid->size * (has_columns ? row->length : 1);
    return type_kind(grid->element) != TYPE_CHAR;
}

/* A member of the copy of a struct, if it is that large. */
static bool grid_member(const Type *record, const char *copy, Str name,
                        void *to, size_t size) {
    uint64_t offset;
    const Member *member = type_member(record, name, &offset);
    if (!member) return false;
    memcpy(to, copy + offset, size);
    return true;
}

static bool grid_is_complex(const Type *pointer) {
    const Type *named = pointer->target;
    return named->kind == TYPE_TYPEDEF &&
           memmem(named->name.text, named->name.len, "complex", 7);
}

bool grid_is_freed(const void *pointer) {
    HeapBlock block;
    return heap_find((uintptr_t)pointer, &block) && block.is_free;
}

/* gsl_vector *, gsl_matrix_float *: what has these members. */
static bool grid_of_pointer(const Type *type, const void *address,
                            Grid *grid) {
    enum { LARGEST = 256 };
    const Type *record = type_strip(type->target);
    char copy[LARGEST];
    const void *at;
    uint64_t size;
    uint32_t align;
    if (record->kind != TYPE_STRUCT || grid_is_complex(type) ||
        !type_layout(record, &size, &align) || size > sizeof copy)
        return false;
    const Member *data = type_member(record, STR("data"), NULL);
    if (!data || type_kind(data->type) != TYPE_POINTER ||
        !grid_set_element(grid, type_strip(data->type)->target))
        return false;
    memcpy(&at, address, sizeof at);
    if (!at || grid_is_freed(at) || !show_peek(at, copy, size)) return false;
    size_t step = 0;
    bool is_matrix =
        grid_member(record, copy, STR("size1"), &grid->rows, sizeof(size_t)) &&
        grid_member(record, copy, STR("size2"), &grid->columns,
                    sizeof(size_t)) &&
        grid_member(record, copy, STR("tda"), &step, sizeof step);
    bool is_vector =
        !is_matrix &&
        grid_member(record, copy, STR("size"), &grid->rows, sizeof(size_t)) &&
        grid_member(record, copy, STR("stride"), &step, sizeof step);
    (void)grid_member(record, copy, STR("data"), (void *)&grid->base,
                      sizeof grid->base);
    grid->column_step = grid->size;
    grid->row_step = step * grid->size;
    return is_matrix || is_vector;
}

bool grid_of(const Type *type, const void *address, Grid *ret) {
    *ret = (Grid){0};
    type = type_strip(type);
    if (type->kind == TYPE_ARRAY) return grid_of_array(type, address, ret);
    if (type->kind == TYPE_POINTER) return grid_of_pointer(type, address, ret);
    return false;
}

/* --- showing them -------------------------------------------------------- */

static void grid_element(const Grid *grid, size_t row, size_t column,
                         Buf *ret) {
    char room[GRID_LARGEST];
    const char *at =
        grid->base + row * grid->row_step + column * grid->column_step;
    if (show_peek(at, room, grid->size))
        show_text(grid->element, room, 1, ret);
    else
        buf_printf(ret, "?");
}

void grid_short(const Grid *grid, Buf *ret) {
    size_t columns = grid->columns ? grid->columns : 1;
    if (grid->columns)
        buf_printf(ret, "%zu x %zu: ", grid->rows, grid->columns);
    else
        buf_printf(ret, "%zu: ", grid->rows);
    for (size_t i = 0; i < grid->rows * columns; i++) {
        bool begins_row = grid->columns && i % columns == 0;
        if (i) buf_printf(ret, begins_row ? "; " : ", ");
        if (i == GRID_FEW) {
            buf_printf(ret, "...");
            return;
        }
        grid_element(grid, i / columns, i % columns, ret);
    }
}

static void grid_html_head(size_t shown, bool is_cut, Buf *ret) {
    buf_printf(ret, "<tr><th></th>");
    for (size_t j = 0; j < shown; j++) buf_printf(ret, "<th>%zu</th>", j);
    buf_printf(ret, is_cut ? "<th>...</th></tr>\n" : "</tr>\n");
}

void grid_html(const Grid *grid, Buf *ret) {
    size_t columns = grid->columns ? grid->columns : 1;
    size_t shown = columns < GRID_COLUMNS ? columns : GRID_COLUMNS;
    size_t rows = grid->rows < GRID_ROWS ? grid->rows : GRID_ROWS;
    buf_printf(ret, "<table>\n");
    if (grid->columns) grid_html_head(shown, shown < columns, ret);
    for (size_t i = 0; i < rows; i++) {
        buf_printf(ret, "<tr><th>%zu</th>", i);
        for (size_t j = 0; j < shown; j++) {
            buf_printf(ret, "<td>");
            grid_element(grid, i, j, ret);
            buf_printf(ret, "</td>");
        }
        buf_printf(ret, shown < columns ? "<td>...</td></tr>\n" : "</tr>\n");
    }
    buf_printf(ret, "</table>\n");
    if (rows < grid->rows || shown < columns)
        buf_printf(ret, "<p>the first of %zu x %zu</p>\n", grid->rows,
                   columns);
}
