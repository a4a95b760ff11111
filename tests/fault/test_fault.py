"""Every way in which C ends a program, in a cell each. After each of them the
error has its name and its line, a variable that was set before has its value
(also when the cell had changed it), and the next cell runs."""

import os
import pathlib
import time

import pytest

# title: (cell, ename, line of the error or None, a word of the message)
FAULTS = {
    "null pointer read": ("kept = 0;\nint *p = 0;\nprintf(\"%d\", *p);",
                          "SegmentationFault", 3, "NULL"),
    "null pointer write in a function": (
        "void put(int *p) {\n  *p = 1;\n}\nkept = 0;\nput(NULL);",
        "SegmentationFault", 2, "NULL"),
    "wild pointer": ("kept = 0;\n*(int *)0x1234567890 = 1;",
                     "SegmentationFault", 2, "does not belong"),
    "far beyond an array": ("int a[4];\nkept = 0;\na[1 << 28] = 1;",
                            "SegmentationFault", 3, "index"),
    "use of a string function on NULL": ("kept = 0; strlen(NULL);",
                                         "SegmentationFault", 1, "NULL"),
    "GSL with a bad pointer": (
        "kept = 0;\ngsl_vector_get((gsl_vector *)16, 0);",
        "SegmentationFault", 2, ""),
    "jump to NULL": ("kept = 0; void (*f)(void) = 0;\nf();",
                     "SegmentationFault", 2, "function"),
    "jump to data": ("static int data[4]; kept = 0;\n"
                     "((void (*)(void))data)();",
                     "SegmentationFault", 2, "no function"),
    "write to code": ("int f(void) { return 1; }\nkept = 0;\n"
                      "*(char *)f = 0;", "SegmentationFault", 3, "read"),
    "integer division by zero": ("int zero = 0;\nkept = 0;\n5 / zero",
                                 "DivisionByZero", 3, "divided by zero"),
    "remainder by zero": ("int zero = 0;\nkept = 0; 5 % zero",
                          "DivisionByZero", 2, "divided by zero"),
    "smallest by minus one": ("int m = -1; kept = 0;\nINT_MIN / m",
                              "DivisionByZero", 2, "-1"),
    "recursion without end": ("int down(int n) { return down(n + 1) + 1; }\n"
                              "kept = 0;\ndown(0)",
                              "StackOverflow", 1, "stack is used up"),
    "an enormous local": (
        "int big(void) {\n  char room[1L << 30];\n  room[0] = 1;\n"
        "  return room[0];\n}\nkept = 0; big()", None, None, ""),
    "abort": ("kept = 0;\nabort();", "Aborted", 2, "abort"),
    "abort in a function": ("void give_up(void) {\n\n  abort();\n}\nkept = 0;"
                            "\ngive_up();", "Aborted", 3, "abort"),
    "free of a pointer that malloc did not make": (
        "int x; kept = 0;\nfree(&x + 1);", "Aborted", 2, "heap"),
    "double free": ("char *p = malloc(40); kept = 0;\nfree(p);\nfree(p);",
                    "Aborted", 3, "freed"),
    "illegal instruction": ("\nkept = 0; __asm__ volatile(\"ud2\");",
                            "IllegalInstruction", 2, "no code"),
    "raised SIGSEGV": ("kept = 0;\nraise(SIGSEGV);", "SegmentationFault", 2,
                       "raised"),
    "raised SIGBUS": ("kept = 0;\nraise(SIGBUS);", "BusError", 2, ""),
    "bus error by a file that shrank": (
        "#include <sys/mman.h>\nFILE *t = tmpfile(); kept = 0;\n"
        "ftruncate(fileno(t), 4096);\n"
        "char *m = mmap(0, 4096, 3, MAP_SHARED, fileno(t), 0);\n"
        "ftruncate(fileno(t), 0);\nm[0] = 1;", "BusError", 6, "memory"),
    "killed": ("kept = 0;\nraise(SIGKILL);", "Killed", None, ""),
    "terminated": ("kept = 0;\nraise(SIGTERM);", "Killed", None, ""),
    "uncaught user signal": ("kept = 0;\nraise(SIGUSR1);", "Killed", None, ""),
    "longjmp into nowhere": ("#include <setjmp.h>\njmp_buf nowhere;\nkept = 0;"
                             "\nmemset(&nowhere, 0, sizeof nowhere);\n"
                             "longjmp(nowhere, 1);", None, None, ""),
    "own signal handlers": ("signal(SIGSEGV, SIG_IGN); signal(SIGFPE, SIG_IGN);"
                            "\nkept = 0; int *p = 0;\n*p = 1;",
                            "SegmentationFault", None, ""),
    "a thread that crashes": (
        "void *run(void *p) { *(int *)p = 1; return p; }\nkept = 0;\n"
        "pthread_t t;\npthread_create(&t, NULL, run, NULL);\n"
        "pthread_join(t, NULL);", "SegmentationFault", 1, ""),
    "kill of the whole group": ("kept = 0;\nkill(0, SIGKILL);", "Killed", None,
                                ""),
}


@pytest.fixture(scope="module", autouse=True)
def kept(kernel):
    kernel.run("int kept = 41; int count(void) { return kept; }")


def check_alive(kernel):
    result = kernel.run("kept + count()")
    assert result.reply["status"] == "ok", result.reply["evalue"]
    assert result.content("execute_result")[0]["data"]["text/plain"] == "82"


@pytest.mark.parametrize("title", FAULTS)
def test_fault(kernel, title):
    code, ename, line, word = FAULTS[title]
    result = kernel.run(code)
    assert result.reply["status"] == "error", title
    if ename:
        assert result.reply["ename"] == ename, result.reply["evalue"]
    assert word in result.reply["evalue"]
    if line:
        count = result.reply["execution_count"]
        assert result.reply["evalue"].startswith(f"In[{count}]:{line}:")
    check_alive(kernel)


# What is no fatal end, or ends the cell only.
HARMLESS = {
    "exit": ("exit(3);", "Exit"),
    "_exit": ("_exit(4);", "Exit"),
    "quick_exit": ("quick_exit(5);", "Exit"),
    "exit in a function": ("void stop(void) { exit(1); }\nstop();", "Exit"),
    "stdout closed": ("fclose(stdout); printf(\"x\");", None),
    "descriptors closed": ("for (int i = 4; i < 64; i++) close(i);", None),
    "a forked child that returns": (
        "pid_t child = fork(); if (child > 0) waitpid(child, NULL, 0);", None),
    "a failed assertion": ("assert(1 == 2);", "AssertionFailed"),
    "a GSL error": ("gsl_vector_alloc(3)->size; "
                    "gsl_matrix_get(gsl_matrix_alloc(2, 2), 5, 5);",
                    "GSL_EINVAL"),
}


@pytest.mark.parametrize("title", HARMLESS)
def test_harmless(kernel, title):
    code, ename = HARMLESS[title]
    result = kernel.run("#include <sys/wait.h>\n" + code)
    if ename:
        assert result.reply["ename"] == ename, result.reply
    check_alive(kernel)
    seen = kernel.run("printf(\"seen\\n\");")
    assert seen.text() == "seen\n"


def processes_below(pid):
    """The processes of a kernel: all whose ancestor it is."""
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if fields[0] != "Z":
                parents[int(entry.name)] = int(fields[1])
    found = {pid}
    while True:
        more = {p for p, parent in parents.items() if parent in found} - found
        if not more:
            return found - {pid}
        found |= more


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


PROCESSES = 7  # the executor and the copies that sleep for %undo


def settled(kernel):
    """The kernel's processes once killed ones are gone."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        below = processes_below(kernel.pid)
        if len(below) == PROCESSES:
            return below
        time.sleep(0.02)
    return below


def test_two_hundred_faults_leave_nothing_behind(kernel):
    rows = [FAULTS[t] for t in ("null pointer read", "abort", "killed",
                                "integer division by zero", "double free")]
    fds = None
    for i in range(200):
        assert kernel.run(rows[i % len(rows)][0]).reply["status"] == "error"
        if i == 20:
            fds = len(os.listdir(f"/proc/{kernel.pid}/fd"))
    for _ in range(PROCESSES):
        check_alive(kernel)
    assert len(settled(kernel)) == PROCESSES
    assert len(os.listdir(f"/proc/{kernel.pid}/fd")) == fds
