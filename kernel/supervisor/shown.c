#include "supervisor/shown.h"

#include "supervisor/iopub.h"
#include "supervisor/slider.h"

/* Jupyter's server hands on 1000 messages a second, counted over three. */
enum {
    MESSAGES_AT_ONCE = 1000,
    MESSAGES_A_SECOND = 500,
    SECONDS_FOR_A_PAGE = 16 /* in which as much as a page holds is replaced */
};

static double least(double a, double b) { return a < b ? a : b; }

/* What time has given back since the last look. */
static void refill(Shown *shown, double page, int64_t now) {
    double seconds = (double)(now - shown->at) / 1000;
    if (shown->at == 0) seconds = SECONDS_FOR_A_PAGE;
    shown->at = now;
    shown->messages = least(shown->messages + seconds * MESSAGES_A_SECOND,
                            MESSAGES_AT_ONCE);
    shown->bytes =
        least(shown->bytes + seconds * page / SECONDS_FOR_A_PAGE, page);
}

/* Milliseconds until both are above zero again. */
static int64_t wait_of(const Shown *shown, double page) {
    double for_messages = -shown->messages / MESSAGES_A_SECOND;
    double for_bytes = -shown->bytes * SECONDS_FOR_A_PAGE / page;
    double seconds = for_messages > for_bytes ? for_messages : for_bytes;
    return seconds > 0 ? (int64_t)(seconds * 1000) + 1 : 0;
}

static size_t size_of(const Record *record) {
    size_t size = 0;
    for (uint32_t i = 0; i < record->count; i++)
        size += record_field(record, i).len;
    return size;
}

static bool is_update(const Record *record) {
    return record->kind == RECORD_DISPLAY && record_field(record, 0).len &&
           record_number(record, 1);
}

/* Returns the bytes on the page that have been replaced. */
static size_t publish(Kernel *kernel, const Record *record) {
    Streams *streams = &kernel->streams;
    size_t size = size_of(record);
    if (record->kind == RECORD_CLEAR) {
        size = streams_clear(streams);
        iopub_clear(kernel, record_number(record, 0) != 0);
        return size;
    }
    bool replaces = is_update(record);
    if (!replaces && !streams_admit(streams, size, kernel_now())) return 0;
    if (record->kind == RECORD_SLIDER)
        slider_on_record(kernel, record);
    else
        iopub_display(kernel, record);
    return replaces ? size : 0;
}

/* The program may print on. Without this answer its next words could overtake
 * what it has displayed. */
void shown_answer(Kernel *kernel) {
    Shown *shown = &kernel->shown;
    if (!shown->answer_by) return;
    shown->answer_by = 0;
    child_tell(&kernel->child, RECORD_SHOWN, shown->cell, NULL, 0);
}

void shown_on_record(Kernel *kernel, const Record *record) {
    Shown *shown = &kernel->shown;
    int64_t now = kernel_now();
    double page = (double)kernel->streams.limit;
    streams_flush(&kernel->streams, /* is_end= */ false, now);
    shown_answer(kernel); /* another thread of the program has waited */
    refill(shown, page, now);
    shown->messages -= 1;
    shown->bytes -= (double)publish(kernel, record);
    shown->cell = record->cell;
    shown->answer_by = now + wait_of(shown, page);
    shown_tick(kernel, now);
}

void shown_tick(Kernel *kernel, int64_t now) {
    if (kernel->shown.answer_by && now >= kernel->shown.answer_by)
        shown_answer(kernel);
}
