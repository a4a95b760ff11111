"""The note under a cell that changes what other cells have used."""

import pytest
from conftest import running


@pytest.fixture
def page(tmp_path):
    with running(tmp_path) as kernel:
        yield Page(kernel)


class Page:
    """A notebook as a front end keeps it: cells that have ids, and displays
    that later cells may change."""

    def __init__(self, kernel):
        self.kernel = kernel
        self.shown = {}    # display id -> the text that is there now
        self.display = {}  # cell -> display id of its note

    def run(self, cell, code, deleted=(), status="ok", **content):
        """Run a cell; its note, or ""."""
        metadata = {"cellId": cell, "deletedCells": list(deleted)}
        if cell is None:
            metadata = {}
        session = self.kernel.kc.session
        message = session.msg("execute_request", {
            "code": code, "silent": False, "store_history": True,
            "user_expressions": {}, "allow_stdin": False,
            "stop_on_error": True, **content}, metadata=metadata)
        self.kernel.kc.shell_channel.send(message)
        result = self.kernel.result(message["header"]["msg_id"])
        assert result.reply["status"] == status, result.reply
        assert result.text("stderr") == ""
        self.display.pop(cell, None)
        for kind in ("display_data", "update_display_data"):
            for shown in result.content(kind):
                name = shown["transient"]["display_id"]
                self.shown[name] = shown["data"]["text/plain"]
                assert "\n" not in self.shown[name]
                if kind == "display_data":
                    self.display[cell] = name
        return self.note(cell)

    def note(self, cell):
        return self.shown.get(self.display.get(cell), "")


DEFINES, USES = "double f(double x) { return x; }", "f(2)"


def test_an_edited_function_names_the_cells_that_used_it(page):
    assert page.run("a", DEFINES) == ""
    assert page.run("b", USES) == ""
    assert page.run("c", "double y = f(3);") == ""
    assert page.run("d", "sin(1)") == ""
    assert page.run("a", "double f(double x) { return 2 * x; }") == (
        "In[2] and In[3] used the old 'f'. Run them again.")
    assert page.run("b", USES) == ""
    assert page.note("a") == "In[3] used the old 'f'. Run it again."
    assert page.run("c", "double y = f(3);") == ""
    assert page.note("a") == ""


def test_the_same_text_is_no_change(page):
    page.run("a", DEFINES)
    page.run("b", USES)
    assert page.run("a", DEFINES) == ""
    assert page.run("a", "/* The identity. */\n" + DEFINES.replace(
        "{", "{\n    /* no more */")) == ""
    page.run("a", "double f(double x) { return 2 * x; }")
    assert page.run("a", DEFINES) == "", "what was used is back"


def test_a_notebook_from_top_to_bottom_has_no_notes(page):
    """Twice: each name means at each place what it meant there."""
    book = [("a", DEFINES), ("b", USES),
            ("c", "double f(double x) { return x * x; }"), ("d", USES)]
    for _ in range(2):
        for cell, code in book:
            assert page.run(cell, code) == ""
    told = page.run("c", "double f(double x) { return x * x * x; }")
    assert told == "In[8] used the old 'f'. Run it again."
    for cell, code in book[:2]:
        assert page.run(cell, code) == ""


def test_a_front_end_without_cell_ids_has_no_notes(page):
    page.run(None, DEFINES)
    page.run(None, USES)
    assert page.run(None, "double f(double x) { return 2 * x; }") == ""


@pytest.mark.parametrize("before, uses, after, name", [
    ("#define N 3", "int a[N];", "#define N 4", "N"),
    ("#define SQ(x) ((x) * (x))", "SQ(2)", "#define SQ(x) ((x) + (x))", "SQ"),
    ("typedef double real;", "(real)1 / 3", "typedef float real;",
     "real"),
    ("struct p { int x; };", "sizeof(struct p)", "struct p { int y; };", "p"),
    ("int k = 1;", "k / 2.0", "double k = 1;", "k"),
    ("double g(double x) { return x; }", "h(1)",
     "double g(double x) { return -x; }", "g"),
    ("int u[3] = {1, 2, 3};", "u[0]", "int u[4] = {1, 2, 3, 4};", "u"),
])
def test_all_that_a_cell_defines(page, before, uses, after, name):
    page.run("0", "double g(double); double h(double x) { return g(x); }")
    page.run("a", before)
    page.run("b", uses)
    assert f"the old '{name}'" in page.run("a", after)


def test_several_names_and_many_cells_are_one_line(page):
    page.run("a", "#define N 1\nint f(void) { return 1; }\n"
                  "int g(void) { return 1; }\nint h(void) { return 1; }")
    for i in range(6):
        page.run(f"b{i}", "N + f() + g() + h()")
    assert page.run("a", "#define N 2\nint f(void) { return 2; }\n"
                    "int g(void) { return 2; }\nint h(void) { return 2; }") \
        == ("In[2], In[3], In[4] and 3 more used the old 'f', 'g', 'h' and "
            "others. Run them again.")


def test_a_value_that_is_edited_is_no_other_definition(page):
    page.run("a", "double rate = 0.1;")
    page.run("b", "rate * 2")
    assert page.run("a", "double rate = 0.5;") == ""
    assert page.run("c", "rate = 7;") == ""


def test_cells_that_are_gone_or_failed_or_silent_are_not_named(page):
    page.run("a", DEFINES)
    page.run("b", USES)
    page.run("c", "f(3); exit(3);", status="error")
    page.run("d", "f(4);", silent=True, store_history=False)
    page.run("e", "f(5)")
    page.run("e", "6", deleted=["b"])
    assert page.run("a", "double f(double x) { return 2 * x; }") == ""


def test_who_agrees(page):
    page.run("a", DEFINES)
    page.run("b", USES)
    page.run("a", "double f(double x) { return 2 * x; }")
    listed = page.kernel.run("%who").text()
    assert "In[2] is stale: 'f', which it used, is another since In[3]" in listed


def test_a_crash_forgets_the_edit_and_its_note(page):
    page.run("a", DEFINES)
    page.run("b", USES)
    page.run("a", "double f(double x) { return 2 * x; }\n"
                  "*(volatile int *)0 = 1;", status="error")
    assert page.run("c", "1") == ""
    assert page.run("a", DEFINES) == ""
