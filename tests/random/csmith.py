"""Programs by csmith, and the ways in which a reader could type them."""

import random
import re
import subprocess
import tempfile

HEADER = '#include "/usr/include/csmith/csmith.h"'
# Small programs: more of them find more than large ones do.
OPTIONS = ["--max-funcs", "4", "--max-block-depth", "3",
           "--max-expr-complexity", "8"]
# Each of these turns something on or off in one program of some.
SOMETIMES = [["--no-packed-struct"], ["--no-bitfields"],
             ["--inline-function"], ["--no-arrays"],
             ["--max-struct-fields", "4", "--max-union-fields", "3"]]


def program(seed):
    choice = random.Random(seed)
    options = [word for extra in SOMETIMES if choice.random() < 0.4
               for word in extra]
    # It writes a file where it runs, and reads it: two at once disagree.
    with tempfile.TemporaryDirectory(prefix="nabla-csmith-") as folder:
        text = subprocess.run(
            ["csmith", "--seed", str(seed), *OPTIONS, *options], check=True,
            capture_output=True, text=True, cwd=folder).stdout
    text = text[:text.index("/************************ statistics")]
    return text.replace('#include "csmith.h"', HEADER)


def pieces(text):
    """The program's top-level pieces: a function, a declaration or a line of
    the preprocessor each."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    found, piece, depth = [], "", 0
    for line in text.split("\n"):
        if not line.strip():
            continue
        piece += line + "\n"
        if line.startswith("#") and depth == 0:
            if not line.startswith("#pragma"):
                found.append(piece)
                piece = ""
            continue
        depth += line.count("{") - line.count("}")
        if depth == 0 and line.rstrip().endswith((";", "}")):
            found.append(piece)
            piece = ""
    return found


# The checksum that the header keeps lives on from program to program.
AFRESH = HEADER + "\ncrc32_context = 0xFFFFFFFFUL;\n"


def cells(text, seed):
    """The program as a list of cells: whole, or in pieces of any size, or with
    other bodies first that are then defined again."""
    way = seed % 3
    if way == 0:
        return [AFRESH, text]
    choice, parts = random.Random(seed), pieces(text)
    made = [AFRESH]
    while parts:
        count = choice.choice([1, 1, 2, 5, 12])
        made.append("".join(parts[:count]))
        parts = parts[count:]
    if way == 1:
        return made
    # All but the cell with main, out of order: run once to no purpose, then
    # again; the second run must leave no trace of the first.
    return made[:-1] + made
