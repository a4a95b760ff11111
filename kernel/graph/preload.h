/* preload.h - the part of the definition graph that is there from the start:
 * every name of libc's usual headers, of all of GSL and of the runtime.
 *
 * The indexer writes it at build time as one block of bytes that is linked in
 * as constant data, so that it costs nothing at start-up and is shared by all
 * kernels on a machine. It holds offsets, never addresses:
 *
 *     header | items | names, sorted | dependencies | headers | text
 *
 * An item is one declaration of a header, macros already expanded, or one
 * macro. Items keep the order of the headers, so that any set of items that
 * is closed under dependencies compiles when it is written out in order. */
#ifndef GRAPH_PRELOAD_H
#define GRAPH_PRELOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { PRELOAD_MAGIC = 0x6e61626c };
#define PRELOAD_NONE UINT32_MAX

/* C's name spaces, as far as they concern definitions. */
typedef enum NameSpace {
    SPACE_ORDINARY, /* variables, functions, typedefs, enum constants */
    SPACE_TAG,      /* struct, union, enum */
    SPACE_MACRO,
    SPACE_KINDS
} NameSpace;

typedef struct PreloadHeader {
    uint32_t magic;
    uint32_t items, item_count; /* offset in bytes, number of rows */
    uint32_t names, name_count;
    uint32_t depends, depend_count;
    uint32_t files, file_count;
    uint32_t text, text_size;
} PreloadHeader;

typedef struct PreloadItem {
    uint32_t text, text_len;
    uint32_t file; /* row of files */
    uint32_t line;
    uint32_t depends, depend_count; /* rows of depends: item numbers */
    uint32_t doc, doc_len; /* what GSL's or our own header says above it */
} PreloadItem;

typedef struct PreloadName {
    uint32_t text;
    uint16_t len;
    uint8_t space; /* NameSpace */
    uint8_t kind;  /* SymbolKind of an ordinary name */
    uint32_t item;
} PreloadName;

/* A header that was read: what the reader includes and where it is. */
typedef struct PreloadFile {
    uint32_t path, path_len;
    uint32_t name, name_len; /* "gsl/gsl_vector.h" */
} PreloadFile;

const PreloadHeader *preload_header(void);
/* Row of the names, PRELOAD_NONE if there is none. */
uint32_t preload_find(NameSpace space, Str name);
const PreloadName *preload_name(uint32_t row);
Str preload_name_text(const PreloadName *name);
/* The rows [first, last) of the names that begin with prefix. */
void preload_prefix(Str prefix, uint32_t *ret_first, uint32_t *ret_last);
const PreloadItem *preload_item(uint32_t item);
Str preload_item_text(const PreloadItem *item);
Str preload_item_doc(const PreloadItem *item); /* may be empty */
Str preload_item_file(const PreloadItem *item);
const uint32_t *preload_depends(const PreloadItem *item);
/* "gsl/gsl_vector.h": a header that is known, by its row of the files. */
Str preload_file_name(uint32_t row);
/* Is this header (as written in #include, or its path) known already? */
bool preload_knows_header(Str name);

#endif
