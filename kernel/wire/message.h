/* message.h - one message that came in, and the header of one that goes out.
 *
 * The header of a request is kept as the bytes that came, since it goes back
 * as the parent_header of all that answers it. */
#ifndef WIRE_MESSAGE_H
#define WIRE_MESSAGE_H

#include "base/buf.h"
#include "wire/connfile.h"
#include "wire/frames.h"

#define MESSAGE_PROTOCOL "5.5.0"

struct json_t; /* jansson's; only this layer looks inside */

/* The frames of one message, as they came. */
typedef struct Parts {
    Buf bytes;   /* own; one behind the other */
    Str *frames; /* own; where each one is in bytes */
    size_t count;
} Parts;

typedef struct Message {
    struct Message *next;   /* borrow; for who keeps messages in a row */
    Channel channel;        /* where it came from and the reply goes */
    Parts parts;            /* own */
    Envelope envelope;      /* borrow; of parts */
    const char *type;       /* borrow; msg_type, never NULL */
    struct json_t *header;  /* own */
    struct json_t *metadata; /* own; of an execute_request; NULL if it could
                                not be read */
    struct json_t *content; /* own; NULL if it could not be read, see err */
    Err err;
} Message;

/* Once, before anything is read: jansson gets memory where we do. */
void message_init(void);

/* From frames to message; NULL if it must be dropped. A content
 * that is no JSON object does not drop it: the sender deserves an answer. */
Message *message_open_take(Channel channel, Parts *parts, Hmac *hmac, Err *err);
void message_free(Message *message);

bool message_is(const Message *message, const char *type);

/* Members of the content. */
bool message_has_text(const Message *message, const char *name);
Str message_text(const Message *message, const char *name); /* "" if absent */
bool message_flag(const Message *message, const char *name, bool otherwise);
long message_number(const Message *message, const char *name, long otherwise);
/* The same of a member of `arguments`, as the debug protocol has it. */
Str message_argument_text(const Message *message, const char *name);
long message_argument_number(const Message *message, const char *name,
                             long otherwise);

/* The metadata of an execute_request, where the front end says it: its name of
 * the cell, and of cells that are no longer in the notebook. */
Str message_cell(const Message *message);
Str message_deleted_cell(const Message *message, size_t i); /* "": no more */

/* Of a comm_msg about a widget: data.method, and the number data.state.name,
 * if it has one. */
Str message_widget_method(const Message *message);
bool message_widget_number(const Message *message, const char *name,
                           double *ret);

/* Walk the members of user_expressions: start with *at = NULL. */
bool message_next_expression(const Message *message, void **at, Str *ret_name,
                             Str *ret_code);

/* Was it written before the moment `stamp` (see message_stamp)? False if the
 * sender's date cannot be read. */
bool message_is_older(const Message *message, const char *stamp);

/* The time now, ISO 8601, UTC, microseconds: 2024-05-31T12:34:56.789012Z */
void message_stamp(char ret[32]);

/* Append the header of an answer: a new id in the session. */
void message_write_header(Buf *out, const char *session, unsigned long number,
                          const char *type);

#endif
