#include "export/notebook.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const notebook_words[] = {"code", "markdown", "broken"};

/* The head line at *at, which moves behind it. */
static int notebook_head(Str input, size_t *at, NotebookCell *ret,
                         size_t *ret_size, Err *err) {
    const char *line = input.text + *at;
    const char *end = memchr(line, '\n', input.len - *at);
    char word[16], text[64];
    long number = 0;
    unsigned long size = 0;
    if (!end || (size_t)(end - line) >= sizeof text)
        return err_set(err, "a cell has no head line");
    memcpy(text, line, (size_t)(end - line));
    text[end - line] = '\0';
    /* run.py has written it. NOLINTNEXTLINE(cert-err34-c) */
    if (sscanf(text, "%15s %ld %lu", word, &number, &size) != 3)
        return err_set(err, "'%s' is no head line of a cell", text);
    for (int kind = CELL_CODE; kind <= CELL_BROKEN; kind++) {
        if (strcmp(word, notebook_words[kind]) != 0) continue;
        *at += (size_t)(end - line) + 1;
        *ret = (NotebookCell){.kind = (CellKind)kind, .number = number};
        *ret_size = size;
        return 0;
    }
    return err_set(err, "there are no cells of the kind '%s'", word);
}

int notebook_read(Str input, Arena *arena, Notebook *ret, Err *err) {
    size_t at = 0, most = 1;
    for (size_t i = 0; i < input.len; i++) most += input.text[i] == '\n';
    *ret = (Notebook){arena_alloc(arena, most * sizeof *ret->cells), 0};
    while (at < input.len) {
        NotebookCell *cell = &ret->cells[ret->count];
        size_t size = 0;
        if (notebook_head(input, &at, cell, &size, err) < 0) return -1;
        if (size > input.len - at)
            return err_set(err, "the text of a cell is cut short");
        cell->text = (Str){input.text + at, size};
        at += size;
        if (at < input.len && input.text[at] == '\n') at++;
        ret->count++;
    }
    return 0;
}
