"""Every name of the preloaded headers can be used: functions and variables by
their address, types by a typedef, constants by their value."""

import os
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from session import BUILD, Session  # noqa: E402

VARIABLE, FUNCTION, TYPEDEF, CONSTANT = 1, 2, 3, 4
USE = {VARIABLE: "(void)&{0};", FUNCTION: "(void)&{0};",
       TYPEDEF: "typedef {0} type_{1};", CONSTANT: "{0};"}


def ordinary_names():
    """Rows of the block that kernel/graph/preload.h describes."""
    block = (BUILD / "kernel/graph/preload.bin").read_bytes()
    head = struct.unpack_from("=11I", block)
    names, count, text = head[3], head[4], head[9]
    for row in range(count):
        at, length, space, kind, _ = struct.unpack_from(
            "=IHBBI", block, names + 12 * row)
        if space == 0:
            yield block[text + at:text + at + length].decode(), kind


def test_every_preloaded_name_compiles_and_links():
    rows = list(ordinary_names())
    assert sum(name.startswith("gsl_") for name, _ in rows) > 5000
    session = Session(env={"NABLA_CHECKPOINT_MB": "0"})
    bad = []
    # Where each cell waits for the C compiler, it has a hundred of them.
    most = 100 if os.environ.get("NABLA_FAST") == "always" else 1
    for start in range(0, len(rows), most):
        cell = "\n".join(USE[kind].format(name, start + number) for
                         number, (name, kind) in
                         enumerate(rows[start:start + most]))
        outcome = session.run(cell)
        if outcome.ename:
            bad.append((cell, outcome.evalue))
    session.close()
    assert not bad
