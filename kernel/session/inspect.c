#include "session/inspect.h"

#include <stdlib.h>

#include "assist/cursor.h"
#include "assist/explain.h"
#include "session/knowledge.h"
#include "session/report.h"

static size_t inspect_faces(const Page *page,
                            nb_mime faces[INSPECT_MAX_FACES]) {
    Buf plain = {0}, markdown = {0}, html = {0};
    page_plain(page, &plain);
    page_markdown(page, &markdown);
    page_html(page, &html);
    faces[0] = (nb_mime){"text/plain", buf_take(&plain)};
    faces[1] = (nb_mime){"text/markdown", buf_take(&markdown)};
    faces[2] = (nb_mime){"text/html", buf_take(&html)};
    return INSPECT_MAX_FACES;
}

size_t inspect_name(Session *session, Str name, int level,
                    nb_mime faces[INSPECT_MAX_FACES]) {
    const Assist assist = knowledge_of(session);
    Page page = {0};
    size_t count = explain_name(&assist, name, level, &page)
                       ? inspect_faces(&page, faces)
                       : 0;
    page_done(&page);
    return count;
}

void inspect_free(nb_mime *faces, size_t count) {
    for (size_t i = 0; i < count; i++) free((char *)(uintptr_t)faces[i].data);
}

void inspect_request(Session *session, Str code, long cursor, int level) {
    const Assist assist = knowledge_of(session);
    nb_mime faces[INSPECT_MAX_FACES];
    Page page = {0};
    size_t count = explain_at(&assist, code, cursor_byte(code, cursor), level,
                              &page)
                       ? inspect_faces(&page, faces)
                       : 0;
    Str found = count ? STR("1") : STR("0");
    report_bundle(session, RECORD_INSPECTED, &found, 1, faces, count);
    inspect_free(faces, count);
    page_done(&page);
}
