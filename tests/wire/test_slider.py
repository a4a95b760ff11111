"""Sliders: what the front end is told of them, and what it asks for."""

import pytest
from conftest import is_idle, parent, whole_kernel

CODE = """double rate = nb_slider("rate", 0.001, 1, .log = true, .init = 0.1);
double k = nb_slider("k", 0, 10, .step = 1);
printf("%g %g\\n", rate, k);"""
WIDGET = "application/vnd.jupyter.widget-view+json"


kernel = whole_kernel()


def models(result):
    """comm_id -> state of the sliders, in the order of the cell."""
    return {opened["comm_id"]: opened["data"]["state"]
            for opened in result.content("comm_open")
            if "value" in opened["data"]["state"]}


def tell(kernel, comm_id, **data):
    """Send a comm_msg; all that came of it."""
    msg_id = kernel.send("comm_msg", {"comm_id": comm_id, "data": data})
    messages = []
    while not messages or not (is_idle(messages[-1]) and
                               parent(messages[-1]) == msg_id):
        messages.append(kernel.iopub())
    return messages


def move(kernel, comm_id, value):
    return tell(kernel, comm_id, method="update", state={"value": value},
                buffer_paths=[])


def printed(messages):
    return "".join(m["content"]["text"] for m in messages
                   if m["msg_type"] == "stream")


@pytest.fixture
def sliders(kernel):
    result = kernel.run(CODE)
    assert result.text() == "0.1 5\n"
    yield result, list(models(result))


def test_each_is_opened_and_shown_with_a_face_of_text(sliders):
    result, (rate, k) = sliders
    states = models(result)
    assert states[rate]["_model_name"] == "FloatLogSliderModel"
    assert (states[rate]["min"], states[rate]["max"]) == (-3, 0)
    assert states[k]["_model_name"] == "FloatSliderModel"
    assert [states[k][n] for n in ("min", "max", "step", "value")] == [
        0, 10, 1, 5]
    shown = [d["data"] for d in result.content("display_data")]
    assert [d[WIDGET]["model_id"] for d in shown] == [rate, k]
    assert all("├" in d["text/plain"] for d in shown)
    opened = [m for m in result.messages if m["msg_type"] == "comm_open"]
    assert len(opened) == 6
    assert all(m["metadata"]["version"][0] == "2" for m in opened)
    known = {m["content"]["comm_id"] for m in opened}
    for state in states.values():
        assert state["layout"].removeprefix("IPY_MODEL_") in known
        assert state["style"].removeprefix("IPY_MODEL_") in known


def test_moved_it_runs_its_cell_into_the_same_place(kernel, sliders):
    result, (rate, k) = sliders
    messages = move(kernel, k, 3)
    assert printed(messages) == "0.1 3\n"
    kinds = [m["msg_type"] for m in messages]
    assert kinds == ["status", "clear_output", "display_data", "display_data",
                     "stream", "status"]
    cell = parent(result.messages[0])
    assert all(parent(m) == cell for m in messages[1:-1])
    assert printed(move(kernel, rate, 1)) == "1 3\n"
    assert kernel.run("k").content("execute_result")[0]["data"][
        "text/plain"] == "3"


def test_run_by_the_reader_it_begins_anew(kernel, sliders):
    _, (_, k) = sliders
    move(kernel, k, 3)
    again = kernel.run(CODE)
    assert again.text() == "0.1 5\n"
    assert k not in models(again)


def test_out_of_its_range_it_stays_in_it(kernel, sliders):
    _, (rate, k) = sliders
    assert printed(move(kernel, k, 99)) == "0.1 10\n"
    assert printed(move(kernel, rate, -5)) == "0.001 10\n"
    assert printed(move(kernel, k, 2.4)) == "0.001 2\n"


def test_a_cell_that_fails_then_says_so_and_can_be_moved_back(kernel):
    result = kernel.run('int n = nb_slider("n", 0, 4, .step = 1, .init = 2);\n'
                        'printf("%d\\n", 12 / n);')
    [n] = models(result)
    errors = [m for m in move(kernel, n, 0) if m["msg_type"] == "error"]
    assert errors[0]["content"]["ename"] == "DivisionByZero"
    assert printed(move(kernel, n, 3)) == "4\n"


def test_a_page_that_was_opened_anew_finds_them(kernel, sliders):
    _, (_, k) = sliders
    move(kernel, k, 7)
    comms = kernel.ask("comm_info_request",
                       {"target_name": "jupyter.widget"}).reply["comms"]
    assert comms[k] == {"target_name": "jupyter.widget"}
    told = [m["content"] for m in tell(kernel, k, method="request_state")
            if m["msg_type"] == "comm_msg"]
    assert told[0]["data"]["method"] == "update"
    assert told[0]["data"]["state"]["value"] == 7
    other = kernel.ask("comm_info_request", {"target_name": "other"})
    assert other.reply["comms"] == {}


@pytest.mark.parametrize("data", [
    {}, {"method": "update"}, {"method": "update", "state": {"value": "x"}},
    {"method": "update", "state": []}, {"method": 3}, {"method": "custom"},
])
def test_what_is_no_value_changes_nothing(kernel, sliders, data):
    _, (_, k) = sliders
    messages = tell(kernel, k, **data)
    assert [m["msg_type"] for m in messages] == ["status", "status"]
    assert printed(move(kernel, k, 4)) == "0.1 4\n"


def test_a_slider_that_is_not_there(kernel):
    messages = move(kernel, "no such one", 1)
    assert [m["msg_type"] for m in messages] == ["status", "status"]


def test_many_sliders_of_many_cells(kernel):
    first = models(kernel.run('printf("%g\\n", nb_slider("a", 0, 1));'))
    for i in range(40):
        kernel.run(f'nb_slider("b{i}", 0, 1);')
    [a] = first
    assert printed(move(kernel, a, 1)) == ""  # forgotten
    many = kernel.run('for (int i = 0; i < 20; i++) '
                      'printf("%g ", nb_slider("c", 0, 1));')
    assert len(models(many)) == 16
    assert len(many.content("display_data")) == 20
    last = list(models(many))[-1]
    assert printed(move(kernel, last, 1)).split()[15] == "1"
