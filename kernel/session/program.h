/* program.h - what a cell with main finds as a program finds its process.
 *
 * A program pasted into a cell expects a process of its own: its arguments,
 * rand() and getopt() at their beginning, no signal handlers of the program
 * before it. */
#ifndef SESSION_PROGRAM_H
#define SESSION_PROGRAM_H

#include "session/session.h"
#include "session/words.h"

/* The arguments of main from now on. */
void program_set_arguments(const Words *words);
void program_print_arguments(void);
/* A text with main is about to be read. Names of libc that an earlier program
 * has used for things of its own are libc's again, and its macros are gone. */
void program_clear_names(Session *session, Str code);
/* Before main is called, and when it has ended. */
void program_begin(void);
void program_end(void);

/* What cell code passes to main. */
extern int program_argc;
extern char **program_argv;

#endif
