/* data.h - data sets that come with the library. */
#ifndef NB_DATA_H
#define NB_DATA_H

#include "base.h"

#ifndef __TINYC__
#pragma GCC system_header
#endif
#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility push(default)
#endif

/* A data set: rows of X are observations, y tells the class or the target. */
typedef struct nb_data {
    gsl_matrix *X;              /* n x p */
    gsl_vector *y;              /* n; class numbers from 0, or values; or NULL */
    size_t n;                   /* observations */
    size_t p;                   /* features */
    size_t class_count;         /* 0 if y holds values */
    const char *name;           /* "iris" */
    const char *const *columns; /* p names with units, then NULL */
    const char *const *classes; /* class_count names, then NULL */
    const char *credit;         /* whom to thank */
    void *nb__names;
} nb_data;

void nb__free_data(nb_data d);

/* A data set by name:
 *     "iris"          150 x 4, three species of flowers
 *     "penguins"      342 x 4, three species
 *     "wine"          178 x 13, three cultivars
 *     "breast_cancer" 569 x 30, benign (0) or malignant (1)
 *     "digits"        1797 x 64, images of 8 x 8 pixels from 0 to 16
 *     "diabetes"      442 x 10, y: progression after a year
 *     "mpg"           392 x 6, y: miles per gallon
 *     "challenger"    23 x 1, temperature and distress of O-rings
 *     "faithful"      272 x 2, eruptions and waiting times; no y
 *     "anscombe"      11 x 8, x1 to x4 and y1 to y4; no y
 *     "volcano"       87 x 61, heights in metres on a grid of 10 m; no y
 *     "china"         107 x 160, a grey photo from 0 (black) to 255; no y
 *
 * Shapes   X: n x p; y: n.
 * Owns     the caller owns it: nb_free().
 * Errors   DataError if there is no such set; it lists those that there are.
 * Source   .credit of each.
 *
 * Example
 *     nb_data iris = nb_load("iris");
 *     nb_show(iris.n, iris.columns[0]);       // 150 "sepal length (cm)"
 */
nb_data nb_load(const char *name);

typedef struct nb_csv_opts {
    const char *target; /* the column that is y */
    const char *sep;    /* "," or another; NULL: , ; or tab by the first line */
    bool noheader;      /* the first line is data, though it has words */
} nb_csv_opts;

nb_data nb__csv_load(const char *path, nb_csv_opts opts);

/* Read a CSV file (RFC 4180): columns of numbers become X, the column that
 * .target names becomes y; its words become classes in the order in which they
 * come. Other columns of words are left out. Cells that are empty or NA, NaN,
 * null or ? are NAN; see nb_complete(). The first line holds names if there is
 * a word in it.
 * Options: .target, .sep, .noheader.
 *
 * Shapes   X: rows x columns of numbers; y: rows, NULL without .target.
 * Owns     the caller owns it: nb_free().
 * Errors   FileError, with the system's reason; DataError, with line and
 *          column, for rows of different lengths, a word among numbers, an
 *          open quote, what is no UTF-8, or no rows.
 * Source   Y. Shafranovich, RFC 4180 (2005).
 *
 * Example
 *     FILE *f = fopen("pets.csv", "w");
 *     fputs("weight,legs,kind\n4,4,cat\n,2,hen\n", f);
 *     fclose(f);
 *     nb_data pets = nb_csv("pets.csv", .target = "kind");
 *     nb_show(pets.n, pets.X, pets.classes[1]);
 *     // 2 matrix(2 x 2) 4 4 nan 2 "hen"
 */
#define nb_csv(path, ...) nb__csv_load(path, (nb_csv_opts){__VA_ARGS__})

/* The rows of d of which nothing is missing (NAN).
 *
 * Shapes   X: fewer rows than d's.
 * Owns     the caller owns X and y; the names are d's.
 * Errors   DataError if no row is left.
 *
 * Example
 *     nb_data d = nb_load("iris");
 *     nb_at(d.X, 3, 2) = NAN;
 *     nb_show(nb_complete(d).n);                     // 149
 */
nb_data nb_complete(nb_data d);

/* ---- Made up. ---- */

typedef struct nb_make_opts {
    double noise;       /* standard deviation; 0: see each */
    bool exact;         /* no noise at all */
    long k;             /* blobs: how many; 0: 3 */
    unsigned long seed; /* of a stream of its own; 0: the session's */
} nb_make_opts;

nb_data nb__moons(long n, nb_make_opts opts);
nb_data nb__blobs(long n, nb_make_opts opts);
nb_data nb__circles(long n, nb_make_opts opts);
nb_data nb__xor(long n, nb_make_opts opts);
nb_data nb__swiss_roll(long n, nb_make_opts opts);

/* Two half moons that reach into each other: n points, two classes in turn.
 * Options: .noise (0: 0.1), .exact, .seed.
 *
 * Shapes   X: n x 2; y: n.
 * Owns     the caller owns it: nb_free().
 * Errors   ShapeError if n is not positive.
 * Random   for each point one gsl_rng_uniform and two gsl_ran_gaussian.
 *
 * Example
 *     nb_data d = nb_moons(200, .noise = 0.2, .seed = 7);
 *     nb_show(nb_plot(nb_dots(nb_col(d.X, 0), nb_col(d.X, 1),
 *                             .c = NB_SEQ(d.y))));
 */
#define nb_moons(n, ...) nb__moons(n, (nb_make_opts){__VA_ARGS__})

/* Round clouds around the corners of a regular polygon of radius 3.
 * Options: .k (clouds and classes, 2 to 10; 0: 3), .noise (0: 1), .exact,
 * .seed.
 *
 * Shapes   X: n x 2; y: n.
 * Owns     the caller owns it: nb_free().
 * Errors   ShapeError if n is not positive; DomainError for another .k.
 * Random   for each point two gsl_ran_gaussian.
 *
 * Example
 *     nb_show(nb_blobs(90, .k = 4).class_count);     // 4
 */
#define nb_blobs(n, ...) nb__blobs(n, (nb_make_opts){__VA_ARGS__})

/* A ring of radius 1 (class 0) around one of radius 0.5 (class 1).
 * Options: .noise (0: 0.08), .exact, .seed.
 *
 * Shapes   X: n x 2; y: n.
 * Owns     the caller owns it: nb_free().
 * Errors   ShapeError if n is not positive.
 * Random   for each point one gsl_rng_uniform and two gsl_ran_gaussian.
 *
 * Example
 *     nb_data d = nb_circles(50, .exact = true);
 *     nb_show(nb_norm(nb_row(d.X, 1)));              // 0.5
 */
#define nb_circles(n, ...) nb__circles(n, (nb_make_opts){__VA_ARGS__})

/* Points in the square from -1 to 1; class 1 where x and y have different
 * signs.
 * Options: .noise (0: 0.05), .exact, .seed.
 *
 * Shapes   X: n x 2; y: n.
 * Owns     the caller owns it: nb_free().
 * Errors   ShapeError if n is not positive.
 * Random   for each point two gsl_rng_uniform and two gsl_ran_gaussian.
 *
 * Example
 *     nb_show(nb_xor(100).classes[1]);               // "different signs"
 */
#define nb_xor(n, ...) nb__xor(n, (nb_make_opts){__VA_ARGS__})

/* A rolled-up sheet in space; y is the place along the roll.
 * Options: .noise (0: 0.05), .exact, .seed.
 *
 * Shapes   X: n x 3; y: n, from 3 pi / 2 to 9 pi / 2.
 * Owns     the caller owns it: nb_free().
 * Errors   ShapeError if n is not positive.
 * Random   for each point two gsl_rng_uniform and three gsl_ran_gaussian.
 *
 * Example
 *     nb_data d = nb_swiss_roll(100, .exact = true);
 *     nb_show(hypot(nb_at(d.X, 0, 0), nb_at(d.X, 0, 2)) - nb_at(d.y, 0));
 *     // 0
 */
#define nb_swiss_roll(n, ...) nb__swiss_roll(n, (nb_make_opts){__VA_ARGS__})

#if defined __GNUC__ && !defined __TINYC__
#pragma GCC visibility pop
#endif

#endif
