"""Threads of the reader's program: they may outlive their cell, and whatever
ends a cell from within one of them costs the cell, not the session."""

import os
import signal
import threading
import time

SPIN = """#include <pthread.h>
volatile int going = 0;
void *spin(void *arg) { going = 1; for (;;) going++; return arg; }
"""


def interrupt_when(world, condition, code):
    """Run a cell and press stop as soon as the file is there that it makes."""
    flag = world.folder / condition

    def press():
        while not flag.exists():
            time.sleep(0.01)
        os.kill(world.session.pid, signal.SIGINT)
    thread = threading.Thread(target=press)
    thread.start()
    text = world.fails(code)
    thread.join()
    return text


def test_stop_while_the_cell_waits_for_a_thread(world):
    world.run(SPIN + "int kept = 5;")
    text = interrupt_when(world, "ready", """
pthread_t t;
pthread_create(&t, NULL, spin, NULL);
while (!going) usleep(100);
fclose(fopen("ready", "w"));
pthread_join(t, NULL);
""")
    assert text.startswith("KeyboardInterrupt")
    assert world.value("kept") == "5"
    assert world.value("going > 0") == "1"


def test_stop_while_the_cell_runs_beside_a_thread(world):
    world.run(SPIN + "volatile int stop = 0, ended = 0;\n"
              "void *wait(void *a) { while (!stop) usleep(100); ended = 1;"
              " return a; }")
    text = interrupt_when(world, "ready", """
pthread_t t;
pthread_create(&t, NULL, wait, NULL);
fclose(fopen("ready", "w"));
for (volatile int i = 0;; i++) ;
""")
    assert text.startswith("KeyboardInterrupt")
    assert world.value("stop = 1; for (int i = 0; i < 20000 && !ended; i++)"
                       " usleep(100);\nended") == "1"


def ending(world, body):
    world.run("#include <pthread.h>\n#include <assert.h>\nint kept = 5;\n"
              "void *work(void *a) { " + body + " return a; }")
    text = world.fails("pthread_t t;\npthread_create(&t, NULL, work, NULL);\n"
                       "pthread_join(t, NULL);\nkept = 6;")
    assert world.value("kept") == "5"
    return text


def test_exit_in_a_thread_ends_the_cell(world):
    assert "exit(3)" in ending(world, "exit(3);")


def test_a_failed_assertion_in_a_thread_ends_the_cell(world):
    text = ending(world, "assert(a != NULL);")
    assert "AssertionFailed" in text and "In[1]:4" in text


def test_an_error_of_gsl_in_a_thread_ends_the_cell(world):
    text = ending(world, "gsl_vector_get(gsl_vector_alloc(2), 5);")
    assert "GSL_EINVAL" in text


def test_a_crash_in_a_thread_names_the_line(world):
    text = ending(world, "*(volatile int *)a = 1;")
    assert text.startswith("SegmentationFault: In[1]:4")


def test_a_thread_outlives_its_cell_and_follows_a_redefinition(world):
    world.run("""#include <pthread.h>
volatile int seen = 0, stop = 0;
int step(void) { return 1; }
void *work(void *a) { while (!stop) { seen = step(); usleep(100); } return a; }
pthread_t t;
pthread_create(&t, NULL, work, NULL);
while (seen != 1) usleep(100);""")
    world.run("int step(void) { return 2; }")
    assert world.value("while (seen != 2) usleep(100);\nseen") == "2"
    world.run("void *work(void *a) { return a; }")
    assert world.value("stop = 1; pthread_join(t, NULL);\nseen") == "2"


def test_a_thread_that_fails_when_no_cell_runs(world):
    world.run("""#include <pthread.h>
#include <assert.h>
volatile int go = 0;
void *work(void *a) { while (!go) usleep(100); assert(a); return a; }
pthread_t t;
pthread_create(&t, NULL, work, NULL);
void soon(int s) { (void)s; go = 1; }
#include <signal.h>
signal(SIGALRM, soon);
ualarm(300000, 0);
""")
    time.sleep(1)  # the cell is over long before, the next one comes long after
    assert world.value("int tries = 0;\nvoid *r;\n"
                       "pthread_tryjoin_np(t, &r) >= 0") == "1"


def test_stop_before_and_after_leaves_no_bar(world):
    """Three stops in a row, each while a thread keeps the cell waiting."""
    for number in range(3):
        world.run(SPIN)
        text = interrupt_when(world, f"ready{number}", f"""
pthread_t t;
pthread_create(&t, NULL, spin, NULL);
while (!going) usleep(100);
fclose(fopen("ready{number}", "w"));
pthread_join(t, NULL);
""")
        assert text.startswith("KeyboardInterrupt")
    assert world.value("6 * 7") == "42"


def test_a_program_ends_when_its_last_thread_has(world):
    """main leaves by pthread_exit: the cell waits for those that it has
    started, and not for one that an earlier cell has left behind."""
    world.run("#include <pthread.h>\n#include <unistd.h>\nint n = 0;\n"
              "void *for_ever(void *p) { for (;;) usleep(1000); }\n"
              "void *work(void *p) { usleep(30000); n++; return NULL; }\n"
              "pthread_t t; pthread_create(&t, NULL, for_ever, NULL);")
    assert not world.run("int main(void) { for (int i = 0; i < 3; i++) "
                         "pthread_create(&t, NULL, work, NULL); "
                         "pthread_exit(NULL); }").ename
    assert world.value("n") == "3"


def test_a_failure_in_a_thread_after_main_has_left(world):
    world.run("#include <assert.h>\n#include <pthread.h>\n"
              "#include <unistd.h>\nvoid *work(void *p) "
              "{ usleep(20000); assert(1 > 2); return NULL; }")
    text = world.fails("int main(void) { pthread_t t; "
                       "pthread_create(&t, NULL, work, NULL); "
                       "pthread_exit(NULL); }")
    assert "the assertion failed: 1 > 2" in text


def test_stop_after_main_has_left(world):
    """It waits for a thread that never ends."""
    world.run(SPIN + "int kept = 5;")
    text = interrupt_when(world, "ready", """
int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, spin, NULL);
    fclose(fopen("ready", "w"));
    pthread_exit(NULL);
}
""")
    assert text.startswith("KeyboardInterrupt")
    assert world.value("kept") == "5"
