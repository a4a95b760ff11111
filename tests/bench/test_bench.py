"""The benchmark: its tables say what was measured, and it runs."""

import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import readme  # noqa: E402
from bounds import bounds_table  # noqa: E402
from kernels import BUILD  # noqa: E402
from results import Results, Row, as_json, table  # noqa: E402

ROWS = [Row("new function, called @0", "function, ms", 1e3, is_time=True),
        Row("hot again", "loop, ms", 1e3, digits=0), Row("none", "nothing")]


def measured():
    results = Results()
    for milliseconds in range(1, 101):
        results.add(ROWS[0].row, "nabla", milliseconds / 1e3)
        results.add(ROWS[0].row, "floor", milliseconds / 4e3)
    results.add("hot again", "nabla", 0.2)
    results.add("hot again", "gcc", 0.1)
    return results


def test_the_table_has_medians_percentiles_and_ratios():
    assert table(ROWS, measured(), ["floor", "nabla", "gcc"],
                 ["floor", "nabla", "gcc -O3"]).splitlines() == [
        "| median / p95 (times nabla) | floor | nabla | gcc -O3 |",
        "|---|---:|---:|---:|",
        "| function, ms | 12.62 / 24.00 (0.2×) | 50.50 / 96.00 | - |",
        "| loop, ms | - | 200 | 100 (0.5×) |"]


def test_programs_read_the_same():
    rows = as_json(ROWS, measured(), ["floor", "nabla", "gcc"])
    assert [row["row"] for row in rows] == [ROWS[0].row, "hot again"]
    assert rows[1]["kernels"] == {
        "nabla": {"median": 200, "p95": 200, "runs": 1, "times_nabla": None},
        "gcc": {"median": 100, "p95": 100, "runs": 1, "times_nabla": 0.5}}


def test_a_missed_bound_is_told():
    results = Results()
    results.add("class private", "nabla", 4 * 1024)
    assert bounds_table(results)[1]
    results.add("class private", "nabla", 5 * 1024)
    text, held = bounds_table(results)
    assert not held and text.endswith("| 4.50 | at most 4 | **missed** |")


def test_the_readme_has_a_place_for_the_table():
    text = readme.README.read_text(encoding="utf-8")
    inner = readme.short_table(ROWS, measured(), ["nabla", "gcc"],
                               ["nabla", "gcc -O3"], 50) + "\n"
    assert "| the same again | 200 ms | 100 ms |\n" in inner
    written = readme.between_marks(text, inner)
    assert inner in written
    assert readme.between_marks(written, "") == readme.between_marks(text, "")


def test_the_figure_is_drawn(tmp_path):
    lines = "".join(readme.figure_lines(
        ROWS, measured(), ["floor", "nabla", "gcc"],
        ["floor", "nabla", "gcc -O3"]))
    assert lines == ("cell\t12.625\tfloor\ncell\t50.5\tnabla\n"
                     "loop\t1\tgcc -O3\nloop\t2\tnabla\n")
    subprocess.run([BUILD / "tests/bench/figure", tmp_path / "a.svg"],
                   input=lines, text=True, check=True)
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert all(f">{word}<" in svg for word in ["floor", "nabla", "gcc -O3"])


def test_it_runs(tmp_path):
    """Everything once, but for what takes long or much memory."""
    done = subprocess.run(
        [sys.executable, HERE / "bench.py", "--turns", "1", "--definitions",
         "0,2", "--class", "2", "--kernels", "floor,nabla,python3", "--only",
         "start,cells,memory,lines,hot,class", "--json", tmp_path / "a.json"],
        capture_output=True, text=True, timeout=600,
        env={**os.environ, "NABLA_BUILD": str(BUILD)})
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "a.json").read_text())
    rows = {row["row"]: row["kernels"] for row in found["rows"]}
    for row in ["start", "first cell", "empty cell @0", "new variable @2",
                "new function, called @2", "printed line @0", "PSS @0"]:
        assert set(rows[row]) == {"floor", "nabla", "python3"}, row
        assert all(kind["median"] > 0 for kind in rows[row].values()), row
    assert set(rows["hot again"]) == {"nabla", "python3", "gcc", "tcc"}
    assert rows["lines that arrived"]["nabla"]["median"] == 200_000
    assert rows["class private"]["nabla"]["runs"] == 2
