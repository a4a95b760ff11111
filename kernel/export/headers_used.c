#include "export/headers_used.h"

#include "cell/lexer.h"

/* A notebook knows these without asking. Much of what they declare lies in
 * files that they include, so each of them is named. */
static const char *const headers_of_c[] = {
    "assert.h", "ctype.h",  "errno.h",  "float.h",  "inttypes.h", "limits.h",
    "math.h",   "stdbool.h", "stddef.h", "stdint.h", "stdio.h",    "stdlib.h",
    "string.h", "time.h",   "unistd.h"};

/* "gsl/gsl_sf_log.h", of a name of GSL's; empty: none. */
static Str headers_of_gsl(Str name) {
    static const NameSpace spaces[] = {SPACE_ORDINARY, SPACE_MACRO};
    for (size_t i = 0; i < 2; i++) {
        uint32_t row = preload_find(spaces[i], name);
        if (row == PRELOAD_NONE) continue;
        Str file = preload_item_file(preload_item(preload_name(row)->item));
        if (str_starts_with(file, STR("gsl/"))) return file;
    }
    return (Str){0};
}

static void headers_of_text(const Source *source, Map *seen, Arena *arena,
                            Buf *ret) {
    Lexer lexer;
    lexer_init(&lexer, source, arena);
    for (;;) {
        Token token = lexer_next(&lexer);
        if (token.kind == TOK_END) return;
        if (token.kind != TOK_IDENT || token.id) continue;
        Str file = headers_of_gsl(token.text);
        if (!file.len || map_get(seen, file)) continue;
        map_set(seen, file, seen);
        buf_printf(ret, "#include <%.*s>\n", STR_ARG(file));
    }
}

void headers_used(const Script *script, Buf *ret) {
    Map seen = {0};
    Arena arena = {0};
    for (size_t i = 0; i < sizeof headers_of_c / sizeof *headers_of_c; i++)
        buf_printf(ret, "#include <%s>\n", headers_of_c[i]);
    for (uint32_t i = 0; i < script->count; i++)
        if (script->rows[i].text)
            headers_of_text(script->rows[i].text->source, &seen, &arena, ret);
    buf_printf(ret, "#include <nabla.h>\n");
    map_done(&seen);
    arena_clear(&arena);
}
