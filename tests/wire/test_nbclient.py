"""nbclient, which runs notebooks without a page: what it needs to end a cell,
to go on after an error, and to stop a cell that takes too long."""

import os
import time

import nbformat
import pytest
from conftest import fake_session, make_kernelspec
from nbclient import NotebookClient
from nbclient.exceptions import (CellExecutionError, CellTimeoutError,
                                 DeadKernelError)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))

    def run_cells(*cells, session=fake_session(), **options):
        """session: the executor, None for the real one."""
        make_kernelspec(tmp_path / "kernels" / "nabla-test", session)
        book = nbformat.v4.new_notebook(
            cells=[c if isinstance(c, dict) else nbformat.v4.new_code_cell(c)
                   for c in cells],
            metadata={"kernelspec": {"name": "nabla-test", "language": "c",
                                     "display_name": "C"}})
        options = {"timeout": 20, "coalesce_streams": True, **options}
        NotebookClient(book, **options).execute()
        return book

    return run_cells


def tagged(code, *tags):
    return nbformat.v4.new_code_cell(code, metadata={"tags": list(tags)})


def test_outputs_and_the_language_are_kept(run):
    book = run("print a\ndisplay <b>\nvalue 42", "eprint e")
    assert [o["output_type"] for o in book.cells[0].outputs] == [
        "stream", "display_data", "execute_result"]
    assert book.cells[1].outputs[0]["name"] == "stderr"
    assert [c["execution_count"] for c in book.cells] == [1, 2]
    assert book.metadata["language_info"]["pygments_lexer"] == "c"
    assert book.metadata["language_info"]["name"] == "c"
    nbformat.validate(book)


def test_an_error_stops_the_notebook(run):
    with pytest.raises(CellExecutionError) as error:
        run("error wrong", "print never")
    assert error.value.ename == "FakeError"


def test_an_error_that_is_expected_does_not(run):
    book = run(tagged("error wrong", "raises-exception"), "print on",
               tagged("crash 11", "raises-exception"), "print still on")
    assert book.cells[0].outputs[0]["output_type"] == "error"
    assert book.cells[1].outputs[0]["text"] == "on\n"
    assert book.cells[2].outputs[0]["ename"] == "SegmentationFault"
    assert book.cells[3].outputs[0]["text"] == "still on\n"


def test_enames_can_be_allowed(run):
    book = run("crash 8", "print on", allow_error_names=["DivisionByZero"])
    assert book.cells[1].outputs[0]["text"] == "on\n"


def test_a_display_is_updated_in_place(run):
    book = run("display-id one\nupdate two", "update three")
    assert book.cells[0].outputs[0]["data"]["text/html"] == "three"


def test_clear_output_clears(run):
    book = run("print a\nclear 0\nprint b", "print c\nclear 1\nprint d",
               "print e\nclear 1")
    assert [[o["text"] for o in c.outputs] for c in book.cells] == [
        ["b\n"], ["d\n"], ["e\n"]]


def test_a_cell_that_takes_too_long_is_interrupted(run):
    book = run("sleep 60000", "print on", timeout=1,
               interrupt_on_timeout=True, allow_errors=True)
    assert book.cells[0].outputs[0]["ename"] == "KeyboardInterrupt"
    assert book.cells[1].outputs[0]["text"] == "on\n"
    with pytest.raises(CellTimeoutError):
        run("stubborn 60000", timeout=1)


def test_input_fails_at_once(run):
    assert run("input name?").cells[0].outputs[0]["text"] == "end of input\n"


def test_many_lines_are_complete(run):
    book = run("lines 100000")
    assert book.cells[0].outputs[0]["text"].count("\n") == 100000


@pytest.mark.parametrize("signal", ["SIGTERM", "SIGKILL"])
def test_a_cell_that_ends_its_own_process_costs_that_cell(run, signal):
    book = run("int n = 7;", tagged(f"n = 8; kill(getpid(), {signal});",
                                    "raises-exception"), "n", session=None)
    [error] = book.cells[1].outputs
    assert error["ename"] == "Killed"
    assert {"SIGTERM": "signal SIGTERM came",
            "SIGKILL": "kill signal from outside"}[signal] in error["evalue"]
    assert book.cells[2].outputs[0]["data"]["text/plain"] == "7"


def gone(pid):
    """It ends within seconds; a zombie has."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
                if stat.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("signal", ["SIGTERM", "SIGKILL"])
def test_a_kernel_that_is_killed_is_dead_to_the_client(run, tmp_path, signal):
    """nbclient's Autokill, where the process that speaks Jupyter is another
    than the cell's, whose own kill() spares it: no time-out is waited for, and
    nobody is left behind."""
    noted = tmp_path / "pids"
    begin = time.monotonic()
    with pytest.raises(DeadKernelError):
        run('system("read a b c parent rest </proc/$PPID/stat; "'
            f'"echo $PPID $parent >{noted}; kill -{signal[3:]} $parent");'
            "pause();", session=None, timeout=60)
    assert time.monotonic() - begin < 30
    pids = [int(word) for word in noted.read_text().split()]
    assert len(pids) == 2 and os.getpid() not in pids
    assert all(gone(pid) for pid in pids)
