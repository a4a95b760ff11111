/* page.h - what is told of a thing, in three faces: plain text for terminals,
 * Markdown, and HTML for notebooks. */
#ifndef ASSIST_PAGE_H
#define ASSIST_PAGE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"

typedef enum PartKind {
    PART_CODE,  /* C */
    PART_CALL,  /* C, with a piece between ⟨ and ⟩ that is marked */
    PART_TEXT,  /* a sentence or two */
    PART_DOC,   /* an author's comment, see page_doc.c */
    PART_PLAIN, /* text whose lines stay as they are */
    PART_TABLE, /* rows end in newlines, cells are parted by tabs; the first
                   row is the head */
    PART_WHERE  /* where it comes from */
} PartKind;

typedef struct Part {
    PartKind kind;
    const char *title; /* NULL: none */
    Str text;
} Part;

/* Zero is an empty page. */
typedef struct Page {
    Arena arena; /* own: page_done */
    Part *parts;
    uint32_t count;
} Page;

/* An empty text adds nothing. */
void page_add(Page *page, PartKind kind, const char *title, Str text);
void page_add_take(Page *page, PartKind kind, const char *title, Buf *text);
void page_done(Page *page);

void page_plain(const Page *page, Buf *ret);
void page_markdown(const Page *page, Buf *ret);
void page_html(const Page *page, Buf *ret);

#endif
