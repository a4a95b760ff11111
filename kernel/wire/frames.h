/* frames.h - the frames of one message, as Jupyter lays them out:
 *
 *     identity...  <IDS|MSG>  signature  header  parent  metadata  content
 *     buffer...
 *
 * The signature covers the four JSON frames byte for byte. It is verified
 * here, before anything looks into them. */
#ifndef WIRE_FRAMES_H
#define WIRE_FRAMES_H

#include "base/err.h"
#include "wire/hmac.h"

enum {
    FRAMES_JSON = 4 /* header, parent, metadata, content */
};

/* All borrowed from the parts that were opened. */
typedef struct Envelope {
    const Str *identities;
    size_t identity_count;
    Str header;
    Str parent;
    Str metadata;
    Str content;
} Envelope;

/* Find the pieces and verify the signature. err says what is wrong. */
int frames_open(const Str *parts, size_t count, Hmac *hmac, Envelope *ret,
                Err *err) MUST_USE;

extern const Str frames_delimiter; /* "<IDS|MSG>" */

#endif
