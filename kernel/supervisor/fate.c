#include "supervisor/fate.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define FATE_KEPT                                                              \
    "The cell was undone: all variables and definitions are as they were\n"    \
    "before it ran."

#define FATE_NOTHING_LOST                                                      \
    "Nothing is lost: all variables and definitions are as they were after\n"  \
    "the last cell."

typedef struct Row {
    int signal;
    Fate fate;
} Row;

/* The lines are short, since a page does not always break them. */
static const Row rows[] = {
    {SIGSEGV,
     {"SegmentationFault",
      "a segmentation fault: it used memory that it\n"
      "does not own. Look for an index beyond the end of an array, a pointer\n"
      "that is NULL or was freed, or a recursion without end"}},
    {SIGFPE,
     {"DivisionByZero", "an arithmetic exception: an integer was\n"
                        "divided by zero (/ or %)"}           },
    {SIGABRT,
     {"Aborted",
      "abort(): an assert() failed, or the C library\n"
      "found that memory had been damaged, for example by writing beyond a\n"
      "block or freeing it twice"}                            },
    {SIGILL,
     {"IllegalInstruction",
      "an illegal instruction: it jumped to\n"
      "something that is no code, for example through a function pointer that\n"
      "was not set"}                                          },
    {SIGBUS,
     {"BusError", "a bus error: it used an address that no\n"
                  "memory stands behind"}                     },
    {SIGKILL,
     {"Killed", "a kill signal from outside; most often the\n"
                "machine had no memory left"}                 },
};

Fate fate_of(int status) {
    if (!WIFSIGNALED(status)) return (Fate){"Exited", NULL};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].signal == WTERMSIG(status)) return rows[i].fate;
    return (Fate){"Killed", NULL};
}

void fate_tell(int status, Buf *out) {
    Fate fate = fate_of(status);
    buf_add_str(out, STR("The cell ended the program with "));
    if (!WIFSIGNALED(status))
        buf_printf(out, "exit status %d", WEXITSTATUS(status));
    else if (fate.story)
        buf_printf(out, "%s", fate.story);
    else
        buf_printf(out, "signal %d (%s)", WTERMSIG(status),
                   strsignal(WTERMSIG(status)));
    buf_add_str(out, STR("."));
}

static void tell_cells(long from, long to, Buf *out) {
    buf_printf(out, "In[%ld]", from);
    if (from < to) buf_printf(out, " to In[%ld]", to);
}

void fate_tell_kept(bool had_cell, long from, long to, Buf *out) {
    if (from > to) {
        buf_add_str(out, had_cell ? STR(FATE_KEPT) : STR(FATE_NOTHING_LOST));
        return;
    }
    if (had_cell) buf_add_str(out, STR("The cell was undone, and before it "));
    tell_cells(from, to, out);
    if (had_cell) buf_add_str(out, STR(":\n"));
    else buf_printf(out, " %s undone:\n", from < to ? "are" : "is");
    buf_add_str(out, STR("all variables and definitions are as they were "));
    if (from > 1) buf_printf(out, "after In[%ld].", from - 1);
    else buf_add_str(out, STR("at the start."));
}
