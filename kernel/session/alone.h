/* alone.h - the executor without a supervisor and a front end, for nabla's
 * developers:
 *
 *     nabla-session --replay FILE                   run the cells of FILE
 *     nabla-session --dump tokens|items|unit FILE   show what becomes of them
 *
 * Cells are separated by lines that begin with // %%. The process holds the
 * other end of the line, and its child is the executor; a debugger follows it
 * there. What a cell prints goes where our own output goes. */
#ifndef SESSION_ALONE_H
#define SESSION_ALONE_H

/* -1: this process is the executor, whoever holds the line; otherwise it has
 * done what its arguments asked, and this is its exit status. */
int alone_main(int argc, char **argv);

#endif
