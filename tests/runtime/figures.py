"""Figures are what they were, in a safe subset of SVG, in any locale.

figures.py PROGRAM GOLDEN_DIR [--update]
"""
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "g", "rect", "path", "text", "circle",
            "image", "animate"}
ATTRIBUTES = {"width", "height", "viewBox", "role", "aria-label",
              "font-family", "font-size", "font-weight", "text-anchor", "x",
              "y", "d", "fill", "stroke", "stroke-width", "stroke-linecap",
              "stroke-linejoin", "stroke-dasharray", "opacity", "transform",
              "shape-rendering", "href", "preserveAspectRatio", "display",
              "attributeName", "dur", "repeatCount", "calcMode", "keyTimes",
              "values"}


def check_svg(name, text):
    problems = []
    if text.startswith("<?xml") or len(text) > 100_000:
        problems.append(f"{name}: an XML declaration, or over 100 KB")
    root = ET.fromstring(text)
    if root.get("role") != "img" or not root.get("aria-label"):
        problems.append(f"{name}: no role or no aria-label")
    if root.find(SVG + "title") is None or root.find(SVG + "desc") is None:
        problems.append(f"{name}: no title or no desc")
    for element in root.iter():
        tag = element.tag.replace(SVG, "")
        if tag not in ELEMENTS:
            problems.append(f"{name}: <{tag}> is not in the subset")
        for attribute in set(element.attrib) - ATTRIBUTES:
            problems.append(f"{name}: {tag} {attribute}= is not in the subset")
        for value in element.attrib.values():
            if "nan" in value.lower().split() or "url(" in value:
                problems.append(f"{name}: {value!r}")
    return problems


def check_text(name, text):
    problems = []
    for line in text.split("\n"):
        if len(line) > 79 or line != line.rstrip(" ") or "\x1b" in line:
            problems.append(f"{name}: too wide, blanks at its end, or colour: "
                            f"{line!r}")
    return problems


def draw(program, directory, locale):
    env = dict(os.environ, LC_ALL=locale)
    subprocess.run([program, directory], check=True, env=env)
    return {name: open(os.path.join(directory, name), encoding="utf-8").read()
            for name in sorted(os.listdir(directory))}


def main():
    program, golden = sys.argv[1], sys.argv[2]
    if "--update" in sys.argv:
        draw(program, golden, "C")
        return
    problems = []
    with tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
        first, second = draw(program, a, "C"), draw(program, b, "de_DE.UTF-8")
    if first != second:
        problems.append("two runs differ")
    expected = sorted(os.listdir(golden))
    if expected != sorted(first):
        problems.append(f"golden has {expected}, the program {sorted(first)}")
    for name, text in first.items():
        check = check_svg if name.endswith(".svg") else check_text
        problems += check(name, text)
        path = os.path.join(golden, name)
        if name in expected and open(path, encoding="utf-8").read() != text:
            problems.append(f"{name} is not what it was: look at it, then run "
                            "figures.py with --update")
    print("\n".join(problems))
    print(f"{len(first)} files, {len(problems)} problems")
    sys.exit(1 if problems or len(first) < 30 else 0)


main()
