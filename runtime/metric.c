/* metric.c - how good predictions are. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "nabla.h"
#include "pool.h"

static double at(const gsl_vector *v, size_t i) {
    return v->data[i * v->stride];
}

static void need_pair(const char *who, const gsl_vector *y,
                      const gsl_vector *other) {
    nb__need_vector(who, y);
    nb__need_vector(who, other);
    if (y->size != other->size)
        nb__fail("ShapeError",
                 "%s: there are %zu true values, but %zu predicted ones.", who,
                 y->size, other->size);
}

double nb__accuracy(const gsl_vector *y, const gsl_vector *predicted) {
    need_pair("nb_accuracy", y, predicted);
    size_t right = 0;
    for (size_t i = 0; i < y->size; i++) right += at(y, i) == at(predicted, i);
    return (double)right / (double)y->size;
}

static size_t class_of(const char *who, const gsl_vector *y, size_t i) {
    double k = at(y, i);
    if (!(k >= 0 && k < 1000 && k == floor(k)))
        nb__fail("DomainError",
                 "%s: label %zu is %g; labels are whole numbers from 0 to 999.",
                 who, i, k);
    return (size_t)k;
}

gsl_matrix *nb_confusion(const gsl_vector *y, const gsl_vector *predicted) {
    need_pair("nb_confusion", y, predicted);
    size_t classes = 1;
    for (size_t i = 0; i < y->size; i++) {
        size_t a = class_of("nb_confusion", y, i);
        size_t b = class_of("nb_confusion", predicted, i);
        if (a >= classes) classes = a + 1;
        if (b >= classes) classes = b + 1;
    }
    gsl_matrix *C = nb__new_matrix(classes, classes);
    for (size_t i = 0; i < y->size; i++)
        C->data[(size_t)at(y, i) * classes + (size_t)at(predicted, i)] += 1;
    return nb__own_matrix(C);
}

nb_scores_t nb_scores(const gsl_vector *y, const gsl_vector *predicted,
                      double positive) {
    need_pair("nb_scores", y, predicted);
    nb_scores_t s = {0};
    for (size_t i = 0; i < y->size; i++) {
        int is = at(y, i) == positive, says = at(predicted, i) == positive;
        s.tp += is && says;
        s.fp += !is && says;
        s.fn += is && !says;
        s.tn += !is && !says;
    }
    s.precision = s.tp / (s.tp + s.fp);
    s.recall = s.tp / (s.tp + s.fn);
    s.f1 = 2 * s.tp / (2 * s.tp + s.fp + s.fn);
    return s;
}

/* ---- ROC. ---- */

typedef struct Scored {
    double score;
    int is_positive;
} Scored;

static int by_score(const void *a, const void *b) {
    double x = ((const Scored *)a)->score, y = ((const Scored *)b)->score;
    return (x < y) - (x > y);
}

static Scored *sorted_scores(const gsl_vector *y, const gsl_vector *score,
                             double *positives) {
    Scored *all = nb__alloc(y->size, sizeof *all);
    *positives = 0;
    for (size_t i = 0; i < y->size; i++) {
        double k = at(y, i), s = at(score, i);
        if ((k != 0 && k != 1) || isnan(s)) {
            free(all);
            nb__fail("DomainError",
                     "nb_roc: observation %zu has label %g and score %g; "
                     "labels must be 0 or 1, scores numbers.",
                     i, k, s);
        }
        all[i] = (Scored){s, k == 1};
        *positives += k;
    }
    qsort(all, y->size, sizeof *all, by_score);
    return all;
}

/* Equal scores are one step, aslant. */
nb_roc_t nb_roc(const gsl_vector *y, const gsl_vector *score) {
    need_pair("nb_roc", y, score);
    size_t n = y->size, count = 1;
    double positives, tp = 0, fp = 0, area = 0;
    Scored *all = sorted_scores(y, score, &positives);
    double negatives = (double)n - positives;
    if (positives == 0 || negatives == 0) {
        free(all);
        nb__fail("DomainError", "nb_roc: y holds only one class.");
    }
    double *points = nb__alloc(3 * (n + 1), sizeof *points);
    double *tpr = points + n + 1, *threshold = tpr + n + 1;
    threshold[0] = HUGE_VAL;
    for (size_t i = 0; i < n; count++) {
        double before = fp, height = tp, s = all[i].score;
        for (; i < n && all[i].score == s; i++)
            all[i].is_positive ? (tp += 1) : (fp += 1);
        area += (fp - before) * (tp + height) / 2;
        points[count] = fp / negatives;
        tpr[count] = tp / positives;
        threshold[count] = s;
    }
    nb_roc_t r = {nb__vec(count, points), nb__vec(count, tpr),
                  nb__vec(count, threshold), area / (positives * negatives),
                  count};
    free(all);
    free(points);
    return r;
}

void nb__free_roc(nb_roc_t r) {
    nb__free_vector(r.fpr);
    nb__free_vector(r.tpr);
    nb__free_vector(r.threshold);
}

/* ---- Numbers. ---- */

double nb_logloss(const gsl_vector *y, const gsl_matrix *proba) {
    nb__need_vector("nb_logloss", y);
    nb__need_matrix("nb_logloss", proba);
    if (proba->size1 != y->size)
        nb__fail("ShapeError",
                 "nb_logloss: there are %zu labels, but %zu rows of "
                 "probabilities.",
                 y->size, proba->size1);
    double total = 0;
    for (size_t i = 0; i < y->size; i++) {
        double k = at(y, i);
        if (!(k >= 0 && k < (double)proba->size2 && k == floor(k)))
            nb__fail("DomainError",
                     "nb_logloss: label %zu is %g; with %zu columns the "
                     "labels are 0 to %zu.",
                     i, k, proba->size2, proba->size2 - 1);
        total -= log(proba->data[i * proba->tda + (size_t)k]);
    }
    return total / (double)y->size;
}

static double squares(const gsl_vector *y, const gsl_vector *predicted) {
    double total = 0;
    for (size_t i = 0; i < y->size; i++) {
        double e = at(y, i) - at(predicted, i);
        total += e * e;
    }
    return total;
}

double nb_rmse(const gsl_vector *y, const gsl_vector *predicted) {
    need_pair("nb_rmse", y, predicted);
    return sqrt(squares(y, predicted) / (double)y->size);
}

double nb_r2(const gsl_vector *y, const gsl_vector *predicted) {
    need_pair("nb_r2", y, predicted);
    double mean = 0, around = 0;
    for (size_t i = 0; i < y->size; i++) mean += at(y, i) / (double)y->size;
    for (size_t i = 0; i < y->size; i++)
        around += (at(y, i) - mean) * (at(y, i) - mean);
    return around > 0 ? 1 - squares(y, predicted) / around : (double)NAN;
}
