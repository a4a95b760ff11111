"""No label of a figure touches another, leaves the page, or is cut in two.

labels.py PROGRAM: draws figures of difficult data and measures every piece
of text, in the picture with the widths of a real font and in the text.
"""
import itertools
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as ET

import fontfile

SVG = "{http://www.w3.org/2000/svg}"
PLAIN, BOLD = fontfile.load()
ASCENT, DESCENT = 0.76, 0.24  # of digits and of letters, in sizes
MOST_COLUMNS = 79
LEAST_FIGURES = 100


# ---- Pictures --------------------------------------------------------------

class Label:
    """A piece of text as four corners on the page."""

    def __init__(self, text, x, y, size, anchor, is_bold, turn):
        self.text, self.size = text, size
        width = (BOLD if is_bold else PLAIN).width(text, size)
        left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
        corners = [(left, y - ASCENT * size), (left + width, y - ASCENT * size),
                   (left + width, y + DESCENT * size),
                   (left, y + DESCENT * size)]
        self.corners = [turn(*corner) for corner in corners]

    def is_within(self, width, height, slack=1.0):
        return all(-slack <= x <= width + slack and
                   -slack <= y <= height + slack for x, y in self.corners)


def rotation(words):
    """rotate(a x y) or translate(x y) as a function of points."""
    import math
    name, numbers = re.match(r"(\w+)\(([^)]*)\)", words).groups()
    v = [float(n) for n in re.split(r"[ ,]+", numbers)]
    if name == "translate":
        return lambda x, y: (x + v[0], y + v[1])
    a, cx, cy = math.radians(v[0]), v[1], v[2]
    return lambda x, y: (
        cx + (x - cx) * math.cos(a) - (y - cy) * math.sin(a),
        cy + (x - cx) * math.sin(a) + (y - cy) * math.cos(a))


def labels_of(root):
    """All text of a picture; what is hidden in an animation is left out."""
    found = []

    def visit(element, inherited, turn):
        if element.get("display") == "none":
            return
        style = {**inherited, **element.attrib}
        if element.get("transform"):
            inner, outer = rotation(element.get("transform")), turn
            turn = lambda x, y: outer(*inner(x, y))
        if element.tag == SVG + "text" and (element.text or "").strip():
            label = Label(element.text, float(element.get("x")),
                          float(element.get("y")),
                          float(style.get("font-size", 16)),
                          style.get("text-anchor", "start"),
                          style.get("font-weight") == "600", turn)
            if not (found and found[-1].text == label.text and
                    found[-1].corners == label.corners):  # its halo
                found.append(label)
        for child in element:
            visit(child, {k: style[k] for k in
                          ("font-size", "text-anchor", "font-weight")
                          if k in style}, turn)

    visit(root, {}, lambda x, y: (x, y))
    return found


def overlap(a, b, slack=0.4):
    """Do two convex shapes share more than a sliver? (Separating axes.)"""
    for shape in (a, b):
        for (x0, y0), (x1, y1) in zip(shape, shape[1:] + shape[:1]):
            nx, ny = y1 - y0, x0 - x1
            length = (nx * nx + ny * ny) ** 0.5
            if length == 0:
                return False
            along = [[(x * nx + y * ny) / length for x, y in s]
                     for s in (a, b)]
            if (max(along[0]) <= min(along[1]) + slack or
                    max(along[1]) <= min(along[0]) + slack):
                return False
    return True


def check_svg(name, text):
    root = ET.fromstring(text)
    width, height = float(root.get("width")), float(root.get("height"))
    labels = labels_of(root)
    problems = [f"{name}: {label.text!r} leaves the page"
                for label in labels if not label.is_within(width, height)]
    problems += [f"{name}: {a.text!r} lies on {b.text!r}"
                 for a, b in itertools.combinations(labels, 2)
                 if overlap(a.corners, b.corners)]
    if len(text.encode()) > 100_000:
        problems.append(f"{name}: {len(text.encode())} bytes")
    return problems


# ---- Text ------------------------------------------------------------------

def columns(text):
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    none = sum(unicodedata.combining(c) != 0 for c in text)
    return len(text) + wide - none


def tick_positions(axis):
    return [i for i, c in enumerate(axis) if c == "\u252c"]


NUMBER = re.compile("\u2212?(\\d+(\\.\\d+)?(\u00d710\u207b?[\u2070\u00b9\u00b2"
                    "\u00b3\u2074-\u2079]+)?|10\u207b?[\u2070\u00b9\u00b2"
                    "\u00b3\u2074-\u2079]+)$")


def check_x_axis(name, axis, row):
    """Each tick has one label, under it; they are numbers, or all names."""
    labels = [(m.start(), m.end(), m.group()) for m in
              re.finditer(r"\S+(?: \S+)*", row)]
    ticks = tick_positions(axis)
    if len(ticks) != len(labels):
        return [f"{name}: {len(ticks)} ticks, but labels {row.strip()!r}"]
    problems = []
    for tick, (start, end, label) in zip(ticks, labels):
        start, end = columns(row[:start]), columns(row[:end])
        if abs((start + end - 1) / 2 - tick) > 1:
            problems.append(f"{name}: {label!r} is not under its tick")
    numbers = [NUMBER.match(label) is not None for _, _, label in labels]
    if any(numbers) and not all(numbers):
        problems.append(f"{name}: labels run together: {row.strip()!r}")
    return problems


def check_text(name, text):
    problems = []
    lines = text.split("\n")
    for line in lines:
        if columns(line) > MOST_COLUMNS or line != line.rstrip():
            problems.append(f"{name}: {columns(line)} columns, or blanks at "
                            f"the end: {line!r}")
    axes = [i for i, line in enumerate(lines) if "\u2514" in line]
    for i in axes:
        problems += check_x_axis(name, lines[i], lines[i + 1])
        rows = [line for line in lines[max(0, i - 20):i]]
        ticks = [line for line in rows if "\u2524" in line]
        if not ticks and "\u2502" in lines[i - 1]:
            problems.append(f"{name}: no label along y")
        if not tick_positions(lines[i]):
            problems.append(f"{name}: no label along x")
    return problems


def main():
    problems, count = [], 0
    with tempfile.TemporaryDirectory() as directory:
        if os.path.isdir(sys.argv[1]):
            directory = sys.argv[1]
        else:
            subprocess.run([sys.argv[1], directory], check=True)
        for name in sorted(os.listdir(directory)):
            with open(os.path.join(directory, name), encoding="utf-8") as f:
                text = f.read()
            count += name.endswith(".svg")
            check = check_svg if name.endswith(".svg") else check_text
            problems += check(name, text)
    print("\n".join(problems))
    print(f"{count} figures, {len(problems)} problems")
    sys.exit(1 if problems or count < LEAST_FIGURES else 0)


if __name__ == "__main__":
    main()
