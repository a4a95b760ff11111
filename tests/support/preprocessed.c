#include "support/preprocessed.h"

typedef struct NamedText {
    const char *name;
    const char *text;
} NamedText;

/* clang-format off */
static const NamedText headers[] = {
    {"a.h", "int a;\n#define FROM_A 1\n"},
    {"once.h", "#pragma once\nint once;\n"},
    {"guard.h", "#ifndef G\n#define G\nint guarded;\n#endif"},
    {"self.h", "#include \"self.h\"\n"},
    {"open.h", "#if 1\nint x;\n"},
    {"call.h", "F"},
    {"it's/*.h", "int strange;\n"},
    {"outer.h", "int o1;\n#include \"a.h\"\nint o2;\n"},
    {"file.h", "__FILE__ __LINE__ __INCLUDE_LEVEL__\n"},
    {"magic.h", "%time\n"},
    {"bad.h", "int ok;\n#if 1/0\n#endif\n"},
};
/* clang-format on */

Arena preprocessed_arena;

static int open_header(void *context, Str name, bool is_quoted, bool is_next,
                       const Source *from, const Source **ret, Err *err) {
    (void)context;
    (void)is_next;
    (void)from;
    if (str_is(name, "stdio.h") && !is_quoted) return 0;
    for (size_t i = 0; i < COUNT(headers); i++) {
        if (!str_is(name, headers[i].name)) continue;
        *ret = source_new(str_of(headers[i].name), str_of(headers[i].text),
                          false, &preprocessed_arena);
        return 1;
    }
    return err_set(err, "there is no file '%.*s'", STR_ARG(name));
}

static const Includes includes = {.open = open_header};

/* clang-format off */
static const NamedText older[] = {
    {"OLD", "#define OLD 77"},
    {"TWICE", "#define TWICE(x) ((x) * 2)"},
    {"NEG", "#define NEG -1"},
};
/* clang-format on */

static const Macro *find_macro(void *context, Str name) {
    (void)context;
    Problem problem;
    for (size_t i = 0; i < COUNT(older); i++)
        if (str_is(name, older[i].name))
            return preprocess_define(str_of(older[i].text), &preprocessed_arena,
                                     &problem);
    return NULL;
}

static bool has_name(void *context, Str name) {
    (void)context;
    return str_is(name, "known");
}

static const Macros macros = {.find = find_macro, .has_name = has_name};

Preprocessed preprocessed_run(const char *text, size_t len) {
    Preprocessed ret;
    const Source *source =
        source_new(STR("In[1]"), (Str){text, len}, true, &preprocessed_arena);
    preprocess(source, &macros, &includes, &preprocessed_arena, &ret);
    /* The tokens join the rest in the arena, which every test clears. */
    Token *kept =
        arena_alloc(&preprocessed_arena, (ret.count + 1) * sizeof *kept);
    memcpy(kept, ret.tokens, (ret.count + 1) * sizeof *kept);
    uint32_t count = ret.count;
    preprocess_done(&ret);
    ret.tokens = kept;
    ret.count = count;
    return ret;
}
