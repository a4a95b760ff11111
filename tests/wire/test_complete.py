"""Completion as a front end asks for it, with the whole kernel."""

import pytest
from conftest import whole_kernel


kernel = whole_kernel(
    "struct { double θ_first, θ_second; } état; int étage;",
    "#include <complex.h>\ndouble norm_of(double x, double y) "
    "{ return x + y; }")


def complete(kernel, code):
    at = code.index("‸")
    return kernel.ask("complete_request", {"code": code.replace("‸", ""),
                                           "cursor_pos": at}).reply


def test_places_are_code_points_and_types_are_told(kernel):
    reply = complete(kernel, 'puts("🙂é"); état.θ_‸ = 1;')
    assert reply["matches"] == ["θ_first", "θ_second"]
    assert (reply["cursor_start"], reply["cursor_end"]) == (17, 19)
    kinds = reply["metadata"]["_jupyter_types_experimental"]
    assert kinds[0] == {"start": 17, "end": 19, "text": "θ_first",
                        "type": "member", "signature": "double θ_first"}
    assert [kind["text"] for kind in kinds] == reply["matches"]


def test_functions_of_cells_and_headers_have_signatures(kernel):
    reply = complete(kernel, "norm_‸")
    kinds = reply["metadata"]["_jupyter_types_experimental"]
    assert [(k["text"], k["type"], k["signature"]) for k in kinds] == [
        ("norm_of", "function", "double norm_of(double x, double y)")]


def test_magics_are_those_that_there_are(kernel):
    magics = complete(kernel, "%‸")["matches"]
    assert {"%time", "%who", "%help", "%%check"} <= set(magics)
    for magic in magics:
        assert complete(kernel, magic + "‸")["matches"][0] == magic


def test_a_name_that_is_gone_is_no_match(kernel):
    kernel.run("struct gone_t { int i; }; struct gone_t gone_v;")
    assert complete(kernel, "gone_‸")["matches"] == ["gone_v"]
    kernel.run("struct gone_t { double d; };")
    assert complete(kernel, "gone_‸")["matches"] == []


@pytest.mark.parametrize("code", ["// nor‸", '"nor‸', "/* nor‸", "1nor‸", "‸"])
def test_no_answer_is_an_error(kernel, code):
    reply = complete(kernel, code)
    assert reply["status"] == "ok"
    assert "norm_of" not in reply["matches"] or code == "‸"
