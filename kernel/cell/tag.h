/* tag.h - struct, union and enum: named, defined, or both. */
#ifndef CELL_TAG_H
#define CELL_TAG_H

#include "cell/parse.h"

/* From the keyword on. is_member: directly inside another struct, where a
 * struct without names stays one. NULL on a problem. */
const Type *tag_parse(Parser *parser, bool is_member);

#endif
