"""What a notebook becomes on paper: pages for readers, for teachers, a card.

Notebook in, notebook out; nothing here reads or writes a file. A solution is
what stands folded in <details>; a self-check is a code cell with that tag;
a paragraph that begins with the pencil asks to try something; the card is
the section called Handout, or the cells tagged "card".
"""

import copy
import re

import nbformat

KINDS = {"reader": "for readers", "teacher": "for teachers",
         "card": "formulas and decisions"}
SOLUTION = re.compile(
    r"<details[^>]*>\s*<summary>(.*?)</summary>(.*?)</details>", re.S)
COMMENT = re.compile(r"<!--.*?-->\n?", re.S)
NOTHING_YET = "\u25cb"  # how a self-check begins that nobody has filled in
PENCIL = "\u270e"
LINES = {"check": 4, "try": 2, "exercise": 4}
ENDS = re.compile(r"\*\*(?:Exercises?|Further reading|Data"
                  r"|(?:\w+ )?(?:oral questions|questions to answer aloud))\b",
                  re.I)


def title_of(notebook, name):
    """The first heading of the first rank and one right below it, without
    their markup; the name of the file where there is none."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found = re.search(r"^# +(.+?) *#*(?:\n+#{2,3} +(.+?) *#*)?$",
                              cell.source, re.M)
            if found:
                return re.sub(r"[*`$]", "", ", ".join(filter(None,
                                                             found.groups())))
    return name


def ruled(kind):
    return f'<div class="ruled">{"<i></i>" * LINES[kind]}</div>'


def paragraphs(source):
    """The source cut at blank lines, but not within code or formulas."""
    parts, current, fence, formula = [], [], False, False
    for line in source.split("\n"):
        if line.lstrip().startswith("```"):
            fence = not fence
        elif not fence:
            formula ^= line.count("$$") % 2 == 1
        if line.strip() or fence or formula:
            current.append(line)
        elif current:
            parts.append("\n".join(current))
            current = []
    if current:
        parts.append("\n".join(current))
    return parts


def with_room(source):
    """Room to write after each exercise and each invitation to try."""
    parts, listed = [], False
    for part in paragraphs(source):
        exercises = part.lstrip("*# ").lower().startswith("exercises")
        if re.match(rf"(\*\*)?{PENCIL}", part):
            parts += [part, ruled("try")]
        elif exercises and re.search(r"\(1\)", part):
            parts += spread(part)
        elif listed and re.match(r"\d+[.)] ", part):
            parts.append(spread_list(part))
        else:
            parts.append(part)
        listed = exercises or listed and bool(re.match(r"\d+[.)] ", part))
    return "\n\n".join(parts)


def spread(part):
    """Exercises (1), (2), ... of one paragraph, each with room below."""
    head, *items = re.split(r"(?:^|\s)(?=\(\d+\)\s)", part)
    numbered, parts = 1, []
    for item in items:
        if item.startswith(f"({numbered})"):
            parts.append(item)
            numbered += 1
        elif parts:
            parts[-1] += " " + item
    return [head] + [text for item in parts
                     for text in (item, ruled("exercise"))]


def spread_list(part):
    """The same for a numbered list."""
    items = re.split(r"\n(?=\d+[.)] )", part)
    return "\n\n".join(
        f"{item}\n\n{' ' * (item.index(' ') + 1)}{ruled('exercise')}"
        for item in items)


def is_self_check(cell):
    return "self-check" in cell.metadata.get("tags", [])


def without_placeholders(cell):
    """A cell's outputs without what a self-check says before an answer."""
    return [output for output in cell.outputs
            if not (output.output_type == "stream"
                    and output.text.startswith(NOTHING_YET))]


def framed(source):
    """Solutions, to be seen."""
    return SOLUTION.sub(
        lambda match: '<div class="solution">\n<p class="solution-title">'
        f"{match[1]}</p>\n{match[2]}\n</div>", source)


def start_from(notebook):
    """A copy that may be changed, comments and placeholders gone."""
    pages = copy.deepcopy(notebook)
    for cell in pages.cells:
        if cell.cell_type == "markdown":
            cell.source = COMMENT.sub("", cell.source)
        elif cell.cell_type == "code":
            cell.outputs = without_placeholders(cell)
            cell.metadata["length"] = length_of(cell)
    return pages


def for_readers(notebook):
    pages, cells = start_from(notebook), []
    for cell in pages.cells:
        if cell.cell_type == "markdown":
            cell.source = with_room(SOLUTION.sub("", cell.source))
        if cell.source.strip() or cell.get("outputs"):
            cells.append(cell)
        if cell.cell_type == "code" and is_self_check(cell):
            cells.append(nbformat.v4.new_markdown_cell(ruled("check")))
    pages.cells = cells
    return pages


def for_teachers(notebook):
    pages = start_from(notebook)
    for cell in pages.cells:
        if cell.cell_type == "markdown":
            cell.source = framed(cell.source)
    return pages


def is_card(cell):
    return cell.cell_type == "markdown" and (
        "card" in cell.metadata.get("tags", [])
        or re.match(r"#+ .*\bHandout\b", cell.source) is not None)


def card_of(notebook):
    """The card as a notebook, or None where there is no such section."""
    pages = start_from(notebook)
    pages.cells = [cell for cell in pages.cells if is_card(cell)]
    for cell in pages.cells:
        parts = paragraphs(SOLUTION.sub("", cell.source))
        ends = [i for i, part in enumerate(parts) if ENDS.match(part)]
        cell.source = "\n\n".join(parts[:min(ends, default=len(parts))])
        cell.source = re.sub(r"^#+ .*\bHandout\b.*\n*", "", cell.source)
    return pages if pages.cells else None


def height_of(cell):
    """Roughly, in lines: a picture counts as thirty of them."""
    lines = cell.source.count("\n") + 1
    for output in cell.outputs:
        if output.output_type == "stream":
            lines += output.text.count("\n")
        elif output.output_type == "error":
            lines += len("\n".join(output.traceback).split("\n"))
        elif set(output.data) - {"text/plain"}:
            lines += 30
        else:
            lines += output.data.get("text/plain", "").count("\n") + 1
    return lines


def length_of(cell):
    """Whether a cell may be cut between code and output, or even within."""
    if cell.source.count("\n") > 60:
        return "tall huge"
    return "tall" if height_of(cell) > 26 else ""
