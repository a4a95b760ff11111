#include "graph/preload.h"

/* preload_block.c.in */
extern const char preload_block[] __attribute__((visibility("hidden")));

const PreloadHeader *preload_header(void) {
    return (const PreloadHeader *)(const void *)preload_block;
}

static const void *preload_at(uint32_t offset) {
    return preload_block + offset;
}

static Str preload_text(uint32_t offset, uint32_t len) {
    return (Str){preload_block + preload_header()->text + offset, len};
}

const PreloadName *preload_name(uint32_t row) {
    return (const PreloadName *)preload_at(preload_header()->names) + row;
}

Str preload_name_text(const PreloadName *name) {
    return preload_text(name->text, name->len);
}

/* The first row whose name is not below `name` (or, with `after_prefix`,
 * whose name is above everything that begins with it). */
static uint32_t preload_bound(Str name, bool after_prefix) {
    uint32_t low = 0, high = preload_header()->name_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        Str text = preload_name_text(preload_name(middle));
        if (after_prefix && text.len > name.len) text.len = name.len;
        int order = str_compare(text, name);
        if (order < 0 || (after_prefix && order == 0)) low = middle + 1;
        else high = middle;
    }
    return low;
}

uint32_t preload_find(NameSpace space, Str name) {
    uint32_t count = preload_header()->name_count;
    for (uint32_t row = preload_bound(name, false); row < count; row++) {
        const PreloadName *found = preload_name(row);
        if (!str_equals(preload_name_text(found), name)) break;
        if (found->space == space) return row;
    }
    return PRELOAD_NONE;
}

void preload_prefix(Str prefix, uint32_t *ret_first, uint32_t *ret_last) {
    *ret_first = preload_bound(prefix, false);
    *ret_last = preload_bound(prefix, true);
}

const PreloadItem *preload_item(uint32_t item) {
    return (const PreloadItem *)preload_at(preload_header()->items) + item;
}

Str preload_item_text(const PreloadItem *item) {
    return preload_text(item->text, item->text_len);
}

static const PreloadFile *preload_file(uint32_t file) {
    return (const PreloadFile *)preload_at(preload_header()->files) + file;
}

Str preload_file_name(uint32_t row) {
    const PreloadFile *file = preload_file(row);
    return preload_text(file->name, file->name_len);
}

Str preload_item_doc(const PreloadItem *item) {
    return preload_text(item->doc, item->doc_len);
}

Str preload_item_file(const PreloadItem *item) {
    const PreloadFile *file = preload_file(item->file);
    return preload_text(file->name, file->name_len);
}

const uint32_t *preload_depends(const PreloadItem *item) {
    return (const uint32_t *)preload_at(preload_header()->depends) +
           item->depends;
}

bool preload_knows_header(Str name) {
    for (uint32_t i = 0; i < preload_header()->file_count; i++) {
        const PreloadFile *file = preload_file(i);
        if (str_equals(preload_text(file->name, file->name_len), name) ||
            str_equals(preload_text(file->path, file->path_len), name))
            return true;
    }
    return false;
}
