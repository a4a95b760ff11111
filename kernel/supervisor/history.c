#include "supervisor/history.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "wire/emit.h"
#include "wire/utf8.h"

enum {
    LIMIT = 64 << 20, /* bytes of all texts */
    SESSION = 1       /* the number of this session */
};

static void entry_done(History *history, HistoryEntry *entry) {
    history->bytes -= entry->input_len + entry->output_len;
    free(entry->input);
    free(entry->output);
}

/* Forget the oldest half rather than one at a time. */
static void forget_old(History *history) {
    while (history->bytes > LIMIT && history->count > 1) {
        size_t gone = (history->count + 1) / 2;
        for (size_t i = 0; i < gone; i++)
            entry_done(history, &history->entries[i]);
        history->count -= gone;
        memmove(history->entries, history->entries + gone,
                history->count * sizeof *history->entries);
    }
}

void history_add(History *history, long line, Str input) {
    if (history->count == history->size) {
        history->size = history->size ? history->size * 2 : 16;
        history->entries =
            mem_grow(history->entries, history->size * sizeof(HistoryEntry));
    }
    history->entries[history->count++] = (HistoryEntry){
        .input = mem_dup(input.text, input.len),
        .input_len = input.len,
        .line = line,
    };
    history->bytes += input.len;
    forget_old(history);
}

void history_set_output(History *history, Str output) {
    if (history->count == 0) return;
    HistoryEntry *entry = &history->entries[history->count - 1];
    history->bytes -= entry->output_len;
    free(entry->output);
    entry->output = mem_dup(output.text, output.len);
    entry->output_len = output.len;
    history->bytes += output.len;
    forget_old(history);
}

void history_done(History *history) {
    for (size_t i = 0; i < history->count; i++)
        entry_done(history, &history->entries[i]);
    free(history->entries);
    *history = (History){0};
}

static size_t character(Str text, size_t at) {
    int n = utf8_first(text.text + at, text.len - at);
    return n > 0 ? (size_t)n : 1;
}

/* Does the character fit the set at pattern[*at] == '['? Moves *at behind the
 * set. A set that is not closed fits nothing. */
static bool set_fits(Str pattern, size_t *at, Str c) {
    size_t i = *at + 1;
    bool inverted = i < pattern.len && pattern.text[i] == '!';
    if (!inverted && i < pattern.len && pattern.text[i] == '^') inverted = true;
    if (inverted) i++;
    bool found = false;
    for (size_t first = i; i < pattern.len;) {
        if (pattern.text[i] == ']' && i > first) {
            *at = i + 1;
            return found != inverted;
        }
        size_t low = i, high = i;
        i += character(pattern, i);
        if (i + 1 < pattern.len && pattern.text[i] == '-' &&
            pattern.text[i + 1] != ']') {
            high = i + 1;
            i = high + character(pattern, high);
        }
        Str from = {pattern.text + low, character(pattern, low)};
        Str to = {pattern.text + high, character(pattern, high)};
        found = found || (str_compare(from, c) <= 0 && str_compare(c, to) <= 0);
    }
    return false;
}

/* Does one pattern element that is no star fit the character of text at t?
 * Moves *p behind the element. */
static bool element_fits(Str pattern, size_t *p, Str text, size_t t) {
    Str c = {text.text + t, character(text, t)};
    if (pattern.text[*p] == '[') return set_fits(pattern, p, c);
    Str literal = {pattern.text + *p, character(pattern, *p)};
    bool is_any = pattern.text[*p] == '?';
    *p += literal.len;
    return is_any || str_equals(literal, c);
}

/* Only the last star needs to be tried again with more text: what stands
 * before it has matched as early as it can. So this takes at most the length
 * of the pattern times that of the text. */
bool history_matches(Str pattern, Str text) {
    size_t p = 0, t = 0, star = SIZE_MAX, star_text = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.text[p] == '*') {
            star = ++p;
            star_text = t;
            continue;
        }
        size_t next = p;
        if (p < pattern.len && element_fits(pattern, &next, text, t)) {
            p = next;
            t += character(text, t);
        } else if (star != SIZE_MAX) {
            p = star;
            star_text += character(text, star_text);
            t = star_text;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.text[p] == '*') p++;
    return p == pattern.len;
}

static bool is_wanted(const HistoryQuery *query, const HistoryEntry *entry) {
    switch (query->access) {
    case HISTORY_RANGE:
        return (query->session == 0 || query->session == SESSION) &&
               entry->line >= query->start &&
               (query->stop < 0 || entry->line < query->stop);
    case HISTORY_SEARCH:
        return history_matches(query->pattern,
                               (Str){entry->input, entry->input_len});
    case HISTORY_TAIL: break;
    }
    return true;
}

static void write_entry(const HistoryQuery *query, const HistoryEntry *entry,
                        Buf *out) {
    Str input = {entry->input, entry->input_len};
    emit_open(out, NULL, '[');
    emit_number(out, NULL,
                query->access == HISTORY_RANGE && !query->session ? 0
                                                                  : SESSION);
    emit_number(out, NULL, entry->line);
    if (query->wants_output) {
        emit_open(out, NULL, '[');
        emit_text(out, NULL, input);
        if (entry->output)
            emit_text(out, NULL, (Str){entry->output, entry->output_len});
        else
            emit_json(out, NULL, STR("null"));
        emit_close(out, ']');
    } else {
        emit_text(out, NULL, input);
    }
    emit_close(out, ']');
}

/* Walk from the newest back, so that n and unique keep the newest ones. */
static size_t choose(const History *history, const HistoryQuery *query,
                     size_t *chosen) {
    static char seen[] = "seen";
    Map inputs = {0};
    size_t count = 0;
    for (size_t i = history->count; i-- > 0;) {
        const HistoryEntry *entry = &history->entries[i];
        Str input = {entry->input, entry->input_len};
        if (query->access != HISTORY_RANGE && query->n >= 0 &&
            count >= (size_t)query->n)
            break;
        if (!is_wanted(query, entry)) continue;
        if (query->is_unique && map_get(&inputs, input)) continue;
        if (query->is_unique) map_set(&inputs, input, seen);
        chosen[count++] = i;
    }
    map_done(&inputs);
    return count;
}

void history_write(const History *history, const HistoryQuery *query,
                   Buf *out) {
    size_t *chosen = mem_alloc((history->count + 1) * sizeof *chosen);
    size_t count = choose(history, query, chosen);
    emit_open(out, NULL, '[');
    while (count-- > 0)
        write_entry(query, &history->entries[chosen[count]], out);
    emit_close(out, ']');
    free(chosen);
}
