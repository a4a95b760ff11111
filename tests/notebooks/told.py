"""What the tests are told of each lesson: lesson01.py and so on, which hold

    NAME       the notebook, without .ipynb
    ANSWERS    to its self-checks: cell, what the reader writes in place of the
               line marked with a pencil, verdict, words that must be said
    EDITS      of cells with a pencil: cell, what the reader writes there
    BY_HAND    precise numbers in the prose that no cell prints
    BLUEPRINT  numbers that must come out, by the first word of cells' names
"""

import importlib
import pathlib

FILES = sorted(pathlib.Path(__file__).parent.glob("lesson[0-9][0-9]*.py"))
LESSONS = [importlib.import_module(path.stem) for path in FILES]


def rows_of(table):
    """The rows of a table of all lessons, each behind its notebook's name."""
    return [(lesson.NAME, *row) for lesson in LESSONS
            for row in getattr(lesson, table)]
