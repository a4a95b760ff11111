"""No page of ours is ever writable and executable at once: whoever finds a
way to write somewhere has no place to write code to."""

import re


def is_both(call):
    """Does this call ask for memory that can be written and executed?"""
    return call.startswith(("mmap(", "mprotect(", "pkey_mprotect(")) and \
        "PROT_WRITE" in call and "PROT_EXEC" in call


def test_such_a_call_would_be_found():
    assert is_both("mmap(NULL, 4096, PROT_READ|PROT_WRITE|PROT_EXEC, ...")
    assert not is_both("mprotect(0x7f, 4096, PROT_READ|PROT_EXEC) = 0")


def test_the_cells_have_done_what_they_should(watched):
    """A session in which nothing ran would show nothing."""
    for cell, reply in watched.replies:
        fails = "volatile" in cell
        assert (reply["status"] == "error") == fails, (cell, reply)


def test_nothing_is_ever_made_writable_and_executable(watched):
    calls = [call for _, call in watched.ours()]
    executable = [call for call in calls if "PROT_EXEC" in call]
    assert len(executable) > 50  # code has been made
    assert not [call for call in calls if is_both(call)]


def test_no_process_has_such_a_page(watched):
    names = {name for name, _ in watched.maps}
    assert {"nabla-kernel", "nabla-session", "nabla-copy"} <= names, names
    for name, text in watched.maps:
        rows = [line.split() for line in text.splitlines()]
        assert len(rows) > 20
        assert not [row for row in rows if re.match(r".wx", row[1])], name


def test_code_is_not_written_through_another_view(watched):
    """The same file mapped twice, once to write and once to execute, would be
    the same thing by a detour."""
    for name, text in watched.maps:
        views = {}
        for line in text.splitlines():
            row = line.split()
            if row[4] != "0" and row[1][3] == "s":
                views.setdefault((row[3], row[4]), set()).update(row[1])
        assert not [file for file, rights in views.items()
                    if {"w", "x"} <= rights], name
