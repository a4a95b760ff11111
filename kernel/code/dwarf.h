/* dwarf.h - the line programs of .debug_line, versions 2 to 5.
 *
 * Files are not told apart: a unit is one file. */
#ifndef CODE_DWARF_H
#define CODE_DWARF_H

#include "code/lines.h"

/* Add what can be read; a program that is damaged ends where it is. */
void dwarf_read_lines(const Object *object, Lines *lines);

#endif
