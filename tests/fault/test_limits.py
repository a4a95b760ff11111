"""What a cell may use: processor time, memory of the session, and of the
machine; and what protection itself costs in memory."""

import time

import pytest
from conftest import PROCESSES, settled

GROW = ("kept = 0;\nfor (;;) {\n  char *block = malloc(1 << 20);\n"
        "  if (block) memset(block, 1, 1 << 20);\n}")


def value(kernel, code):
    result = kernel.run(code)
    assert result.reply["status"] == "ok", result.reply
    return result.content("execute_result")[0]["data"]["text/plain"]


def check_undone(kernel):
    assert value(kernel, "kept") == "41"
    assert len(settled(kernel)) <= PROCESSES


def test_processor_time_beyond_the_limit_keeps_the_state(start):
    kernel = start(NABLA_CPU_SECONDS="0.3")
    # volatile: fast code may have it in a register.
    kernel.run("volatile long kept = 41;")
    result = kernel.run("kept = 1;\nfor (;;) kept++;")
    assert result.reply["ename"] == "CpuLimit"
    for word in ("0.3 seconds", "NABLA_CPU_SECONDS", "stays"):
        assert word in result.reply["evalue"]
    assert value(kernel, "kept > 1000") == "1"
    # Each cell has its own time, and waiting takes none.
    assert kernel.run("usleep(700000);").reply["status"] == "ok"
    for _ in range(3):
        assert kernel.run("for (clock_t end = clock() + CLOCKS_PER_SEC / 8; "
                          "clock() < end;);").reply["status"] == "ok"


def test_processor_time_of_a_cell_that_does_not_listen(start):
    kernel = start(NABLA_CPU_SECONDS="0.3")
    kernel.run("int kept = 41;")
    result = kernel.run("sigset_t all; sigfillset(&all); kept = 0;"
                        "sigprocmask(SIG_BLOCK, &all, NULL); for (;;);")
    assert result.reply["ename"] == "CpuLimit"
    check_undone(kernel)


def test_memory_beyond_the_limit(start):
    kernel = start(NABLA_MEMORY_MB="200")
    kernel.run("int kept = 41;")
    result = kernel.run(GROW)
    assert result.reply["ename"] == "MemoryExhausted"
    assert "NABLA_MEMORY_MB" in result.reply["evalue"]
    assert result.reply["evalue"].startswith("In[2]:")
    check_undone(kernel)


def test_memory_beyond_the_limit_of_a_cell_that_does_not_listen(start):
    kernel = start(NABLA_MEMORY_MB="200")
    kernel.run("int kept = 41;")
    result = kernel.run("sigset_t all; sigfillset(&all); "
                        "sigprocmask(SIG_BLOCK, &all, NULL); kept = 0; "
                        "memset(malloc(300 << 20), 1, 300 << 20); for (;;);")
    assert result.reply["ename"] == "MemoryExhausted"
    assert "NABLA_MEMORY_MB" in result.reply["evalue"]
    check_undone(kernel)


def machine(folder, available_mb):
    """A machine of 1 GB, as the supervisor sees it."""
    (folder / "proc").mkdir(exist_ok=True)
    text = (f"MemTotal: {1 << 20} kB\nMemAvailable: {available_mb << 10} kB\n"
            "SwapFree: 0 kB\n")
    (folder / "proc" / "meminfo.new").write_text(text)
    (folder / "proc" / "meminfo.new").rename(folder / "proc" / "meminfo")


def test_the_machine_has_no_memory_left(start, tmp_path):
    machine(tmp_path, 800)
    kernel = start(NABLA_MEMORY_ROOT=str(tmp_path))
    kernel.run("int kept = 41; char *data = malloc(150 << 20);")
    kernel.run("memset(data, 1, 150 << 20);")
    machine(tmp_path, 10)
    result = kernel.run("kept = 0;\nfor (;;);")
    assert result.reply["ename"] == "MemoryExhausted"
    assert "machine" in result.reply["evalue"]
    machine(tmp_path, 800)
    check_undone(kernel)


def test_others_have_taken_the_memory_of_the_machine(start, tmp_path):
    """A small session is not to blame; its older copies go, it stays."""
    machine(tmp_path, 10)
    kernel = start(NABLA_MEMORY_ROOT=str(tmp_path))
    for i in range(6):
        kernel.run(f"int v{i} = {i};")
    assert kernel.run("usleep(500000);").reply["status"] == "ok"
    assert len(settled(kernel, 3)) <= 3
    assert kernel.run("v5 = 0; abort();").reply["ename"] == "Aborted"
    assert value(kernel, "v5") == "5"


def test_malloc_has_an_end_where_the_machine_has_one(start):
    kernel = start()
    assert value(kernel, "malloc(1L << 46) == NULL") == "1"
    count = int(value(kernel, "int n = 0; while (n < 100000 && "
                              "malloc(1 << 30)) n++; n"))
    with open("/proc/meminfo", encoding="utf-8") as info:
        total = int(info.readline().split()[1]) >> 20
    assert count <= total + 5


def test_the_session_is_the_system_s_first_choice_and_a_copy_the_second(start):
    kernel = start()
    kernel.run("int v = 1;")

    def score(pid):
        """Of one that has just ended: less than any."""
        try:
            with open(f"/proc/{pid}/oom_score_adj", encoding="utf-8") as file:
                return int(file.read())
        except OSError:
            return -1001

    pid = int(value(kernel, "getpid()"))
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        scores = {p: score(p) for p in settled(kernel)}
        mine = scores.pop(pid)
        scores = {p: s for p, s in scores.items() if s >= -1000}
        if mine > max(scores.values()):
            break
        time.sleep(0.02)
    assert mine > max(scores.values()) >= min(scores.values()) > \
        score(kernel.pid)


def test_beyond_the_bound_the_loss_of_protection_is_told_once(start):
    kernel = start(NABLA_CHECKPOINT_MB="150")
    kernel.run("char *data = malloc(200 << 20);")
    told = [kernel.run(code).text("stderr") for code in
            ("memset(data, 1, 200 << 20);", "int a = 1;", "int b = 2;")]
    # The copy is made after the reply, so the note may come a cell later.
    assert "".join(told).count("takes more than 150 MB") == 1
    assert "NABLA_CHECKPOINT_MB" in "".join(told)
    result = kernel.run("abort();")
    assert "lost" in result.reply["evalue"] + "".join(result.reply["traceback"])
    assert value(kernel, "6 * 7") == "42"


@pytest.mark.parametrize("name", ["NABLA_CPU_SECONDS", "NABLA_MEMORY_MB"])
@pytest.mark.parametrize("text", ["", "none", "-1", "0"])
def test_a_limit_that_is_no_number_is_none(start, name, text):
    kernel = start(**{name: text})
    assert value(kernel, "6 * 7") == "42"
