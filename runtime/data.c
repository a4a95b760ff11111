/* data.c - the data sets that come with the library, as CSV text inside it. */
#include "nabla.h"

#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "datasets.h"
#include "fail.h"
#include "number.h"
#include "pool.h"

/* The last column of the text is the class, by name. */
typedef struct DataSet {
    const char *name;
    const char *csv;
    size_t rows, columns;
    const char *const *column_names;
    const char *const *class_names;
    const char *credit;
} DataSet;

static const char *const iris_columns[] = {
    "sepal length (cm)", "sepal width (cm)", "petal length (cm)",
    "petal width (cm)", NULL};
static const char *const iris_classes[] = {"setosa", "versicolor", "virginica",
                                           NULL};

static const DataSet sets[] = {
    {"iris", csv_iris, 150, 4, iris_columns, iris_classes,
     "Data: E. Anderson, R. A. Fisher, Annals of Eugenics 7 (1936), 179-188; "
     "copy from scikit-learn (BSD-3-Clause)."}
};

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
    nb__fail("DataError", "nb_load: there is no data set \"%s\"; there is: %s.",
             name ? name : "(NULL)", list);
}

static double class_of(const DataSet *set, const char *text) {
    size_t len = strcspn(text, "\r\n");
    for (size_t k = 0; set->class_names[k]; k++)
        if (strlen(set->class_names[k]) == len &&
            strncmp(set->class_names[k], text, len) == 0)
            return (double)k;
    return -1;
}

static size_t count_names(const char *const *names) {
    size_t count = 0;
    while (names[count]) count++;
    return count;
}

nb_data nb_load(const char *name) {
    const DataSet *set = find_set(name);
    gsl_matrix *X
    = nb__new_matrix(set->rows, set->columns);
    gsl_vector *y = nb__new_vector(set->rows);
    const char *at = strchr(set->csv, '\n') + 1;
    for (size_t i = 0; i < set->rows; i++) {
        for (size_t j = 0; j < set->columns; j++) {
            X
            ->data[i * X->tda + j] = nb__parse_number(&at);
            at += *at == ',';
        }
        y->data[i] = class_of(set, at);
        at = strchr(at, '\n') + 1;
    }
    return (nb_data) {
        nb__own_matrix(X), nb__own_vector(y), set->rows, set->columns,
            count_names(set->class_names), set->name, set->column_names,
            set->class_names, set->credit
    };
}

void nb__free_data(nb_data d) {
    nb__free_matrix(d.X);
    nb__free_vector(d.y);
}
