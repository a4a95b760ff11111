"""Register the kernel of a checkout in its Python environment.

    python register.py CHECKOUT

Writes the kernelspec, whose programs stay where they were built, what
nbconvert needs for handouts and programs, and the defaults of JupyterLab: it
opens on notebooks/, new notebooks are C, root may start it, figures fit into
the window, and nothing is asked of the network.
"""

import json
import pathlib
import shutil
import sys
import sysconfig

HERE = pathlib.Path(__file__).resolve().parent
# JupyterLab shows a figure at its full width and lets the reader scroll.
STYLE = """.jp-RenderedSVG img {
  max-width: 100%;
  height: auto;
}
"""


def write_json(file, value):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def write_kernelspec(folder, programs):
    template = (HERE / "kernel.json.in").read_text(encoding="utf-8")
    spec = json.loads(template)
    spec["argv"][0] = str(programs / "supervisor/nabla-kernel")
    spec["env"] = {"NABLA_SESSION": str(programs / "session/nabla-session")}
    write_json(folder / "kernel.json", spec)
    for logo in HERE.glob("logo-*"):
        shutil.copy(logo, folder)


def write_template(folder):
    """The pages of handouts, for `jupyter nbconvert --template nabla` too."""
    shutil.copytree(HERE / "handouts/template", folder, dirs_exist_ok=True)
    sys.path.insert(0, str(HERE / "handouts"))
    import katex
    katex.main(folder)


def write_style(folder):
    """What JupyterLab loads besides its own style sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "custom.css").write_text(STYLE)


def write_exporter():
    """What `jupyter nbconvert --to script` takes for notebooks in C: found by
    an entry point, as that of any package."""
    site = pathlib.Path(sysconfig.get_path("purelib"))
    (site / "nabla_export.pth").write_text(f"{HERE / 'export'}\n")
    about = site / "nabla-0.1.0.dist-info"
    about.mkdir(exist_ok=True)
    for name in ("METADATA", "entry_points.txt"):
        shutil.copy(HERE / "export" / name, about)


def main(checkout):
    environment = checkout / ".venv"
    (environment / "jupyter").mkdir(exist_ok=True)
    write_kernelspec(environment / "share/jupyter/kernels/nabla",
                     checkout / "build/kernel")
    write_template(environment / "share/jupyter/nbconvert/templates/nabla")
    write_exporter()
    write_style(environment / "jupyter/config/custom")
    write_json(environment / "share/jupyter/lab/settings/overrides.json", {
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false", "checkForUpdates": False}})
    write_json(environment / "etc/jupyter/jupyter_server_config.json", {
        "ServerApp": {"root_dir": str(checkout / "notebooks"),
                      "allow_root": True},
        "LabApp": {"news_url": None, "custom_css": True,
                   "check_for_updates_class": "jupyterlab.NeverCheckForUpdate"},
        "MultiKernelManager": {"default_kernel_name": "nabla"},
        # The kernel has a bound of its own on what a cell prints, and says
        # when it cuts; the server would drop text, and cells with it.
        "ZMQChannelsWebsocketConnection": {"iopub_data_rate_limit": 1e8}})


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
