#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "supervisor/fate.h"
#include "support/test.h"

typedef struct Row {
    int number, code;
    const char *ename, *word;
} Row;

TEST(every_end_has_a_stable_name_and_words_for_the_reader) {
    static const Row rows[] = {
        {SIGSEGV, 0, "SegmentationFault",  "does not own" },
        {SIGFPE,  0, "DivisionByZero",     "zero"         },
        {SIGABRT, 0, "Aborted",            "assert"       },
        {SIGILL,  0, "IllegalInstruction", "no code"      },
        {SIGBUS,  0, "BusError",           "address"      },
        {SIGKILL, 0, "Killed",             "memory"       },
        {SIGUSR1, 0, "Killed",             "User defined" },
        {0,       3, "Exited",             "exit status 3"},
        {0,       0, "Exited",             "exit status 0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int status = W_EXITCODE(rows[i].code, rows[i].number);
        Buf text = {0};
        assert_string_equal(fate_of(status).ename, rows[i].ename);
        fate_tell(status, &text);
        assert_non_null(strstr(text.text, rows[i].word));
        buf_done(&text);
    }
}

TEST(what_a_copy_does_not_know_is_named) {
    static const struct {
        bool had_cell;
        long from, to;
        const char *words;
    } table[] = {
        {true,  3, 2, "before it ran"                       },
        {false, 3, 2, "Nothing is lost"                     },
        {true,  3, 3, "and before it In[3]:\nall variables" },
        {true,  3, 5, "In[3] to In[5]"                      },
        {false, 3, 3, "In[3] is undone"                     },
        {false, 3, 5, "In[3] to In[5] are undone"           },
        {false, 3, 5, "after In[2]."                        },
        {true,  1, 1, "at the start."                       },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        Buf text = {0};
        fate_tell_kept(table[i].had_cell, table[i].from, table[i].to, &text);
        assert_non_null(strstr(text.text, table[i].words));
        buf_done(&text);
    }
}

SUITE(CASE(what_a_copy_does_not_know_is_named), CASE(every_end_has_a_stable_name_and_words_for_the_reader))
