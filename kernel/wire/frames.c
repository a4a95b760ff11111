#include "wire/frames.h"

const Str frames_delimiter = {"<IDS|MSG>", 9};

int frames_open(const Str *parts, size_t count, Hmac *hmac, Envelope *ret,
                Err *err) {
    size_t at = 0;
    while (at < count && !str_equals(parts[at], frames_delimiter)) at++;
    if (at == count)
        return err_set(err, "a message without delimiter was dropped");
    if (count - at < 2 + FRAMES_JSON)
        return err_set(err, "a message with too few frames was dropped");

    Str signature = parts[at + 1];
    const Str *json = parts + at + 2;
    if (!hmac_fits(hmac, json, FRAMES_JSON, signature))
        return err_set(err, "a message with a wrong signature was dropped");
    if (!hmac_is_new(hmac, signature))
        return err_set(err, "a message that came twice was dropped");
    *ret = (Envelope){parts, at, json[0], json[1], json[2], json[3]};
    return 0;
}
