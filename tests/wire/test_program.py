"""nabla-kernel as a program: options, bad connection files, what it links."""

import json
import subprocess

import jsonschema
import pytest
from conftest import build_dir


def kernel(*args, **kw):
    program = build_dir() / "kernel" / "supervisor" / "nabla-kernel"
    return subprocess.run([program, *args], capture_output=True, text=True,
                          timeout=20, **kw)


def test_version_and_help():
    assert kernel("--version").stdout.startswith("nabla-kernel ")
    assert "CONNECTION_FILE" in kernel("--help").stdout
    for args in ((), ("--nonsense",), ("--nonsense", "a")):
        result = kernel(*args)
        assert result.returncode == 2 and "usage:" in result.stderr
    # `jupyter run` hands on the words of its own command line.
    assert "cannot open 'a'" in kernel("a", "--kernel=nabla").stderr


PORTS = {p + "_port": 5001 for p in ("shell", "control", "stdin", "iopub", "hb")}


@pytest.mark.parametrize("text, word", [
    ("", "holds no JSON object"),
    ("{", "holds no JSON object"),
    ("{}", "shell_port"),
    (json.dumps({**PORTS, "hb_port": "x"}), "hb_port"),
    (json.dumps({**PORTS, "transport": "udp"}), "neither tcp nor ipc"),
    (json.dumps({**PORTS, "ip": "no.such.host.invalid"}), "cannot listen"),
])
def test_a_bad_connection_file_is_one_sentence(tmp_path, text, word):
    path = tmp_path / "connection.json"
    path.write_text(text)
    result = kernel(path)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1 and result.stderr.endswith(".\n")
    assert word in result.stderr


def test_a_missing_connection_file_is_named():
    result = kernel("/no/such/file.json")
    assert result.returncode == 1
    assert "'/no/such/file.json'" in result.stderr


def test_it_links_neither_compiler_nor_mathematics():
    program = build_dir() / "kernel" / "supervisor" / "nabla-kernel"
    needed = subprocess.run(["readelf", "-d", program], capture_output=True,
                            text=True, check=True).stdout
    assert "libzmq" in needed
    for library in ("tcc", "gsl", "blas", "lapack", "libnabla"):
        assert library not in needed


# JEP 105, the members of a kernelspec.
SCHEMA = {
    "type": "object",
    "required": ["argv", "display_name", "language", "kernel_protocol_version"],
    "additionalProperties": False,
    "properties": {
        "argv": {"type": "array", "items": {"type": "string"}},
        "display_name": {"type": "string"},
        "language": {"const": "c"},
        "kernel_protocol_version": {"pattern": r"^\d+\.\d+\.\d+$"},
        "interrupt_mode": {"enum": ["message", "signal"]},
        "env": {"type": "object"},
        "metadata": {"type": "object"},
    },
}


def test_the_kernelspec_fits_its_schema():
    spec = json.loads((build_dir() / "kernelspec" / "kernel.json").read_text())
    jsonschema.validate(spec, SCHEMA)
    assert spec["argv"][1] == "{connection_file}"
    assert spec["interrupt_mode"] == "message"
    assert spec["kernel_protocol_version"] == "5.5.0"
    assert spec["metadata"]["debugger"] is True
