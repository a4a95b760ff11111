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

SUITE(CASE(every_end_has_a_stable_name_and_words_for_the_reader))
