"""Structs and unions by value, between cells and code of the C compiler, in
both directions: see shapes.py. What is passed must arrive."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import shapes  # noqa: E402
from session import Session  # noqa: E402

IS_LONG = os.environ.get("NABLA_LONG") == "1"
PARTS = 12
SHAPES = list(enumerate(shapes.all_shapes()))


def befores(number):
    """How many numbers of each kind come first: 6 and 8 use up registers."""
    return range(9) if IS_LONG else [number * 5 % 9]


def passings(part):
    return [shapes.Passing(number, shape, before)
            for number, shape in SHAPES[part::PARTS]
            for before in befores(number)]


def library(part, folder):
    """What is compiled by gcc: callees, callers; what they print together."""
    rows = passings(part)
    types = shapes.HEAD + shapes.typedefs(rows) + shapes.PUT
    text = types + "".join(one.callee() + one.varied() + one.caller()
                           for one in rows)
    source, target = folder / f"abi{part}.c", folder / f"abi{part}.so"
    source.write_text(text)
    subprocess.run(["gcc", "-O0", "-w", "-shared", "-fPIC", source, "-o",
                    target], check=True)
    names = "".join(f"void call{one.name}(), f{one.name}(), v{one.name}();\n"
                    for one in rows)
    main = "".join(f"call{one.name}(f{one.name}, v{one.name});\n"
                   for one in rows)
    source.write_text(f"{names}int main(void) {{\n{main}}}\n")
    program = folder / f"abi{part}"
    subprocess.run(["gcc", "-O0", "-w", source, target, "-o", program],
                   check=True)
    printed = subprocess.run([program], check=True, capture_output=True,
                             text=True).stdout
    return target, printed.split("\n")[:-1]


@pytest.fixture(scope="module", params=range(PARTS))
def bench(request, tmp_path_factory):
    """A session in which the library is open and its types are known."""
    target, printed = library(request.param, tmp_path_factory.mktemp("abi"))
    session = Session()
    rows = passings(request.param)
    for cell in [shapes.HEAD + "#include <dlfcn.h>\n", shapes.PUT,
                 shapes.typedefs(rows),
                 f'void *abi = dlopen("{target}", RTLD_NOW | RTLD_GLOBAL);']:
        outcome = session.run(cell)
        assert not outcome.ename, outcome.evalue
    yield session, rows, printed
    session.close()


def run(session, code):
    outcome = session.run(code, timeout=120)
    assert not outcome.ename, "\n".join([outcome.evalue, *outcome.traceback])
    return outcome.stdout.split("\n")[:-1]


def report(rows, printed, ours):
    """The shapes that did not arrive."""
    assert len(ours) == len(printed)
    wrong = [f"{one.before}: {one.shape.body()}"
             for one, want, got in zip(rows, printed, ours) if want != got]
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:40])


def test_a_cell_calls_the_library_by_pointers(bench):
    session, rows, printed = bench
    run(session, "".join(one.caller() for one in rows))
    code = "".join(f'call{one.name}(dlsym(abi, "f{one.name}"), '
                   f'dlsym(abi, "v{one.name}"));\n' for one in rows)
    report(rows, printed, run(session, code))


def test_a_cell_calls_the_library_by_names(bench):
    session, rows, printed = bench
    run(session, "".join(one.prototypes() for one in rows))
    run(session, "".join(one.caller("_by_name") for one in rows))
    code = "".join(f"call_by_name{one.name}();\n" for one in rows)
    report(rows, printed, run(session, code))


def test_the_library_calls_a_cell(bench):
    session, rows, printed = bench
    run(session, "".join(one.callee() + one.varied() for one in rows))
    code = "".join(f'((void (*)(void *, void *))dlsym(abi, "call{one.name}"))'
                   f"(f{one.name}, v{one.name});\n" for one in rows)
    report(rows, printed, run(session, code))


def test_cells_call_each_other(bench):
    session, rows, printed = bench
    run(session, "".join(one.caller() + one.caller("_by_name")
                         for one in rows))
    code = "".join(f"call{one.name}(f{one.name}, v{one.name});\n"
                   for one in rows)
    report(rows, printed, run(session, code))
    code = "".join(f"call_by_name{one.name}();\n" for one in rows)
    report(rows, printed, run(session, code))


# A cell that TinyCC cannot compile, so that the C compiler does.
BY_GCC = "__int128 by_gcc = 1;\n"


def gcc_can(one):
    """Not what is aligned to 16 bytes and yet travels in general registers:
    at -O1 and above gcc's va_arg ends the program, without us as well."""
    is_aligned = one.shape.align == 16 or "aligned" in one.shape.attribute
    return not is_aligned or all(
        kind == "long double" for kind, *_ in one.shape.members)


@pytest.mark.parametrize("callees, callers", [("", BY_GCC), (BY_GCC, "")],
                         ids=["gcc-calls-tinycc", "tinycc-calls-gcc"])
def test_cells_of_both_compilers_call_each_other(bench, callees, callers):
    session, rows, printed = bench
    rows, printed = zip(*[both for both in zip(rows, printed)
                          if gcc_can(both[0])][::1 if IS_LONG else 8])
    run(session, callees + "".join(one.callee() + one.varied()
                                   for one in rows))
    run(session, callers + "".join(one.caller() + one.caller("_by_name")
                                   for one in rows))
    code = "".join(f"call{one.name}(f{one.name}, v{one.name});\n"
                   for one in rows)
    report(rows, printed, run(session, code))
    code = "".join(f"call_by_name{one.name}();\n" for one in rows)
    report(rows, printed, run(session, code))
