"""The reader's own world through the protocol: what threads print after their
cell, libraries in a session that goes back."""

import subprocess

from conftest import parent, whole_kernel


kernel = whole_kernel(scope="function")


def test_a_thread_prints_under_the_cell_that_ran_last(kernel):
    kernel.run("#include <pthread.h>\nvolatile int go = 0, done = 0;\n"
               "void *work(void *a) { while (!go) usleep(100);"
               ' printf("from the thread\\n"); done = 1; return a; }')
    first = kernel.run("pthread_t t;\npthread_create(&t, NULL, work, NULL);\n"
                       'printf("started\\n");')
    assert first.text() == "started\n"
    second = kernel.run("go = 1;\nwhile (!done) usleep(100);")
    assert second.text() == "from the thread\n"


def test_what_a_thread_prints_between_cells_is_not_lost(kernel):
    kernel.run("#include <pthread.h>\n"
               "void *work(void *a) { usleep(300000);"
               ' printf("late\\n"); return a; }\npthread_t t;')
    msg_id = kernel.execute("pthread_create(&t, NULL, work, NULL);")
    kernel.until_idle(msg_id)
    while True:
        message = kernel.iopub()
        if message["header"]["msg_type"] == "stream":
            break
    assert message["content"]["text"] == "late\n"
    assert parent(message) == msg_id
    assert kernel.run("puts(\"on\");").text() == "on\n"


def test_a_library_is_there_after_a_crash_and_gone_after_undo(kernel, tmp_path):
    source = tmp_path / "mine.c"
    source.write_text("int mine(int x) { return x * 7; }")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", tmp_path / "libmine.so",
                    source], check=True)
    kernel.run("int before = 1;")
    done = kernel.run(f"%lib {tmp_path}/libmine.so\nint mine(int);")
    assert done.reply["status"] == "ok"
    kernel.run("*(volatile int *)0 = 1;")
    assert kernel.run('printf("%d\\n", mine(6));').text() == "42\n"
    kernel.run("%undo 2")
    assert "no library" in kernel.run("%lib").text()
    assert kernel.run('printf("%d\\n", before);').text() == "1\n"


def test_a_library_that_calls_exit_costs_the_cell(kernel, tmp_path):
    source = tmp_path / "quit.c"
    source.write_text("#include <stdlib.h>\nvoid quit(void) { exit(3); }")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", tmp_path / "libquit.so",
                    source], check=True)
    kernel.run(f"%lib {tmp_path}/libquit.so\nvoid quit(void);\nint kept = 4;")
    reply = kernel.run("quit();").reply
    assert reply["status"] == "error" and reply["evalue"]
    assert kernel.run('printf("%d\\n", kept);').text() == "4\n"
