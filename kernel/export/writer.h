/* writer.h - one cell after the other becomes text of a program.
 *
 * An item goes to the definitions or to main; a variable whose value is
 * computed goes to both. */
#ifndef EXPORT_WRITER_H
#define EXPORT_WRITER_H

#include "export/script.h"
#include "export/values.h"

/* What is being written, and where it is. */
typedef struct Writer {
    Script *script;
    const ScriptCell *row;
    uint32_t cell;
    Buf definitions;
    Buf body;   /* of main */
    Buf before; /* of this cell: its own definitions, ... */
    Buf newest; /* which bodies its functions have from now on, ... */
    Buf inside; /* its statements, ... */
    Values values;
    Buf words;  /* ... and the notebook's words that stand before them */
} Writer;

/* The item or directive at this place. */
void writer_chunk(Writer *writer, const Chunk *chunk);

/* --- what the files writer*.c share --- */

void writer_print(const Writer *writer, Span span, Buf *ret);
/* The typed text of tokens [begin, end). */
void writer_tokens(Writer *writer, uint32_t begin, uint32_t end, Buf *ret);
Meaning *writer_find(const Writer *writer, Str name);
/* A declaration from a type, in the words of the program. */
void writer_declare(const Writer *writer, const Type *type, Str called,
                    Buf *ret);
/* The comments before and behind a chunk, and the end of its line. */
void writer_comment(const Chunk *chunk, Buf *ret);
void writer_end(const Chunk *chunk, Buf *ret);
/* `static` and its like, which a program's own names do not need. */
bool writer_is_storage(const Token *token);

void writer_on_function(Writer *writer, const Chunk *chunk);
void writer_again(Writer *writer, const Again *again);
/* A macro of an earlier cell, with what the names in it are called by now. */
void writer_macro_again(Writer *writer, const Again *macro);
/* Declare a function that has several bodies, unless it is known already. */
void writer_several(Writer *writer, Meaning *meaning);
void writer_on_declaration(Writer *writer, const Chunk *chunk);

#endif
