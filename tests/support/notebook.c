#include "support/notebook.h"

#include <stdio.h>

#include "graph/draft.h"

static const AssistMagic magics[] = {
    {"%time STATEMENTS", "run C and print how long it took"},
    {"%timeit STATEMENTS", "the same, many times"},
    {"%who", "what this session has defined"},
    {"%cd FOLDER", "change the working directory"},
    {"%asm FUNCTION", "its machine code"},
    {"%%time", "run the whole cell and print how long"},
};

void notebook_init(Notebook *notebook) {
    *notebook = (Notebook){0};
    graph_init(&notebook->graph);
    headers_init(&notebook->headers);
    notebook->assist = (Assist){.graph = &notebook->graph,
                                .headers = &notebook->headers,
                                .magics = magics,
                                .magic_count = sizeof magics / sizeof *magics};
}

void notebook_done(Notebook *notebook) { graph_done(&notebook->graph); }

static int open_nothing(void *context, Str name, bool is_quoted, bool is_next,
                        const Source *from, const Source **ret, Err *err) {
    (void)context, (void)name, (void)is_quoted, (void)is_next, (void)from;
    (void)ret, (void)err;
    return 0;
}

bool notebook_run(Notebook *notebook, Str code, Str *ret_problem) {
    char name[24];
    uint32_t number = ++notebook->count;
    (void)snprintf(name, sizeof name, "In[%u]", number);
    CellText *text = celltext_new(str_of(name), code);
    Macros macros = graph_macros(&notebook->graph);
    const Includes includes = {.open = open_nothing};
    Scope scope = graph_scope(&notebook->graph);
    Preprocessed pre;
    Cell cell = {0};
    Draft draft = {0};
    Problem problem = {0};
    preprocess(text->source, &macros, &includes, &text->arena, &pre);
    problem = pre.problem;
    if (!problem.source) {
        split_cell(pre.tokens, &scope,
                   arena_printf(&text->arena, "nb_%u_", number), &text->arena,
                   &cell);
        problem = cell.problem;
    }
    bool is_ok = !problem.source &&
                 draft_make(&notebook->graph, text, pre.tokens, &pre, &cell,
                            &draft, &problem) == 0;
    if (is_ok && notebook->on_draft) notebook->on_draft(&draft);
    if (is_ok) draft_commit(&draft);
    *ret_problem = is_ok ? (Str){0} : problem.text;
    draft_done(&draft);
    preprocess_done(&pre);
    celltext_drop(text);
    return is_ok;
}

Str notebook_run_all(Notebook *notebook, Str cells, char separator) {
    Str problem;
    for (const char *end;
         cells.len && (end = memchr(cells.text, separator, cells.len));) {
        size_t len = (size_t)(end - cells.text);
        (void)notebook_run(notebook, (Str){cells.text, len}, &problem);
        cells = (Str){end + 1, cells.len - len - 1};
    }
    return cells;
}
