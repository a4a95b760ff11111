"""A reader with a notebook: runs cells and looks at all that they bring.

As a program, one of several at once: python reader.py FOLDER NUMBER SECONDS
runs mixed cells in a kernel of its own and prints what it has seen, as JSON.
"""

import json
import pathlib
import random
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
from cells import BEGIN, Cell, mixed  # noqa: E402
from kernels import wire  # noqa: E402

QUESTIONS = [("complete_request", {"code": "gsl_vec", "cursor_pos": 7}),
             ("inspect_request", {"code": "total", "cursor_pos": 3}),
             ("is_complete_request", {"code": "for (;;) {"}),
             ("history_request", {"hist_access_type": "tail", "n": 5,
                                  "output": True, "raw": True}),
             ("kernel_info_request", {})]


def start(folder, **env):
    """A kernel whose temporary files and working folder are its own."""
    client = wire()
    rest = folder / "rest"
    rest.mkdir(parents=True)
    client.make_kernelspec(folder / "kernels" / "nabla-test",
                           TMPDIR=str(rest), **env)
    return client.Kernel(folder, cwd=str(rest))


def left_behind(folder):
    """Files that a kernel of start() has not removed."""
    return sorted(str(p) for p in (folder / "rest").rglob("*"))


class Reader:
    def __init__(self, kernel):
        self.kernel = kernel
        self.cells = 1
        kernel.run(BEGIN.code)
        kernel.held.clear()  # it was starting

    def begin(self, cell):
        kernel = self.kernel
        asked = kernel.execute(cell.code, allow_stdin=bool(cell.answers))
        for answer in cell.answers:
            kernel.kc.get_stdin_msg(timeout=wire().TIMEOUT)
            kernel.kc.input(answer)
        if cell.is_stopped:
            kernel.until(asked, "stream")
            kernel.ask("interrupt_request", channel="control")
        return asked

    def run(self, cell):
        """Nothing is lost, and nothing comes that is another's."""
        result = self.kernel.result(self.begin(cell))
        self.cells += 1
        seen = (result.reply.get("ename", ""), value_of(result),
                len(result.content("display_data")))
        wanted = (cell.ename, cell.value, cell.displays)
        assert seen == wanted, (self.cells, cell, seen, result.reply)
        if cell.text is not None:
            assert result.text() == cell.text, (self.cells, cell)
        assert not self.kernel.held, self.kernel.held
        return result

    def ask(self):
        """One of the questions that a front end asks as one types."""
        msg_type, content = QUESTIONS[self.cells % len(QUESTIONS)]
        reply = self.kernel.ask(msg_type, content).reply
        assert reply.get("status", "ok") in ("ok", "incomplete"), reply

    def run_all(self, cells):
        for cell in cells:
            self.run(cell)
            if self.cells % 5 == 0:
                self.ask()


def value_of(result):
    shown = result.content("execute_result")
    return shown[0]["data"]["text/plain"] if shown else None


def main():
    folder, number, seconds = pathlib.Path(sys.argv[1]), *sys.argv[2:]
    kernel = start(folder)
    try:
        reader = Reader(kernel)
        reader.run(Cell(f"int mine = {number};\nmine", value=number))
        cells = mixed(random.Random(int(number)))
        end = time.monotonic() + float(seconds)
        while time.monotonic() < end:
            reader.run_all([next(cells) for _ in range(10)])
            # %undo may have taken it back, but never to another's.
            reader.run(Cell(f"int mine = {number};\nmine", value=number))
        count = reader.kernel.run(";").reply["execution_count"]
        assert count == reader.cells + 1, "a cell was counted twice, or not"
    finally:
        kernel.stop()
    print(json.dumps({"cells": reader.cells, "left": left_behind(folder)}))


if __name__ == "__main__":
    main()
