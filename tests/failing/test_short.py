"""Where something is short: descriptors, address space, room on the disk, or
the patience of a front end. Each cell is answered, in words, and the kernel is
there after it."""

import json
import pathlib
import re
import subprocess
import sys
import time

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from kernels import wire  # noqa: E402

SCRIPT = ["int n = 1; int f(int x) { return x + n; }", "f(1)",
          "nb_plot(nb_line_y(nb_vec(3, 1, 2)));", "int x = undeclared_name;",
          "*(volatile int *)0 = 1;", "_Complex double z = 1; __real__ z",
          "%undo", 'printf("hello\\n");']


@pytest.fixture
def limited(tmp_path):
    """limited("-n 64"): a kernel that a shell's ulimit holds short."""
    running = []

    def start(limit, **env):
        client = wire()
        folder = tmp_path / "kernels" / "nabla-test"
        spec = client.make_kernelspec(folder, **env)
        spec["argv"] = ["sh", "-c", f'ulimit {limit}; exec "$@"', "sh",
                        *spec["argv"]]
        (folder / "kernel.json").write_text(json.dumps(spec))
        running.append(client.Kernel(tmp_path))
        return running[-1]

    yield start
    for kernel in running:
        kernel.stop()


def told(result):
    """What a failed cell says, which must be a sentence."""
    words = result.reply["evalue"]
    assert re.search(r"\w \w", words) and words[-1] not in ",:;(", words
    return words


def run_all(kernel):
    good = 0
    for code in SCRIPT:
        result = kernel.run(code)
        if result.reply["status"] == "error":
            told(result)
        else:
            good += 1
        assert kernel.km.is_alive()
    return good


@pytest.mark.parametrize("limit, least", [(32, 0), (64, 5), (256, 6)])
def test_few_descriptors(limited, limit, least):
    assert run_all(limited(f"-n {limit}")) >= least


def test_too_few_descriptors_to_listen(tmp_path):
    """ZeroMQ needs some twenty for itself."""
    file = tmp_path / "kernel.json"
    ports = ", ".join(f'"{name}_port": {i + 1}' for i, name in enumerate(
        ("shell", "control", "stdin", "iopub", "hb")))
    file.write_text('{"transport": "ipc", "ip": "%s", %s}' % (
        tmp_path / "socket", ports))
    kernel = wire().build_dir() / "kernel" / "supervisor" / "nabla-kernel"
    done = subprocess.run(
        ["sh", "-c", f"ulimit -n 14; exec {kernel} {file}"], timeout=60,
        capture_output=True, text=True)
    assert done.returncode == 1
    assert re.search(r"The kernel cannot .*: Too many open files\.$",
                     done.stderr), done.stderr


def test_a_cell_that_takes_all_descriptors(limited):
    kernel = limited("-n 256")
    kernel.run("#include <fcntl.h>\nint count = 0;")
    kernel.run('while (open("/dev/null", O_RDONLY) >= 0) count++;')
    for code in SCRIPT:
        result = kernel.run(code)
        if result.reply["status"] == "error":
            told(result)
    # Who has taken them can give them back, if only by going back.
    kernel.run("for (int i = 5; i < 250; i++) close(i);")
    assert kernel.run("f(1)").reply["status"] == "ok" or \
        kernel.run("6 * 7").reply["status"] == "ok"


@pytest.mark.parametrize("megabytes, least", [(300, 0), (700, 0), (1500, 0),
                                              (3000, 0), (64000, 6)])
def test_little_address_space(limited, megabytes, least):
    assert run_all(limited(f"-v {megabytes * 1024}")) >= least


@pytest.mark.parametrize("blocks, least", [(0, 0), (1, 0), (64, 4)])
def test_no_room_for_files(limited, blocks, least):
    kernel = limited(f"-f {blocks}")
    assert run_all(kernel) >= least


def test_a_full_disk(tmp_path):
    """A small file system of its own, if this user may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs",
                       str(disk)], capture_output=True).returncode:
        pytest.xfail("this user cannot mount a file system")
    client = wire()
    client.make_kernelspec(tmp_path / "kernels" / "nabla-test",
                           TMPDIR=str(disk))
    kernel = client.Kernel(tmp_path, cwd=str(disk))
    try:
        (disk / "old.txt").write_text("precious")
        subprocess.run(["sh", "-c", f"cat /dev/zero > {disk}/full"],
                       capture_output=True)
        result = kernel.run("%%writefile old.txt\n" + "x" * 5000)
        assert result.reply["status"] == "error"
        assert "No space left" in told(result)
        assert (disk / "old.txt").read_text() == "precious"
        assert sorted(p.name for p in disk.iterdir()) == ["full", "old.txt"]
        assert run_all(kernel) >= 5  # gcc writes to TMPDIR
    finally:
        kernel.stop()
        subprocess.run(["umount", "-l", str(disk)])


def resident(pid):
    """Memory of a process in MB."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"^VmRSS:\s+(\d+)", text, re.M).group(1)) / 1024


@pytest.mark.parametrize("cell", [
    "for (;;) printf(\"a line that nobody reads, again and again\\n\");",
    "double A[30][30] = {{0}}; for (;;) nb_show(A);",
    "double A[30][30] = {{0}}; for (;;) { nb_clear(false); nb_show(A); }",
])
def test_a_front_end_that_reads_nothing(tmp_path, cell):
    """It is subscribed and never takes a message: what waits for it has a
    bound, and the cell can be stopped."""
    client = wire()
    client.make_kernelspec(tmp_path / "kernels" / "nabla-test")
    kernel = client.Kernel(tmp_path)
    stalled = client.zmq.Context.instance().socket(client.zmq.SUB)
    try:
        stalled.linger = 0
        stalled.rcvhwm = 1
        stalled.rcvbuf = 4096
        stalled.connect(f"tcp://127.0.0.1:{kernel.km.iopub_port}")
        stalled.subscribe(b"")
        assert stalled.poll(client.TIMEOUT * 1000)
        asked = kernel.execute(cell)
        kernel.until(asked, "execute_input")
        kernel.kc.iopub_channel.stop()  # ours reads no more, either
        most = 0
        deadline = time.monotonic() + 8
        while time.monotonic() < deadline:
            most = max(most, resident(kernel.pid))
            time.sleep(0.05)
        assert most < 200, f"{most:.0f} MB wait for the front end"
        kernel.send("interrupt_request", channel="control")
        assert kernel.kc.get_control_msg(timeout=client.TIMEOUT)
        reply = kernel.reply(asked)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
    finally:
        stalled.close()
        kernel.stop()
