#include "assist/page.h"

#include "assist/page_doc.h"
#include "cell/parse.h"

void page_add(Page *page, PartKind kind, const char *title, Str text) {
    while (text.len && text.text[text.len - 1] == '\n') text.len--;
    if (!text.len) return;
    page->parts = parse_grow(&page->arena, page->parts, page->count,
                             sizeof *page->parts);
    page->parts[page->count++] =
        (Part){kind, title, arena_dup(&page->arena, text)};
}

void page_add_take(Page *page, PartKind kind, const char *title, Buf *text) {
    page_add(page, kind, title, buf_view(text));
    buf_done(text);
}

void page_done(Page *page) {
    arena_clear(&page->arena);
    *page = (Page){0};
}

/* --- plain --------------------------------------------------------------- */

enum { PAGE_COLUMNS = 6 };

static size_t page_width(Str text) {
    size_t width = 0;
    for (size_t i = 0; i < text.len; i++)
        width += ((unsigned char)text.text[i] & 0xc0) != 0x80;
    return width;
}

static void page_plain_table(Str table, Buf *ret) {
    size_t widths[PAGE_COLUMNS] = {0};
    for (Str rest = table; rest.len;) {
        Str row = str_next(&rest, '\n');
        for (int i = 0; i < PAGE_COLUMNS && row.len; i++) {
            size_t width = page_width(str_next(&row, '\t'));
            if (width > widths[i]) widths[i] = width;
        }
    }
    for (Str rest = table; rest.len;) {
        Str row = str_next(&rest, '\n');
        for (int i = 0; i < PAGE_COLUMNS && row.len; i++) {
            Str cell = str_next(&row, '\t');
            size_t pad = row.len ? widths[i] - page_width(cell) + 2 : 0;
            buf_printf(ret, "%s%.*s%*s", i ? "" : "  ", STR_ARG(cell),
                       (int)pad, "");
        }
        buf_add_char(ret, '\n');
    }
}

void page_plain(const Page *page, Buf *ret) {
    for (uint32_t i = 0; i < page->count; i++) {
        const Part *part = &page->parts[i];
        if (i) buf_add_char(ret, '\n');
        if (part->title) buf_printf(ret, "%s\n", part->title);
        if (part->kind == PART_TABLE) page_plain_table(part->text, ret);
        else buf_printf(ret, "%.*s\n", STR_ARG(part->text));
    }
}

/* --- Markdown ------------------------------------------------------------ */

static void page_fence(Str code, const char *language, Buf *ret) {
    buf_printf(ret, "```%s\n%.*s\n```\n", language, STR_ARG(code));
}

static void page_markdown_table(Str table, Buf *ret) {
    bool is_head = true;
    for (Str rest = table; rest.len; is_head = false) {
        Str row = str_next(&rest, '\n'), again = row;
        while (row.len) {
            buf_printf(ret, "| ");
            doc_escape_markdown(str_next(&row, '\t'), ret);
            buf_add_char(ret, ' ');
        }
        buf_printf(ret, "|\n");
        while (is_head && again.len) {
            (void)str_next(&again, '\t');
            buf_printf(ret, again.len ? "|---" : "|---|\n");
        }
    }
}

void page_markdown(const Page *page, Buf *ret) {
    for (uint32_t i = 0; i < page->count; i++) {
        const Part *part = &page->parts[i];
        if (i) buf_add_char(ret, '\n');
        if (part->title) buf_printf(ret, "**%s**\n\n", part->title);
        switch (part->kind) {
        case PART_CODE:
        case PART_CALL: page_fence(part->text, "c", ret); break;
        case PART_PLAIN: page_fence(part->text, "", ret); break;
        case PART_DOC: doc_markdown(part->text, ret); break;
        case PART_TABLE: page_markdown_table(part->text, ret); break;
        case PART_TEXT:
            doc_escape_markdown(part->text, ret);
            buf_add_char(ret, '\n');
            break;
        case PART_WHERE:
            buf_add_char(ret, '*');
            doc_escape_markdown(part->text, ret);
            buf_printf(ret, "*\n");
            break;
        }
    }
}

/* --- HTML ---------------------------------------------------------------- */

static void page_html_table(Str table, Buf *ret) {
    const char *tag = "th";
    buf_printf(ret, "<table>\n");
    for (Str rest = table; rest.len; tag = "td") {
        Str row = str_next(&rest, '\n');
        buf_printf(ret, "<tr>");
        while (row.len) {
            buf_printf(ret, "<%s style=\"text-align: left\">", tag);
            doc_escape_html(str_next(&row, '\t'), ret);
            buf_printf(ret, "</%s>", tag);
        }
        buf_printf(ret, "</tr>\n");
    }
    buf_printf(ret, "</table>\n");
}

/* ⟨x⟩ -> <mark>x</mark> */
static void page_html_call(Str text, Buf *ret) {
    const size_t sign = sizeof "⟨" - 1;
    while (text.len) {
        bool opens = str_starts_with(text, STR("⟨"));
        bool closes = str_starts_with(text, STR("⟩"));
        if (opens || closes) buf_printf(ret, opens ? "<mark>" : "</mark>");
        else doc_escape_html((Str){text.text, 1}, ret);
        size_t len = opens || closes ? sign : 1;
        text = (Str){text.text + len, text.len - len};
    }
}

static void page_html_element(const char *tag, Str text, Buf *ret) {
    buf_printf(ret, "<%s>", tag);
    doc_escape_html(text, ret);
    buf_printf(ret, "</%s>\n", tag);
}

void page_html(const Page *page, Buf *ret) {
    for (uint32_t i = 0; i < page->count; i++) {
        const Part *part = &page->parts[i];
        if (part->title) buf_printf(ret, "<p><b>%s</b></p>\n", part->title);
        switch (part->kind) {
        case PART_CODE:
        case PART_PLAIN: page_html_element("pre", part->text, ret); break;
        case PART_CALL:
            buf_printf(ret, "<pre>");
            page_html_call(part->text, ret);
            buf_printf(ret, "</pre>\n");
            break;
        case PART_TEXT: page_html_element("p", part->text, ret); break;
        case PART_DOC: doc_html(part->text, ret); break;
        case PART_TABLE: page_html_table(part->text, ret); break;
        case PART_WHERE:
            buf_printf(ret, "<p><i>");
            doc_escape_html(part->text, ret);
            buf_printf(ret, "</i></p>\n");
            break;
        }
    }
}
