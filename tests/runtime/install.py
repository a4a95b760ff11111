"""An installed libnabla serves gcc, clang and TinyCC through pkg-config.

install.py BUILD_DIR MESON...
"""
import os
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                      "standalone.c")
OUTPUT = """vector(2) [5, 2]
vector(2) [0.1, 0.6]
matrix(2 x 2)
  18   7
  14  11
vector(2) [0.924619, 0.0530665]
300
14
"""
ERROR = ("IndexError: nb_at: there is no element (2, 0) in matrix(2 x 2); "
         "the indices begin at 0.\n")


# GSL's products under its own names, but faster: see runtime/gemm.c, gemv.c.
GSLS = {"cblas_dgemm", "cblas_dgemv"}


def find(directory, name):
    for where, _, files in os.walk(directory):
        if name in files:
            return where
    raise SystemExit(f"{name} was not installed")


def try_compiler(compiler, flags, libs, lib_dir, directory):
    program = os.path.join(directory, "standalone")
    subprocess.run([compiler, *flags, SOURCE, "-o", program, *libs],
                   check=True)
    svg = os.path.join(directory, "bell.svg")
    if os.path.exists(svg):
        os.remove(svg)
    ran = subprocess.run([program], cwd=directory, capture_output=True,
                         text=True, env=dict(os.environ,
                                             LD_LIBRARY_PATH=lib_dir))
    problems = []
    if ran.stdout != OUTPUT:
        problems.append(f"{compiler}: printed\n{ran.stdout}")
    if ran.stderr != ERROR or ran.returncode != 1:
        problems.append(f"{compiler}: status {ran.returncode}, {ran.stderr}")
    if not os.path.exists(svg) or "A bell" not in open(svg).read():
        problems.append(f"{compiler}: no figure")
    return problems


def exported(lib_dir):
    """Names in the library's symbol table that are not ours to give."""
    listing = subprocess.run(
        ["nm", "-D", "--defined-only", os.path.join(lib_dir, "libnabla.so")],
        check=True, capture_output=True, text=True).stdout
    names = [line.split()[-1] for line in listing.splitlines()]
    return [n for n in names if not n.startswith("nb_") and n not in GSLS]


def main():
    build, meson = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as root:
        subprocess.run([*meson, "install", "-C", build, "--no-rebuild",
                        "--destdir", root], check=True,
                       stdout=subprocess.DEVNULL)
        pc_dir, lib_dir = find(root, "nabla.pc"), find(root, "libnabla.so")
        env = dict(os.environ, PKG_CONFIG_PATH=pc_dir,
                   PKG_CONFIG_SYSROOT_DIR="")
        prefix = os.path.dirname(find(root, "nabla.h"))

        def pkg_config(option):
            return subprocess.run(
                ["pkg-config", "--define-prefix", option, "nabla"], check=True,
                capture_output=True, text=True, env=env).stdout.split()
        flags = pkg_config("--cflags") + ["-I" + os.path.join(prefix,
                                                              "include")]
        libs = ["-L" + lib_dir, *pkg_config("--libs"), "-lm"]
        problems = [f"exports {name}" for name in exported(lib_dir)]
        compilers = [c for c in ("gcc", "clang", "tcc") if shutil.which(c)]
        for compiler in compilers:
            with tempfile.TemporaryDirectory() as directory:
                problems += try_compiler(compiler, flags, libs, lib_dir,
                                         directory)
    print("\n".join(problems))
    print(f"{', '.join(compilers)}: {len(problems)} problems")
    sys.exit(1 if problems or not compilers else 0)


main()
