"""Figures are what they were, in a safe subset of SVG, in any locale.

figures.py PROGRAM GOLDEN_DIR --update
figures.py PROGRAM GOLDEN_DIR SOURCE HEADER_DIR LIB_DIR [COMPILER]...

The picture is that of the library, whoever compiled the call: SOURCE built by
each other COMPILER must draw the same bytes.
"""
import os
import struct
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


COMMA = b",\0", b".\0", b"\3\3\0", b",\0\0\0", b".\0\0\0", b"UTF-8\0"


def locale_with_comma(directory):
    """The environment of a locale that writes 1,5 and 1.000.000. No machine
    need have one: the file is six strings (decimal point, thousands' point,
    groups, both points as wide characters, encoding) and where they are."""
    at, data, offsets = 8 + 4 * len(COMMA), b"", []
    for text in COMMA:
        data += b"\0" * (-(at + len(data)) % 4)
        offsets.append(at + len(data))
        data += text
    os.mkdir(os.path.join(directory, "comma"))
    magic = 0x20031115 ^ 1  # of glibc, and LC_NUMERIC
    with open(os.path.join(directory, "comma", "LC_NUMERIC"), "wb") as f:
        f.write(struct.pack(f"<{2 + len(COMMA)}I", magic, len(COMMA),
                            *offsets) + data)
    env = dict(os.environ, LOCPATH=directory, LC_NUMERIC="comma", LC_ALL="")
    says = subprocess.run(["sh", "-c", "env printf %.1f 1,5"], env=env,
                          capture_output=True, text=True).stdout
    assert says == "1,5", f"the locale is not at work: {says}"
    return env


def draw(program, directory, env=None):
    env = env or dict(os.environ, LC_ALL="C")
    subprocess.run([program, directory], check=True, env=env)
    return {name: open(os.path.join(directory, name), encoding="utf-8").read()
            for name in sorted(os.listdir(directory))}


def build(compiler, source, program, header_dir, lib_dir):
    subprocess.run([*compiler.split(), "-I" + header_dir, source, "-o", program,
                    "-L" + lib_dir, "-Wl,-rpath," + lib_dir, "-lnabla",
                    "-lgsl", "-lgslcblas", "-lm"], check=True)


def main():
    program, golden = sys.argv[1], sys.argv[2]
    if "--update" in sys.argv:
        draw(program, golden)
        return
    problems = []
    source, header_dir, lib_dir = sys.argv[3:6]
    with tempfile.TemporaryDirectory() as a, \
            tempfile.TemporaryDirectory() as b, \
            tempfile.TemporaryDirectory() as c:
        first = draw(program, a)
        second = draw(program, b, locale_with_comma(c))
    if first != second:
        problems.append("two runs differ")
    for compiler in sys.argv[6:]:
        with tempfile.TemporaryDirectory() as a:
            other = os.path.join(a, "figures")
            os.mkdir(os.path.join(a, "out"))
            build(compiler, source, other, header_dir, lib_dir)
            if draw(other, os.path.join(a, "out")) != first:
                problems.append(f"what {compiler} compiles draws other figures")
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


if __name__ == "__main__":
    main()
