#include "export/program.h"

#include "export/comment.h"
#include "export/headers_used.h"
#include "export/writer.h"

static bool program_has_return(const ScriptCell *row) {
    for (uint32_t i = 0; i < row->items.count; i++)
        if (row->items.items[i].return_count) return true;
    return false;
}

/* --- cells --- */

static void program_heading(const ScriptCell *row, Buf *ret) {
    buf_printf(ret, "/* In[%ld] */\n", row->cell->number);
}

/* The words go where the cell does something, or else where it defines. */
static void program_close_cell(Writer *writer) {
    Buf *words = &writer->words;
    if (writer->inside.len || writer->newest.len) {
        Buf text = {0};
        buf_add_str(&text, buf_view(words));
        program_heading(writer->row, &text);
        buf_add_str(&text, buf_view(&writer->newest));
        buf_add_str(&text, buf_view(&writer->inside));
        comment_indent(buf_view(&text), &writer->body);
        buf_add_char(&writer->body, '\n');
        buf_done(&text);
    } else if (writer->before.len) {
        buf_add_str(&writer->definitions, buf_view(words));
    }
    if (writer->before.len) {
        program_heading(writer->row, &writer->definitions);
        buf_add_str(&writer->definitions, buf_view(&writer->before));
        buf_add_char(&writer->definitions, '\n');
    }
    if (writer->inside.len || writer->newest.len || writer->before.len)
        buf_clear(words);
    buf_clear(&writer->before);
    buf_clear(&writer->newest);
    buf_clear(&writer->inside);
}

static void program_code(Writer *writer) {
    const ScriptCell *row = writer->row;
    if (row->first_line.len) {
        buf_printf(&writer->inside, "/* ");
        comment_text(row->first_line, &writer->inside);
        buf_printf(&writer->inside, " */\n");
    }
    if (!row->text) {
        comment_block(row->cell->text, &writer->inside);
        return;
    }
    for (uint32_t i = 0; i < row->macro_count; i++)
        writer_macro_again(writer, &row->macros[i]);
    for (uint32_t i = 0; i < row->chunks.count; i++)
        writer_chunk(writer, &row->chunks.rows[i]);
    for (uint32_t i = 0; i < row->again_count; i++)
        writer_again(writer, &row->again[i]);
    if (program_has_return(row))
        buf_printf(&writer->inside, "end_%ld:;\n", row->cell->number);
}

static void program_cell(Writer *writer, uint32_t cell) {
    writer->cell = cell;
    writer->row = &writer->script->rows[cell];
    switch (writer->row->cell->kind) {
    case CELL_MARKDOWN:
        comment_block(writer->row->cell->text, &writer->words);
        buf_add_char(&writer->words, '\n');
        return;
    case CELL_BROKEN:
        buf_printf(&writer->inside,
                   "/* This cell ends with an error in the notebook. */\n");
        comment_block(writer->row->cell->text, &writer->inside);
        break;
    default: program_code(writer); break;
    }
    program_close_cell(writer);
}

/* --- the whole --- */

/* Is there something for OpenMP in it? */
static bool program_is_parallel(const Writer *writer) {
    static const char *const words[] = {"#pragma omp", "<omp.h>"};
    const Buf *parts[] = {&writer->definitions, &writer->body};
    for (size_t i = 0; i < 4; i++)
        if (parts[i / 2]->len &&
            memmem(parts[i / 2]->text, parts[i / 2]->len, words[i % 2],
                   strlen(words[i % 2])))
            return true;
    return false;
}

static void program_head(const Writer *writer, Str name, Buf *ret) {
    buf_printf(ret,
               "/* %.*s, made from a notebook by nabla. Compile it beside the "
               "notebook:\n *\n *     cc %s%.*s.c $(pkg-config --cflags "
               "--libs nabla) -o %.*s\n */\n#define _GNU_SOURCE\n",
               STR_ARG(name), program_is_parallel(writer) ? "-fopenmp " : "",
               STR_ARG(name), STR_ARG(name));
    headers_used(writer->script, ret);
    if (writer->values.has_array)
        buf_printf(ret, "char *nb_describe_array(const char *, const void *, "
                        "const size_t *, size_t);\n");
    if (writer->values.has_number)
        buf_printf(ret, "void nb_number(double, char *);\n"
                        "void nb_number_float(float, char *);\n");
    if (writer->values.has_quote)
        buf_printf(ret, "char *nb_quote(const char *, size_t, size_t);\n");
    buf_add_char(ret, '\n');
}

static bool program_uses_arguments(const Script *script) {
    const Meaning *meaning =
        map_get(&script->names.meanings[SPACE_ORDINARY], STR("main"));
    return meaning && type_strip(meaning->type)->param_count > 0;
}

static void program_join(Writer *writer, Str name, Buf *ret) {
    program_head(writer, name, ret);
    buf_add_str(ret, buf_view(&writer->definitions));
    buf_printf(ret, "int main(%s) {\n",
               program_uses_arguments(writer->script) ? "int argc, char **argv"
                                                     : "void");
    buf_add_str(ret, buf_view(&writer->body));
    if (writer->words.len) comment_indent(buf_view(&writer->words), ret);
    buf_printf(ret, "    return 0;\n}\n");
}

int program_write(const Notebook *notebook, Str name, Buf *ret, Err *err) {
    Script script;
    Writer writer = {.script = &script, .values = {.names = &script.names}};
    int code = script_read(notebook, &script, err);
    for (uint32_t i = 0; code == 0 && i < script.count; i++)
        program_cell(&writer, i);
    if (code == 0) program_join(&writer, name, ret);
    buf_done(&writer.definitions);
    buf_done(&writer.body);
    buf_done(&writer.before);
    buf_done(&writer.newest);
    buf_done(&writer.inside);
    buf_done(&writer.words);
    script_done(&script);
    return code;
}
