"""Write a notebook as a C program: what `./nabla export` does."""

import argparse
import pathlib
import sys

from nabla_export import ExportError, program_of

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from notebook_file import Failure, read  # noqa: E402


def main():
    parser = argparse.ArgumentParser(
        prog="./nabla export", description="Write a notebook as one C program. "
        "Cells that end with an error in the notebook are comments in it.")
    parser.add_argument("file", type=pathlib.Path, metavar="FILE.ipynb")
    parser.add_argument("-o", "--output", type=pathlib.Path, metavar="FILE.c",
                        help="where to; else FILE.c beside the notebook")
    options = parser.parse_args()
    output = options.output or options.file.with_suffix(".c")
    try:
        text = program_of(read(options.file), output.stem,
                          options.file.resolve().parent)
        output.write_text(text, encoding="utf-8")
    except (ExportError, Failure) as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; name another file with -o",
              file=sys.stderr)
        return 1
    # What the notebook includes with quotation marks lies beside it.
    beside = options.file.parent.resolve()
    where = "" if output.parent.resolve() == beside else f"-I {beside} "
    print(f"{output} is written; to compile it:\n    cc {where}{output} "
          f"$(pkg-config --cflags --libs nabla) -o {output.stem}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
