"""Register the kernel of a build directory in a Python environment.

    python register.py BUILD ENVIRONMENT

Writes the kernelspec, whose programs stay where they were built, and the
defaults of JupyterLab: new notebooks are C, and nothing is asked of the net.
"""

import json
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent


def main(build, environment):
    spec = environment / "share/jupyter/kernels/nabla"
    spec.mkdir(parents=True, exist_ok=True)
    kernel = json.dumps(str(build / "kernel/supervisor/nabla-kernel"))
    template = (HERE / "kernel.json.in").read_text(encoding="utf-8")
    text = template.replace('"@KERNEL@"', kernel)
    (spec / "kernel.json").write_text(text, encoding="utf-8")
    for logo in HERE.glob("logo-*"):
        shutil.copy(logo, spec)

    copies = {
        "overrides.json": "share/jupyter/lab/settings",
        "jupyter_server_config.json": "etc/jupyter",
    }
    for name, folder in copies.items():
        target = environment / folder
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / name, target)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
