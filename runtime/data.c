/* data.c - tables of observations: from CSV files, and those that come with
 * the library, which are CSV text inside it. */
#include "nabla.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "csv.h"
#include "datasets.h"
#include "fail.h"
#include "pool.h"

/* ---- From cells to numbers. ---- */

/* The names of a data set: pointers first, the texts behind them. */
typedef struct Names {
    const char **columns, **classes;
    char *texts;
    size_t column_count, class_count;
} Names;

/* Which column is what, while a table is read. */
typedef struct Plan {
    const nb__csv *csv;
    size_t target;       /* a column, or cols */
    const size_t *used;  /* columns of X; own elsewhere */
    size_t used_count;
    nb__csv_cell *classes; /* in their order; own elsewhere */
    size_t class_count;
} Plan;

static const nb__csv_cell *cell_of(const Plan *plan, size_t i, size_t j) {
    return &plan->csv->cells[i * plan->csv->cols + j];
}

static size_t class_of(const Plan *plan, const nb__csv_cell *cell) {
    size_t k = 0;
    while (k < plan->class_count &&
           strcmp(plan->classes[k].text, cell->text) != 0)
        k++;
    return k;
}

static void fill_rows(const Plan *plan, gsl_matrix *X, gsl_vector *y) {
    for (size_t i = 0; i < plan->csv->rows; i++) {
        for (size_t j = 0; X && j < plan->used_count; j++)
            (void)nb__csv_number(plan->csv, cell_of(plan, i, plan->used[j]),
                                 &X->data[i * X->tda + j]);
        if (!y) continue;
        const nb__csv_cell *cell = cell_of(plan, i, plan->target);
        if (!plan->class_count)
            (void)nb__csv_number(plan->csv, cell, &y->data[i]);
        else if (nb__csv_is_missing(cell))
            y->data[i] = nan("");
        else
            y->data[i] = (double)class_of(plan, cell);
    }
}

static char *add_name(char *to, const char *name, const char **ret) {
    size_t size = strlen(name) + 1;
    memcpy(to, name, size);
    *ret = to;
    return to + size;
}

enum {
    MADE_UP = 32 /* bytes of "column 12" */
};

/* One block for all names of the set. */
static void *copy_names(const Plan *plan, const char *name, nb_data *d) {
    const nb__csv *csv = plan->csv;
    size_t pointers = plan->used_count + plan->class_count + 2;
    size_t size = strlen(name) + 1;
    for (size_t j = 0; j < plan->used_count; j++)
        size += csv->names[plan->used[j]].len + MADE_UP;
    for (size_t k = 0; k < plan->class_count; k++)
        size += plan->classes[k].len + 1;
    const char **list = nb__alloc(1, pointers * sizeof *list + size);
    const char **classes = list + plan->used_count + 1;
    char *to = add_name((char *)(list + pointers), name, &d->name);
    for (size_t j = 0; j < plan->used_count; j++) {
        char made_up[MADE_UP];
        (void)nb__format(made_up, sizeof made_up, "column %zu",
                         plan->used[j] + 1);
        const char *given = csv->names[plan->used[j]].text;
        to = add_name(to, *given ? given : made_up, &list[j]);
    }
    for (size_t k = 0; k < plan->class_count; k++)
        to = add_name(to, plan->classes[k].text, &classes[k]);
    d->columns = list;
    d->classes = classes;
    return list;
}

static nb_data data_of(const Plan *plan, const char *name,
                       const char *credit) {
    const nb__csv *csv = plan->csv;
    nb_data d = {.n = csv->rows,
                 .p = plan->used_count,
                 .class_count = plan->class_count,
                 .credit = credit};
    if (d.p) d.X = nb__own_matrix(nb__new_matrix(d.n, d.p));
    if (plan->target < csv->cols) d.y = nb__own_vector(nb__new_vector(d.n));
    fill_rows(plan, d.X, d.y);
    d.nb__names = nb__own(copy_names(plan, name, &d), free);
    return d;
}

void nb__free_data(nb_data d) {
    nb__free_matrix(d.X);
    nb__free_vector(d.y);
    (void)nb__disown(d.nb__names);
    free(d.nb__names);
}

/* ---- Files. ---- */

static char *read_file(const char *path, size_t *ret_len) {
    if (!path) nb__fail("NullError", "nb_csv: the file's name is NULL.");
    FILE *file = fopen(path, "rbe");
    if (!file)
        nb__fail("FileError", "nb_csv: cannot read %s: %s.", path,
                 strerror(errno));
    nb__buf text = {0};
    char block[65536];
    size_t got;
    nb__buf_puts(&text, "");
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        nb__buf_add(&text, block, got);
    int reason = ferror(file) ? errno : 0;
    (void)fclose(file);
    if (reason) {
        nb__buf_done(&text);
        nb__fail("FileError", "nb_csv: cannot read %s: %s.", path,
                 strerror(reason));
    }
    *ret_len = text.len;
    return nb__buf_take(&text);
}

static size_t find_target(const nb__csv *csv, const char *target) {
    if (!target) return csv->cols;
    size_t found = nb__csv_find(csv, target);
    if (found < csv->cols) return found;
    nb__buf names = {0};
    for (size_t j = 0; j < csv->cols; j++)
        nb__buf_printf(&names, "%s\"%s\"", j ? ", " : "", csv->names[j].text);
    char list[256];
    (void)nb__format(list, sizeof list, "%s", names.data);
    nb__buf_done(&names);
    nb__fail("DataError", "nb_csv: %s has no column \"%s\"; it has %s.",
             csv->file, target, list);
}

/* The words of the target in the order in which they first come. */
static nb__csv_cell *find_classes(Plan *plan) {
    size_t rows = plan->csv->rows;
    nb__csv_cell *classes = nb__alloc(rows, sizeof *classes);
    plan->classes = classes;
    for (size_t i = 0; i < rows; i++) {
        const nb__csv_cell *cell = cell_of(plan, i, plan->target);
        if (nb__csv_is_missing(cell)) continue;
        if (class_of(plan, cell) == plan->class_count)
            classes[plan->class_count++] = *cell;
    }
    return classes;
}

nb_data nb__csv_load(const char *path, nb_csv_opts opts) {
    size_t len = 0;
    char *text = read_file(path, &len);
    char separator = '\0';
    if (opts.sep) separator = *opts.sep;
    nb__csv csv =
        nb__csv_read(path, text, len, separator, opts.noheader ? 0 : -1);
    Plan plan = {.csv = &csv, .target = find_target(&csv, opts.target)};
    size_t *used = nb__alloc(csv.cols, sizeof *used);
    for (size_t j = 0; j < csv.cols; j++)
        if (j != plan.target && nb__csv_kind_of(&csv, j) == NB__CSV_NUMBERS)
            used[plan.used_count++] = j;
    plan.used = used;
    nb__csv_cell *classes = NULL;
    if (plan.target < csv.cols &&
        nb__csv_kind_of(&csv, plan.target) == NB__CSV_WORDS)
        classes = find_classes(&plan);
    nb_data d = data_of(&plan, path, "");
    free(classes);
    free(used);
    nb__csv_done(&csv);
    return d;
}

/* A row stays if nothing of it is missing. */
static int is_whole(const nb_data *d, size_t i) {
    if (d->y && isnan(d->y->data[i * d->y->stride])) return 0;
    for (size_t j = 0; j < d->p; j++)
        if (isnan(gsl_matrix_get(d->X, i, j))) return 0;
    return 1;
}

nb_data nb_complete(nb_data d) {
    size_t n = 0;
    nb__need_matrix("nb_complete", d.X);
    for (size_t i = 0; i < d.n; i++) n += (size_t)is_whole(&d, i);
    if (n == 0)
        nb__fail("DataError",
                 "nb_complete: each of the %zu rows misses something.", d.n);
    nb_data whole = d;
    whole.n = n;
    whole.X = nb__own_matrix(nb__new_matrix(n, d.p));
    whole.y = d.y ? nb__own_vector(nb__new_vector(n)) : NULL;
    whole.nb__names = NULL;
    for (size_t i = 0, k = 0; i < d.n; i++) {
        if (!is_whole(&d, i)) continue;
        for (size_t j = 0; j < d.p; j++)
            gsl_matrix_set(whole.X, k, j, gsl_matrix_get(d.X, i, j));
        if (d.y) gsl_vector_set(whole.y, k, gsl_vector_get(d.y, i));
        k++;
    }
    return whole;
}

/* ---- Sets that come with the library. ---- */

enum {
    MAX_CLASSES = 10,
    MAX_COLUMNS = 256
};

typedef struct DataSet {
    const char *name;
    const char *csv;
    const char *target; /* NULL: none */
    const char *classes[MAX_CLASSES + 1]; /* none: the target is a number */
    const char *credit;
} DataSet;

#define SKLEARN "copy from scikit-learn (BSD-3-Clause)."
#define FROM_R  "copy from R (GPL-2 or later)."

static const DataSet sets[] = {
    {"anscombe", csv_anscombe, NULL, {NULL},
     "Data: F. J. Anscombe, The American Statistician 27 (1973), 17-21; "
     FROM_R},
    {"breast_cancer", csv_breast_cancer, "diagnosis", {"benign", "malignant"},
     "Data: W. Wolberg, W. N. Street, O. Mangasarian, Breast Cancer Wisconsin "
     "(Diagnostic), UCI (1995); " SKLEARN},
    {"challenger", csv_challenger, "distress", {"no", "yes"},
     "Data: S. Dalal, E. Fowlkes, B. Hoadley, J. Am. Stat. Assoc. 84 (1989), "
     "945-957 (facts of public record)."},
    {"china", csv_china, NULL, {NULL},
     "Data: a photo by danielbuechele (CC BY 2.0), made grey and smaller; "
     "by way of scikit-learn."},
    {"diabetes", csv_diabetes, "progression", {NULL},
     "Data: B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, Annals of "
     "Statistics 32 (2004), 407-499; " SKLEARN},
    {"digits", csv_digits, "digit",
     {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
     "Data: E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten "
     "Digits, UCI (1998); " SKLEARN},
    {"faithful", csv_faithful, NULL, {NULL},
     "Data: A. Azzalini, A. W. Bowman, Applied Statistics 39 (1990), 357-365; "
     FROM_R},
    {"iris", csv_iris, "species", {"setosa", "versicolor", "virginica"},
     "Data: E. Anderson, R. A. Fisher, Annals of Eugenics 7 (1936), 179-188; "
     SKLEARN},
    {"mpg", csv_mpg, "miles per gallon", {NULL},
     "Data: E. Ramos, D. Donoho, StatLib (1983), public domain."},
    {"penguins", csv_penguins, "species", {"Adelie", "Chinstrap", "Gentoo"},
     "Data: K. Gorman, T. Williams, W. Fraser, PLoS ONE 9 (2014) e90081; "
     "A. Horst, A. Hill, K. Gorman, palmerpenguins (CC0)."},
    {"volcano", csv_volcano, NULL, {NULL},
     "Data: R. Ihaka's digitised map of Maunga Whau, Auckland; " FROM_R},
    {"wine", csv_wine, "cultivar",
     {"cultivar 0", "cultivar 1", "cultivar 2"},
     "Data: M. Forina and others, PARVUS, UCI Wine (1991); " SKLEARN}};

enum {
    SET_COUNT = sizeof sets / sizeof *sets
};

static const DataSet *find_set(const char *name) {
    for (size_t i = 0; i < SET_COUNT; i++)
        if (name && strcmp(sets[i].name, name) == 0) return &sets[i];
    nb__buf names = {0};
    for (size_t i = 0; i < SET_COUNT; i++)
        nb__buf_printf(&names, "%s\"%s\"", i ? ", " : "", sets[i].name);
    char list[256];
    (void)nb__format(list, sizeof list, "%s", names.data);
    nb__buf_done(&names);
    nb__fail("DataError",
             "nb_load: there is no data set \"%s\"; there are %s.",
             name ? name : "(NULL)", list);
}

nb_data nb_load(const char *name) {
    const DataSet *set = find_set(name);
    char *text = nb__strdup(set->csv);
    nb__csv csv = nb__csv_read(set->name, text, strlen(text), ',', 1);
    nb__csv_cell classes[MAX_CLASSES];
    size_t used[MAX_COLUMNS];
    assert(csv.cols <= MAX_COLUMNS);
    Plan plan = {.csv = &csv,
                 .target = find_target(&csv, set->target),
                 .used = used,
                 .classes = classes};
    for (size_t j = 0; j < csv.cols; j++)
        if (j != plan.target) used[plan.used_count++] = j;
    for (; set->classes[plan.class_count]; plan.class_count++) {
        const char *class = set->classes[plan.class_count];
        classes[plan.class_count] = (nb__csv_cell){class, strlen(class)};
    }
    nb_data d = data_of(&plan, set->name, set->credit);
    nb__csv_done(&csv);
    return d;
}
