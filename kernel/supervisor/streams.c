#include "supervisor/streams.h"

#include "wire/utf8.h"

enum {
    PAUSE_MS = 50,
    PIECE = 256 << 10 /* bytes; more than this is not held back */
};

void streams_init(Streams *streams, size_t limit, StreamShow *show, void *to) {
    *streams = (Streams){.show = show, .to = to, .limit = limit};
}

void streams_done(Streams *streams) {
    buf_done(&streams->pending[STREAM_OUT]);
    buf_done(&streams->pending[STREAM_ERR]);
}

void streams_begin(Streams *streams) { streams->count = 0; }

static void show_pending(Streams *streams, Stream stream, bool is_end) {
    Buf *pending = &streams->pending[stream];
    Str text = buf_view(pending);
    if (!is_end) text.len -= utf8_unfinished(text);
    if (text.len == 0) return;
    streams->show(streams->to, stream, text);
    buf_drop_front(pending, text.len);
}

void streams_flush(Streams *streams, bool is_end, int64_t now) {
    Stream first = streams->earlier;
    show_pending(streams, first, is_end);
    show_pending(streams, first == STREAM_OUT ? STREAM_ERR : STREAM_OUT,
                 is_end);
    streams->flushed_at = now;
}

int64_t streams_deadline(const Streams *streams) {
    for (Stream i = 0; i < STREAMS; i++) {
        Str text = buf_view(&streams->pending[i]);
        if (text.len > utf8_unfinished(text))
            return streams->flushed_at + PAUSE_MS;
    }
    return 0;
}

void streams_tick(Streams *streams, int64_t now) {
    int64_t deadline = streams_deadline(streams);
    size_t waiting =
        streams->pending[STREAM_OUT].len + streams->pending[STREAM_ERR].len;
    if (deadline && (now >= deadline || waiting >= PIECE))
        streams_flush(streams, /* is_end= */ false, now);
}

/* Shorten a text that goes beyond the limit, not inside a character. */
static Str cut(const Streams *streams, Str text) {
    size_t room = streams->limit - streams->count;
    if (text.len <= room) return text;
    text.len = room;
    text.len -= utf8_unfinished(text);
    return text;
}

static void show_notice(Streams *streams, const char *done, int64_t now) {
    Buf notice = {0};
    size_t mebibyte = (size_t)1 << 20;
    streams_flush(streams, /* is_end= */ true, now);
    bool is_large = streams->limit >= mebibyte;
    buf_printf(&notice,
               "\nThis cell has %s more than %zu %s. The rest of its "
               "output is not shown; the cell goes on.\n",
               done, is_large ? streams->limit / mebibyte : streams->limit,
               is_large ? "MiB" : "bytes");
    streams->show(streams->to, STREAM_ERR, buf_view(&notice));
    buf_done(&notice);
}

void streams_add(Streams *streams, Stream stream, Str text, int64_t now) {
    if (text.len == 0 || streams->count > streams->limit) return;
    Str fits = cut(streams, text);
    if (streams->pending[stream].len == 0) {
        Stream other = stream == STREAM_OUT ? STREAM_ERR : STREAM_OUT;
        streams->earlier = streams->pending[other].len ? other : stream;
    }
    buf_add_str(&streams->pending[stream], fits);
    streams->count += text.len;
    if (streams->count > streams->limit)
        show_notice(streams, "printed", now);
    else
        streams_tick(streams, now);
}

bool streams_admit(Streams *streams, size_t size, int64_t now) {
    if (streams->count > streams->limit) return false;
    streams->count += size;
    if (streams->count <= streams->limit) return true;
    show_notice(streams, "shown", now);
    return false;
}

size_t streams_clear(Streams *streams) {
    size_t count = streams->count;
    streams->count = 0;
    return count;
}
