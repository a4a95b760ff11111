"""Files that our programs make: the reader's own, or ones that nobody else can
read, or put there before us."""

import os
import pathlib
import re
import stat
import subprocess

import pytest
from conftest import BUILD, fault

OWN = {"lines.svg", "mine.c", "written.txt"}  # which the cells asked for


def made(call):
    """(path, flags, mode) if this call can make a file."""
    found = re.match(r'(?:open|openat)\((?:\S+, )?"([^"]*)", (\S*?)'
                     r'(?:, (0\d+))?\) = \d+', call)
    if found and re.search(r"O_CREAT|O_TMPFILE", found.group(2)):
        return found.group(1), found.group(2), int(found.group(3) or "0", 8)
    found = re.match(r'mkdir(?:at)?\((?:\S+, )?"([^"]*)", (0\d+)\) = 0', call)
    if found:
        return found.group(1), "O_EXCL", int(found.group(2), 8)
    if re.match(r"(creat|link|linkat|symlink|symlinkat|mknod|mknodat)\(", call) \
            and call.endswith("= 0"):
        return call, "", 0o777
    return None


def is_safe(path, flags, mode):
    return ("O_EXCL" in flags or "O_TMPFILE" in flags) and not mode & 0o77


def test_a_file_that_could_be_planted_would_be_found():
    row = made('openat(AT_FDCWD, "/tmp/x", O_RDWR|O_CREAT, 0600) = 3')
    assert row and not is_safe(*row)
    row = made('open("/tmp/x", O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC, 0600) = 3')
    assert is_safe(*row)
    assert not made('openat(AT_FDCWD, "/tmp/x", O_RDONLY) = 3')
    assert not is_safe(*made('mkdir("/tmp/x", 0755) = 0'))


def test_no_file_of_ours_can_be_read_or_planted_by_others(watched):
    files = [row for _, call in watched.ours() if (row := made(call))]
    assert len(files) >= 3  # the cells' own, and the exporter's
    for path, flags, mode in files:
        is_own = os.path.basename(path).split(".X")[0] in OWN and \
            (path.startswith(str(watched.folder)) or not path.startswith("/"))
        assert is_own or is_safe(path, flags, mode), (path, flags, oct(mode))


def test_nothing_is_left_where_others_could_find_it(watched):
    for _, call in watched.ours():
        row = made(call)
        if row and row[0].startswith("/tmp/nabla"):
            assert not pathlib.Path(row[0]).exists(), row[0]


@pytest.mark.parametrize("umask, rights", [(0o077, 0o600), (0o022, 0o644)])
def test_a_file_for_the_reader_has_the_rights_that_the_reader_chose(
        tmp_path, umask, rights):
    from session import Session
    old = os.umask(umask)
    try:
        session = Session(cwd=tmp_path)
    finally:
        os.umask(old)
    session.run("%%writefile new.txt\nhello")
    script = tmp_path / "script.sh"
    script.write_text("old")
    script.chmod(0o750)
    session.run("%%writefile script.sh\nnew")
    session.close()
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == rights
    assert script.read_text() == "new\n" or script.read_text() == "new"
    assert stat.S_IMODE(script.stat().st_mode) == 0o750


def test_the_connection_file_is_the_user_s_alone(tmp_path):
    """It is the front end's; who can read it can run code as the user."""
    client = fault.wire()
    client.make_kernelspec(tmp_path / "kernels" / "nabla-test",
                           client.fake_session())
    kernel = client.Kernel(tmp_path)
    try:
        mode = os.stat(kernel.km.connection_file).st_mode
        assert not stat.S_IMODE(mode) & 0o77
    finally:
        kernel.stop()


@pytest.mark.parametrize("rights, is_told", [(0o644, True), (0o600, False)])
def test_a_connection_file_that_others_can_read_is_told(tmp_path, rights,
                                                        is_told):
    file = tmp_path / "kernel.json"
    file.write_text('{"transport": "ipc", "ip": "%s", "key": "secret", %s}' % (
        tmp_path / "socket", ", ".join(
            f'"{name}_port": {i + 1}' for i, name in enumerate(
                ("shell", "control", "stdin", "iopub", "hb")))))
    file.chmod(rights)
    process = subprocess.Popen(
        [str(BUILD / "kernel/supervisor/nabla-kernel"), str(file)],
        stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "socket-5").exists():
        assert process.poll() is None
    process.terminate()
    told = process.communicate(timeout=15)[1]
    assert ("can be read by others" in told) == is_told, told
    assert not is_told or f"chmod 600 {file}" in told
