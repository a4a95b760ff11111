"""A notebook as one C program: for `./nabla export` and for nbconvert, whose
`--to script` finds ScriptExporter by the language of the notebook.

The program is written by nabla-export, which reads cells as the kernel does;
here is only what is known of a notebook's file.
"""

import os
import pathlib
import subprocess

import jupyter_client.kernelspec
from nbconvert.exporters import Exporter

NAME = "nabla-export"


class ExportError(Exception):
    """Why there is no program; the text is for the reader."""


def find_program():
    """Beside the session that the kernelspec names, or where it was built."""
    spec = jupyter_client.kernelspec.get_kernel_spec("nabla")
    session = spec.env.get("NABLA_SESSION")
    kernel = pathlib.Path(spec.argv[0]).resolve()
    places = [kernel.parent.parent / "libexec/nabla" / NAME]
    if session:
        places.insert(0, pathlib.Path(session).parents[1] / "export" / NAME)
    for place in places:
        if os.access(place, os.X_OK):
            return place
    raise ExportError(f"the program {NAME} was not found; build it first: "
                      "./nabla build")


def is_broken(cell):
    return any(output.output_type == "error" for output in cell.outputs)


def framed(notebook):
    """The cells as nabla-export reads them: see kernel/export/notebook.h."""
    parts, number = [], 0
    for cell in notebook.cells:
        kind = cell.cell_type
        if kind == "code":
            number = cell.execution_count or number + 1
            kind = "broken" if is_broken(cell) else "code"
        elif kind == "raw":
            continue
        text = cell.source.encode()
        parts.append(f"{kind} {number} {len(text)}\n".encode() + text + b"\n")
    return b"".join(parts)


def program_of(notebook, name, folder):
    """The C program; #include looks in the folder."""
    language = notebook.metadata.get("language_info", {}).get("name", "c")
    if language.lower() != "c":
        raise ExportError(f"its cells are in {language}, not in C")
    done = subprocess.run([find_program(), name], input=framed(notebook),
                          capture_output=True, cwd=folder)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip()
        raise ExportError(said or f"{NAME} ended without a word")
    return done.stdout.decode()


class ScriptExporter(Exporter):
    """What nbconvert takes for `--to script` of a notebook in C."""

    def _file_extension_default(self):
        return ".c"

    output_mimetype = "text/x-csrc"

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        about = resources.get("metadata", {})
        text = program_of(nb, about.get("name") or "notebook",
                          about.get("path") or ".")
        resources["output_extension"] = ".c"
        return text, resources
