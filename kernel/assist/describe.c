#include "assist/describe.h"

/* descriptions_block.c.in */
extern const char descriptions_block[] __attribute__((visibility("hidden")));

/* name  text, two blanks between them */
static bool describe_is_of(Str line, Str name) {
    return line.len > name.len + 2 && str_starts_with(line, name) &&
           line.text[name.len] == ' ' && line.text[name.len + 1] == ' ';
}

Str describe_name(Str name) {
    if (!name.len) return (Str){0};
    for (const char *at = descriptions_block; *at;) {
        const char *end = strchr(at, '\n');
        if (!end) break;
        Str line = {at, (size_t)(end - at)};
        if (describe_is_of(line, name))
            return (Str){at + name.len + 2, line.len - name.len - 2};
        at = end + 1;
    }
    return (Str){0};
}
