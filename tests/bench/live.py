"""What a copy after every cell costs (sessions with it and without take
turns), and how long a large figure takes."""

import contextlib

import kernels
from results import Row, markdown

LIVE = [8, 128, 1024]  # MB of live data, protected and not
WORKED = 100  # MB that a long cell writes all over
PROTECTED = {"on": str(16 * 1024), "off": "0"}  # NABLA_CHECKPOINT_MB
SWEEPS = """clock_t begin = clock();
for (int i = 0; i < {sweeps}; i++)
    for (size_t k = 0; k < n; k++) d[k] = d[k] * 0.999 + 1;
printf("cpu %.6f\\n", (double)(clock() - begin) / CLOCKS_PER_SEC);"""


@contextlib.contextmanager
def protected_and_not():
    """Two sessions: the one keeps a copy of itself after every cell."""
    with contextlib.ExitStack() as stack:
        sessions = {}
        for name, most in PROTECTED.items():
            sessions[name] = kernels.start("nabla", NABLA_CHECKPOINT_MB=most)
            stack.callback(sessions[name].stop)
        for kernel in sessions.values():
            kernel.wait_ready()
        yield sessions


def measure_small_cell(turns, results):
    """A small cell, one right after the other, with live data of some size."""
    for size in LIVE:
        with protected_and_not() as sessions:
            for kernel in sessions.values():
                kernel.run(f"char *live = malloc({size} << 20); int x = 0;"
                           f"memset(live, 1, {size} << 20);")
            for turn in range(-3, turns):
                for name, kernel in sessions.items():
                    seconds = kernel.run("x++;")
                    if turn >= 0:
                        results.add(f"protected @{size}", name, seconds)


def worked(kernel, sweeps):
    """Processor time of the cell: what else the machine does is no matter."""
    _, text = kernel.printed(SWEEPS.format(sweeps=sweeps))
    return float(text.split()[1])


def measure_long_cell(turns, results):
    """A cell that works a second on memory that its copy shares."""
    with protected_and_not() as sessions:
        for kernel in sessions.values():
            kernel.run(f"size_t n = {WORKED} << 17; double *d = malloc(8 * n);"
                       "for (size_t i = 0; i < n; i++) d[i] = i;")
        sweeps = max(1, round(4 / worked(sessions["off"], 4)))
        for turn in range(-1, turns):
            for name, kernel in sessions.items():
                seconds = worked(kernel, sweeps)
                if turn >= 0:
                    results.add("long cell", name, seconds)


def measure_protection(turns, results):
    measure_small_cell(turns, results)
    measure_long_cell(max(3, turns // 10), results)


def measure_plot(turns, results):
    """A line through a million points: from the cell to both its faces."""
    kernel = kernels.start("nabla")
    try:
        kernel.wait_ready()
        kernel.run("gsl_vector *x = nb_linspace(0, 100, 1000000), "
                   "*y = nb_randn(1000000);")
        for turn in range(-2, turns):
            seconds = kernel.run("nb_plot(nb_line(x, y))")
            if turn >= 0:
                results.add("plot", "nabla", seconds)
    finally:
        kernel.stop()


ROWS = [*(Row(f"protected @{size}", f"small cell, {size} MB of live data, ms",
              1e3, is_time=True) for size in LIVE),
        Row("long cell", f"cell that writes all of {WORKED} MB for a second, "
            "ms of processor time", 1e3, is_time=True)]
PLOT = Row("plot", "line plot of 1,000,000 points, picture and text, ms", 1e3,
           is_time=True)


def tables(results):
    found = []
    lines = [[row.title, *(row.text(results, name) for name in PROTECTED)]
             for row in ROWS if results.has(row.row, *PROTECTED)]
    if lines:
        found.append(markdown(["a copy after every cell", "yes", "no"], lines))
    if results.has("plot", "nabla"):
        found.append(markdown(["figures", "median / p95"],
                              [[PLOT.title, PLOT.text(results, "nabla")]]))
    return found
