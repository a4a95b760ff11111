/* slider.h - sliders in cells: widgets of the front end that run their cell
 * again when they are moved.
 *
 *     nb_slider -> SLIDER -> comm_open (once), display_data with the widget
 *     the reader moves it -> comm_msg -> clear_output, RUN with the new values
 *
 * The output of such a run goes where the first one's went: to the cell whose
 * execute_request it was. */
#ifndef SUPERVISOR_SLIDER_H
#define SUPERVISOR_SLIDER_H

#include "supervisor/kernel.h"

/* A cell begins that the reader has run: its sliders will be new ones. */
void slider_begin_cell(Kernel *kernel);
/* The cell has come to a slider. */
void slider_on_record(Kernel *kernel, const Record *record);
void slider_done(Kernel *kernel);

#endif
