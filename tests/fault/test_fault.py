"""After each end of a cell the error has its name and its line, a variable
that was set before has its value (also when the cell had changed it), the next
cell runs, and no process is left behind."""

import os
import pathlib
import time

import pytest
from conftest import PROCESSES, processes_below, settled
from ends import FAULTS, HARMLESS, SLOW


@pytest.fixture(scope="module", autouse=True)
def kept(kernel):
    kernel.run("#include <sys/wait.h>\n"
               "int kept = 41; int count(void) { return kept; }")


def value(kernel, code):
    result = kernel.run(code)
    assert result.reply["status"] == "ok", result.reply
    return result.content("execute_result")[0]["data"]["text/plain"]


def check_alive(kernel):
    assert value(kernel, "kept + count()") == "82"


def check_fault(kernel, title):
    code, ename, line, word = FAULTS[title]
    result = kernel.run(code)
    assert result.reply["status"] == "error", title
    evalue = result.reply["evalue"]
    if ename:
        assert result.reply["ename"] == ename, evalue
    assert word in evalue
    if line:
        count = result.reply["execution_count"]
        assert evalue.startswith(f"In[{count}]:{line}:"), evalue


@pytest.mark.parametrize("title", FAULTS)
def test_fault(kernel, title):
    check_fault(kernel, title)
    check_alive(kernel)
    assert len(settled(kernel)) <= PROCESSES


@pytest.mark.parametrize("title", HARMLESS)
def test_harmless(kernel, title):
    code, ename = HARMLESS[title]
    result = kernel.run(code)
    assert result.reply.get("ename") == ename, result.reply
    check_alive(kernel)
    seen = kernel.run("printf(\"seen\\n\");")
    assert seen.text() == "seen\n"
    kernel.run("%undo 3")  # what it changed is no matter of the next one


def test_a_reader_is_told_of_a_closed_standard_output(kernel):
    result = kernel.run("close(1); printf(\"lost\");")
    assert "closed its standard output" in result.text("stderr")


def test_a_reader_is_told_of_a_program_that_stops_itself(kernel):
    result = kernel.run("for (int i = 0; i < 5; i++) raise(SIGSTOP);")
    assert result.text("stderr").count("stopped itself") == 1


def test_every_signal_that_is_handled_goes_to_its_handler(kernel):
    kernel.run("int caught = 0; void on_any(int s) { caught += s; }")
    kernel.run("signal(SIGUSR1, on_any); signal(SIGALRM, on_any);")
    kernel.run("raise(SIGUSR1); raise(SIGALRM);")
    assert value(kernel, "caught") == "24"
    kernel.run("signal(SIGUSR1, SIG_DFL); signal(SIGALRM, SIG_DFL);")


def test_folder_and_mask_belong_to_the_transaction(kernel, tmp_path):
    kernel.run(f'chdir("{tmp_path}"); umask(027);')
    assert kernel.run('chdir("/"); umask(0); abort();').reply["ename"]
    assert value(kernel, "umask(027)") == "23"
    assert value(kernel, "char *here = getcwd(NULL, 0); here") == f'"{tmp_path}"'


def wait_for_idle_death(kernel):
    """What is told on stderr when the program ends between cells."""
    text = ""
    while "are as they were" not in text:
        message = kernel.iopub()
        if message["msg_type"] == "stream":
            text += message["content"]["text"]
    return text


def test_an_alarm_between_cells_loses_nothing_and_is_told(kernel):
    kernel.run("int before_alarm = 5; struct itimerval soon = "
               "{{0, 0}, {0, 900000}}; setitimer(ITIMER_REAL, &soon, NULL);")
    text = wait_for_idle_death(kernel)
    assert "while no cell was running" in text and "Nothing is lost" in text
    assert value(kernel, "before_alarm") == "5"


def test_a_thread_that_crashes_between_cells(kernel):
    kernel.run("void *later(void *p) { usleep(900000); *(int *)0 = 1; return p; }"
               "pthread_t thread; pthread_create(&thread, NULL, later, NULL);")
    assert "SegmentationFault" in wait_for_idle_death(kernel)
    check_alive(kernel)


def test_a_gsl_error_in_a_thread_of_an_earlier_cell(kernel):
    kernel.run("void *late(void *p) { usleep(900000); gsl_vector_get("
               "gsl_vector_alloc(2), 9); return p; }"
               "pthread_t t2; pthread_create(&t2, NULL, late, NULL);")
    text = ""
    while "GSL_EINVAL" not in text:
        message = kernel.iopub()
        if message["msg_type"] == "stream":
            text += message["content"]["text"]
    check_alive(kernel)
    kernel.run("%undo 2")


def test_a_cell_can_be_stopped_after_a_magic_in_it(kernel):
    cell = kernel.execute("int spin = 1;\n%time spin++;\nfor (;;) spin |= 8;")
    kernel.until(cell, "stream")
    kernel.ask("interrupt_request", channel="control")
    assert kernel.result(cell).reply["ename"] == "KeyboardInterrupt"
    result = kernel.run("spin")  # state is kept: it was not rolled back
    shown = result.content("execute_result")[0]["data"]["text/plain"]
    assert shown in ("2", "10")  # before the loop, or in it


def test_a_cell_that_crashes_half_way_redefines_nothing(kernel):
    kernel.run("int half(void) { return 1; }")
    result = kernel.run("int half(void) { return 2; }\nint *p = 0;\n*p = half();")
    assert result.reply["ename"] == "SegmentationFault"
    result = kernel.run("half()")
    assert result.content("execute_result")[0]["data"]["text/plain"] == "1"


def test_the_reader_s_children_are_the_only_ones(kernel):
    kernel.run("#include <sys/wait.h>\nint seen = 0;"
               "void on_child(int s) { seen++; } signal(SIGCHLD, on_child);")
    kernel.run("int others = wait(NULL);")
    result = kernel.run("others * 10 + seen")
    assert result.content("execute_result")[0]["data"]["text/plain"] == "-10"
    kernel.run("signal(SIGCHLD, SIG_DFL);")


def memory(pid):
    """KiB that the process has written and nobody shares."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(line.split()[1]) for line in text.splitlines()
               if line.startswith("Private_Dirty"))


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def executor(kernel):
    return int(value(kernel, "getpid()"))


def test_all_of_it_two_hundred_times_leaves_nothing_behind(kernel):
    """The slow ones ten times. Nothing grows: no process, no descriptor, no
    memory of the supervisor or of the session, which is a new process after
    each fault and inherits whatever the one before has piled up."""
    titles = [t for t in FAULTS if FAULTS[t][1]]
    check_alive(kernel)
    begin = time.monotonic()
    for turn in range(200):
        for title in titles:
            if title in SLOW and turn % 20:
                continue
            code, ename, _, _ = FAULTS[title]
            # Without history, which grows with each cell as it should.
            reply = kernel.run(code, store_history=False).reply
            assert reply.get("ename") == ename, (turn, title, reply)
        if turn == 20:
            check_alive(kernel)
            pid = executor(kernel)
            first = (descriptors(kernel.pid), descriptors(pid))
            size = memory(kernel.pid), memory(pid)
    print(f"{time.monotonic() - begin:.1f} s")
    check_alive(kernel)
    assert len(settled(kernel)) <= PROCESSES
    pid = executor(kernel)
    assert (descriptors(kernel.pid), descriptors(pid)) == first
    assert memory(kernel.pid) < size[0] * 1.2 + 512
    assert memory(pid) < size[1] * 1.2 + 512
