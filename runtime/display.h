/* display.h - showing from inside the runtime. */
#ifndef NB_DISPLAYS_H
#define NB_DISPLAYS_H

/* Show text, which is taken, as the display with this id. */
void nb__display_text(char *text, const char *id, int update);

/* Seconds of a clock that only goes forward. */
double nb__seconds(void);

/* 1 in a plain program: there nothing that was shown can be replaced. */
int nb__host_is_plain(void);

#endif
