"""Redefinition laws: see laws.py."""

import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import laws  # noqa: E402
from reference import Reference  # noqa: E402
from session import Session  # noqa: E402

IS_LONG = os.environ.get("NABLA_LONG") == "1"
BATCHES = range(100 if IS_LONG else 10)
A_BATCH = 25  # sequences in one program


def sequences(batch):
    return [laws.Sequence(seed)
            for seed in range(batch * A_BATCH, (batch + 1) * A_BATCH)]


@pytest.fixture(scope="module")
def reference():
    made = Reference([(batch, lambda batch=batch: (
        laws.program(sequences(batch)), [("gcc", "-O0")]))
        for batch in BATCHES])
    yield made
    made.close()


def answer(session, text):
    """What a query gives, and how it fails."""
    outcome = session.run(f'printf("%.17g\\n", (double)({text}));')
    return outcome.stdout.strip(), outcome.ename


def follow(sequence, printed):
    """Take the steps in a session; the answers are those of the program."""
    session = Session()
    told = []
    try:
        assert not session.run(laws.HELP.replace("static ", "")).ename
        for cell, is_fine, queries in sequence.steps:
            outcome = session.run(cell)
            told.append(cell + ("" if is_fine else "   // must fail"))
            where = f"sequence {sequence.seed}:\n" + "\n".join(told)
            assert bool(outcome.ename) != is_fine, (
                f"{where}\n{outcome.ename}: {outcome.evalue}")
            assert next(printed) == "===="
            for text, works in queries:
                value, ename = answer(session, text)
                if works:
                    assert value == next(printed), (
                        f"{where}\n{text} {ename}")
                else:
                    assert ename, f"{where}\n{text} must not work: {value}"
    finally:
        session.close()


@pytest.mark.parametrize("batch", BATCHES)
def test_a_session_is_its_latest_definitions(reference, batch):
    _, outputs = reference.take(batch)
    printed = iter(outputs[0].split("\n"))
    for sequence in sequences(batch):
        follow(sequence, printed)
