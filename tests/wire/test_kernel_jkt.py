"""jupyter_kernel_test against the whole kernel, in C: every attribute is set,
and a test that is skipped is a failure."""

import jupyter_kernel_test as jkt
from conftest import build_dir
from jkt import run_all

NAME = "nabla"
SVG = '<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"9\\" height=\\"9\\"/>'
# One transparent pixel.
PNG = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAC"
       "hwGA60e6kgAAAABJRU5ErkJggg==")


class Kernel(jkt.KernelTests):
    __test__ = False
    kernel_name = NAME
    language_name = "c"
    file_extension = ".c"
    code_hello_world = r'printf("hello, world\n");'
    code_stderr = r'fprintf(stderr, "oops\n");'
    completion_samples = [
        {"text": "gsl_vector_alloc_from_b",
         "matches": {"gsl_vector_alloc_from_block"}},
    ]
    complete_code_samples = [
        "1;", "6 * 7", "int j = 5;", "double sq(double x) { return x * x; }",
        "// a comment", "#define N 3", "",
    ]
    incomplete_code_samples = [
        "double sq(double x) {", 'printf("a', "/* open", "int a[3] = {1,",
        "x = (1 +", "for (int i = 0; i < 3; i++) {",
    ]
    invalid_code_samples = ["int )( = 3;", "}"]
    code_page_something = "gsl_vector_alloc?"
    code_generate_error = "int x = undeclared_name;"
    code_execute_result = [
        {"code": "6*7", "result": "42"},
        {"code": "1+2+3", "result": "6"},
    ]
    code_display_data = [
        {"code": 'nb_html("<b>x</b>");', "mime": "text/html"},
        {"code": f'nb_svg("{SVG}");', "mime": "image/svg+xml"},
        {"code": 'nb_latex("x^2");', "mime": "text/latex"},
        {"code": f'nb_png("{PNG}");', "mime": "image/png"},
    ]
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "gsl_vector_alloc"
    code_clear_output = "nb_clear(false);"


def test_the_kernel_passes_jupyter_kernel_test(tmp_path):
    session = build_dir() / "kernel" / "session" / "nabla-session"
    assert session.exists(), "nabla-session is not built"
    run_all(tmp_path, NAME, session, [Kernel], 13)
