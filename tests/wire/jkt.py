"""Run the classes of jupyter_kernel_test so that nothing can be skipped."""

import os
import unittest
from unittest import mock

import jupyter_kernel_test as jkt
from conftest import make_kernelspec


def run_all(tmp_path, name, session, classes, expected, **env):
    """Every test of the classes and of the welcome, against a kernelspec of
    the build directory; expected is their number."""
    class Welcome(jkt.IopubWelcomeTests):
        kernel_name = name
        support_iopub_welcome = True

    make_kernelspec(tmp_path / "kernels" / name, session, **env)
    classes = [*classes, Welcome]
    suite = unittest.TestSuite(
        unittest.defaultTestLoader.loadTestsFromTestCase(c) for c in classes
    )
    with mock.patch.dict(os.environ, {"JUPYTER_PATH": str(tmp_path)}):
        result = unittest.TextTestRunner(verbosity=2).run(suite)
    problems = result.failures + result.errors + result.skipped
    assert not problems, "\n".join(f"{test}:\n{why}" for test, why in problems)
    assert result.testsRun == expected
