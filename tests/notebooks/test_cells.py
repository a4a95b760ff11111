"""The cells of the lessons are short, end for whatever a reader puts in, and
their figures can be read on paper."""

import re

import pytest
from lessons import NOTEBOOKS, code_of, start

SHIPPED = sorted(path.stem for path in NOTEBOOKS.glob("[0-9][0-9]*-*.ipynb"))
EACH = pytest.mark.parametrize("name", SHIPPED)

LOOP = re.compile(r"\b(while|for) \(")
PAPER = 510  # points between the margins of a handout


def in_brackets(text, at):
    """The text behind the bracket at `at`, up to the one that closes it."""
    depth = 0
    for end in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if depth == 0:
            return text[at + 1:end]
    raise AssertionError("a bracket is not closed")


def loops_of(source):
    """Each loop's condition, and what changes before the next turn."""
    source = re.sub(r"//.*|\"(?:\\.|[^\"\\])*\"", "", source)
    for match in LOOP.finditer(source):
        inside = in_brackets(source, match.end() - 1)
        parts = inside.split(";") if match[1] == "for" else ["", inside, ""]
        assert len(parts) == 3, inside
        yield parts[1].strip(), parts[2].strip()


def is_bounded(condition, change):
    """Does some number that is counted end the loop? A value that is computed
    may never fall below a limit, if it was edited to be NaN, say."""
    for part in condition.split("&&"):
        part = part.strip()
        if re.fullmatch(r"[\w.]+( \+ [\w.]+)? <=? .+", part):
            return True
        name = re.fullmatch(r"(\w+)(?:--)? >=? .+", part)
        if name and ("--" in part or re.search(rf"\b{name[1]}\b *(--|-=|/=)",
                                               change)):
            return True
    return False


@EACH
def test_a_cell_has_25_lines_at_most(name):
    long = {cell["id"]: cell["source"].count("\n") + 1
            for cell in code_of(name) if cell["source"].count("\n") >= 25}
    assert long == {}


@EACH
def test_every_loop_ends(name):
    free = [(cell["id"], condition) for cell in code_of(name)
            for condition, change in loops_of(cell["source"])
            if not is_bounded(condition, change)]
    assert free == []


def test_a_loop_without_a_bound_would_be_found():
    def bounded(source):
        return [is_bounded(*loop) for loop in loops_of(source)]
    assert bounded("while (error > 1e-9) t++;") == [False]
    assert bounded("while (error > 1e-9 && t < 100) t++;") == [True]
    assert bounded("for (; f(x) >= 1e-8; t++) x /= 2;") == [False]
    assert bounded("for (double h = 1; h > 1e-5; h /= 10) f(h);") == [True]
    assert bounded("for (int i = 9; i-- > 0;) f(i);") == [True]
    assert bounded("for (;;) f();") == [False]


@EACH
def test_letters_of_figures_print_with_six_points(name):
    for cell in code_of(name):
        for output in cell["outputs"]:
            svg = "".join(output.get("data", {}).get("image/svg+xml", ""))
            if not svg:
                continue
            width = float(re.search(r'<svg [^>]*\bwidth="([\d.]+)"', svg)[1])
            sizes = map(float, re.findall(r'font-size="([\d.]+)"', svg))
            smallest = min(sizes, default=12) * min(0.75, PAPER / width)
            assert smallest >= 6, (cell["id"], width, smallest)


@EACH
def test_every_figure_has_a_title(name):
    for cell in code_of(name):
        for output in cell["outputs"]:
            svg = "".join(output.get("data", {}).get("image/svg+xml", ""))
            assert not svg or 'font-weight="600"' in svg, cell["id"]
            assert "<title>Computation graph" not in svg, cell["id"]


@pytest.mark.parametrize("kappa", ["0", "-3", "-1e300", "1e12", "NAN",
                                   "INFINITY"])
def test_the_race_ends_for_any_condition_number(kappa):
    session = start()
    for cell in code_of("03c-likelihood-and-optimisation-part-3"):
        outcome = session.run(cell["source"])
        assert not outcome.ename, outcome.evalue
        if cell["id"] == "momentum-race":
            break
    outcome = session.run(f"int most = 0;\nfor (int m = 0; m < 5; m++)\n"
                          f"    most = fmax(most, race(m, {kappa}, NULL, 0));\n"
                          "most <= 100000")
    session.close()
    assert outcome.result["text/plain"] == "1", outcome.evalue
