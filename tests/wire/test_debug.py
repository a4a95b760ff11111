"""The panel with the variables: debug_request, with the whole kernel."""

import json

import pytest
from conftest import TIMEOUT, make_kernelspec, parent, whole_kernel

CELL = r"""
gsl_matrix *A = nb_mat((1, 2.5), (3, 4));
gsl_vector *v = nb_vec(1, 2, 3), *gone = gsl_vector_alloc(4);
gsl_vector_free(gone);
gsl_matrix *wild = (gsl_matrix *)0x1234, *none = NULL;
double rate = 0.5; int count = 3, grid[2][2] = {{1, 2}, {3, 4}};
char *name = "Zürich", letters[4] = "abc";
struct { int a; double b[2]; struct { char c; } in; } s = {1, {2, 3}, {'x'}};
static int hidden; typedef int number; number (*f)(int);
int declared(int);
"""


kernel = whole_kernel(CELL)


def test_it_says_that_it_has_one(tmp_path):
    assert make_kernelspec(tmp_path)["metadata"]["debugger"] is True


def send(kernel, command, **arguments):
    return kernel.send("debug_request",
                       {"type": "request", "seq": 7, "command": command,
                        "arguments": arguments}, "control")


def receive(kernel, asked):
    while True:
        message = kernel.kc.get_control_msg(timeout=TIMEOUT)
        if parent(message) == asked:
            return message["content"]


def debug(kernel, command, **arguments):
    reply = receive(kernel, send(kernel, command, **arguments))
    assert reply["type"] == "response" and reply["command"] == command
    assert reply["request_seq"] == 7
    return reply


def variables(kernel):
    body = debug(kernel, "inspectVariables")["body"]
    return {row["name"]: row for row in body["variables"]}


def parts(kernel, number):
    body = debug(kernel, "variables", variablesReference=number)["body"]
    return {row["name"]: row for row in body["variables"]}


def test_a_front_end_can_attach_and_leave(kernel):
    info = debug(kernel, "debugInfo")["body"]
    assert info["isStarted"] is False and info["richRendering"] is True
    assert info["breakpoints"] == info["stoppedThreads"] == []
    assert debug(kernel, "initialize")["success"]
    assert debug(kernel, "attach")["success"]
    assert debug(kernel, "debugInfo")["body"]["isStarted"] is True
    assert debug(kernel, "disconnect")["success"]
    assert debug(kernel, "debugInfo")["body"]["isStarted"] is False


def test_all_variables_have_a_type_and_a_value(kernel):
    rows = variables(kernel)
    told = {name: (row["type"], row["value"]) for name, row in rows.items()}
    assert told["A"] == ("gsl_matrix *, 2 x 2", "2 x 2: 1, 2.5; 3, 4")
    assert told["v"] == ("gsl_vector *, 3", "3: 1, 2, 3")
    assert told["gone"][1] == "freed"
    assert told["wild"][1] == "(gsl_matrix *) 0x1234"
    assert told["none"][1] == "NULL"
    assert told["rate"] == ("double = 0.5", "0.5")
    assert told["count"] == ("int", "3")
    assert told["grid"] == ("int [2][2], 16 bytes", "2 x 2: 1, 2; 3, 4")
    assert told["name"] == ('char * = "Zürich"', '"Zürich"')
    assert told["letters"] == ("char [4], 4 bytes", '"abc"')
    assert told["s"][0] == "struct, 32 bytes"
    assert "declared" not in told and "number" not in told
    assert list(rows)[:3] == ["A", "v", "gone"], "in the order of the cell"


def test_structs_and_arrays_have_parts(kernel):
    rows = variables(kernel)
    members = parts(kernel, rows["s"]["variablesReference"])
    assert list(members) == ["a", "b", "in"]
    elements = parts(kernel, members["b"]["variablesReference"])
    assert [(n, r["value"]) for n, r in elements.items()] == [
        ("[0]", "2"), ("[1]", "3")]
    inner = parts(kernel, members["in"]["variablesReference"])
    assert inner["c"]["value"] == "'x' (120)"
    assert members["a"]["variablesReference"] == 0
    line = parts(kernel, rows["grid"]["variablesReference"])["[1]"]
    assert line["value"] == "2: 3, 4"


@pytest.mark.parametrize("number", [-1, 0, 1, 1 << 20, 12345678901, 1 << 50])
def test_a_number_of_nothing_has_no_parts(kernel, number):
    assert parts(kernel, number) == {}


def test_a_matrix_is_a_table(kernel):
    body = debug(kernel, "richInspectVariables", variableName="A")["body"]
    assert "<th>1</th><td>3</td><td>4</td>" in body["data"]["text/html"]
    assert body["data"]["text/plain"].startswith("gsl_matrix *A = 2 x 2")
    kernel.run("double large[300][60] = {{7}};")
    html = debug(kernel, "richInspectVariables",
                 variableName="large")["body"]["data"]["text/html"]
    assert "the first of 300 x 60" in html and html.count("<tr>") == 201
    missing = debug(kernel, "richInspectVariables", variableName="nothing")
    assert missing["success"] is False and "no variable" in missing["message"]


def test_what_there_is_not_is_refused_in_words(kernel):
    reply = debug(kernel, "copyToGlobals", srcVariableName="a")
    assert reply["success"] is False and "global already" in reply["message"]
    for command in ("next", "continue", "evaluate", "no such thing"):
        reply = debug(kernel, command)
        assert reply["success"] is False and "%%check" in reply["message"]
    for command in ("stackTrace", "scopes", "setBreakpoints", "threads"):
        assert debug(kernel, command)["success"] is True


def test_a_running_cell_shows_what_was_before_it(kernel, tmp_path):
    go = tmp_path / "go"
    cell = kernel.execute(
        f'#include <unistd.h>\nint during = 1; rate = 9; printf("started\\n");'
        f'\nwhile (access("{go}", F_OK)) usleep(1000);')
    kernel.until(cell, "stream")
    rows = variables(kernel)
    assert rows["rate"]["value"] == "0.5" and "during" not in rows
    assert debug(kernel, "debugInfo")["success"]
    go.write_text("go")
    kernel.result(cell)
    assert variables(kernel)["rate"]["value"] == "9"


def test_an_answer_is_no_word_of_the_cell(kernel, tmp_path):
    """JupyterLab asks for the variables after each word of a cell: what is
    published of the answer must not be one, or it would ask for ever."""
    go = tmp_path / "go"
    cell = kernel.execute(
        f'#include <unistd.h>\nprintf("started\\n");\n'
        f'while (access("{go}", F_OK)) usleep(1000);')
    kernel.until(cell, "stream")
    kernel.held.clear()
    asked = send(kernel, "inspectVariables")
    receive(kernel, asked)
    seen = []
    while seen[-2:] != ["idle", "busy"]:
        message = kernel.iopub()
        assert parent(message) == asked, json.dumps(message["content"])
        seen.append(message["content"]["execution_state"])
    go.write_text("go")
    kernel.reply(cell)


def test_a_program_that_breaks_its_own_types_is_no_harm(kernel):
    kernel.run("struct broken { char *text; struct broken *next; } chain = "
               "{(char *)17, (struct broken *)18};\n"
               "gsl_matrix odd = {1000000000, 1000000000, 7, (double *)19};\n"
               "gsl_matrix *odd_at = &odd;")
    rows = variables(kernel)
    assert "no readable memory" in rows["chain"]["value"]
    assert rows["odd_at"]["value"].startswith("1000000000 x 1000000000: ?, ?")
    body = debug(kernel, "richInspectVariables", variableName="odd_at")["body"]
    assert "<td>?</td>" in body["data"]["text/html"]
    assert parts(kernel, rows["chain"]["variablesReference"])
