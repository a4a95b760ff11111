"""What a cell displays has bounds, as what it prints has: a loop without end
fills neither the page nor the front end's memory, and can be stopped."""

import time

import pytest
from conftest import build_dir

LIMIT = 1000000
REAL = {"NABLA_MAX_OUTPUT": str(LIMIT)}


@pytest.fixture
def kernel(start):
    session = build_dir() / "kernel" / "session" / "nabla-session"
    kernel = start(session=session, **REAL)
    kernel.run("#include <stdlib.h>\nint shown = 0; char *page = malloc(10001);"
               "memset(page, 'x', 10000); page[10000] = 0;")
    return kernel


def size(messages):
    """Bytes of what was displayed."""
    return sum(len(data) for m in messages if m["msg_type"] in
               ("display_data", "update_display_data")
               for data in m["content"]["data"].values())


def stop(kernel, asked):
    kernel.ask("interrupt_request", channel="control")
    result = kernel.result(asked)
    assert result.reply["ename"] == "KeyboardInterrupt", result.reply
    return result


def wait_for(kernel, words):
    """Until these are on stderr; what came until then is kept."""
    while True:
        message = kernel.iopub()
        kernel.held.append(message)
        if words in str(message["content"].get("text")):
            return


ENDLESS = {
    "text": "for (;; shown++) nb_html(page);",
    "numbers": "for (;; shown++) nb_show(page);",
    "plots": "gsl_vector *v = nb_linspace(0, 1, 90);\n"
             "for (;; shown++) nb_scope { nb_show(nb_plot(nb_line_y(v))); }",
    "both": "for (;; shown++) { printf(\"%s\", page); nb_html(page); }",
}


@pytest.mark.parametrize("title", ENDLESS)
def test_an_endless_loop_fills_no_page(kernel, title):
    asked = kernel.execute(ENDLESS[title])
    wait_for(kernel, "more than 1000000 bytes")
    result = stop(kernel, asked)
    told = result.text("stderr")
    if title != "both":
        assert told.count("This cell has shown more than 1000000 bytes. The "
                          "rest of its output is not shown") == 1
    assert size(result.messages) + len(result.text()) <= LIMIT
    again = kernel.run("nb_html(page); shown > 20")  # it did go on
    assert size(again.messages) == 2 * 10000
    assert again.content("execute_result")[0]["data"]["text/plain"] == "1"


def test_what_replaces_something_goes_on_and_is_slowed_down(kernel):
    """A second page of a million bytes would take 16 seconds; nothing of what
    comes until it is stopped is lost."""
    asked = kernel.execute("for (shown = 0;; shown++) {\n"
                           "  nb_clear(true); nb_html(page);\n}")
    begin = time.monotonic()
    while time.monotonic() < begin + 2:
        kernel.held.append(kernel.iopub())
    result = stop(kernel, asked)
    seconds = time.monotonic() - begin
    sent = len(result.content("display_data")) * 20000
    assert "more than" not in result.text("stderr")
    assert LIMIT // 2 < sent < LIMIT * (1 + seconds / 16) + 50000
    shown = kernel.run("shown").content("execute_result")[0]["data"]
    assert abs(int(shown["text/plain"]) * 20000 - sent) <= 60000


def test_more_messages_than_a_server_hands_on_come_late_and_complete(kernel):
    """jupyter_server drops those beyond 3,000 in three seconds."""
    begin = time.monotonic()
    result = kernel.run("for (int i = 0; i < 2000; i++) nb_show(i);")
    assert time.monotonic() - begin > 1.9
    assert [c["data"]["text/plain"] for c in result.content("display_data")] \
        == [str(i) for i in range(2000)]


def test_a_page_that_was_cleared_has_room_again(kernel):
    result = kernel.run("for (int k = 0; k < 2; k++) {\n  nb_clear(false);\n"
                        "  for (int i = 0; i < 40; i++) nb_html(page);\n}")
    assert len(result.content("display_data")) == 80
    assert result.text("stderr") == ""


def test_the_last_of_many_updates_is_on_the_page(kernel):
    result = kernel.run(
        'nb_scope { gsl_vector *v = nb_vec(1, 2);\n'
        '  for (int i = 0; i < 200; i++) nb_live("a", nb_plot(nb_line_y(v), '
        '.title = i == 199 ? "end" : "")); }')
    assert "end" in result.content("update_display_data")[-1]["data"][
        "image/svg+xml"]
