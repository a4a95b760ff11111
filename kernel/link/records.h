/* records.h - what the supervisor and the executor say to each other.
 *
 * A record is a kind, the number of the cell it belongs to, and a few byte
 * strings. On the socketpair it is one frame:
 *
 *     u32 length of all that follows    u16 kind    u16 fields    u32 cell
 *     then for each field:  u32 length, bytes
 *
 * in the byte order of the machine (both ends are one machine). Numbers
 * travel as decimal text. "bundle" means pairs of fields up to the end of the
 * record: a MIME type, then its data as text (PNG as base64).
 *
 * `cell` is chosen by the supervisor for each RUN, EVAL, COMPLETE, INSPECT,
 * WHOLE, LIST or FACES that it sends; every record that comes back for it
 * repeats the number.
 * The executor serves one request after another, in the order in which they
 * came; DONE, VALUE, MATCHES, INSPECTED, WHOLENESS or LISTED is the last record
 * of its request. stdout and stderr travel in pipes of their own: whatever a cell
 * printed before a record is in the pipe before the record is sent. What it
 * prints after a DISPLAY, SLIDER or CLEAR must not be there too early, or it would
 * overtake it: the executor goes on when SHOWN has come. A SHOWN that nobody
 * waits for (an interrupt broke the wait) means nothing.
 *
 * While a cell runs, all but RUN and EVAL go to the copy that sleeps.
 * Beside the line there is a pair of sequenced-packet sockets, whose other end
 * all copies inherit: each packet is one byte and a socket of its own, made
 * for one question. SIGUSR1 tells the newest copy to look there. It forks a
 * process that reads the question from that socket, writes the answer to it
 * and ends; where that one fails, the socket is closed without an answer. */
#ifndef LINK_RECORDS_H
#define LINK_RECORDS_H

/* The names of the processes, as the system shows them. */
#define LINK_SESSION_NAME "nabla-session"
#define LINK_COPY_NAME "nabla-copy"
#define LINK_ANSWER_NAME "nabla-answer"

/* clang-format off */
/* X(kind, fields) */
#define RECORDS_TO_EXECUTOR(X)                                                 \
    X(RUN,       "code, execution count, flags: any of s(ilent) i(nput allowed);"  \
                 " what its sliders are set to, each ended by a blank; the front end's" \
             " name of the cell, and of each that has left the notebook...")    \
    X(EVAL,      "code of one expression, for user_expressions")                \
    X(COMPLETE,  "code, cursor in code points")                                 \
    X(INSPECT,   "code, cursor in code points, detail level")                   \
    X(WHOLE,     "code, for is_complete")                                       \
    X(LIST,      "number of a variable whose parts are wanted; 0: all variables") \
    X(FACES,     "name of a variable; answered by INSPECTED")                   \
    X(INPUT,     "the line that the reader typed, or nothing; eof flag 0 or 1") \
    X(DIAGNOSE,  "code, execution count, flags of a cell that crashed; when it began, in"  \
                 " ms since 1970; lines typed for it...")                          \
    X(SHOWN,     "")                                                            \
    X(QUIT,      "")

#define RECORDS_TO_SUPERVISOR(X)                                               \
    X(READY,     "process id")                                                  \
    X(DISPLAY,   "display id or nothing, update flag 0 or 1, bundle")           \
    X(RESULT,    "bundle of the value of the cell")                             \
    X(CLEAR,     "wait flag 0 or 1")                                            \
    X(SLIDER,    "number in the cell, label, from, to, step, log flag 0 or 1, value;" \
                 " bundle for pages where nothing moves")                           \
    X(PAGE,      "bundle for the pager (a payload of the reply)")               \
    X(NEED_INPUT,"prompt, password flag 0 or 1")                                \
    X(DONE,      "status ok or error, ename, evalue, traceback lines...")       \
    X(VALUE,     "status ok or error, then bundle, or ename and evalue")        \
    X(MATCHES,   "start, end in code points, then for each match: text, type, signature") \
    X(INSPECTED, "found flag 0 or 1, bundle")                                   \
    X(WHOLENESS, "complete, incomplete, invalid or unknown; indent")            \
    X(LISTED,    "for each variable or part: name, type, value, number; 0: no parts") \
    X(CHECKPOINT,"process id of the copy that sleeps; its last cell. Or 0: there is none;" \
                 " or -1: the last one is still like the session") \
    X(UNDO,      "how many cells, 0: all there ever were; the answer is this process's end, or SHOWN: it cannot be") \
    X(VERDICT,   "what a second run came to: found, or doubtful if it could not do all"  \
                 " that the first did, ename, evalue, traceback lines...; blind, for"  \
                 " what; late; or clean: there was nothing to find")               \
    X(CRASHED,   "ename, evalue, traceback lines...: the last words of a process that dies")
/* clang-format on */

typedef enum RecordKind {
    RECORD_NONE,
#define X(kind, fields) RECORD_##kind,
    RECORDS_TO_EXECUTOR(X)
    RECORDS_TO_SUPERVISOR(X)
#undef X
        RECORD_KINDS
} RecordKind;

#endif
