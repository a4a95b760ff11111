"""Export a notebook, compile the program, run it."""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
SHIPPED = ROOT / "notebooks"
sys.path.insert(0, str(ROOT / "kernelspec/export"))
import nabla_export  # noqa: E402

GSL = subprocess.run(["pkg-config", "--cflags", "--libs", "gsl"], text=True,
                     capture_output=True, check=True).stdout.split()
FLAGS = [f"-I{ROOT / 'runtime'}", f"-L{BUILD / 'runtime'}",
         f"-Wl,-rpath,{BUILD / 'runtime'}", "-lnabla", *GSL]


def export(notebook, name, folder):
    nabla_export.find_program = lambda: BUILD / "kernel/export/nabla-export"
    return nabla_export.program_of(notebook, name, folder)


def compiled(text, file, compiler, include, *more):
    """The program of a C text; a warning is an error."""
    file.with_suffix(".c").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [compiler, "-O1", "-Wall", "-Werror", f"-I{include}",
         *more, file.with_suffix(".c"), *FLAGS, "-o", file],
        text=True, capture_output=True)
    assert done.returncode == 0, done.stderr[:4000] + "\n" + text[-6000:]
    return file


def run(program, folder):
    done = subprocess.run([program], cwd=folder, text=True,
                          capture_output=True, timeout=120)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-1000:]
    return done.stdout


def outputs(cell):
    """What a cell prints, as text."""
    parts = []
    for output in cell.outputs:
        if output.output_type != "stream":
            parts.append(output.data["text/plain"] + "\n")
        elif output.name == "stdout":
            parts.append(output.text)
    return "".join(parts)
