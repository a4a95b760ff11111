#include "session/door.h"

#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <string.h>

#include "session/guard.h"
#include "session/report.h"
#include "session/run.h"
#include "session/shapes.h"
#include "session/trace.h"

static void door_display(const nb_mime *faces, size_t count, const char *id,
                         int update) {
    if (session_current->is_silent) return;
    Str head[] = {str_of(id), update ? STR("1") : STR("0")};
    report_bundle(session_current, RECORD_DISPLAY, head, 2, faces, count);
}

static void door_clear(int wait) {
    Str head = wait ? STR("1") : STR("0");
    report_bundle(session_current, RECORD_CLEAR, &head, 1, NULL, 0);
}

/* In the order in which the cell comes to them. */
static double door_read_knob(const nb_knob *knob) {
    Session *session = session_current;
    unsigned at = session->knob_next++;
    return at < session->knob_count ? session->knobs[at] : knob->value;
}

static void door_show_knob(const nb_knob *knob, const nb_mime *faces,
                           size_t count) {
    Session *session = session_current;
    char number[5][32];
    const double values[] = {knob->from, knob->to, knob->step, knob->value};
    if (session->is_silent) return;
    (void)snprintf(number[0], sizeof number[0], "%u", session->knob_next - 1);
    for (int i = 0; i < 4; i++)
        (void)snprintf(number[i + 1], sizeof number[0], "%.17g", values[i]);
    const Str head[] = {str_of(number[0]),
                        str_of(knob->label ? knob->label : ""),
                        str_of(number[1]),
                        str_of(number[2]),
                        str_of(number[3]),
                        knob->is_log ? STR("1") : STR("0"),
                        str_of(number[4])};
    report_bundle(session, RECORD_SLIDER, head, sizeof head / sizeof *head,
                  faces, count);
}

/* The interrupt's own way out is the guard; a runtime function that looks
 * here only wants to come back to cell code soon. */
static int door_is_interrupted(void) { return guard_is_interrupted(); }

static const nb_host door_host = {door_display,        door_clear,
                                  run_fail,            door_is_interrupted,
                                  door_read_knob,      door_show_knob};

typedef struct GslName {
    int code;
    const char *name;
} GslName;

static const char *door_gsl_name(int code) {
    static const GslName names[] = {
#define ROW(name) {name, #name}
        ROW(GSL_EDOM),     ROW(GSL_ERANGE),   ROW(GSL_EFAULT),
        ROW(GSL_EINVAL),   ROW(GSL_EFAILED),  ROW(GSL_EFACTOR),
        ROW(GSL_ESANITY),  ROW(GSL_ENOMEM),   ROW(GSL_EBADFUNC),
        ROW(GSL_ERUNAWAY), ROW(GSL_EMAXITER), ROW(GSL_EZERODIV),
        ROW(GSL_EBADTOL),  ROW(GSL_ETOL),     ROW(GSL_EUNDRFLW),
        ROW(GSL_EOVRFLW),  ROW(GSL_ELOSS),    ROW(GSL_EROUND),
        ROW(GSL_EBADLEN),  ROW(GSL_ENOTSQR),  ROW(GSL_ESING),
        ROW(GSL_EDIVERGE), ROW(GSL_EUNSUP),   ROW(GSL_EUNIMPL),
        ROW(GSL_ECACHE),   ROW(GSL_ETABLE),   ROW(GSL_ENOPROG),
        ROW(GSL_ENOPROGJ), ROW(GSL_ETOLF),    ROW(GSL_ETOLX),
        ROW(GSL_ETOLG),    ROW(GSL_EOF),
#undef ROW
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].code == code) return names[i].name;
    return "GSL_FAILURE";
}

static void door_on_gsl_error(const char *reason, const char *file, int line,
                              int code) {
    (void)file;
    (void)line;
    char message[600];
    Buf shapes = {0};
    Str callee = trace_callee(session_current);
    shapes_tell(session_current, callee, strstr(reason, "index"), &shapes);
    (void)snprintf(message, sizeof message, "%.*s%s%s%.*s", STR_ARG(callee),
                   callee.len ? ": " : "", reason, STR_ARG(buf_view(&shapes)));
    buf_done(&shapes);
    run_fail(door_gsl_name(code), message);
}

void door_open(Session *session) {
    (void)session;
    nb_host_set(&door_host);
    (void)gsl_set_error_handler(door_on_gsl_error);
}
