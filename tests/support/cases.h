/* cases.h - tables of examples: the files NAME.cases in a folder of the unit
 * tests, walked line by line, and the cursor in a line of code. */
#ifndef SUPPORT_CASES_H
#define SUPPORT_CASES_H

#include "base/buf.h"

/* Each line of each file in TEST_DATA/FOLDER, without its newline; at the end
 * of a file one whose text is NULL. */
void cases_each_line(const char *folder,
                     void (*step)(void *table, const char *path, Str line),
                     void *table);
/* Take the sign of the cursor out of the code; the byte where it stood. */
size_t cases_cut_cursor(const char *path, Buf *code);

#endif
