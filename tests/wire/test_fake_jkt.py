"""jupyter_kernel_test against the supervisor alone, in the words of the fake
executor: what fails here is the protocol, not the language."""

import jupyter_kernel_test as jkt
from conftest import fake_session
from jkt import run_all

NAME = "nabla-fake"


class Protocol(jkt.KernelTests):
    __test__ = False
    kernel_name = NAME
    language_name = "c"
    file_extension = ".c"
    code_hello_world = "print hello, world"
    code_stderr = "eprint oops"
    completion_samples = [{"text": "gsl_vector_alloc",
                           "matches": {"gsl_vector_alloc_from_block"}}]
    complete_code_samples = ["1;"]
    incomplete_code_samples = ["int f() {"]
    invalid_code_samples = [")"]
    code_page_something = "page a manual"
    code_generate_error = "error wrong"
    code_execute_result = [{"code": "value 1+2+3", "result": "1+2+3"},
                           {"code": "value 42", "result": "42"}]
    code_display_data = [
        {"code": "mime text/html <b>x</b>", "mime": "text/html"},
        {"code": "mime image/svg+xml <svg/>", "mime": "image/svg+xml"},
        {"code": "mime application/json [1]", "mime": "application/json"},
    ]
    code_history_pattern = "*1?2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "gsl_vector_alloc"
    code_clear_output = "clear 0"


def test_the_protocol_is_that_of_jupyter_kernel_test(tmp_path):
    run_all(tmp_path, NAME, fake_session(), [Protocol], 13)
