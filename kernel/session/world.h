/* world.h - what a cell may have changed of its process and the session needs
 * for the next one: the limits of the system, the signals that stop it. */
#ifndef SESSION_WORLD_H
#define SESSION_WORLD_H

#include <sys/resource.h>

void world_init(void);       /* this is how it should be */
/* Whom the system ends first when there is no memory left. */
void world_be_first_choice(void);
void world_be_second_choice(void);
void world_begin_cell(void); /* as far as it can be had, so be it again */
void world_end_cell(void);   /* the limits at least, so that a copy can be */
/* What cells call as setrlimit(): what they take away they can give back. */
int world_setrlimit(int which, const struct rlimit *limit);

#endif
