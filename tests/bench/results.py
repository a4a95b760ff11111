"""What was measured: lists of numbers by row and kernel, and tables of them."""

import os
import platform
import statistics


class Results:
    """Lists of seconds (or other numbers) by row and kernel."""

    def __init__(self):
        self.rows = {}

    def add(self, row, name, value):
        self.rows.setdefault(row, {}).setdefault(name, []).append(value)

    def has(self, row, *names):
        return all(self.rows.get(row, {}).get(name) for name in names)

    def median(self, row, name):
        return statistics.median(self.rows[row][name])

    def least(self, row, name):
        """The run that was disturbed least."""
        return min(self.rows[row][name])

    def p95(self, row, name):
        values = sorted(self.rows[row][name])
        return values[min(len(values) - 1, int(0.95 * len(values)))]


class Row:
    """A row of a table. scale: from what was measured to what is printed;
    is_time: a median and a 95th percentile, the others a median alone."""

    def __init__(self, row, title, scale=1.0, digits=2, is_time=False):
        self.row, self.title, self.scale = row, title, scale
        self.digits, self.is_time = digits, is_time

    def value(self, results, name):
        if not results.has(self.row, name):
            return None
        return self.scale * results.median(self.row, name)

    def text(self, results, name):
        value = self.value(results, name)
        if value is None:
            return "-"
        text = f"{value:.{self.digits}f}"
        if self.is_time:
            text += f" / {self.scale * results.p95(self.row, name):.2f}"
        return text


def ratio(row, results, name, to):
    """How many times what `to` has: shown beside each baseline."""
    ours, theirs = row.value(results, to), row.value(results, name)
    if name == to or not ours or theirs is None:
        return None
    return theirs / ours


def markdown(head, lines):
    """A table whose first column has words, the others numbers."""
    return "\n".join(["| " + " | ".join(head) + " |",
                      "|---|" + "---:|" * (len(head) - 1),
                      *("| " + " | ".join(line) + " |" for line in lines)])


def times(number):
    return f"{number:.1f}" if number < 10 else f"{number:,.0f}"


def table(rows, results, names, titles, to="nabla"):
    """Each kernel's numbers; baselines with their ratio to `to`."""
    lines = []
    for row in rows:
        if not any(results.has(row.row, name) for name in names):
            continue
        line = [row.title]
        for name in names:
            more = ratio(row, results, name, to)
            line.append(row.text(results, name)
                        + (f" ({times(more)}×)" if more is not None else ""))
        lines.append(line)
    return markdown(["median / p95 (times " + to + ")", *titles], lines)


def as_json(rows, results, names):
    """The same as a list, for programs."""
    return [{"row": row.row, "title": row.title,
             "kernels": {name: {
                 "median": row.value(results, name),
                 "p95": row.scale * results.p95(row.row, name),
                 "runs": len(results.rows[row.row][name]),
                 "times_nabla": ratio(row, results, name, "nabla")}
                 for name in names if results.has(row.row, name)}}
            for row in rows if row.row in results.rows]


def machine():
    cpu = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        for line in info:
            if line.startswith("model name"):
                cpu = line.split(":", 1)[1].strip()
                break
    return (f"{os.cpu_count()} cores of {cpu}, Linux "
            f"{platform.release().split('-')[0]}, Python "
            f"{platform.python_version()}")
