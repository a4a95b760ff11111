"""qtconsole for real, without a screen."""

import json
import pathlib
import subprocess

import pytest
from conftest import environment, other

HERE = pathlib.Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def shown(place):
    """What the window showed: see qt_dialogue.py."""
    done = subprocess.run(
        [other("python"), HERE / "qt_dialogue.py"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, timeout=120, cwd=place,
        env=environment(place, QT_QPA_PLATFORM="offscreen"))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("place_of_it, words", [
    ("banner", ["nabla", "In [1]:"]),
    ("value", ["Out[1]: 42", "In [2]:"]),
    ("stream", ["\n5!\n"]),
    ("error", ["CompileError", "'missing'", "^~~~~~~"]),
    ("continued", ["int twice(int n) {\n    "]),
    ("completed", ["town"]),
    ("tip", ["double gsl_sf_bessel_J0(", "Bessel"]),
    ("previous", ["missing"]),
])
def test_the_window_shows_it(shown, place_of_it, words):
    for word in words:
        assert word in shown[place_of_it], shown[place_of_it]
