/* mine.h - a header to be found. */
int mine(void);
