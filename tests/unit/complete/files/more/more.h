/* more.h - another header to be found. */
int more(void);
