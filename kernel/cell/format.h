/* format.h - printf and scanf: does each conversion fit its value? */
#ifndef CELL_FORMAT_H
#define CELL_FORMAT_H

#include "cell/call.h"

void format_check_print(Parser *parser, const Call *call);
void format_check_scan(Parser *parser, const Call *call);

#endif
