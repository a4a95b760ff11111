"""Write handouts of notebooks: what `./nabla handouts` does.

Of each notebook it makes pages for readers (no solutions, room to write) and
for teachers (with solutions), and the card with formulas and decisions where
the notebook has one; each as HTML, which needs no network and no other file,
and as PDF. The notebook is taken as it is saved: nothing is run.
"""

import argparse
import base64
import datetime
import mimetypes
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse

from nbconvert import HTMLExporter

import pages
from printing import PageError, Printer

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "kernelspec"))
from notebook_file import Failure, read, replace  # noqa: E402

SHIPPED = ROOT / "notebooks"
LICENCES = SHIPPED / "data" / "DATA-LICENSES"
MAKERS = {"reader": pages.for_readers, "teacher": pages.for_teachers,
          "card": pages.card_of}


def date_of(path):
    """Of the last change: by git if it knows this very text, or the file's."""
    if os.environ.get("SOURCE_DATE_EPOCH", "").isdigit():
        moment = int(os.environ["SOURCE_DATE_EPOCH"])
        return datetime.datetime.fromtimestamp(moment, datetime.UTC).date()
    return date_by_git(path) or datetime.date.fromtimestamp(
        path.stat().st_mtime)


def date_by_git(path):
    def git(*words):
        done = subprocess.run(
            ["git", "-C", path.resolve().parent, *words, "--", path.name],
            capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else None
    try:
        if git("status", "--porcelain") == "":
            return datetime.date.fromisoformat(git("log", "-1",
                                                   "--format=%cs"))
    except (OSError, ValueError, TypeError):
        pass  # no git here, or a file that it does not know
    return None


def credits_of(notebook):
    """Whom to thank for the data sets that a notebook loads."""
    code = "\n".join(cell.source for cell in notebook.cells
                     if cell.cell_type == "code")
    names = sorted(set(re.findall(r'nb_load\(\s*"(\w+)"', code)))
    if not names or not LICENCES.exists():
        return []
    text = LICENCES.read_text(encoding="utf-8")
    found = dict(re.findall(r"^(\w+)\.csv\n((?:    .*\n)+)", text, re.M))
    return [f"{name}: {' '.join(found[name].split())}"
            for name in names if name in found]


def colophon(notebook, path, date):
    """The lines at the end: where this comes from, and the data's sources
    unless the notebook tells them itself."""
    made = f"From {path.name}, as of {written(date)}."
    told = any(cell.cell_type == "markdown" and
               re.search(r"^\*\*Data\b", cell.source, re.M)
               for cell in notebook.cells)
    credits = [] if told else credits_of(notebook)
    return [made] + (["Data. " + " ".join(credits)] if credits else [])


def written(date):
    return f"{date.day} {date:%B %Y}"


def with_links(notebook, kind, others):
    """Links to notebooks that have a handout too lead to that; links to
    others would lead nowhere, so only their words stay."""
    def target(match):
        stem = match[2].split("#")[0]
        if pathlib.Path(stem).name in others:
            return f"[{match[1]}]({pathlib.Path(stem).stem}-{kind}.html)"
        return match[1]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"\[([^\]\n]+)\]\(([^)\s:]+\.ipynb[^)\s]*)\)",
                                 target, cell.source)
    return notebook


def to_html(notebook, kind, path, date, others):
    """The page of one kind as text; None where the notebook has no card."""
    exporter = HTMLExporter(template_name="nabla", exclude_anchor_links=True)
    told = {"title": pages.title_of(notebook, path.stem),
            "kind": pages.KINDS[kind], "date": written(date), "form": kind,
            "colophon": kind != "card" and colophon(notebook, path, date)}
    made = MAKERS[kind](notebook)
    if made is None:
        return None
    kept = "teacher" if kind == "card" else kind
    text, _ = exporter.from_notebook_node(
        with_links(made, kept, others),
        {"handout": told, "metadata": {"name": path.stem,
                                       "path": str(path.resolve().parent)}})
    return with_images(text, path.resolve().parent)


def with_images(text, folder):
    """Images that lie beside the notebook, put into the page. (nbconvert's
    own embed_images also closes each <div> and <kbd> where it opens.)"""
    def embed(match):
        file = folder / urllib.parse.unquote(match[2])
        kind = mimetypes.guess_type(file.name)[0]
        if not kind or not file.is_file():
            return match[0]
        data = base64.b64encode(file.read_bytes()).decode()
        return f"{match[1]}data:{kind};base64,{data}{match[3]}"
    return re.sub(r'(<img\b[^>]*\bsrc=")(?!data:|https?:)([^"]+)(")', embed,
                  text)


class Writer:
    """Writes the handouts of some notebooks into one folder."""

    def __init__(self, folder, date, files, printer):
        self.folder, self.date, self.printer = folder, date, printer
        self.others = {file.name for file in files}

    def handouts_of(self, path):
        """All of one notebook; what was made, in words."""
        notebook = read(path)
        if not any(cell.source.strip() for cell in notebook.cells):
            raise Failure("there is nothing in this notebook")
        date, made = self.date or date_of(path), []
        for kind in pages.KINDS:
            text = to_html(notebook, kind, path, date, self.others)
            if text is not None:
                made.append(self.one(f"{path.stem}-{kind}", text, date, kind))
        return ", ".join(made) + note_on(notebook)

    def one(self, name, text, date, kind):
        page = self.folder / f"{name}.html"
        replace(page, text.encode())
        data = self.printer.print(page, date)
        replace(page.with_suffix(".pdf"), data)
        count = len(re.findall(rb"/Type\s*/Page\b", data))
        return f"{kind} {count} page{'s' * (count != 1)}"


def note_on(notebook):
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if code and not any(cell.outputs for cell in code):
        return ("\n    no cell of it shows an output; to have them, run it "
                "first: ./nabla run")
    return ""


def make_folder(folder):
    """The folder, ready to be written into."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"{folder}: the folder could not be made "
                      f"({error.strerror}); name another with -o")
    if not os.access(folder, os.W_OK):
        raise Failure(f"{folder}: you may not write here; name another "
                      "folder with -o")


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="./nabla handouts", formatter_class=argparse.RawTextHelpFormatter,
        description="Write handouts of notebooks, as HTML and PDF: NAME-reader "
        "without solutions\nand with room to write, NAME-teacher with "
        "solutions, NAME-card with the\nformulas and decisions on one page, "
        "where the notebook has a section 'Handout'.\nWhat the notebook shows "
        "is what it was saved with: run it first if it is new.")
    parser.add_argument("files", nargs="*", type=pathlib.Path,
                        metavar="FILE.ipynb",
                        help="your notebooks; without any, all lessons")
    parser.add_argument("-o", "--output", type=pathlib.Path, metavar="FOLDER",
                        help="where to; else ./handouts for your notebooks\n"
                        "and build/handouts for the lessons")
    parser.add_argument("--date", type=datetime.date.fromisoformat,
                        metavar="YYYY-MM-DD",
                        help="the date on them; else that of the last change")
    return parser.parse_args(arguments)


def main(arguments=None):
    options = parse(arguments)
    files = options.files or sorted(SHIPPED.glob("[0-9]*.ipynb"))
    folder = options.output or (pathlib.Path("handouts") if options.files
                                else ROOT / "build" / "handouts")
    failed = False
    try:
        make_folder(folder)
        with Printer() as printer:
            writer = Writer(folder, options.date, files, printer)
            for path in files:
                try:
                    print(f"{path.name}: {writer.handouts_of(path)}",
                          flush=True)
                except Failure as failure:
                    failed = True
                    print(f"{path}: {failure}", file=sys.stderr)
    except (Failure, PageError) as failure:
        print(f"./nabla handouts: {failure}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"./nabla handouts: {error.filename}: {error.strerror}",
              file=sys.stderr)
        return 1
    print(f"the handouts are in {folder.resolve()}")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
