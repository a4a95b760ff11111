"""Execute notebooks headless and in place: what `./nabla run` does.

A notebook is written back even when a cell fails, with all that came out
until then; the exit status is 1 and the cell and its error are printed.
"""

import argparse
import os
import pathlib
import re
import shutil
import sys

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import (CellExecutionError, CellTimeoutError,
                                 DeadKernelError)
from nbformat.reader import NotJSONError
from nbformat.sign import NotebookNotary

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class Failure(Exception):
    """A notebook did not run to its end; the text is for the reader."""


def read(path):
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise Failure("there is no such file")
    except IsADirectoryError:
        raise Failure("this is a folder; name the notebook in it")
    except (NotJSONError, UnicodeDecodeError, nbformat.ValidationError,
            AttributeError, KeyError) as error:
        first = (str(error).splitlines() or ["unreadable"])[0]
        raise Failure(f"this is not a notebook ({first[:100]})")


def execute(notebook, folder, kernel=None, timeout=600):
    """Run all cells of `notebook` in a fresh kernel, filling in outputs."""
    name = kernel or notebook.metadata.get("kernelspec", {}).get("name")
    client = NotebookClient(
        notebook, kernel_name=name or "nabla", timeout=timeout,
        record_timing=False, coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}})
    try:
        client.execute()
    except CellExecutionError:
        raise Failure(describe_error(notebook))
    except CellTimeoutError:
        raise Failure(f"a cell took more than {timeout} s")
    except DeadKernelError:
        raise Failure("the kernel ended while a cell was running")
    except NoSuchKernel as error:
        raise Failure(f"there is no kernel named '{error.name}' in .venv")


def describe_error(notebook):
    """The first error among the outputs that no tag had announced."""
    for number, cell in enumerate(notebook.cells, start=1):
        if "raises-exception" in cell.metadata.get("tags", []):
            continue
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                return (f"cell {number} failed:\n\n{cell.source}\n\n"
                        + error_text(output))
    return "a cell failed without saying why"


def error_text(output):
    lines = output.get("traceback") or [f"{output.ename}: {output.evalue}"]
    return ANSI.sub("", "\n".join(lines))


def write(notebook, path):
    """Replace the file in one step, so that none is ever half written."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        nbformat.write(notebook, fresh)
        shutil.copymode(path, fresh)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    NotebookNotary().sign(notebook)


def run_in_place(path, kernel, timeout):
    notebook = read(path)
    try:
        execute(notebook, path.resolve().parent, kernel, timeout)
    finally:
        write(notebook, path)
    return sum(cell.cell_type == "code" for cell in notebook.cells)


def main():
    parser = argparse.ArgumentParser(
        prog="./nabla run", description="Execute notebooks in place.")
    parser.add_argument("files", nargs="+", type=pathlib.Path,
                        metavar="FILE.ipynb")
    parser.add_argument("--kernel", help="another kernel than the notebook's")
    parser.add_argument("--timeout", type=float, default=600, metavar="S",
                        help="the longest a cell may take, in seconds (600)")
    options = parser.parse_args()
    failed = False
    for path in options.files:
        try:
            count = run_in_place(path, options.kernel, options.timeout)
            print(f"{path}: {count} cells ran without an error")
        except Failure as failure:
            failed = True
            print(f"{path}: {failure}", file=sys.stderr)
        except OSError as error:
            failed = True
            print(f"{path}: {error.filename}: {error.strerror}",
                  file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
