/* paths.h - files, folders and headers that begin like this. */
#ifndef ASSIST_PATHS_H
#define ASSIST_PATHS_H

#include "assist/assist.h"
#include "assist/matches.h"

/* Entries of the folder that `prefix` names up to its last `/`; matches take
 * the place of what is behind that. Hidden ones must be asked for. */
void paths_add(Str prefix, Matches *matches);
/* What can stand in #include <prefix, or in quotes, in which files of the
 * working directory come first. */
void paths_add_headers(const Assist *assist, Str prefix, bool is_quoted,
                       Matches *matches);

#endif
