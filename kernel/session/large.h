/* large.h - large pages for what a session has long since written.
 *
 * A copy of the session costs by the page: five thousand functions are a
 * hundred megabytes, and to copy the tables of so many small pages takes some
 * milliseconds. What no cell writes any more is the same in each copy, so it
 * may as well be in large pages, of which a copy is made in no time. (One that
 * is written after all falls to small pieces again.) */
#ifndef SESSION_LARGE_H
#define SESSION_LARGE_H

/* Before a copy is made; does something once in a while. */
void large_settle(void);

#endif
