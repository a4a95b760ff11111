"""The numbers in a lesson's prose are those that its cells print.

A Markdown cell names the numbers that must be so in a comment, which no
reader sees:

    <!-- check: 3.618034 1.381966 -->         in the output of the next cell
    <!-- check above: 0.9246 -->              in that of the cell before

Each must stand in the visible text of the same Markdown cell, and the output
must have a number that rounds to it. What has three decimals or more, or an
exponent, may not stand in the prose without such a comment, but for numbers
that a reader gets by calculating along. These, and the numbers that the
blueprint of the lessons says must come out, are in told.py's files.
"""

import re

import pytest
from lessons import NOTEBOOKS, cells_of, output_text
from told import LESSONS

MARK = re.compile(r"<!-- check( above)?: ([^>]*?) -->")
COMMENT = re.compile(r"<!--.*?-->|```.*?```|`[^`]*`", re.S)
NUMBER = re.compile(r"(?<![\w.])-?(?:\d+\.\d+|\.\d+|\d+)(?:e[-+]?\d+)?")
PRECISE = re.compile(r"(?<![\w.])-?\d+(?:\.\d{3,}(?:e[-+]?\d+)?|\.\d+e[-+]?\d+)")


def plain(text):
    """Visible text with numbers as C would write them."""
    text = COMMENT.sub(" ", text)
    text = text.replace("\u2212", "-").replace("{,}", "").replace("\\,", " ")
    return text


def rounds_to(found, wanted):
    """Is `found`, as precise as it is, the number `wanted` when rounded?"""
    mantissa, _, exponent = wanted.partition("e")
    decimals = len(mantissa.partition(".")[2])
    unit = 10.0 ** (int(exponent or 0) - decimals)
    return abs(float(found) - float(wanted)) <= unit * (0.5 + 1e-9)


def is_in(wanted, text):
    return any(rounds_to(found, wanted) for found in NUMBER.findall(text))


def marks():
    """Every number that is marked: where, which, beside which output."""
    return list(find_marks())


def find_marks():
    for lesson in LESSONS:
        cells, part = cells_of(lesson.NAME), lesson.NAME.partition("-")[0]
        for at, cell in enumerate(cells):
            if cell["cell_type"] != "markdown":
                continue
            for above, numbers in MARK.findall(cell["source"]):
                step = -1 if above else 1
                beside = at + step
                while cells[beside]["cell_type"] != "code":
                    beside += step
                for number in numbers.split():
                    yield pytest.param(cell, number, cells[beside],
                                       id=f"{part}-{cell['id']}-{number}")


@pytest.mark.parametrize("cell, number, beside", marks())
def test_the_cell_beside_prints_it(cell, number, beside):
    assert number in NUMBER.findall(plain(cell["source"])), "not in the prose"
    shown = plain(output_text(beside))
    assert is_in(number, shown), f"{beside['id']} printed:\n{shown}"


@pytest.mark.parametrize("lesson", LESSONS,
                         ids=[lesson.NAME for lesson in LESSONS])
def test_no_precise_number_is_unmarked(lesson):
    for cell in cells_of(lesson.NAME):
        if cell["cell_type"] != "markdown":
            continue
        marked = {number for _, numbers in MARK.findall(cell["source"])
                  for number in numbers.split()}
        named = set(PRECISE.findall(plain(cell["source"])))
        assert named - marked - lesson.BY_HAND == set(), cell["id"]


@pytest.mark.parametrize(
    "name, section, number",
    [(lesson.NAME, section, number) for lesson in LESSONS
     for section, numbers in lesson.BLUEPRINT.items() for number in numbers])
def test_the_blueprints_numbers_come_out(name, section, number):
    shown = "\n".join(output_text(cell) for cell in cells_of(name)
                      if cell["cell_type"] == "code"
                      and cell["id"].startswith(section))
    assert is_in(number, plain(shown))


def test_rounding_is_the_usual_one():
    assert rounds_to("3.61803399", "3.618034")
    assert rounds_to("0.03750", "0.0375")
    assert rounds_to("2.561e-08", "2.56e-08")
    assert not rounds_to("3.6180", "3.618034")
    assert not rounds_to("2.57e-08", "2.56e-08")
    assert not rounds_to("0.0845", "-0.0845")


def test_a_wrong_number_would_be_found():
    assert not is_in("97.9", plain("best two directions:   97.8 %"))
    assert is_in("97.8", plain("best two directions:   97.8 %"))
    assert PRECISE.findall(plain("$0.52573,\\,0.85065$ and 1.38, 2.5e-3")) == [
        "0.52573", "0.85065", "2.5e-3"]


def test_no_lesson_is_left_out():
    shipped = sorted(path.stem for path in NOTEBOOKS.glob("0[1-9]*-*.ipynb"))
    assert [lesson.NAME for lesson in LESSONS] == shipped
