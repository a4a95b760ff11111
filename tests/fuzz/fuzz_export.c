/* Any bytes are the cells of a notebook, as they are handed over for a
 * program. What was read, handed over again, is read the same; and a program
 * is written, or it is said which cell cannot be read. */
#include "export/notebook.h"
#include "export/program.h"
#include "fuzz.h"

static const char *const kinds[] = {"code", "markdown", "broken"};

static void check_again(const Notebook *notebook, Arena *arena) {
    Buf text = {0};
    Notebook again;
    Err err = {""};
    for (uint32_t i = 0; i < notebook->count; i++) {
        const NotebookCell *cell = &notebook->cells[i];
        buf_printf(&text, "%s %ld %zu\n", kinds[cell->kind], cell->number,
                   cell->text.len);
        buf_add_str(&text, cell->text);
        buf_add_char(&text, '\n');
    }
    LAW(notebook_read(buf_view(&text), arena, &again, &err) == 0);
    LAW(again.count == notebook->count);
    for (uint32_t i = 0; i < notebook->count; i++) {
        LAW(again.cells[i].kind == notebook->cells[i].kind);
        LAW(again.cells[i].number == notebook->cells[i].number);
        LAW(str_equals(again.cells[i].text, notebook->cells[i].text));
    }
    buf_done(&text);
}

static void check_program(const Notebook *notebook) {
    Buf text = {0}, again = {0};
    Err err = {""};
    if (program_write(notebook, STR("fuzz"), &text, &err) < 0) {
        LAW(err.text[0]);
    } else {
        LAW(text.len > 0 && text.text[text.len - 1] == '\n');
        LAW(program_write(notebook, STR("fuzz"), &again, &err) == 0);
        LAW(str_equals(buf_view(&text), buf_view(&again)));
    }
    buf_done(&text);
    buf_done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Notebook notebook;
    Err err = {""};
    if (notebook_read((Str){(const char *)data, size}, &arena, &notebook,
                      &err) == 0) {
        check_again(&notebook, &arena);
        check_program(&notebook);
    } else {
        LAW(err.text[0]);
    }
    arena_clear(&arena);
    return 0;
}
