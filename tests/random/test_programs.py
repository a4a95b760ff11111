"""Random programs, as cells of a session that lives on, print what compilers
make of them: 50 of them, or more than 2,000 with NABLA_LONG=1, which is what
`./nabla test --long` sets. The seeds are fixed."""

import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import csmith  # noqa: E402
import floats  # noqa: E402
from reference import Reference  # noqa: E402
from session import Session  # noqa: E402

IS_LONG = os.environ.get("NABLA_LONG") == "1"
CSMITH = range(1, 1401) if IS_LONG else range(1, 29)
FLOATS = range(1, 901) if IS_LONG else range(1, 29)
LEAST = 2000 if IS_LONG else 50  # programs that must have been compared
PROGRAMS_A_SESSION = 40


def csmith_program(seed):
    text = csmith.program(seed)
    return text, [("gcc", "-O0" if seed % 4 else "-O2")]


def float_program(seed):
    """Two compilers: gcc takes 0.0 - n of an int n for -n, which is -0.0."""
    text = floats.text(floats.program(seed))
    return text, [("gcc", "-O0"), ("clang", "-O0")]


class Bench:
    """One session for many programs, and the account of all."""

    def __init__(self, folder):
        self.folder, self.session, self.used = folder, None, 0
        self.compared, self.endless = [], []
        self.reference = Reference(
            [(f"csmith-{seed}", lambda seed=seed: csmith_program(seed))
             for seed in CSMITH]
            + [(f"floats-{seed}", lambda seed=seed: float_program(seed))
               for seed in FLOATS])

    def run(self, cells):
        """What the cells print, and how the first that fails does."""
        if self.used % PROGRAMS_A_SESSION == 0:
            self.close_session()
            self.session = Session(cwd=self.folder)
        self.used += 1
        printed = ""
        for cell in cells:
            outcome = self.session.run(cell, timeout=300)
            printed += outcome.stdout
            if outcome.ename:
                return printed, f"{outcome.ename}: {outcome.evalue}"
        return printed, ""

    def close_session(self):
        if self.session:
            self.session.close()
        self.session = None

    def close(self):
        self.close_session()
        self.reference.close()


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    made = Bench(tmp_path_factory.mktemp("programs"))
    yield made
    made.close()


def compare(bench, key, cells_of):
    (text, _), printed = bench.reference.take(key)
    if None in printed:
        bench.endless.append(key)
        return
    try:
        ours, error = bench.run(cells_of(text))
    except (EOFError, TimeoutError):
        bench.used = 0
        bench.session = None
        raise
    assert not error
    assert ours in printed
    bench.compared.append(key)


@pytest.mark.parametrize("seed", CSMITH)
def test_csmith(bench, seed):
    compare(bench, f"csmith-{seed}", lambda text: csmith.cells(text, seed))


@pytest.mark.parametrize("seed", FLOATS)
def test_floats(bench, seed):
    compare(bench, f"floats-{seed}",
            lambda text: floats.cells(floats.program(seed), seed))


def test_enough_was_compared(bench):
    if not bench.used:
        pytest.fail("run the whole file: this counts what came before")
    print(f"{len(bench.compared)} compared, {len(bench.endless)} endless")
    assert len(bench.compared) >= LEAST
