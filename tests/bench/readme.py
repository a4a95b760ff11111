"""The main numbers of the benchmark, where readers see them: a figure that
libnabla draws, and a short table between two marks of the README."""

import subprocess

from kernels import BUILD, ROOT
from results import machine, markdown

PICTURE = ROOT / "kernelspec" / "bench.svg"
README = ROOT / "README.md"
IMAGE = """![Two bar charts on logarithmic axes: a cell that defines a function
and calls it, in milliseconds, and a loop, in times of gcc -O3; for each kernel
that was measured](kernelspec/bench.svg)
"""
MARKS = ("<!-- written by ./nabla bench --figure -->\n",
         "<!-- end of what it writes -->\n")
FUNCTION = "new function, called @0"
# What the table shows: a row, its words there, and a number's form.
SHOWN = [
    ("first cell", "start, to a first cell's reply", "{:.0f} ms"),
    (FUNCTION, "a new function, called", "{:.2f} ms"),
    ("new function, called @5000", "the same after 5,000 definitions",
     "{:.2f} ms"),
    ("printed line @0", "a printed line", "{:.2f} ms"),
    ("hot", "Mandelbrot's set, first run", "{:,.0f} ms"),
    ("hot again", "the same again", "{:,.0f} ms"),
    ("lines", "200,000 lines printed", "{:.0f} MB/s"),
    ("PSS @0", "memory, idle (PSS)", "{:.0f} MiB"),
    ("class private", "{count} kernels at once: memory of each that is its own",
     "{:.1f} MiB"),
    ("class", "all {count} asked at once: until all have answered", "{:.2f} s"),
]


def short_table(rows, results, columns, titles, count):
    by_name = {row.row: row for row in rows}
    lines = []
    for name, words, form in SHOWN:
        row = by_name.get(name)
        if not row or row.row not in results.rows:
            continue
        values = [row.value(results, column) for column in columns]
        lines.append([words.format(count=count),
                      *("" if value is None else form.format(value)
                        for value in values)])
    return markdown(["median", *titles], lines)


def figure_lines(rows, results, columns, titles):
    """What figure.c reads: a plot's name, a bar's, and its height."""
    by_name = {row.row: row for row in rows}
    for plot, name in [("cell", FUNCTION), ("loop", "hot again")]:
        bars = [(title, by_name[name].value(results, column))
                for column, title in zip(columns, titles)]
        if plot == "loop":  # as a share of the program's time
            whole = by_name[name].value(results, "gcc")
            bars = [(title, value and value / whole) for title, value in bars]
        for title, value in sorted((bar for bar in bars if bar[1]),
                                   key=lambda bar: bar[1]):
            yield f"{plot}\t{value:.6g}\t{title}\n"


def between_marks(text, inner):
    """The text with what is between the marks replaced."""
    before, rest = text.split(MARKS[0])
    _, after = rest.split(MARKS[1])
    return f"{before}{MARKS[0]}{inner}{MARKS[1]}{after}"


def update(rows, results, columns, titles, count):
    needed = [FUNCTION, "hot again"]
    if not all(results.has(row, "nabla") for row in needed):
        raise SystemExit("--figure needs the parts cells and hot")
    subprocess.run([BUILD / "tests/bench/figure", PICTURE], check=True,
                   text=True, input="".join(
                       figure_lines(rows, results, columns, titles)))
    inner = (f"{IMAGE}\nOn {machine()}:\n\n"
             + short_table(rows, results, columns, titles, count) + "\n\n")
    README.write_text(between_marks(README.read_text(encoding="utf-8"), inner),
                      encoding="utf-8")
