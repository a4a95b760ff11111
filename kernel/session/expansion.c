#include "session/expansion.h"

#include <stdio.h>

#include "session/includes.h"
#include "session/run.h"

/* What stood on one line is printed on one line. What an included file brings
 * in is left out. */
static void expansion_print(const Preprocessed *pre, const Source *source) {
    Buf text = {0};
    for (uint32_t i = 0; i < pre->count;) {
        uint32_t end = i + 1;
        const Token *first = &pre->tokens[i];
        uint32_t line = source_place(first->source, first->span.begin).line;
        while (end < pre->count && pre->tokens[end].source == first->source &&
               source_place(first->source, pre->tokens[end].span.begin).line ==
                   line)
            end++;
        bool is_own = first->source == source;
        if (is_own) preprocess_print(first, end - i, &text);
        if (is_own) buf_add_char(&text, '\n');
        i = end;
    }
    printf("%.*s", STR_ARG(buf_view(&text)));
    buf_done(&text);
}

bool expansion_cell(Session *session, Str name, Str body, Failure *failure) {
    CellText *text = celltext_new(name, body);
    Reading reading = {.session = session, .arena = &text->arena};
    Macros macros = includes_macros(&reading);
    Includes includes = includes_for(&reading);
    includes.magic = NULL;
    Preprocessed pre;
    preprocess(text->source, &macros, &includes, &text->arena, &pre);
    bool is_ok = !pre.problem.source;
    if (is_ok) expansion_print(&pre, text->source);
    else failure_at(failure, "CompileError", &pre.problem);
    includes_done(&reading);
    preprocess_done(&pre);
    celltext_drop(text);
    return is_ok;
}

bool expansion_line(Session *session, Str code, Failure *failure) {
    char name[RUN_NAME_SIZE];
    return expansion_cell(session, run_name(session, name), code, failure);
}
