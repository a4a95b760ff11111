/* iopub.h - what everybody sees: status, output, errors. */
#ifndef SUPERVISOR_IOPUB_H
#define SUPERVISOR_IOPUB_H

#include "supervisor/kernel.h"

/* Why a cell failed. All borrowed. */
typedef struct Failure {
    Str ename;  /* an identifier that never changes */
    Str evalue; /* sentences */
    const Str *traceback;
    size_t traceback_count; /* 0: one line is made of ename and evalue */
} Failure;

/* parent NULL: of nobody's doing. */
void iopub_status(Kernel *kernel, const Message *parent, const char *state);

/* Publish something of the cell that runs, or ran last. Nothing is shown of a
 * silent cell. */
void iopub_publish(Kernel *kernel, const char *type, const Buf *content);

StreamShow iopub_show;                     /* to is the Kernel */
void iopub_tell(Kernel *kernel, Str text); /* on stderr, our own words */

void iopub_error(Kernel *kernel, const Failure *failure);
void iopub_write_failure(const Failure *failure, Buf *out); /* the members */

/* The members data and metadata, from a bundle that begins at field first. */
void iopub_write_bundle(const Record *record, uint32_t first, Buf *out);

void iopub_display(Kernel *kernel, const Record *record);
void iopub_result(Kernel *kernel, const Record *record);
/* waits: until the next output comes */
void iopub_clear(Kernel *kernel, bool waits);

#endif
