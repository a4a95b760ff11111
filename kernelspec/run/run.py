"""Execute notebooks headless and in place: what `./nabla run` does.

A notebook is written back even when a cell fails, with all that came out
until then; the exit status is 1 and the cell and its error are printed.
"""

import argparse
import pathlib
import re
import sys

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import (CellExecutionError, CellTimeoutError,
                                 DeadKernelError)
from nbformat.sign import NotebookNotary

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from notebook_file import Failure, read, replace  # noqa: E402

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


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
    replace(path, (nbformat.writes(notebook).rstrip("\n") + "\n").encode())
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
