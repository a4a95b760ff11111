#include "supervisor/slider.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/mem.h"
#include "supervisor/execute.h"
#include "supervisor/requests.h"
#include "wire/emit.h"

enum {
    SLIDERS = 16, /* of a cell; more stand still */
    CELLS = 32,   /* that can be moved; the oldest are forgotten */
    STEPS = 100   /* of a slider that has no step of its own */
};

typedef struct Slider {
    char *label; /* own */
    double from, to, step, value;
    bool is_log;
} Slider;

/* A cell with sliders, as it was run. */
struct SliderCell {
    SliderCell *next; /* own */
    unsigned number;
    Buf parent; /* own; the header of its execute_request */
    Buf code;   /* own */
    Buf page_cell; /* own; the front end's name of the cell */
    Slider sliders[SLIDERS];
    unsigned count;
};

/* The three models that a slider consists of in the front end. */
typedef enum Model { MODEL_SLIDER, MODEL_LAYOUT, MODEL_STYLE, MODELS } Model;

static const char *const model_names[] = {"slider", "layout", "style"};

#define WIDGET_TARGET "jupyter.widget"
#define WIDGET_PROTOCOL "{\"version\":\"2.1.0\"}"

static void write_id(const Kernel *kernel, const SliderCell *cell, unsigned k,
                     Model model, Buf *out) {
    buf_printf(out, "%s-%u-%u-%s", kernel->sockets.session, cell->number, k,
               model_names[model]);
}

static void emit_id(Buf *out, const char *key, const char *prefix,
                    const Kernel *kernel, const SliderCell *cell, unsigned k,
                    Model model) {
    DEFER(buf_done) Buf id = {0};
    buf_add_str(&id, str_of(prefix));
    write_id(kernel, cell, k, model, &id);
    emit_text(out, key, buf_view(&id));
}

static void emit_real(Buf *out, const char *key, double number) {
    char text[32];
    (void)snprintf(text, sizeof text, "%.17g", number);
    emit_json(out, key, str_of(text));
}

/* --- what the front end is told of a model ------------------------------- */

static void emit_model(Buf *out, const char *module, const char *name,
                       const char *view_module, const char *view) {
    emit_text(out, "_model_module", str_of(module));
    emit_text(out, "_model_module_version", STR("2.0.0"));
    emit_text(out, "_model_name", str_of(name));
    emit_text(out, "_view_module", str_of(view_module));
    emit_text(out, "_view_module_version", STR("2.0.0"));
    emit_text(out, "_view_name", str_of(view));
}

/* A logarithmic slider has its ends and steps as powers of ten. */
static void emit_range(Buf *out, const Slider *slider) {
    double from = slider->from, to = slider->to, step = slider->step;
    if (slider->is_log) {
        from = log10(from);
        to = log10(to);
        step = 0;
        emit_real(out, "base", 10);
    }
    emit_real(out, "min", from);
    emit_real(out, "max", to);
    emit_real(out, "step", step > 0 ? step : (to - from) / STEPS);
}

static void emit_slider(Buf *out, const Kernel *kernel, const SliderCell *cell,
                        unsigned k) {
    const Slider *slider = &cell->sliders[k];
    bool is_log = slider->is_log;
    emit_model(out, "@jupyter-widgets/controls",
               is_log ? "FloatLogSliderModel" : "FloatSliderModel",
               "@jupyter-widgets/controls",
               is_log ? "FloatLogSliderView" : "FloatSliderView");
    emit_text(out, "description", str_of(slider->label));
    emit_real(out, "value", slider->value);
    emit_range(out, slider);
    /* The cell runs when the knob is let go, not all the way. */
    emit_flag(out, "continuous_update", false);
    emit_flag(out, "readout", true);
    emit_text(out, "readout_format", STR(".3~g"));
    emit_id(out, "layout", "IPY_MODEL_", kernel, cell, k, MODEL_LAYOUT);
    emit_id(out, "style", "IPY_MODEL_", kernel, cell, k, MODEL_STYLE);
}

static void emit_state(Buf *out, const Kernel *kernel, const SliderCell *cell,
                       unsigned k, Model model) {
    emit_open(out, "state", '{');
    switch (model) {
    case MODEL_SLIDER: emit_slider(out, kernel, cell, k); break;
    case MODEL_LAYOUT:
        emit_model(out, "@jupyter-widgets/base", "LayoutModel",
                   "@jupyter-widgets/base", "LayoutView");
        emit_text(out, "width", STR("30em"));
        break;
    default:
        emit_model(out, "@jupyter-widgets/controls", "SliderStyleModel",
                   "@jupyter-widgets/base", "StyleView");
        emit_text(out, "description_width", STR("initial"));
    }
    emit_close(out, '}');
    emit_open(out, "buffer_paths", '[');
    emit_close(out, ']');
}

static void open_models(Kernel *kernel, const SliderCell *cell, unsigned k) {
    for (int model = MODELS; model-- > 0;) {
        DEFER(buf_done) Buf content = {0};
        emit_open(&content, NULL, '{');
        emit_id(&content, "comm_id", "", kernel, cell, k, (Model)model);
        emit_text(&content, "target_name", STR(WIDGET_TARGET));
        emit_open(&content, "data", '{');
        emit_state(&content, kernel, cell, k, (Model)model);
        emit_close(&content, '}');
        emit_close(&content, '}');
        sockets_publish_with(&kernel->sockets, buf_view(&cell->parent),
                             "comm_open", STR(WIDGET_PROTOCOL),
                             buf_view(&content));
    }
}

/* --- cells --------------------------------------------------------------- */

static void free_cell_take(SliderCell *cell) {
    for (unsigned k = 0; k < cell->count; k++) free(cell->sliders[k].label);
    buf_done(&cell->parent);
    buf_done(&cell->code);
    buf_done(&cell->page_cell);
    free(cell);
}

void slider_done(Kernel *kernel) {
    while (kernel->slider_cells) {
        SliderCell *cell = kernel->slider_cells;
        kernel->slider_cells = cell->next;
        free_cell_take(cell);
    }
}

static void forget_oldest(Kernel *kernel) {
    SliderCell **place = &kernel->slider_cells;
    for (int i = 0; i < CELLS && *place; i++) place = &(*place)->next;
    if (!*place) return;
    free_cell_take(*place);
    *place = NULL;
}

static SliderCell *add_cell(Kernel *kernel) {
    SliderCell *cell = mem_alloc(sizeof *cell);
    cell->number = ++kernel->slider_cell_count;
    buf_add_str(&cell->parent, buf_view(&kernel->parent));
    buf_add_str(&cell->code, kernel->cell.code);
    buf_add_str(&cell->page_cell, kernel->cell.page_cell);
    cell->next = kernel->slider_cells;
    kernel->slider_cells = cell;
    forget_oldest(kernel);
    return cell;
}

void slider_begin_cell(Kernel *kernel) { kernel->slider_cell = NULL; }

static double real_field(const Record *record, uint32_t i) {
    char text[40] = "";
    Str field = record_field(record, i);
    if (field.len >= sizeof text) return 0;
    if (field.len) memcpy(text, field.text, field.len);
    return strtod(text, NULL);
}

/* --- the cell comes to a slider ------------------------------------------ */

enum { NUMBER, LABEL, FROM, TO, STEP, IS_LOG, VALUE, BUNDLE };

static void set_slider(Slider *slider, const Record *record) {
    Str label = record_field(record, LABEL);
    free(slider->label);
    *slider = (Slider){mem_dup(label.text, label.len),
                       real_field(record, FROM),
                       real_field(record, TO),
                       real_field(record, STEP),
                       real_field(record, VALUE),
                       record_number(record, IS_LOG) != 0};
}

static void emit_view(Buf *out, const Kernel *kernel, const SliderCell *cell,
                      unsigned k) {
    emit_key(out, STR("application/vnd.jupyter.widget-view+json"));
    emit_open(out, NULL, '{');
    emit_number(out, "version_major", 2);
    emit_number(out, "version_minor", 0);
    emit_id(out, "model_id", "", kernel, cell, k, MODEL_SLIDER);
    emit_close(out, '}');
}

static void display(Kernel *kernel, const SliderCell *cell, unsigned k,
                    const Record *record) {
    DEFER(buf_done) Buf content = {0};
    emit_open(&content, NULL, '{');
    emit_open(&content, "data", '{');
    if (cell) emit_view(&content, kernel, cell, k);
    for (uint32_t i = BUNDLE; i + 1 < record->count; i += 2) {
        emit_key(&content, record_field(record, i));
        emit_text(&content, NULL, record_field(record, i + 1));
    }
    emit_close(&content, '}');
    emit_json(&content, "metadata", STR("{}"));
    emit_json(&content, "transient", STR("{}"));
    emit_close(&content, '}');
    iopub_publish(kernel, "display_data", &content);
}

void slider_on_record(Kernel *kernel, const Record *record) {
    long number = record_number(record, NUMBER);
    bool is_live = number >= 0 && number < SLIDERS && !kernel->cell.is_silent;
    if (is_live && !kernel->slider_cell) kernel->slider_cell = add_cell(kernel);
    SliderCell *cell = is_live ? kernel->slider_cell : NULL;
    unsigned k = (unsigned)number;
    if (cell && k > cell->count) cell = NULL;
    if (cell) {
        bool is_new = k == cell->count;
        cell->count += is_new;
        set_slider(&cell->sliders[k], record);
        if (is_new) open_models(kernel, cell, k);
    }
    display(kernel, cell, k, record);
}

/* --- what the front end says --------------------------------------------- */

typedef struct Place {
    SliderCell *cell; /* borrow; NULL: not one of ours */
    unsigned k;
    Model model;
} Place;

static bool is_id(const Kernel *kernel, const Place *place, Str id) {
    DEFER(buf_done) Buf own = {0};
    write_id(kernel, place->cell, place->k, place->model, &own);
    return str_equals(buf_view(&own), id);
}

static Place find_place(const Kernel *kernel, Str id) {
    Place place = {0};
    for (place.cell = kernel->slider_cells; place.cell;
         place.cell = place.cell->next)
        for (place.k = 0; place.k < place.cell->count; place.k++)
            for (int model = 0; model < MODELS; model++) {
                place.model = (Model)model;
                if (is_id(kernel, &place, id)) return place;
            }
    return place;
}

static void write_values(const SliderCell *cell, Buf *out) {
    for (unsigned k = 0; k < cell->count; k++)
        buf_printf(out, "%.17g ", cell->sliders[k].value);
}

static void run_again(Kernel *kernel, SliderCell *cell) {
    DEFER(buf_done) Buf values = {0};
    write_values(cell, &values);
    kernel->slider_cell = cell;
    execute_again(kernel, buf_view(&cell->parent), buf_view(&cell->code),
                  buf_view(&cell->page_cell), buf_view(&values));
}

/* A page that was opened anew asks what there is. */
static void tell_state(Kernel *kernel, const Message *request,
                       const Place *place) {
    DEFER(buf_done) Buf content = {0};
    emit_open(&content, NULL, '{');
    emit_text(&content, "comm_id", message_text(request, "comm_id"));
    emit_open(&content, "data", '{');
    emit_text(&content, "method", STR("update"));
    emit_state(&content, kernel, place->cell, place->k, place->model);
    emit_close(&content, '}');
    emit_close(&content, '}');
    sockets_publish(&kernel->sockets, request->envelope.header, "comm_msg",
                    buf_view(&content));
}

void slider_on_comm_msg(Kernel *kernel, const Message *request) {
    Place place = find_place(kernel, message_text(request, "comm_id"));
    Str method = message_widget_method(request);
    double value;
    if (place.cell && str_is(method, "request_state"))
        tell_state(kernel, request, &place);
    if (place.cell && place.model == MODEL_SLIDER && str_is(method, "update") &&
        message_widget_number(request, "value", &value)) {
        place.cell->sliders[place.k].value = value;
        run_again(kernel, place.cell);
        return;
    }
    kernel_finish(kernel);
}

void slider_on_comm_info(Kernel *kernel, const Message *request) {
    DEFER(buf_done) Buf content = {0}, id = {0};
    Str target = message_text(request, "target_name");
    bool is_ours = !target.len || str_is(target, WIDGET_TARGET);
    emit_open(&content, NULL, '{');
    emit_text(&content, "status", STR("ok"));
    emit_open(&content, "comms", '{');
    for (SliderCell *cell = is_ours ? kernel->slider_cells : NULL; cell;
         cell = cell->next)
        for (unsigned i = 0; i < cell->count * MODELS; i++) {
            buf_clear(&id);
            write_id(kernel, cell, i / MODELS, (Model)(i % MODELS), &id);
            emit_key(&content, buf_view(&id));
            emit_json(&content, NULL,
                      STR("{\"target_name\":\"" WIDGET_TARGET "\"}"));
        }
    emit_close(&content, '}');
    emit_close(&content, '}');
    sockets_reply(&kernel->sockets, request, "comm_info_reply",
                  buf_view(&content));
}
