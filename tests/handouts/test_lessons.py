"""The handouts of every lesson are whole: nothing cut, missing, or unset."""

import re

import pytest

from conftest import LESSONS

KINDS = ["reader", "teacher"]
BOTH = pytest.mark.parametrize("kind", KINDS)
ALL = pytest.mark.parametrize("kind", [*KINDS, "card"])
EACH = pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
SOLUTION = re.compile(r"<details>\s*<summary>.*?</summary>(.*?)</details>",
                      re.S)

# What stands out of the page, or of the box around it, by more than the
# blank half of a letter at the end of a formula.
TOO_WIDE = """(() => {
  const room = document.querySelector("main").getBoundingClientRect();
  const found = [];
  for (const one of document.querySelectorAll(
      ".cell, .input, pre, figure, img, table, .katex-display, .output, " +
      "h1, h2, h3, .solution, .ruled")) {
    const box = one.getBoundingClientRect();
    if (box.right > room.right + 3 || box.left < room.left - 3 ||
        one.scrollWidth > one.clientWidth + 3 && one.clientWidth > 0)
      found.push(one.tagName + ": " + one.textContent.slice(0, 80));
  }
  return found;
})()"""

PICTURES = """Array.from(document.querySelectorAll("figure img")).map(
    (image) => image.complete && image.naturalWidth > 0)"""

# The text that is read, which is not code.
PROSE = """(() => {
  const parts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest(
        "pre, code, script, style, .katex-mathml"))
      parts.push(walk.currentNode.data);
  return parts.join("\\n");
})()"""


COUNTS = """Object.fromEntries([".katex", ".katex-error", "table"].map(
    (name) => [name, document.querySelectorAll(name).length]))"""
SIZE = "parseFloat(getComputedStyle(document.querySelector('main')).fontSize)"


def squeezed(text):
    return re.sub(r"\s+", "", text)


def is_picture(output):
    return any(kind.startswith("image/") for kind in output.get("data", {}))


def pictures_of(notebook):
    return [output for cell in notebook.cells if cell.cell_type == "code"
            for output in cell.outputs if is_picture(output)]


def solutions_of(notebook):
    return [match for cell in notebook.cells if cell.cell_type == "markdown"
            for match in SOLUTION.findall(cell.source)]


def on_one_page(pages, parts):
    """Whether some page has all the parts; spaces do not count."""
    return any(all(part in page for part in parts) for page in pages)


@pytest.fixture(scope="module")
def seen(handouts, printer):
    """What a page looks like in Chromium; each is opened once."""
    kept = {}

    def look(lesson, kind):
        if (lesson, kind) not in kept:
            page = printer.open(handouts.file(lesson, kind, "html"))
            kept[lesson, kind] = page.evaluate(
                f"({{wide: {TOO_WIDE}, pictures: {PICTURES}, prose: {PROSE}, "
                f"alone: {RULED_ALONE}, "
                f"counts: {COUNTS}, size: {SIZE}}})")
        return kept[lesson, kind]
    return look


@EACH
@ALL
def test_no_element_is_wider_than_its_page(seen, lesson, kind):
    assert seen(lesson, kind)["wide"] == []


@EACH
@BOTH
def test_every_picture_is_there(seen, notebook_of, lesson, kind):
    expected = len(pictures_of(notebook_of(lesson)))
    assert seen(lesson, kind)["pictures"] == [True] * expected
    assert expected > 0


@EACH
@ALL
def test_mathematics_is_set(seen, lesson, kind):
    page = seen(lesson, kind)
    assert re.findall(r"\\[A-Za-z]+|\$[^$\n]*\$", page["prose"]) == []
    assert page["counts"][".katex-error"] == 0
    if lesson.stem[:2] != "00":
        assert page["counts"][".katex"] > 9


@EACH
@ALL
def test_no_latex_is_left_in_the_pdf(handouts, notebook_of, lesson, kind):
    words = {word for cell in notebook_of(lesson).cells
             if cell.cell_type == "markdown"
             for word in re.findall(r"\\([A-Za-z]{2,})", cell.source)}
    text = "\n".join(handouts.pages(lesson, kind))
    left = set(re.findall(r"(?<!\\)\\([A-Za-z]{2,})", text)) & words
    assert left == set()


@EACH
@BOTH
def test_no_cell_is_cut_at_a_page_edge(handouts, notebook_of, lesson, kind):
    pages = [squeezed(page) for page in handouts.pages(lesson, kind)]
    codes = [cell.source for cell in notebook_of(lesson).cells
             if cell.cell_type == "code" and cell.source.strip()]
    for source in codes:
        first, _, rest = source.partition("\n")
        # The cell's number stands at the end of its first line.
        whole = re.compile(re.escape(squeezed(first)) + r"\d*"
                           + re.escape(squeezed(rest)))
        assert any(whole.search(page) for page in pages), source


@EACH
@BOTH
def test_no_picture_is_cut_at_a_page_edge(handouts, notebook_of, lesson, kind):
    pages = [squeezed(page) for page in handouts.pages(lesson, kind)]
    for output in pictures_of(notebook_of(lesson)):
        words = re.findall(r"<text[^>]*>([A-Za-z ]{3,})</text>",
                           output.data.get("image/svg+xml", ""))
        assert on_one_page(pages, map(squeezed, words)), words


@EACH
@BOTH
def test_no_table_is_cut_at_a_page_edge(handouts, notebook_of, lesson, kind):
    pages = [squeezed(page) for page in handouts.pages(lesson, kind)]
    for cell in notebook_of(lesson).cells:
        source = SOLUTION.sub("", cell.source)
        if cell.cell_type != "markdown":
            continue
        for table in re.findall(r"(?:^\|.*\|$\n?)+", source, re.M):
            words = [word for one in re.split(r"[|\n]", table)
                     if re.fullmatch(r"[A-Za-z ,]{3,}", one.strip())
                     for word in one.replace(",", " ").split()]
            assert on_one_page(pages, words), table


@EACH
@BOTH
def test_no_heading_ends_a_page(handouts, notebook_of, lesson, kind):
    """Nor has it one line of its text alone below it."""
    headings = {squeezed(re.sub(r"[*`]", "", heading))
                for cell in notebook_of(lesson).cells
                if cell.cell_type == "markdown"
                for heading in re.findall(r"^##+ +(.+)$", cell.source, re.M)}
    assert headings
    for page in handouts.pages(lesson, kind):
        *lines, _ = [squeezed(line) for line in page.splitlines()
                     if line.strip()]
        assert not headings & set(lines[-2:])


@EACH
def test_solutions_are_for_teachers_only(handouts, notebook_of, lesson):
    solutions = solutions_of(notebook_of(lesson))
    reader, teacher = (handouts.html(lesson, kind) for kind in KINDS)
    assert teacher.count('class="solution"') == len(solutions)
    assert "<details" not in reader and 'class="solution"' not in reader
    printed = {kind: squeezed("".join(handouts.pages(lesson, kind)))
               for kind in KINDS}
    codes = [line for solution in solutions
             for code in re.findall(r"```c\n(.*?)```", solution, re.S)
             for line in code.splitlines() if len(squeezed(line)) > 24]
    for line in codes:
        assert squeezed(line) in printed["teacher"], line
        assert squeezed(line) not in printed["reader"], line
    assert bool(solutions) == (lesson.stem[:2] != "00")


@EACH
def test_readers_have_room_to_write(handouts, notebook_of, lesson):
    checks = sum("self-check" in cell.metadata.get("tags", [])
                 for cell in notebook_of(lesson).cells)
    reader, teacher = (handouts.html(lesson, kind) for kind in KINDS)
    assert reader.count('class="ruled"') > checks
    assert 'class="ruled"' not in teacher


# Room to write that belongs to an item of a list, but stands behind it.
RULED_ALONE = """Array.from(document.querySelectorAll(".ruled")).filter(
    (room) => room.parentElement.matches("section") &&
      (room.previousElementSibling || {}).tagName === "OL").length"""


@EACH
def test_an_exercise_stands_with_its_room(handouts, seen, lesson):
    assert seen(lesson, "reader")["alone"] == 0
    for page in handouts.pages(lesson, "reader"):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        assert not re.match(r"(\*\*)?Exercises\b.{0,30}$", lines[-2])


@EACH
@BOTH
def test_the_last_page_has_more_than_where_it_comes_from(handouts, lesson,
                                                        kind):
    last = handouts.pages(lesson, kind)[-1]
    lines = [line for line in last.splitlines() if line.strip()]
    assert len(lines) > 4, "title, a paragraph, the colophon, the page number"


@EACH
def test_no_solution_is_cut_at_a_page_edge(handouts, notebook_of, lesson):
    pages = [squeezed(page) for page in handouts.pages(lesson, "teacher")]
    for solution in solutions_of(notebook_of(lesson)):
        lines = [squeezed(line)
                 for code in re.findall(r"```c\n(.*?)```", solution, re.S)
                 for line in code.splitlines() if len(squeezed(line)) > 14]
        assert on_one_page(pages, lines), lines


@EACH
@BOTH
def test_no_page_is_half_empty(handouts, lesson, kind):
    shares = handouts.filled(lesson, kind)
    assert min(shares[:-1]) > 0.5, shares


@EACH
def test_the_card_is_one_page(handouts, seen, lesson):
    assert len(handouts.pages(lesson, "card")) == 1
    page = seen(lesson, "card")
    assert page["counts"]["table"] > 0
    assert page["size"] > 9, "letters of at least 7 points"


@EACH
@BOTH
def test_pages_have_numbers_title_and_date(handouts, lesson, kind):
    pages = handouts.pages(lesson, kind)
    title = re.search(r"<title>(.*?) \(for", handouts.html(lesson, kind))[1]
    for number, page in enumerate(pages, start=1):
        last = page.strip().splitlines()[-1]
        assert squeezed(last) == f"31January2026{number}/{len(pages)}"
        if number > 1:
            assert set(title.split()) <= set(
                " ".join(page.strip().splitlines()[:3]).split())
    assert squeezed(f"From {lesson.name}") in squeezed(pages[-1])


@EACH
def test_data_is_credited(handouts, notebook_of, lesson):
    loads = any("nb_load(" in cell.source for cell in notebook_of(lesson).cells
                if cell.cell_type == "code")
    if loads:
        assert "Data" in "".join(handouts.pages(lesson, "reader")[-2:])


@EACH
@ALL
def test_nothing_is_fetched_and_no_place_told(handouts, lesson, kind):
    html = re.sub(r"<script>.*?</script>", "", handouts.html(lesson, kind),
                  flags=re.S)
    assert "<script" not in html
    assert re.findall(r"""(?:src|<link[^>]*href)=["'](?!data:)[^"']*""",
                      html) == []
    assert "url(fonts" not in html
    assert b"file:" not in handouts.file(lesson, kind, "pdf").read_bytes()
