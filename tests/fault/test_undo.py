"""%undo goes back to the session as it was before the last cells."""

import random
import time

import pytest


def value(kernel, code):
    result = kernel.run(code)
    assert result.reply["status"] == "ok", result.reply
    return result.content("execute_result")[0]["data"]["text/plain"]


def undo(kernel, cells=""):
    result = kernel.run(f"%undo {cells}")
    assert result.reply["status"] == "ok", result.reply
    return result.text()


def test_the_last_cell(kernel):
    kernel.run("int u = 1; int twice(void) { return 2 * u; }")
    kernel.run("u = 5; int twice(void) { return 100; } int fresh = 3;")
    before = kernel.run("int more = 1;").reply["execution_count"]
    kernel.run("")
    assert undo(kernel, 2) == f"In[{before - 1}] to In[{before}] are undone.\n"
    assert value(kernel, "u + twice()") == "3"
    assert kernel.run("fresh").reply["ename"] == "CompileError"


def test_one_cell_by_default(kernel):
    kernel.run("int w = 1;")
    count = kernel.run("w = 2;").reply["execution_count"]
    assert undo(kernel) == f"In[{count}] is undone.\n"
    assert value(kernel, "w") == "1"


def test_more_than_there_are(kernel):
    kernel.run("int many = 8;")
    result = kernel.run("%undo 40")
    assert result.reply["ename"] == "UndoError"
    assert value(kernel, "many") == "8"


@pytest.mark.parametrize("word", ["x", "-1", "1.5"])
def test_not_a_number(kernel, word):
    assert kernel.run(f"%undo {word}").reply["ename"] == "UsageError"


def random_cell(rng):
    name = rng.choice("abcde")
    return rng.choice([
        f"int n_{name} = {rng.randrange(100)};",
        f"int f_{name}(void) {{ static int k; return ++k + {rng.randrange(9)}; }}",
        f"f_{name}()", f"n_{name} += {rng.randrange(9)}; n_{name}",
        f"#define M_{name.upper()} {rng.randrange(99)}",
        f"M_{name.upper()} + n_{name}", "nonsense + 1",
    ])


def outcome(kernel, code):
    result = kernel.run(code)
    values = [c["data"]["text/plain"] for c in result.content("execute_result")]
    return result.reply["status"], result.reply.get("ename"), values


@pytest.mark.parametrize("seed", range(20))
def test_run_undo_run_again_is_run_once(kernel, seed):
    """The law: the second run finds what the first one found."""
    rng = random.Random(seed)
    for _ in range(6):
        outcome(kernel, random_cell(rng))
    cells = [random_cell(rng) for _ in range(rng.randrange(1, 4))]
    first = [outcome(kernel, code) for code in cells]
    # A cell that does not compile changes nothing: there is nothing to undo.
    changes = sum(status == "ok" for status, _, _ in first)
    if changes:
        undo(kernel, changes)
    assert [outcome(kernel, code) for code in cells] == first


FAST = """double step(double x) {
    for (int i = 0; i < 1000; i++) x = x * 0.5 + %s;
    return x;
}
"""


def test_functions_that_the_c_compiler_has_made_again(kernel):
    """The copy has the slots of its time, and both compilers' bodies."""
    kernel.run(FAST % 1)
    time.sleep(0.5)
    assert value(kernel, "step(3)") == "2"
    kernel.run(FAST % 2)
    time.sleep(0.5)
    assert value(kernel, "step(3)") == "4"
    undo(kernel, 2)
    assert value(kernel, "step(3)") == "2"
    kernel.run(FAST % 3 + "step(1);")
    assert value(kernel, "step(3)") == "6"


def test_reset_forgets_everything_and_the_kernel_goes_on(kernel):
    kernel.run("int before_reset = 5; setenv(\"BEFORE_RESET\", \"1\", 1);")
    count = kernel.run("before_reset").reply["execution_count"]
    result = kernel.run("%reset")
    assert result.reply["status"] == "ok"
    assert "begins anew" in result.text()
    assert kernel.run("before_reset").reply["ename"] == "CompileError"
    again = kernel.run('getenv("BEFORE_RESET") == NULL')
    assert again.reply["execution_count"] == count + 3
    assert again.content("execute_result")[0]["data"]["text/plain"] == "1"
    assert kernel.run("%undo 9").reply["ename"] == "UndoError"
    assert value(kernel, "double before_reset = 1.5; before_reset") == "1.5"


def test_reset_is_not_undo(kernel):
    assert kernel.run("%reset all").reply["ename"] == "UsageError"
    assert kernel.run("%undo 0").reply["ename"] == "UsageError"
