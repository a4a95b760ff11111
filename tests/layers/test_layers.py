"""Includes point one way, and each library stays in its home.

    base <- {wire, link, cell} <- graph <- {assist, code} <- session
                                  graph <- export
    base <- {wire, link} <- supervisor           runtime stands alone
"""

import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
KERNEL = ROOT / "kernel"
BUILD = ROOT / "build"

BASE = {"base"}
GRAPH = BASE | {"cell"}
CODE = GRAPH | {"graph"}
# What the files of a layer may include, besides their own layer.
ALLOWED = {
    "base": set(),
    "wire": BASE,
    "link": BASE,
    "cell": BASE,
    "graph": GRAPH,
    "assist": CODE,
    "code": CODE,
    "session": CODE | {"assist", "code", "link"},
    "export": CODE,
    "supervisor": BASE | {"wire", "link"},
}
# Our own layers may call the runtime, but only the executor carries it.
RUNTIME_USERS = {"session", "graph", "export"}

# The only layers that may include these headers.
HOMES = {
    "libtcc.h": {"code", "graph"},
    "zmq.h": {"wire"},
    "sodium.h": {"wire"},
    "jansson.h": {"wire", "supervisor"},
    "gsl/": {"session"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def sources(folder):
    return sorted(path for path in folder.rglob("*.[ch]"))


def includes(path):
    return INCLUDE.findall(path.read_text(encoding="utf-8"))


def wrong_edges(path, layer):
    """Includes of a kernel file that DESIGN does not allow."""
    wrong = []
    for bracket, name in includes(path):
        target = name.split("/")[0]
        if bracket == '"' and target in ALLOWED:
            if target != layer and target not in ALLOWED[layer]:
                wrong.append(name)
        elif bracket == '"':
            ours = (KERNEL.parent / "runtime" / name).exists()
            if not (ours and layer in RUNTIME_USERS):
                wrong.append(name)
        for header, homes in HOMES.items():
            if name.startswith(header) and layer not in homes:
                wrong.append(name)
    return wrong


@pytest.mark.parametrize("layer", sorted(ALLOWED))
def test_includes_of_a_layer_point_downwards(layer):
    wrong = {str(path.relative_to(ROOT)): bad
             for path in sources(KERNEL / layer)
             if (bad := wrong_edges(path, layer))}
    assert not wrong


def test_every_folder_of_the_kernel_is_a_layer():
    folders = {path.name for path in KERNEL.iterdir() if path.is_dir()}
    assert folders == set(ALLOWED)


def test_the_check_has_few_doors():
    """The mode that watches memory: the rest of the session knows how it is
    entered and left, but not how a verdict is reached or worded."""
    inner = {f"session/check/{name}.h" for name in ("formats", "verdict")}
    wrong = [(path.name, name)
             for path in sources(KERNEL / "session")
             if path.parent.name != "check"
             for _, name in includes(path) if name in inner]
    assert not wrong


def test_the_runtime_stands_alone():
    wrong = [(path.name, name)
             for path in sources(ROOT / "runtime")
             for bracket, name in includes(path)
             if bracket == '"' and name.split("/")[0] in ALLOWED]
    assert not wrong


def test_layers_form_no_cycle():
    done, order = set(), dict(ALLOWED)
    while order:
        free = {layer for layer, needs in order.items() if needs <= done}
        assert free, f"a cycle among {sorted(order)}"
        done |= free
        order = {k: v for k, v in order.items() if k not in free}


def test_a_wrong_edge_would_be_found(tmp_path):
    file = tmp_path / "up.c"
    file.write_text('#include "session/run.h"\n#include <zmq.h>\n'
                    '# include "base/buf.h"\n')
    assert wrong_edges(file, "cell") == ["session/run.h", "zmq.h"]


def needed(program):
    """The shared libraries that a program names."""
    text = subprocess.run(["readelf", "-d", program], check=True, text=True,
                          capture_output=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.+?)\.so", text)


def test_the_executor_has_no_zeromq():
    libraries = needed(BUILD / "kernel/session/nabla-session")
    assert "libgsl" in libraries or "libnabla" in libraries
    assert not {"libzmq", "libsodium"} & set(libraries)


def test_the_supervisor_has_no_compiler_and_no_mathematics():
    libraries = needed(BUILD / "kernel/supervisor/nabla-kernel")
    assert "libzmq" in libraries
    assert not {"libtcc", "libgsl", "libgslcblas", "libopenblas", "liblapacke",
                "libnabla"} & set(libraries)


def exported(program):
    text = subprocess.run(["readelf", "-W", "--dyn-syms", program], text=True,
                          check=True, capture_output=True).stdout
    rows = (line.split() for line in text.splitlines())
    return {row[7].split("@")[0] for row in rows
            if len(row) > 7 and row[4] == "GLOBAL" and row[6].isdigit()}


def test_the_executor_hides_its_own_functions():
    """A cell that names one by accident must get "undefined symbol"."""
    ours = set()
    for layer in ALLOWED:
        for path in sources(KERNEL / layer):
            if path.suffix == ".h":
                text = path.read_text(encoding="utf-8")
                ours |= set(re.findall(r"^[\w *]+?\b(\w+)\(", text, re.M))
    assert len(ours) > 20
    assert not ours & exported(BUILD / "kernel/session/nabla-session")
